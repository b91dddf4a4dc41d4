// An enforcement point has people asked for what it was denied, and hears how that ended. What it is given
// is no permit: it asks again, with the approval, and that is decided afresh.

import type { Event, EventOf } from '../../kernel/event.ts';
import type { Hold } from '../../kernel/hold/held.ts';
import type { RoleQuorum } from '../../kernel/policy.ts';
import { missingApprovals } from '../../kernel/hold/quorum.ts';
import type { Requestable } from '../../kernel/access/asked-access.ts';
import type { State } from '../../kernel/state.ts';
import { bindAccess, type AccessBinding } from './binding.ts';
import { accessStatus, type AccessStatus } from './ending.ts';
import { watchAccess, type WantedCallback } from './watch.ts';
import { splitAsker, type Asker } from '../asker.ts';
import type { Core } from '../core.ts';
import { describeQuestions, type AccessInput } from './evaluate.ts';
import { findAfter } from '../hold/call.ts';
import { toEvent } from '../loop/news.ts';
import type { Recorded } from '../loop/submission.ts';
import { ask, requestId, toAnswer, type Answer } from '../verbs.ts';
import { withdrawHold } from '../hold/withdraw.ts';

export interface AccessTask {
  /** Of the hold that people see. */
  readonly id: string;
  readonly status: AccessStatus;
  /** Unix milliseconds. */
  readonly expiresAt: number;
  /** How many people are asked, and how many of them have said yes. */
  readonly asked: number;
  readonly given: number;
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
  { evaluation, callback }: { readonly evaluation: string; readonly callback?: WantedCallback },
): Promise<AccessTask | NotRequested | { readonly refused: Answer }> {
  const found = await findRequestable(core, asker, input, evaluation);
  if ('not' in found) return found;
  const made = found.before ?? (await requestAnew(core, asker, input, found));
  if (!('id' in made) || callback === undefined) return made;
  const about = { task: found.task, handle: made.id, holds: [made.id] };
  const refused = await watchAccess(core, asker, about, callback);
  return refused === null ? made : { refused };
}

export interface Found {
  readonly task: string;
  readonly denied: Requestable & { readonly evaluation: string };
  readonly bound: AccessBinding;
  /** What the evaluation led to already; null: nothing. */
  readonly before: AccessTask | null;
}

/** What the denied evaluation lets be asked for, where it is of this question. Rejects with `StoreFault`. */
export async function findRequestable(
  core: Core,
  asker: Asker,
  input: AccessInput,
  evaluation: string,
): Promise<Found | NotRequested> {
  const { seq, body } = (await findDenied(core, asker, evaluation)) ?? { seq: 0, body: null };
  const task = body?.task ?? null;
  if (body === null || task === null || task !== input.about) return { not: 'unbound' };
  const { requestable } = body;
  if (requestable === undefined) return { not: 'not-requestable' };
  await core.load(task);
  const bound = bindAccess(core, input);
  if (bound === null || bound.digest !== requestable.digest) return { not: 'unbound' };
  const before = await findBefore(core, task, { evaluation, seq });
  if (before === null && core.clock.now() >= requestable.until) return { not: 'expired' };
  return { task, denied: { evaluation, ...requestable }, bound, before };
}

async function requestAnew(
  core: Core,
  asker: Asker,
  input: AccessInput,
  { task, denied, bound }: Found,
): Promise<AccessTask | NotRequested | { readonly refused: Answer }> {
  const [question] = await describeQuestions(core, asker, [input]);
  const { commitment, bytes, digest } = bound;
  const request = {
    kind: 'request-access',
    id: requestId(core),
    ...splitAsker(asker),
    task,
    question: { ...question!, binding: digest },
    denied,
    argumentsCommitment: commitment,
  } as const;
  const payload = core.vault.seal(`task/${task}`, 'arguments', commitment, bytes);
  return answerOf(core, task, await ask(core, request, { payloads: [payload] }));
}

/** Null: the asker has no such task. Rejects with `StoreFault`. */
export async function readAccessTask(core: Core, asker: Asker, id: string): Promise<AccessTask | null> {
  const own = await findOwn(core, asker, id);
  return own === null ? null : toTask(core.world.state(null), own.hold, core.clock.now());
}

/**
 * People are not asked any more. Null: the asker has no such task; `over`: it had ended. Rejects with
 * `StoreFault`.
 */
export async function cancelAccess(
  core: Core,
  asker: Asker,
  id: string,
): Promise<AccessTask | 'over' | null> {
  const own = await findOwn(core, asker, id);
  if (own === null) return null;
  const { kind, id: actor } = asker;
  const { verdict } = await withdrawHold(core, { kind, id: actor }, { task: own.task, hold: id });
  return verdict === 'permit' ? readAccessTask(core, asker, id) : 'over';
}

/** The hold behind the asker's task of that id, and the task that it is in; null: there is none. */
export async function findOwn(
  core: Core,
  asker: Asker,
  id: string,
): Promise<{ readonly task: string; readonly hold: Hold } | null> {
  const summary = await core.models.hold(id);
  if (summary === null) return null;
  const { task } = summary;
  await core.load(task);
  const hold = holdsOf(core, task).find((one) => one.id === id);
  const isOwn = hold?.access?.actor.kind === asker.kind && hold.access.actor.id === asker.id;
  return hold !== undefined && isOwn ? { task, hold } : null;
}

async function findDenied(
  core: Core,
  { kind, id }: Asker,
  record: string,
): Promise<{ readonly seq: number; readonly body: EventOf<'access-evaluated'>['body'] } | null> {
  const stored = await core.store.find(record);
  const event = stored === null ? null : toEvent(stored);
  const isOwn = event?.actor.kind === kind && event.actor.id === id;
  return isOwn && event.type === 'access-evaluated' ? { seq: stored!.seq, body: event.body } : null;
}

/** It may have joined what waited then. */
async function findBefore(
  core: Core,
  task: string,
  { evaluation, seq }: { readonly evaluation: string; readonly seq: number },
): Promise<AccessTask | null> {
  const isIt = (event: Event): event is EventOf<'access-held'> =>
    event.type === 'access-held' && event.body.access.evaluation === evaluation;
  const held = await findAfter(core, { seq, stream: `task/${task}` }, isIt);
  const hold = holdsOf(core, task).find(({ id }) => id === held?.body.hold);
  return hold === undefined ? null : toTask(core.world.state(null), hold, core.clock.now());
}

function answerOf(
  core: Core,
  task: string,
  recorded: Recorded,
): AccessTask | NotRequested | { readonly refused: Answer } {
  const { verdict, reasons, hold: id } = recorded.decision;
  const codes = reasons.map(({ code }) => code);
  const hold = holdsOf(core, task).find((one) => one.id === id);
  if (verdict === 'hold' && hold !== undefined)
    return toTask(core.world.state(null), hold, recorded.request.at);
  if (codes.includes('evaluation-expired')) return { not: 'expired' };
  const isOver = reasons.some(({ rule }) => rule === 'approval' || rule === 'budget');
  if (isOver) return { not: 'not-requestable' };
  return { refused: toAnswer(core, recorded) };
}

function holdsOf(core: Core, task: string): readonly Hold[] {
  return Object.values(core.world.durable(task).task?.holds ?? {});
}

function toTask({ org }: Pick<State, 'org'>, hold: Hold, now: number): AccessTask {
  const { id, approved, expiresAt, asks } = hold;
  const approval = approved === undefined ? null : { id: approved.record, at: approved.at, until: expiresAt };
  const countOf = (missing: readonly RoleQuorum[]): number =>
    missing.reduce((sum, { quorum }) => sum + quorum, 0);
  const asked = countOf(missingApprovals(org, asks, null, now));
  const given = asked - countOf(missingApprovals(org, asks, hold, now));
  return { id, status: accessStatus(hold, now), expiresAt, asked, given, approval };
}
