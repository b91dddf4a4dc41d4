// `holdpoint hold`: what waits for people, in full, and what no longer does.

import { holdPage, holdSummary } from '../../http/contract-lists.ts';
import { holdDetail, holdsResponse, type HoldDetail } from '../../http/contract.ts';
import type { AddCommands, Context } from '../context.ts';
import { renderGrounding } from '../grounding-render.ts';
import { readList, statusFlag, withListFlags, type ListFlags } from '../paging.ts';
import { printableLines } from '../printable.ts';
import { renderFacts, renderTable, renderTime } from '../table.ts';

export const addHoldCommands: AddCommands = (program, run) => {
  const hold = program.command('hold').description('Look at what waits for people.');
  hold
    .command('list')
    .description('Lists pending holds, oldest first.')
    .action(() => run(listHolds));
  withListFlags(hold.command('history'), statusFlag(holdSummary.shape.status.options))
    .description('Lists every hold there ever was, newest first.')
    .option('--task <id>', 'only those of a task')
    .action((flags: ListFlags) => run((context) => listPast(context, flags)));
  hold
    .command('show')
    .description('Shows a hold: the exact arguments, the effects, and what the policies ask.')
    .argument('<hold>', 'id of the hold')
    .addHelpText('after', '\nExample:\n  holdpoint hold show hold_0123456789abcdef')
    .action((id: string) =>
      run(async (context) => {
        const detail = await (await context.reader()).get(`/holds/${encodeURIComponent(id)}`, holdDetail);
        context.print(detail, renderHold(detail));
      }),
    );
};

async function listHolds(context: Context): Promise<void> {
  const { holds } = await (await context.reader()).get('/holds', holdsResponse);
  const rows = holds.map((hold) => [
    hold.id,
    `${hold.connector}/${hold.tool}`,
    hold.effects.join(','),
    hold.agent,
    hold.requester,
    hold.asks.flatMap(({ approvers }) => approvers.map(({ role, quorum }) => `${role}:${quorum}`)).join(' '),

    hold.approvals.length,
    renderTime(hold.expiresAt),
  ]);
  const headings = ['hold', 'tool', 'effects', 'agent', 'asked by', 'asks', 'approvals', 'until'];
  context.print({ holds }, renderTable(headings, rows) ?? 'nothing waits');
}

async function listPast(context: Context, flags: ListFlags): Promise<void> {
  const { rows, next } = await readList(context, flags, {
    path: '/history/holds',
    schema: holdPage,
    rowsOf: ({ holds }) => holds,
  });
  const now = Date.now();
  const cells = rows.map(({ id, connector, tool, status, agent, task, approvals, raisedAt, expiresAt }) => [
    id,
    `${connector}/${tool}`,
    status === 'pending' && expiresAt <= now ? 'expired' : status,
    agent,
    task,
    approvals.map(({ operator }) => operator).join(','),
    renderTime(raisedAt),
  ]);
  const headings = ['hold', 'tool', 'status', 'agent', 'task', 'approved by', 'raised'];
  context.print({ holds: rows, next }, renderTable(headings, cells) ?? 'no holds');
}

/** All that an approver decides on. The arguments come from our own parse and are shown whole. */
export function renderHold(hold: HoldDetail): string {
  const asks = hold.asks.map(({ approvers, reason, policy }) => {
    const who = approvers.map(({ role, quorum }) => `${quorum} × ${role}`).join(' and ');
    return ['asks', `${who}: ${reason} [${policy}]`] as const;
  });
  const given = hold.approvals.map(
    ({ operator, record }) => ['approved by', `${operator} (${record})`] as const,
  );
  const { variationOf = null } = hold;
  const facts = renderFacts([
    ['hold', hold.id],
    ['status', hold.status],
    ['task', hold.task],
    ['workflow', hold.workflow],
    ['agent', hold.agent],
    ['asked by', hold.requester],
    ['tool', `${hold.connector}/${hold.tool}`],
    ['effects', hold.effects.join(', ')],
    ...(variationOf === null ? [] : [['asks again', `for what was rejected in ${variationOf}`] as const]),
    ...asks,
    ...given,
    ['until', renderTime(hold.expiresAt)],
    ['digest', hold.digest],
  ]);
  const grounding = renderGrounding(hold.grounding);
  return [
    facts,
    block('prompt of the task', hold.promptText ?? '(none, or erased)'),
    block('arguments', pretty(hold.argumentsText)),
    ...(grounding === null ? [] : [grounding]),
    ...(hold.isRedacted
      ? ['Secrets in them were not kept and stand as [redacted:…]: the digest is that of the whole.']
      : []),
  ].join('\n\n');
}

function block(title: string, text: string): string {
  return [`${title}:`, ...printableLines(text).map((line) => `  ${line}`)].join('\n');
}

function pretty(text: string | null): string {
  return text === null ? '(erased)' : JSON.stringify(JSON.parse(text), null, 2);
}
