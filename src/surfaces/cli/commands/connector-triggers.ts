// `holdpoint connector triggers learn`: what the ledger hints at. A person declares it, or does not.

import type { Command } from 'commander';
import { triggersResponse, type TriggerHintView, type TriggersView } from '../../http/contract/blast.ts';
import type { Context, Run } from '../context.ts';
import { counted } from '../render/counted.ts';
import { CliError } from '../exit.ts';
import { excerpt, printable } from '../render/printable.ts';
import { renderTable } from '../render/table.ts';
import { readTime } from './policy-simulate.ts';

interface LearnFlags {
  readonly since?: number;
  readonly within: string;
}

/** Adds `triggers` to `holdpoint connector`. */
export function addConnectorTriggers(connector: Command, run: Run): void {
  const triggers = connector.command('triggers').description('What calls of tools set off elsewhere.');
  triggers
    .command('learn')
    .summary('Finds in the ledger what tasks often follow calls of a tool.')
    .description(
      'Finds calls that are followed by tasks which agents open by themselves, far more often than by' +
        ' chance. Nothing is applied: a person puts a trigger into the manifest of the connector.',
    )
    .option('--since <time>', 'only what was recorded from then on (ISO 8601)', readTime)
    .option('--within <seconds>', 'how long after a call what it sets off may come', '3600')
    .addHelpText('after', '\nExample:\n  holdpoint connector triggers learn --since 2026-11-01T00:00:00Z')
    .action((flags: LearnFlags) => run((context) => learn(context, flags)));
}

async function learn(context: Context, { since, within }: LearnFlags): Promise<void> {
  if (!/^[1-9]\d{0,6}$/.test(within)) {
    throw new CliError(`--within takes seconds, such as 3600, and not: ${within}`);
  }
  const query = new URLSearchParams({ within, ...(since === undefined ? {} : { since: String(since) }) });
  const learned = await (
    await context.reader()
  ).get(`/triggers/learned?${query.toString()}`, triggersResponse);
  context.print({ ...learned, triggers: learned.hints.map(toTrigger) }, render(learned));
}

/** As it would stand in a manifest, under the tool's `triggers`. */
function toTrigger({ tool, starts, withinSeconds, followed, calls }: TriggerHintView) {
  const name = starts.slice(starts.indexOf('/') + 1);
  const words = `${followed} of ${calls} calls were followed by it`;
  return { tool, trigger: { name, starts, withinSeconds, words } };
}

function render({ hints, records, isCut }: TriggersView): string {
  const rows = hints.map((hint) => [
    hint.tool,
    hint.starts,
    `${hint.followed} of ${hint.calls}`,
    afterText(hint.medianSeconds),
    `${hint.withinSeconds} s`,
    `${hint.lift.toFixed(1)} ×`,
    hint.examples[0]?.call ?? null,
  ]);
  const headings = ['tool', 'is followed by', 'calls', 'after', 'within', 'more than by chance', 'such as'];
  const table = renderTable(headings, rows) ?? 'nothing follows a call more often than by chance';
  const looked = `looked at ${counted(records, 'record')}${isCut ? ', the newest; there are more' : ''}`;
  const next =
    hints.length === 0
      ? []
      : [
          'Declare what is true: holdpoint connector manifest <name>, put it under the tool, then',
          'admit <name> --manifest <file>:',
          ...hints.flatMap((hint) => ['', ...manifestLines(hint)]),
        ];
  return [table, '', looked, ...next].join('\n');
}

/** As they stand in the manifest, under the tool. */
function manifestLines(hint: TriggerHintView): string[] {
  const { tool, trigger } = toTrigger(hint);
  const members = Object.entries(trigger).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return [
    `# ${excerpt(tool, 100)}`,
    'triggers:',
    `  - ${members[0]}`,
    ...members.slice(1).map((one) => `    ${one}`),
  ].map(printable);
}

/** Shorter than a second is not nothing. */
function afterText(seconds: number): string {
  return seconds < 1 ? '< 1 s' : `${Math.round(seconds)} s`;
}
