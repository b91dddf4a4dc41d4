// `holdpoint decision list`: what was asked for and what the answer was, over all tasks.

import { Option } from 'commander';
import { decisionPage, decisionSummary, type DecisionSummary } from '../../http/contract/lists.ts';
import type { AddCommands, Context } from '../context.ts';
import { readList, withListFlags, type ListFlags } from '../paging.ts';
import { renderTable, renderTime } from '../render/table.ts';

type DecisionFlags = Omit<ListFlags, 'status'> & { readonly verdict?: string };

export const addDecisionCommands: AddCommands = (program, run) => {
  const decision = program.command('decision').description('Look at what was decided about actions.');
  const verdict = new Option('--verdict <verdict>', 'only these').choices(
    decisionSummary.shape.verdict.options,
  );
  withListFlags(decision.command('list'), verdict)
    .description('Lists decisions on actions, newest first.')
    .option('--task <id>', 'only those of a task')
    .addHelpText('after', '\nExample:\n  holdpoint decision list --verdict deny')
    .action((flags: DecisionFlags) => run((context) => listDecisions(context, flags)));
};

async function listDecisions(context: Context, { verdict, ...flags }: DecisionFlags): Promise<void> {
  const chosen = verdict === undefined ? flags : { ...flags, status: verdict };
  const { rows, next } = await readList(context, chosen, {
    path: '/decisions',
    schema: decisionPage,
    rowsOf: ({ decisions }) => decisions,
  });
  const cells = rows.map((one) => [
    renderTime(one.decidedAt),
    one.verdict,
    `${one.connector}/${one.tool}`,
    one.agent,
    one.task,
    becameOf(one),
    one.record,
  ]);
  const headings = ['decided', 'verdict', 'tool', 'agent', 'task', 'outcome, hold or reasons', 'record'];
  context.print({ decisions: rows, next }, renderTable(headings, cells) ?? 'no decisions');
}

function becameOf({ outcome, hold, reasons, contradicted }: DecisionSummary): string {
  if (contradicted !== undefined) return `contradicted: ${contradicted.join(', ')}`;
  return outcome ?? hold ?? reasons.join(',');
}
