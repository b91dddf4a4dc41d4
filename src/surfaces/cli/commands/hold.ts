// `holdpoint hold`: what waits for people, in full, and what no longer does.

import { holdPage, holdSummary } from '../../http/contract/lists.ts';
import { explanationResponse } from '../../http/contract/replay.ts';
import { holdDetail, holdsResponse, type HoldDetail, type HoldView } from '../../http/contract.ts';
import { addHoldAlways } from '../always.ts';
import { avoidableLines } from '../render/avoidable-lines.ts';
import { counted } from '../render/counted.ts';
import type { AddCommands, Context } from '../context.ts';
import { renderGrounding } from '../render/grounding-render.ts';
import {
  approvalFacts,
  approverFacts,
  askFacts,
  fateFacts,
  firesFacts,
  leadFacts,
  mayHaveRunFacts,
  whatWaits,
} from '../render/hold-facts.ts';
import { renderAsked, renderCarried } from '../render/label-render.ts';
import { readList, statusFlag, withListFlags, type ListFlags } from '../paging.ts';
import { printableLines } from '../render/printable.ts';
import { renderAskedStep } from '../render/step-render.ts';
import { renderFacts, renderTable, renderTime } from '../render/table.ts';

export const addHoldCommands: AddCommands = (program, run) => {
  const hold = program.command('hold').description('Look at what waits for people.');
  hold
    .command('list')
    .description('Lists pending holds, oldest first; like actions are one line.')
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
        const client = await context.reader();
        const detail = await client.get(`/holds/${encodeURIComponent(id)}`, holdDetail);
        // Asked again, it may be spared by another fact than before.
        const path = `/decisions/${encodeURIComponent(detail.newest ?? id)}/explanation`;
        const explained = await client.get(path, explanationResponse);
        // What would have spared the agent's arguments says nothing of those that an approver wrote.
        const avoidable = detail.edited === undefined ? explained.avoidable : [];
        const text = [renderHold(detail), ...avoidableLines(id, avoidable)].join('\n');
        context.print({ ...detail, avoidable }, text);
      }),
    );
  addHoldAlways(hold, run);
};

async function listHolds(context: Context): Promise<void> {
  const { holds } = await (await context.reader()).get('/holds', holdsResponse);
  // Those that wait together are one line, under the id of the oldest that still waits.
  const rows = holds
    .filter((hold) => holds.find((one) => isTogether(one, hold)) === hold)
    .map((hold) => waitingRow(hold, holds.filter((one) => isTogether(one, hold)).length));
  const headings = [
    'hold',
    'tool',
    'actions',
    'effects',
    'agent',
    'asked by',
    'asks',
    'approvals',
    'missing',
    'until',
  ];
  context.print({ holds }, renderTable(headings, rows) ?? 'nothing waits');
}

function isTogether(one: HoldView, other: HoldView): boolean {
  return (one.batch ?? one.id) === (other.batch ?? other.id);
}

function waitingRow(hold: HoldView, actions: number): (string | number)[] {
  return [
    hold.id,
    whatWaits(hold),
    actions,
    hold.effects.join(','),
    hold.agent,
    hold.requester,
    askedOf(hold),
    hold.approvals.length,
    missingIn(hold),
    renderTime(hold.expiresAt),
  ];
}

/** The most that any of its policies asks of each role. */
function askedOf({ asks }: HoldView): string {
  const most = new Map<string, number>();
  for (const { role, quorum } of asks.flatMap(({ approvers }) => approvers)) {
    most.set(role, Math.max(quorum, most.get(role) ?? 0));
  }
  return [...most].map(([role, quorum]) => `${role}:${quorum}`).join(' ');
}

/** Complete, it waits for its caller alone. */
function missingIn({ missing }: HoldView): string {
  if (missing === undefined) return '';
  return missing.map(({ role, quorum }) => `${role}:${quorum}`).join(' ') || 'none';
}

async function listPast(context: Context, flags: ListFlags): Promise<void> {
  const { rows, next } = await readList(context, flags, {
    path: '/history/holds',
    schema: holdPage,
    rowsOf: ({ holds }) => holds,
  });
  const now = Date.now();
  const cells = rows.map(({ id, status, agent, task, approvals, raisedAt, expiresAt, ...hold }) => [
    id,
    whatWaits(hold),
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
  const { variationOf = null } = hold;
  const facts = renderFacts([
    ['hold', hold.id],
    ['status', hold.status],
    ['task', hold.task],
    ['workflow', hold.workflow],
    ['agent', hold.agent],
    ['asked by', hold.requester],
    ['tool', whatWaits(hold)],
    ['effects', hold.effects.join(', ')],
    ...mayHaveRunFacts(hold),
    ...leadFacts(hold),
    ...firesFacts(hold),
    ...accessFact(hold),
    ...(variationOf === null ? [] : [['asks again', `for what was rejected in ${variationOf}`] as const]),
    ...askFacts(hold),
    ...approvalFacts(hold),
    ...approverFacts(hold),
    ...fateFacts(hold),
    ['until', renderTime(hold.expiresAt)],
    ['digest', hold.digest],
    ...togetherFact(hold),
    ...contradictedFact(hold),
  ]);
  return [
    facts,
    block('prompt of the task', hold.promptText ?? '(none, or erased)'),
    ...argumentBlocks(hold),
  ].join('\n\n');
}

/** One that is decided with another: what differs. */
export function renderLike(hold: HoldDetail): string {
  const facts = renderFacts([
    ['and like it', hold.id],
    ['digest', hold.digest],
  ]);
  return [facts, ...argumentBlocks(hold)].join('\n\n');
}

function togetherFact({ together }: HoldDetail): (readonly [string, string])[] {
  if (together.length === 0) return [];
  const what = `${counted(together.length, 'like action')}; approve and reject --together decide all`;
  return [['waits with', what]];
}

/** It is not called here: somebody else enforces the answer. */
function accessFact({ access }: HoldDetail): (readonly [string, string])[] {
  if (access === undefined) return [];
  return [['access', `elsewhere, asked for by ${access.actor.id}: ${access.evaluation}`]];
}

/** Who decides on more of a task's work sees that some of it did not do what was asked. */
function contradictedFact({ contradicted = 0, task }: HoldDetail): (readonly [string, string])[] {
  if (contradicted === 0) return [];
  return [['contradicted', `${counted(contradicted, 'result')} of this task; see holdpoint trace ${task}`]];
}

function argumentBlocks(hold: HoldDetail): string[] {
  const grounding = renderGrounding(hold.grounding);
  const carried = hold.asked === undefined ? renderCarried(hold.carried, hold.sent) : renderAsked(hold.asked);
  return [
    block('arguments', pretty(hold.argumentsText)),
    ...(grounding === null ? [] : [grounding]),
    ...(carried === null ? [] : [carried]),
    ...(hold.next === undefined ? [] : [renderAskedStep(hold.next)]),
    ...(hold.isRedacted
      ? ['Secrets in them were not kept and stand as [redacted:…]: the digest is that of the whole.']
      : []),
  ];
}

function block(title: string, text: string): string {
  return [`${title}:`, ...printableLines(text).map((line) => `  ${line}`)].join('\n');
}

function pretty(text: string | null): string {
  return text === null ? '(erased)' : JSON.stringify(JSON.parse(text), null, 2);
}
