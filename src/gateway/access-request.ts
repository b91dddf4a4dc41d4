// An enforcement point has people asked for what it was denied, and hears how that ended. What it is given
// is no permit: it asks again, with the approval, and that is decided afresh.

import type { EventOf } from '../kernel/event.ts';
import type { Hold } from '../kernel/held.ts';
import { isPending } from '../kernel/rules/approval.ts';
import { bindAccess, type AccessBinding } from './access-binding.ts';
import { splitAsker, type Asker } from './asker.ts';
import type { Core } from './core.ts';
import { describeQuestions, type AccessInput } from './evaluate.ts';
import { toEvent } from './news.ts';
import type { Recorded } from './submission.ts';
import { ask, requestId, toAnswer, type Answer } from './verbs.ts';

/** How it stands. It ends once: neither a use of its approval nor the end of its task moves it after that. */
export type AccessStatus = 'pending' | 'approved' | 'denied' | 'expired' | 'cancelled';

export interface AccessTask {
  /** Of the hold that people see. */
  readonly id: string;
  readonly status: AccessStatus;
  /** Null: it is not approved. Unix milliseconds. */
  readonly approval: { readonly id: string; readonly at: number; readonly until: number } | null;
}

/** Nobody was asked. `unbound`: it is no evaluation of this asker's, or not of this question. */
export interface NotRequested {
  readonly not: 'unbound' | 'not-requestable' | 'expired';
}

/** The same evaluation leads to the same task, however often it is sent. Rejects with `StoreFault`. */
export async function requestAccess(
  core: Core,
  asker: Asker,
  input: AccessInput,
  evaluation: string,
): Promise<AccessTask | NotRequested | { readonly refused: Answer }> {
  const denied = await findDenied(core, asker, evaluation);
  const task = denied?.task ?? null;
  if (denied === null || task === null || task !== input.about) return { not: 'unbound' };
  const { requestable } = denied;
  if (requestable === undefined) return { not: 'not-requestable' };
  const [question] = await describeQuestions(core, asker, [input]);
  const bound = bindAccess(core, input);
  if (bound === null || bound.digest !== requestable.digest) return { not: 'unbound' };
  const before = holdsOf(core, task).find(({ access }) => access?.evaluation === evaluation);
  if (before !== undefined) return toTask(before, core.clock.now());
  const request = {
    kind: 'request-access',
    id: requestId(core),
    ...splitAsker(asker),
    task,
    question: { ...question!, binding: bound.digest },
    denied: { evaluation, ...requestable },
    argumentsCommitment: bound.commitment,
  } as const;
  const recorded = await ask(core, request, { payloads: [sealed(core, task, bound)] });
  return answerOf(core, task, recorded);
}

/** Null: the asker has no such task. Rejects with `StoreFault`. */
export async function readAccessTask(core: Core, asker: Asker, id: string): Promise<AccessTask | null> {
  const summary = await core.models.hold(id);
  if (summary === null) return null;
  await core.load(summary.task);
  const hold = holdsOf(core, summary.task).find((one) => one.id === id);
  const isOwn = hold?.access?.actor.kind === asker.kind && hold.access.actor.id === asker.id;
  return hold !== undefined && isOwn ? toTask(hold, core.clock.now()) : null;
}

async function findDenied(
  core: Core,
  { kind, id }: Asker,
  record: string,
): Promise<EventOf<'access-evaluated'>['body'] | null> {
  const stored = await core.store.find(record);
  const event = stored === null ? null : toEvent(stored);
  const isOwn = event?.actor.kind === kind && event.actor.id === id;
  return isOwn && event.type === 'access-evaluated' ? event.body : null;
}

function sealed(core: Core, task: string, { commitment, bytes }: AccessBinding) {
  return core.vault.seal(`task/${task}`, 'arguments', commitment, bytes);
}

function answerOf(
  core: Core,
  task: string,
  recorded: Recorded,
): AccessTask | NotRequested | { readonly refused: Answer } {
  const { verdict, reasons, hold: id } = recorded.decision;
  const codes = reasons.map(({ code }) => code);
  const hold = holdsOf(core, task).find((one) => one.id === id);
  if (verdict === 'hold' && hold !== undefined) return toTask(hold, recorded.request.at);
  if (codes.includes('evaluation-expired')) return { not: 'expired' };
  const isOver = reasons.some(({ rule }) => rule === 'approval' || rule === 'budget');
  if (isOver) return { not: 'not-requestable' };
  return { refused: toAnswer(core, recorded) };
}

function holdsOf(core: Core, task: string): readonly Hold[] {
  return Object.values(core.world.durable(task).task?.holds ?? {});
}

function toTask(hold: Hold, now: number): AccessTask {
  const { id, approved, expiresAt } = hold;
  const approval = approved === undefined ? null : { id: approved.record, at: approved.at, until: expiresAt };
  return { id, status: statusOf(hold, now), approval };
}

function statusOf(hold: Hold, now: number): AccessStatus {
  if (hold.approved !== undefined) return 'approved';
  if (hold.status === 'rejected') return 'denied';
  if (isPending(hold, now)) return 'pending';
  return hold.status === 'void' ? 'cancelled' : 'expired';
}
