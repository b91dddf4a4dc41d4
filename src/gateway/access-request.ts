// An enforcement point has people asked for what it was denied, and hears how that ended. What it is given
// is no permit: it asks again, with the approval, and that is decided afresh.

import type { EventOf } from '../kernel/event.ts';
import type { Hold } from '../kernel/held.ts';
import type { RoleQuorum } from '../kernel/policy.ts';
import { missingApprovals } from '../kernel/quorum.ts';
import type { AccessCallback, Requestable } from '../kernel/asked-access.ts';
import type { State } from '../kernel/state.ts';
import { utf8 } from '../ledger/bytes.ts';
import { canonicalize } from '../ledger/canonical.ts';
import { bindAccess, type AccessBinding } from './access-binding.ts';
import { accessStatus, type AccessStatus } from './access-ending.ts';
import { splitAsker, type Asker } from './asker.ts';
import type { Core } from './core.ts';
import { describeQuestions, type AccessInput } from './evaluate.ts';
import { toEvent } from './news.ts';
import type { Recorded } from './submission.ts';
import { ask, requestId, toAnswer, type Answer } from './verbs.ts';
import { withdrawHold } from './withdraw-hold.ts';

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

/** Where its end is told, and with what. */
export interface WantedCallback extends Pick<AccessCallback, 'channel' | 'events'> {
  /** What is said back with it. */
  readonly back: { readonly [member: string]: string };
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
  const { task, requestable, bound } = found;
  const [question] = await describeQuestions(core, asker, [input]);
  const before = holdsOf(core, task).find(({ access }) => access?.evaluation === evaluation);
  if (before !== undefined) return toTask(core.world.state(null), before, core.clock.now());
  const told = callback === undefined ? null : sealCallback(core, task, callback);
  const request = {
    kind: 'request-access',
    id: requestId(core),
    ...splitAsker(asker),
    task,
    question: { ...question!, binding: bound.digest },
    denied: { evaluation, ...requestable },
    argumentsCommitment: bound.commitment,
    ...(told === null ? {} : { callback: told.callback }),
  } as const;
  const payloads = [sealed(core, task, bound), ...(told === null ? [] : [told.payload])];
  const recorded = await ask(core, request, { payloads });
  return answerOf(core, task, recorded);
}

interface Found {
  readonly task: string;
  readonly requestable: Requestable;
  readonly bound: AccessBinding;
}

/** What the denied evaluation lets be asked for, where it is of this question. Rejects with `StoreFault`. */
export async function findRequestable(
  core: Core,
  asker: Asker,
  input: AccessInput,
  evaluation: string,
): Promise<Found | NotRequested> {
  const denied = await findDenied(core, asker, evaluation);
  const task = denied?.task ?? null;
  if (denied === null || task === null || task !== input.about) return { not: 'unbound' };
  const { requestable } = denied;
  if (requestable === undefined) return { not: 'not-requestable' };
  await core.load(task);
  const bound = bindAccess(core, input);
  if (bound === null || bound.digest !== requestable.digest) return { not: 'unbound' };
  return { task, requestable, bound };
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
): Promise<EventOf<'access-evaluated'>['body'] | null> {
  const stored = await core.store.find(record);
  const event = stored === null ? null : toEvent(stored);
  const isOwn = event?.actor.kind === kind && event.actor.id === id;
  return isOwn && event.type === 'access-evaluated' ? event.body : null;
}

function sealed(core: Core, task: string, { commitment, bytes }: AccessBinding) {
  return core.vault.seal(`task/${task}`, 'arguments', commitment, bytes);
}

/** Words of the asker's: they are kept as payloads are, and erased with the task. */
function sealCallback(core: Core, task: string, { back, ...to }: WantedCallback) {
  const scope = `task/${task}`;
  const bytes = utf8(canonicalize(back));
  const commitment = core.vault.commit(scope, 'reason', bytes);
  const payload = core.vault.seal(scope, 'reason', commitment, bytes);
  return { callback: { ...to, back: commitment }, payload };
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
