// How a held call stands for a caller who has nothing but the id of its hold: read from the ledger, and
// told to the agent whose task it is and to nobody else.

import type { Hold } from '../../kernel/hold/held.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { entryOf } from '../../kernel/lookup.ts';
import type { Reason } from '../../kernel/reason.ts';
import { isPending } from '../../kernel/rules/approval.ts';
import { checkAlive, checkKilled } from '../../kernel/rules/control.ts';
import type { TaskState } from '../../kernel/state.ts';
import type { Core } from '../core.ts';
import { rejectionSaid, type Said } from './edit.ts';
import {
  findAction,
  firstRecordOf,
  readOutcome,
  recallCall,
  type HeldCall,
  type HeldOutcome,
} from './call.ts';
import { deliveryOf } from './kept-answer.ts';
import { createPursuits, type Denied, type Pursuit, type Pursuits, type Question } from './pursuits.ts';
import { withdrawHold } from './withdraw.ts';

export interface Caller {
  readonly agent: string;
  readonly task: string;
  /** Whether the caller can put such a question of a connector to a person. */
  readonly supports: (question: JsonObject) => boolean;
}

export interface Deferred {
  readonly hold: Hold;
  /** When the task of the hold ends, Unix milliseconds. */
  readonly until: number;
  /** When it last moved, Unix milliseconds. */
  readonly movedAt: number;
  readonly stands: Standing;
}

export type Standing =
  | { readonly is: 'waiting' }
  | { readonly is: 'running' }
  /** Or its task ended while it waited. */
  | { readonly is: 'withdrawn' }
  | { readonly is: 'expired' }
  /** Only its caller can go on with it, by asking for the same again. */
  | { readonly is: 'lost' }
  | { readonly is: 'asking'; readonly question: Question }
  | { readonly is: 'rejected'; readonly said: Said | null }
  /** When it was asked for again, after people had approved. */
  | { readonly is: 'denied'; readonly answer: Denied }
  | { readonly is: 'ended'; readonly outcome: HeldOutcome; readonly delivered: () => void }
  /** Nothing goes on in its task, and nothing is given: `made` says whether it had been permitted. */
  | { readonly is: 'stopped'; readonly reasons: readonly Reason[]; readonly made: boolean };

const WAITING = { is: 'waiting' } as const;

/** Each rejects with `StoreFault`. A call of somebody else's does not exist: null, or false. */
export interface Deferrals {
  /**
   * Goes on with a call that is held, until people have decided. Once this resolves the ledger says so:
   * whichever process runs goes on with it, whether or not its caller comes back.
   */
  defer(caller: Caller, hold: string, call: HeldCall): Promise<void>;
  /** A call that nobody goes on with, as after a restart, is gone on with from here on. */
  read(caller: Caller, hold: string): Promise<Deferred | null>;
  /** What answers no open question is ignored. */
  reply(caller: Caller, hold: string, answers: { readonly [key: string]: JsonObject }): Promise<boolean>;
  /** Takes it back while it waits, aborts it while it runs. */
  cancel(caller: Caller, hold: string): Promise<boolean>;
  /** Called when a held call of the task may stand otherwise; returns how to leave. */
  watch(task: string, listener: () => void): () => void;
}

export function createDeferrals(core: Core): Deferrals {
  const watching = new Map<() => void, string>();
  const pursuits = createPursuits(core, (task) => {
    for (const [listener, of] of watching) if (of === task) listener();
  });
  core.sweeper.resumeBy((task, hold) => resume(core, pursuits, task, hold));
  return {
    async defer(caller, hold, call) {
      await adopt(core, caller.task, hold);
      begin(pursuits, caller, hold, call);
    },
    watch(task, listener) {
      watching.set(listener, task);
      const leave = core.bulletin.subscribe((one) => one.task === task && listener());
      return () => {
        watching.delete(listener);
        leave();
      };
    },
    async read(caller, id) {
      const found = await findOwn(core, caller, id);
      if (found === null) return null;
      const { hold, task } = found;
      const stands = await standingOf(core, pursuits, caller, found);
      return { hold, until: task.expiresAt, movedAt: await movedAt(core, hold, stands), stands };
    },
    async reply(caller, id, answers) {
      const found = await findOwn(core, caller, id);
      if (found !== null) pursuits.get(id)?.reply(answers);
      return found !== null;
    },
    async cancel(caller, id) {
      const found = await findOwn(core, caller, id);
      if (found === null) return false;
      const { agent, task } = caller;
      if (isPending(found.hold, core.clock.now())) {
        await withdrawHold(core, { kind: 'agent', id: agent }, { task, hold: id });
      }
      pursuits.get(id)?.abort();
      return true;
    },
  };
}

/** The ledger names this process as the one that goes on with it: when it is gone, another one does. */
async function adopt(core: Core, task: string, id: string): Promise<void> {
  const owner = core.replica.owner();
  const hold = entryOf(core.world.durable(task).task?.holds ?? {}, id);
  if (hold !== null && hold.deferredTo !== owner)
    await core.record(task, { fact: 'deferred', hold: id, owner });
}

/** Nobody has come back for it: a question to a person finds nobody until its caller does. */
async function resume(core: Core, pursuits: Pursuits, task: string, id: string): Promise<void> {
  const { agent } = core.world.durable(task).task!;
  const call = await recallCall(core, task, id);
  await adopt(core, task, id);
  if (call !== null) begin(pursuits, { agent, task, supports: () => false }, id, call);
}

function begin(pursuits: Pursuits, { agent, task, supports }: Caller, hold: string, call: HeldCall): Pursuit {
  const pursuit = pursuits.begin({ ...call, agent, task, hold });
  pursuit.hears(supports);
  return pursuit;
}

interface Found {
  readonly task: TaskState;
  readonly hold: Hold;
}

/** Holds of actions alone are calls. */
async function findOwn(core: Core, caller: Caller, id: string): Promise<Found | null> {
  await core.load(caller.task);
  const look = (): Found | null => {
    const { task } = core.world.durable(caller.task);
    const hold = entryOf(task?.holds ?? {}, id);
    const isCall = hold !== null && (hold.access ?? hold.next ?? hold.asked) === undefined;
    return task !== null && task.agent === caller.agent && isCall ? { task, hold } : null;
  };
  const known = look();
  if (known !== null) return known;
  // Another replica may have raised it.
  await core.catchUp();
  return look();
}

async function standingOf(
  core: Core,
  pursuits: Pursuits,
  caller: Caller,
  { task, hold }: Found,
): Promise<Standing> {
  const now = core.clock.now();
  const state = core.world.durable(task.id);
  const known = pursuits.get(hold.id);
  known?.hears(caller.supports);
  const action = known === null || hold.status !== 'pending' ? await findAction(core, hold) : null;
  if (action === null && hold.status === 'void') return { is: 'withdrawn' };
  if (action === null && hold.status === 'pending' && !isPending(hold, now)) return { is: 'expired' };
  const reasons = [...checkAlive(task, now), ...checkKilled(state, task.agent, hold.connector)];
  if (reasons.length > 0) return { is: 'stopped', reasons, made: action !== null };
  if (hold.status === 'rejected') return { is: 'rejected', said: await rejectionSaid(core, task.id, hold) };
  if (action !== null) {
    const outcome = await readOutcome(core, task.id, action);
    if (outcome === null) return ongoing(known, { is: 'running' });
    return { is: 'ended', outcome, delivered: deliveryOf(core, task.id, action) };
  }
  if (known !== null) return ongoing(known, WAITING);
  const call = await recallCall(core, task.id, hold.id);
  if (call !== null) await adopt(core, task.id, hold.id);
  return call === null ? { is: 'lost' } : ongoing(begin(pursuits, caller, hold.id, call), WAITING);
}

function ongoing(pursuit: Pursuit | null, otherwise: Standing): Standing {
  const answer = pursuit?.denied() ?? null;
  if (answer !== null) return { is: 'denied', answer };
  const question = pursuit?.question() ?? null;
  return question === null ? otherwise : { is: 'asking', question };
}

async function movedAt(core: Core, hold: Hold, stands: Standing): Promise<number> {
  if (stands.is === 'ended') return stands.outcome.at;
  if (stands.is === 'expired') return hold.expiresAt;
  const { usedBy, approvals, record, raisedAt, rejectedAt } = hold;
  const newest = usedBy === null ? (approvals.at(-1)?.record ?? record) : firstRecordOf(usedBy);
  return rejectedAt ?? (await core.store.find(newest))?.time ?? raisedAt;
}
