// `holdpoint workflow diff`: what a file would let its tasks do beside what is published, whole: every bound
// stands in it, so what is not shown stays as it is.

import type { Command } from 'commander';
import { stringify } from 'yaml';
import { moneyText } from '../../../workflow/money.ts';
import { workflowsResponse, type WorkflowView } from '../../http/contract.ts';
import type { Context, Run } from '../context.ts';
import { diffLines } from '../render/line-diff.ts';
import { printable } from '../render/printable.ts';
import { renderTime } from '../render/table.ts';
import { asker, checkSource, readSource, remarkLine } from './workflow-check.ts';

export function addWorkflowDiff(workflow: Command, run: Run): void {
  workflow
    .command('diff')
    .description('Checks a file, and shows what it would change of what tasks may do.')
    .argument('<file>', 'a *.workflow.yaml file')
    .addHelpText('after', '\nExample:\n  holdpoint workflow diff triage.workflow.yaml')
    .action((file: string) => run((context) => compare(context, file)));
}

async function compare(context: Context, file: string): Promise<void> {
  const source = await readSource(context, file);
  const reader = await context.reader();
  // What it grants is the same whoever publishes it; what stands out is not.
  const { workflow: meant } = await checkSource(reader, source);
  const { remarks } = await checkSource(await asker(context), source);
  const { id } = meant;
  const { workflows } = await reader.get('/workflows', workflowsResponse);
  const known = workflows.find((one) => one.id === id) ?? null;
  const lines =
    known === null
      ? grantsOf(meant)
          .split('\n')
          .map((line) => `+${line}`)
      : diffLines(grantsOf(known), grantsOf(meant));
  const shown =
    lines.length === 0 ? [`${id} is published like this`] : lines.map((line) => paint(line, context));
  const noted = remarks.length === 0 ? [] : ['', ...remarks.map(remarkLine)];
  context.print(
    { workflow: id, published: known?.record ?? null, lines, remarks },
    [...shown, ...noted].join('\n'),
  );
}

type Granted = Omit<WorkflowView, 'record'>;

/** All that it grants, in the figures of its file, in one order; not who answers for it or its record. */
function grantsOf({ author, agents, unattended, expiresAt, taskSeconds, scope }: Granted): string {
  const { money } = scope.limits;
  const limits = { ...scope.limits, ...(money === undefined ? {} : { money: Number(moneyText(money)) }) };
  const said = { author, agents, unattended, expires: renderTime(expiresAt), taskSeconds, ...scope, limits };
  return stringify(said, { lineWidth: 0, aliasDuplicateObjects: false, sortMapEntries: true }).trimEnd();
}

function paint(line: string, { style }: Context): string {
  const text = printable(line);
  if (line.startsWith('+')) return style.good(text);
  return line.startsWith('-') ? style.bad(text) : style.faint(text);
}
