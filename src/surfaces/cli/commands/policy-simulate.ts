// `holdpoint policy simulate`: what a candidate set would have decided of what was asked, from the ledger or
// from a file of traces.

import { InvalidArgumentError, Option, type Command } from 'commander';
import { isSameOutcome } from '../../../gateway/replay/judge.ts';
import { ruleOn } from '../../../gateway/replay/ruling.ts';
import type { Apart } from '../../../gateway/replay/simulate.ts';
import { digestOf } from '../../../ledger/digest.ts';
import { compilePolicies } from '../../../policy/compile.ts';
import { policyProblemText } from '../../../policy/problem.ts';
import { MAX_LAST, simulationEvent, type SimulationLine } from '../../http/contract/replay.ts';
import { brokenOff } from '../client.ts';
import type { Context, Run } from '../context.ts';
import { CliError, EXIT, type ExitCode } from '../exit.ts';
import { CATALOG_OPTION, readCatalog, readPolicySet } from '../given/policy-input.ts';
import { createProgress } from '../render/progress.ts';
import { simulationLines, type Changed, type Simulated } from '../render/simulation-words.ts';
import { readTraces, writeTraces, type TraceWriter } from '../given/trace-file.ts';

interface Flags {
  readonly since?: number;
  readonly last?: number;
  readonly record?: string;
  readonly traces?: string;
  readonly catalog?: string;
  readonly failOnChange?: true;
}

const EXAMPLES = `
Examples:
  holdpoint policy simulate policies/ --last 1000
  holdpoint policy simulate policies/ --record traces.ndjson
  holdpoint policy simulate policies/ --traces traces.ndjson --catalog catalog.yaml --fail-on-change

Exits with 3 where the candidate is not valid, and with 2 where --fail-on-change finds a change.`;

export function addPolicySimulate(policy: Command, run: Run): void {
  policy
    .command('simulate')
    .summary('Says which recorded decisions a candidate set would change.')
    .description(
      'Judges recorded decisions once more, with Cedar files as the policy, and lists what changes.',
    )
    .argument('<files...>', 'the candidate: Cedar files, or folders of them')
    .option('--since <time>', 'only decisions from then on (ISO 8601)', readTime)
    .option('--last <count>', 'only so many, the newest', readCount)
    .option('--record <file>', 'keep what was asked as traces; arguments stand in it in clear')
    .addOption(
      new Option('--traces <file>', 'judge these instead of the ledger: no gateway is asked').conflicts([
        'since',
        'last',
        'record',
      ]),
    )
    .option(...CATALOG_OPTION)
    .option('--fail-on-change', 'exit with 2 where a decision changes')
    .addHelpText('after', EXAMPLES)
    .action((files: string[], flags: Flags) => run((context) => simulate(context, files, flags)));
}

export async function simulate(context: Context, files: readonly string[], flags: Flags): Promise<ExitCode> {
  if (flags.catalog !== undefined && flags.traces === undefined) {
    throw new CliError('--catalog is for --traces: the ledger is judged with what was admitted then');
  }
  const simulated =
    flags.traces === undefined
      ? await simulateLedger(context, files, flags)
      : await simulateTraces(context, files, { ...flags, traces: flags.traces });
  context.print(simulated, simulationLines(simulated).join('\n'));
  return flags.failOnChange && simulated.changes.length > 0 ? EXIT.denied : EXIT.ok;
}

async function simulateLedger(context: Context, files: readonly string[], flags: Flags): Promise<Simulated> {
  const sources = await readPolicySet(context, files);
  const { since: sinceMs, last, record } = flags;
  const body = {
    sources,
    traces: record !== undefined,
    ...(sinceMs === undefined ? {} : { sinceMs }),
    ...(last === undefined ? {} : { last }),
  };
  const lines = (await context.reader()).postLines('/policy/simulate', body, simulationEvent);
  if (record === undefined) return gather(context, lines, null);
  const writer = await writeTraces(context, record);
  try {
    const simulated = await gather(context, lines, writer);
    await writer.keep();
    context.note(`${record} holds the arguments of every decision in clear: keep it as you keep them`);
    return simulated;
  } catch (error) {
    await writer.drop();
    throw error;
  }
}

async function gather(
  context: Context,
  lines: AsyncIterable<SimulationLine>,
  writer: TraceWriter | null,
): Promise<Simulated> {
  const changes: Changed[] = [];
  const apart: { [why in Apart]?: string[] } = {};
  const progress = createProgress(context);
  try {
    for await (const line of lines) {
      if (line.event === 'done')
        return { candidate: line.candidate, decisions: line.decisions, changes, apart };
      if (line.event === 'progress') progress.show(`${line.records} of ${line.of} records`);
      if (line.event === 'changed') changes.push({ ...line, tool: `${line.connector}/${line.tool}` });
      if (line.event === 'apart') (apart[line.why] ??= []).push(line.record);
      if (line.event === 'trace') await writer?.add(line.trace);
    }
  } finally {
    progress.done();
  }
  throw brokenOff();
}

async function simulateTraces(
  context: Context,
  files: readonly string[],
  flags: Flags & { readonly traces: string },
): Promise<Simulated> {
  const sources = await readPolicySet(context, files);
  const catalog = await readCatalog(context, flags);
  const compiled = compilePolicies(sources, catalog, {
    digest: (value) => digestOf(context.deps.crypto, value),
  });
  if ('errors' in compiled) {
    const { errors: problems } = compiled;
    const lines = problems.map(policyProblemText);
    throw new CliError('the candidate is not valid', { exit: EXIT.invalid, lines, json: { problems } });
  }
  const changes: Changed[] = [];
  let decisions = 0;
  for await (const { id, at, query, ...recorded } of readTraces(context, flags.traces)) {
    decisions += 1;
    const before = { ...recorded, reasons: [] };
    const after = ruleOn(compiled.engine, query);
    const place = { record: id, time: at, agent: query.principal.id, tool: query.action };
    if (!isSameOutcome(before, after)) changes.push({ ...place, before, after });
  }
  return { candidate: compiled.engine.digest, decisions, changes, apart: {} };
}

export function readTime(text: string): number {
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (time >= 0) return time;
  throw new InvalidArgumentError('It must be a time like 2026-11-20 or 2026-11-20T08:00:00Z.');
}

function readCount(text: string): number {
  const count = /^[1-9]\d{0,6}$/.test(text) ? Number(text) : Number.NaN;
  if (count <= MAX_LAST) return count;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${MAX_LAST}.`);
}
