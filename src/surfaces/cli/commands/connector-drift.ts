// `holdpoint connector drift`: what changes of definitions mean for who admitted them, without a gateway.

import type { Command } from 'commander';
import { judgePairs, readPairs, type JudgedPair } from '../../../catalog/drift/pairs.ts';
import type { DriftVerdict } from '../../../catalog/drift/reason.ts';
import type { Context, Run } from '../context.ts';
import { CliError } from '../exit.ts';
import { readGivenJson } from '../given-json.ts';
import { excerpt } from '../printable.ts';
import { renderTable } from '../table.ts';

/** Adds `drift` to `holdpoint connector`. */
export function addConnectorDrift(connector: Command, run: Run): void {
  connector
    .command('drift')
    .summary('tell harmless changes of definitions from others')
    .description(
      'Says of each pair of definitions, before and after, whether the change is harmless, needs a review,' +
        ' or is blocked, and why. Takes {"definition_pairs": [{"server", "name", "before", "after"}]},' +
        ' or a bare list.',
    )
    .argument('<file>', 'JSON file with the pairs')
    .addHelpText(
      'after',
      '\nExamples:\n  holdpoint connector drift pairs.json\n  holdpoint connector drift pairs.json --json',
    )
    .action((file: string) => run((context) => drift(context, file)));
}

async function drift(context: Context, file: string): Promise<void> {
  const pairs = readPairs(await readGivenJson(context, file));
  if (pairs === null)
    throw new CliError(`${file} holds no pairs, such as [{"name": …, "before": {}, "after": {}}]`);
  const judged = judgePairs(pairs);
  context.print({ pairs: judged }, render(judged));
}

function render(judged: readonly JudgedPair[]): string {
  const rows = judged.map(({ server, name, verdict, reasons }) => [
    excerpt(server, 24),
    excerpt(name, 48),
    verdict,
    reasons.map(({ rule, pointer, text }) => excerpt(`${rule} ${pointer}: ${text}`, 120)).join('; '),
  ]);
  const count = (verdict: DriftVerdict): number => judged.filter((one) => one.verdict === verdict).length;
  const counts = `${count('harmless')} harmless, ${count('review')} to review, ${count('block')} blocked`;
  return `${renderTable(['server', 'tool', 'verdict', 'why'], rows) ?? ''}\n${counts}`.trim();
}
