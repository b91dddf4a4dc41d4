// `holdpoint connector drift`: what changes of definitions mean for who admitted them, without a gateway.

import type { Command } from 'commander';
import { judgePairs, readPairs, wrongPairs, type JudgedPair } from '../../../catalog/drift/pairs.ts';
import type { DriftVerdict } from '../../../catalog/drift/reason.ts';
import { placeAll } from '../../../document/placed.ts';
import type { Context, Run } from '../context.ts';
import { CliError, EXIT } from '../exit.ts';
import { readGivenText } from '../given/file.ts';
import { parseGivenJson } from '../given/json.ts';
import { invalidFile } from '../home.ts';
import { excerpt } from '../render/printable.ts';
import type { Style } from '../render/style.ts';

const MAX_LINE = 200;

/** Adds `drift` to `holdpoint connector`. */
export function addConnectorDrift(connector: Command, run: Run): void {
  connector
    .command('drift')
    .summary('Tells harmless changes of definitions from others.')
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
  const text = await readGivenText(context, file);
  const given = parseGivenJson(text, file);
  const wrong = wrongPairs(given) ?? [];
  if (wrong.length > 0) {
    throw invalidFile(`${file} holds what is no pair`, placeAll(wrong, text, file));
  }
  const pairs = readPairs(given);
  if (pairs === null) {
    const form = '[{"name": …, "before": {}, "after": {}}]';
    throw new CliError(`${file} holds no pairs, such as ${form}`, { exit: EXIT.invalid });
  }
  const judged = judgePairs(pairs);
  context.print({ pairs: judged }, render(judged, context.style));
}

function render(judged: readonly JudgedPair[], style: Style): string {
  const count = (verdict: DriftVerdict): number => judged.filter((one) => one.verdict === verdict).length;
  const counts = `${count('harmless')} harmless, ${count('review')} to review, ${count('block')} blocked`;
  return [...judged.flatMap((one) => linesOf(one, style)), counts].join('\n');
}

const MARKS = { harmless: ' ', review: '~', block: '!' } as const;

/** One line for each place that speaks against it, however many rules do; and what a person says yes to. */
function linesOf({ server, name, verdict, reasons, newSentences }: JudgedPair, style: Style): string[] {
  const colour = { harmless: style.good, review: style.wait, block: style.bad }[verdict];
  const tool = excerpt(server === '' ? name : `${server}/${name}`, 72);
  const rules = new Map<string, string[]>();
  for (const { rule, pointer, text } of reasons) {
    const key = JSON.stringify([pointer, text]);
    rules.set(key, [...new Set([...(rules.get(key) ?? []), rule])]);
  }
  const why = [...rules].map(([key, names]) => {
    const [pointer = '', text = ''] = JSON.parse(key) as readonly string[];
    return excerpt(`${names.join(', ')} ${pointer}: ${text}`, MAX_LINE);
  });
  // Of a blocked change nobody says yes to anything.
  const said = verdict === 'block' ? [] : newSentences.map(({ text }) => `says now: ${excerpt(text, 480)}`);
  return [`${MARKS[verdict]} ${tool}  ${colour(verdict)}`, ...[...why, ...said].map((line) => `    ${line}`)];
}
