// `holdpoint evidence`: controls with the records behind them, for an auditor.

import { InvalidArgumentError } from 'commander';
import { evidenceEvent, type ControlView, type EvidenceView } from '../../http/contract/evidence.ts';
import type { AddCommands, Context } from '../context.ts';
import { CliError, EXIT, type ExitCode } from '../exit.ts';
import { readLongAnswer } from '../long-answer.ts';
import { renderTable, renderTime } from '../render/table.ts';
import { readTime } from './policy-simulate.ts';

interface Flags {
  readonly since?: number;
  readonly control?: string;
}

export const addEvidenceCommand: AddCommands = (program, run) => {
  program
    .command('evidence')
    .summary('Says what the records prove, control by control.')
    .description(
      'Reads the whole ledger and says for each control how many records are behind it and how many speak' +
        ' against it. With --control it lists those records; each is proven by: holdpoint ledger prove ID.' +
        ' With --control it exits with 2 where something is open.',
    )
    .option('--since <time>', 'only what was recorded from then on (ISO 8601)', readTime)
    .option('--control <id>', 'one of them, with its records', readWord)
    .addHelpText('after', '\nExample:\n  holdpoint evidence --control approvals')
    .action((flags: Flags) => run((context) => tell(context, flags)));
};

function readWord(text: string): string {
  if (!/^[a-z-]+$/.test(text)) throw new InvalidArgumentError('It is no id of a control.');
  return text;
}

async function tell(context: Context, { since = 0, control }: Flags): Promise<ExitCode> {
  const { event: _, ...evidence } = await readLongAnswer(
    context,
    `/evidence?since=${since}`,
    (json) => evidenceEvent.parse(json),
    ({ records, of }) => `${records} of ${of} records`,
  );
  const shown = evidence.controls.filter(({ id }) => control === undefined || id === control);
  if (shown.length === 0) {
    const known = evidence.controls.map(({ id }) => id).join(', ');
    throw new CliError(`no such control: ${control}`, { help: `There are: ${known}` });
  }
  const text = control === undefined ? summaryText(evidence) : controlText(shown[0]!);
  context.print({ ...evidence, controls: shown }, text);
  if (control === undefined) {
    context.note('the records behind one: holdpoint evidence --control ID');
    context.note('that no record was changed: holdpoint ledger verify');
  }
  return control !== undefined && shown[0]!.standing === 'open' ? EXIT.denied : EXIT.ok;
}

const STANDINGS = { met: 'met', open: 'OPEN', none: 'nothing yet' } as const;

function summaryText({ controls, size }: Pick<EvidenceView, 'controls' | 'size'>): string {
  const rows = controls.map(({ id, standing, says }) => [id, STANDINGS[standing], says]);
  return [`read from ${size} records:`, '', renderTable(['control', 'stands', 'records'], rows)].join('\n');
}

function controlText({ title, asks, standing, says, records }: ControlView): string {
  const rows = records.map((one) => [
    one.record,
    renderTime(one.time),
    one.who,
    one.isOpen ? 'OPEN' : '',
    one.words,
  ]);
  const table = renderTable(['record', 'when', 'who', '', 'what'], rows);
  return [`${title}: ${STANDINGS[standing]}`, asks, says, ...(table === null ? [] : ['', table])].join('\n');
}
