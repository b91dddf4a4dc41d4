// `holdpoint replay`: what would be decided of calls that were recorded elsewhere; no gateway has to run. Of
// the running daemon's ledger, what is decided again of its own decisions. Nothing is called or recorded.

import { resolve } from 'node:path';
import { Option } from 'commander';
import { lacksOf, type Lacks } from '../../../gateway/recorded/recorded-run.ts';
import { replayRun, type RunScope } from '../../../gateway/recorded/replay-run.ts';
import { notesOn } from '../../../gateway/recorded/notes.ts';
import { caseLine, count, emptyScore, poolScores } from '../../../gateway/recorded/score.ts';
import { isStoppedByFault, renderScore, tellRun, type Score } from '../../../gateway/recorded/score.ts';
import { createStage, UnfitPolicies, type Stage } from '../../../gateway/recorded/stage.ts';
import { digestOf } from '../../../ledger/digest.ts';
import { policyProblemText } from '../../../policy/problem.ts';
import { compileWorkflow, parseWorkflow } from '../../../workflow/spec.ts';
import type { AddCommands, Context } from '../context.ts';
import { CliError, EXIT, type ExitCode } from '../exit.ts';
import { findFiles, findNamed } from '../given/file-search.ts';
import { readGivenText } from '../given/file.ts';
import { readGivenTools } from '../given/tools.ts';
import { invalidFile, writePrivate } from '../home.ts';
import { MANIFEST_ENDING, readCorrections } from '../given/manifest-corrections.ts';
import { refuseInput } from '../given/output-file.ts';
import { readPolicySet } from '../given/policy-input.ts';
import { printable } from '../render/printable.ts';
import { readRecording, readRunningLedger, type Recording } from '../given/recorded-input.ts';
import { unwritable } from '../system-fault.ts';
import { simulate } from './policy-simulate.ts';
import { replayLedger } from './replay-ledger.ts';

interface Flags {
  readonly ledger?: true;
  readonly policy?: readonly string[];
  readonly scope?: 'declared' | 'open';
  readonly workflow?: string;
  readonly tools?: string;
  readonly manifests?: string;
  readonly cases?: string;
  readonly explain?: string;
}

const EXAMPLES = `
Examples:
  holdpoint replay traces.json
  holdpoint replay otel-spans.json --tools tools.json --policy policies/
  holdpoint replay traces.json --workflow mail.workflow.yaml --explain case-7
  holdpoint replay --ledger
  holdpoint replay --ledger --scope open --json

Exits with 2 where an attack ran through or an honest call was denied, else with 1 where an attack was stopped
by a fault alone (a tool without a definition, say), else with 4 where an honest call was held, else with 0.
With --ledger alone: with 2 where a decision comes out otherwise than it was recorded.`;

export const addReplayCommand: AddCommands = (program, run) => {
  program
    .command('replay')
    .summary('Decides recorded calls, with no side effects.')
    .description(
      'Decides each recorded call with the rules, a policy and grounding, as if the agent had asked for it' +
        ' here. Takes recorded runs as docs/replay-traces.md describes them, OpenTelemetry spans of agents' +
        ' and tools as OTLP/JSON, or an export of a ledger; folders stand for the *.json in them.',
    )
    .argument('[traces...]', 'files or folders')
    .option(
      '--ledger',
      "the running daemon's own decisions, each on the state and the policy of its time; with --scope or" +
        ' --workflow its tasks as runs, with their words',
    )
    .option('--policy <files...>', 'Cedar files, or folders of them; else the starter pack')
    .addOption(
      new Option(
        '--scope <scope>',
        'the tools of each run (else these), or all tools of its connectors',
      ).choices(['declared', 'open']),
    )
    .option('--workflow <file>', 'decide under this workflow instead')
    .option('--tools <file>', 'definitions that the recording does not hold')
    .option('--manifests <folder>', 'manifests that correct what tools are taken for')
    .option('--cases <file>', 'a line for each run, with the verdict on each call')
    .option('--explain <case>', 'tell this run call by call')
    .addHelpText('after', EXAMPLES)
    .action((files: string[], flags: Flags) => run((context) => replay(context, files, flags)));
};

interface Replayed extends Score {
  readonly lacks: Lacks & {
    readonly definitions: readonly string[];
    /** Stopped by no rule, but as something was not recorded. */
    readonly attacksUnjudged: number;
  };
}

async function replay(context: Context, files: readonly string[], flags: Flags): Promise<ExitCode> {
  if (flags.ledger && flags.scope === undefined && flags.workflow === undefined) {
    return replayItself(context, files, flags);
  }
  const recordings = await recordingsOf(context, files, flags);
  for (const note of recordings.flatMap(({ notes }) => notes)) context.show(printable(note));
  checkExplained(recordings, flags);
  const scope = await scopeOf(context, flags);
  const scopeName = flags.workflow ?? flags.scope ?? 'declared';
  const recorded = recordings.map(({ set }) => set);
  const corrections = await readCorrections(context, flags.manifests, recorded);
  const policies = flags.policy === undefined ? {} : { policies: await readPolicySet(context, flags.policy) };
  const digest = (value: Parameters<Stage['digest']>[0]): string => digestOf(context.deps.crypto, value);
  const told: string[] = [];
  const lines: string[] = [];
  const sets = recordings.map(({ file, set, made }): Replayed => {
    const stage = stageOf(() => createStage(set.tools, { digest, corrections, ...policies }));
    const score = emptyScore(file, scopeName);
    let attacksUnjudged = 0;
    for (const one of set.cases) {
      const verdicts = replayRun(set, one, stage, scope);
      count(score, one, verdicts);
      if (isStoppedByFault(one, verdicts)) attacksUnjudged++;
      lines.push(caseLine(one, verdicts));
      if (one.id === flags.explain) told.push(tellRun(one, verdicts));
    }
    for (const note of notesOn(file, set, attacksUnjudged)) context.show(printable(note));
    return { ...score, lacks: { ...lacksOf(set), definitions: made, attacksUnjudged } };
  });
  if (flags.cases !== undefined) await writeCases(context, flags.cases, lines.join(''));
  for (const line of told.flatMap((text) => text.trimEnd().split('\n'))) context.show(printable(line));
  const pooled = sets.length > 1 ? [renderScore(poolScores('all together', sets))] : [];
  context.print({ sets }, [...sets.flatMap(wordsOf), ...pooled].map(printable).join('\n'));
  return exitOf(sets);
}

/** Before anything is judged, which may take minutes. */
function checkExplained(recordings: readonly Recording[], { explain }: Flags): void {
  if (explain === undefined || recordings.some(({ set }) => set.cases.some(({ id }) => id === explain)))
    return;
  throw new CliError(`no run is called ${explain}`, { help: 'Their ids are in what --cases writes' });
}

async function writeCases({ io }: Context, file: string, text: string): Promise<void> {
  await writePrivate(resolve(io.cwd, file), text).catch((error: unknown) => {
    throw unwritable(`--cases ${file}`, error);
  });
}

/** Whatever is about runs says nothing of it. */
async function replayItself(
  context: Context,
  files: readonly string[],
  { ledger: _, policy, ...others }: Flags,
): Promise<ExitCode> {
  const [other] = [...Object.keys(others).map((flag) => `--${flag}`), ...files];
  if (other !== undefined) {
    throw new CliError(`${other} is about runs, which --ledger alone does not replay`, {
      help: 'Take its tasks as runs with --scope or --workflow; of one decision: holdpoint policy explain ID',
    });
  }
  return policy === undefined ? replayLedger(context) : simulate(context, policy, { failOnChange: true });
}

async function recordingsOf(context: Context, files: readonly string[], flags: Flags): Promise<Recording[]> {
  if (files.length === 0 && flags.ledger === undefined) {
    throw new CliError('nothing to replay was named', {
      help: "Name files (docs/replay-traces.md), or the running daemon's ledger with --ledger",
    });
  }
  const given = flags.tools === undefined ? [] : await readGivenTools(context, flags.tools);
  const found = await findNamed(context, files, '.json');
  if (files.length > 0 && found.length === 0) {
    throw new CliError(`no *.json file is in ${files.join(', ')}`, { help: 'Name the files themselves' });
  }
  if (flags.cases !== undefined) {
    const inputs = [...found.map(({ path }) => path), ...(await furtherInputs(context, flags))];
    await refuseInput(context.io.cwd, '--cases', flags.cases, inputs);
  }
  const recordings: Recording[] = [];
  for (const { path, name } of new Map(found.map((one) => [one.path, one])).values()) {
    recordings.push({ ...(await readRecording(context, path, given)), file: name });
  }
  if (flags.ledger !== undefined) recordings.push(await readRunningLedger(context));
  return recordings;
}

/** What is read beside the recordings. */
async function furtherInputs(context: Context, flags: Flags): Promise<readonly string[]> {
  const { policy = [], tools, workflow, manifests } = flags;
  const folder = manifests === undefined ? [] : [manifests];
  return [
    ...[tools, workflow].filter((one) => one !== undefined),
    ...(await findFiles(context, policy, '.cedar')),
    ...(await findFiles(context, folder, MANIFEST_ENDING)),
  ];
}

async function scopeOf(context: Context, { workflow: file, scope = 'declared' }: Flags): Promise<RunScope> {
  if (file === undefined) return scope;
  const parsed = parseWorkflow(await readGivenText(context, file), file);
  if ('problems' in parsed) throw invalidFile(`${file} is no workflow`, parsed.problems);
  const digest = (value: Parameters<Stage['digest']>[0]): string => digestOf(context.deps.crypto, value);
  return compileWorkflow(parsed.spec, { digest, publisher: 'op_replay' }).scope;
}

/** A set that does not fit these tools judges nothing. */
function stageOf(create: () => Stage): Stage {
  try {
    return create();
  } catch (error) {
    if (!(error instanceof UnfitPolicies)) throw error;
    const { problems } = error;
    const lines = problems.map(policyProblemText);
    throw new CliError(error.message, { exit: EXIT.invalid, lines, json: { problems } });
  }
}

function wordsOf({ lacks, ...score }: Replayed): string[] {
  const { calls, withoutArguments, withoutResult, definitions, attacksUnjudged } = lacks;
  const rules = Object.entries(score.byRule).toSorted(([, a], [, b]) => b - a);
  return [
    renderScore(score),
    ...rules.map(([rule, cases]) => `  ${rule}: stopped something in ${cases}`),
    ...(attacksUnjudged === 0
      ? []
      : [`  of ${score.attacks} attacks a fault alone stopped ${attacksUnjudged}: that is no defence`]),
    ...(withoutArguments === 0
      ? []
      : [`  arguments of ${withoutArguments} of ${calls} calls were not recorded: decided as seen nowhere`]),
    ...(withoutResult === 0
      ? []
      : [`  results of ${withoutResult} of ${calls} calls were not recorded: what they said is not known`]),
    ...(definitions.length === 0
      ? []
      : [`  definitions made of names and arguments (give them with --tools): ${definitions.join(', ')}`]),
  ];
}

function exitOf(sets: readonly Replayed[]): ExitCode {
  const isWrong = sets.some(({ attacksSucceeded, denied }) => attacksSucceeded + denied > 0);
  const isHeld = sets.some(({ held, controls, controlsIntact }) => held > 0 || controlsIntact < controls);
  const isUnjudged = sets.some(({ lacks }) => lacks.attacksUnjudged > 0);
  return isWrong ? EXIT.denied : isUnjudged ? EXIT.failed : isHeld ? EXIT.held : EXIT.ok;
}
