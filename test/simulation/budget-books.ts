// What budgets leave, read from the ledger's records in order: written down a second time, apart from the
// kernel, and as simply as it can be said. Nothing is permitted that is not left, and nothing that is left is
// refused. A breach is an error that names the record.

import type { Event, EventOf } from '../../src/kernel/event.ts';
import type { Reason } from '../../src/kernel/reason.ts';

/** Absent: any number. Of a task with those above it and below it, where nothing else is said. */
export interface TaskLimits {
  readonly calls: number;
  readonly writes?: number;
  readonly money?: number;
  readonly destinations?: number;
  readonly fanOut?: number;
  readonly records?: number;
  readonly bytes?: number;
  /** Of the task alone. */
  readonly reads?: number;
  readonly running?: number;
  readonly wallMs: number;
  readonly callsPerMinute?: number;
}

export interface AgentLimits {
  readonly calls?: number;
  readonly money?: number;
}

/** What one call takes at most; money in ten-thousandths. */
export const MOST_OF_CALL = { ms: 10_000, records: 3, bytes: 90, money: 400_000 };

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const SHORTEST_CALL_MS = 1_000;

/** What goes on counting in the tasks that a task sets off. */
const HANDED_ON = ['calls', 'writes', 'money', 'destinations', 'fanOut', 'records', 'bytes'] as const;
type HandedOn = Record<(typeof HANDED_ON)[number], number>;

interface Account {
  readonly limits: TaskLimits;
  readonly above: HandedOn;
  readonly own: HandedOn;
  /** By the tasks that it set off, and those that they did. */
  readonly below: HandedOn;
  /** Of the tasks above it. */
  readonly parents: readonly Account[];
  readonly addressed: Set<string>;
  readonly permittedAt: number[];
  reads: number;
  running: number;
  wallMs: number;
}

interface OpenCall {
  readonly account: Account;
  readonly body: EventOf<'action-permitted'>['body'];
  isSettled: boolean;
  hasBegun: boolean;
}

const NOTHING: HandedOn = {
  calls: 0,
  writes: 0,
  money: 0,
  destinations: 0,
  fanOut: 0,
  records: 0,
  bytes: 0,
};

/** Which count a refusal is about, and under which name it says how far that is. */
const COUNTED: { readonly [code: string]: readonly [(typeof HANDED_ON)[number], fact: string] } = {
  'calls-exhausted': ['calls', 'calls'],
  'effect-exhausted': ['writes', 'count'],
  'money-exhausted': ['money', 'spent'],
};

export class BudgetBooks {
  /** Of the tasks that are opened from now on. */
  limits: TaskLimits = { calls: 0, wallMs: 0 };
  agentLimits: AgentLimits = {};
  /** How often each budget refused something. */
  readonly refusals = new Map<string, number>();
  /** How many of them in tasks that others had set off. */
  refusedBelow = 0;
  readonly #accounts = new Map<string, Account>();
  readonly #calls = new Map<string, OpenCall>();
  /** What each call's task had done with it: what it sets off goes on from there. */
  readonly #handedOn = new Map<string, HandedOn>();
  readonly #hours = new Map<number, { calls: number; money: number }>();

  read(event: Event): void {
    if (event.type === 'task-opened') this.#opened(event);
    if (event.type === 'action-permitted') this.#permitted(event);
    if (event.type === 'action-settled') this.#settled(event);
    if (event.type === 'action-denied') {
      for (const reason of event.body.reasons) this.#refused(event, reason);
    }
    if (event.type === 'request-denied') {
      for (const reason of event.body.reasons) this.#notOpened(event, reason);
    }
  }

  /** Permitted calls without an outcome. */
  get running(): readonly string[] {
    return [...this.#calls].flatMap(([action, { isSettled }]) => (isSettled ? [] : [action]));
  }

  #opened(event: EventOf<'task-opened'>): void {
    const { task, cause, inherited } = event.body;
    const handedOn = this.#handedOn.get(cause?.action ?? '') ?? NOTHING;
    const { byEffect, spent, fired } = inherited;
    const above = { ...inherited, writes: byEffect['write'] ?? 0, money: spent, fanOut: fired };
    for (const what of HANDED_ON) {
      // What the task above did since may count as well.
      const isAll = this.limits[what] === undefined || above[what] >= handedOn[what];
      require(event, isAll, `${above[what]} ${what} taken over, and ${handedOn[what]} were handed on`);
    }
    const parents = this.#begun(event);
    this.#accounts.set(task, {
      limits: this.limits,
      above,
      own: { ...NOTHING },
      below: { ...NOTHING },
      parents,
      addressed: new Set(),
      permittedAt: [],
      reads: 0,
      running: 0,
      wallMs: 0,
    });
  }

  /** The accounts above it: the first task that begins of a call was counted with that. */
  #begun(event: EventOf<'task-opened'>): readonly Account[] {
    const call = this.#calls.get(event.body.cause?.action ?? '');
    if (call === undefined) return [];
    const parents = treeOf(call.account);
    for (const one of call.hasBegun ? parents : []) {
      one.below.fanOut += 1;
      require(event, left(one, 'fanOut') >= 0, 'more tasks of one call than the limit');
    }
    call.hasBegun = true;
    return parents;
  }

  #notOpened(event: EventOf<'request-denied'>, { code, facts }: Reason): void {
    if (code !== 'fan-out-exhausted') return;
    const account = this.#named(facts);
    require(event, account !== undefined &&
      left(account, 'fanOut') < 1, `${code} though there is enough left`);
  }

  #permitted(event: EventOf<'action-permitted'>): void {
    const { body, time } = event;
    const account = this.#account(event);
    const { limits, own, addressed } = account;
    const { reservedMs, reservedRecords = 0, reservedBytes = 0 } = body;
    const isLong = account.wallMs + SHORTEST_CALL_MS <= limits.wallMs;
    require(event, isLong && account.wallMs + reservedMs <= limits.wallMs, 'more wall time than the limit');
    require(event, hasRoom(account, 'records', reservedRecords), 'more records than are left');
    require(event, hasRoom(account, 'bytes', reservedBytes), 'more bytes than are left');
    const lately = lastMinute(account, time);
    require(event, lately < (limits.callsPerMinute ?? Infinity), 'more calls in a minute than the limit');
    for (const one of body.destinations) addressed.add(one);
    add(account, {
      calls: 1,
      writes: body.effects.includes('write') ? 1 : 0,
      money: body.amount,
      destinations: addressed.size - own.destinations,
      fanOut: body.fired ?? 0,
      records: reservedRecords,
      bytes: reservedBytes,
    });
    account.reads += body.tool === 'read' ? 1 : 0;
    account.running += 1;
    account.wallMs += reservedMs;
    account.permittedAt.push(time);
    for (const what of HANDED_ON) {
      const isKept = treeOf(account).every((one) => left(one, what) >= 0);
      require(event, isKept, `more ${what} than the limit`);
    }
    require(event, account.reads <= (limits.reads ?? Infinity), 'more reads than the allowance');
    require(event, account.running <= (limits.running ?? Infinity), 'more at once than the limit');
    this.#calls.set(body.action, { account, body, isSettled: false, hasBegun: false });
    this.#handedOn.set(body.action, chainOf(account));
    this.#drawn(event);
  }

  #drawn(event: EventOf<'action-permitted'>): void {
    const hour = this.#hour(event);
    hour.calls += 1;
    hour.money += event.body.amount;
    const { calls = Infinity, money = Infinity } = this.agentLimits;
    require(event, hour.calls <= calls && hour.money <= money, 'more than the allowance of the agent');
  }

  /** What surely did not start is given back, but for money; of results what they did not bring. */
  #settled(event: EventOf<'action-settled'>): void {
    const { action, outcome, durationMs, records: brought = 0, bytes } = event.body;
    const call = this.#calls.get(action);
    if (call === undefined) throw new Error(`${event.id}: the outcome of nothing`);
    if (call.isSettled) return;
    call.isSettled = true;
    const { account, body } = call;
    account.running -= 1;
    account.wallMs += durationMs - body.reservedMs;
    if (outcome !== 'unknown') {
      const records = -unused(body.reservedRecords, brought);
      add(account, { ...NOTHING, records, bytes: -unused(body.reservedBytes, bytes) });
    }
    if (outcome !== 'not-started') return;
    add(account, { ...NOTHING, calls: -1, writes: body.effects.includes('write') ? -1 : 0 });
    account.reads -= body.tool === 'read' ? 1 : 0;
  }

  /** Whoever is refused is told how far a budget is used up, and it is. */
  #refused(event: EventOf<'action-denied'>, { rule, code, facts }: Reason): void {
    if (rule !== 'budget' && rule !== 'breaker') return;
    const { count, isSpent } = this.#stand(event, code, facts);
    this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
    if (this.#account(event).above.calls > 0) this.refusedBelow += 1;
    const told = JSON.stringify(facts);
    require(event, isSpent, `${code} though there is enough left: ${told}`);
    for (const [name, is] of Object.entries(count)) {
      require(event, facts[name] === is, `${code} says ${told}, and ${name} is ${is}`);
    }
  }

  #stand(event: EventOf<'action-denied'>, code: string, facts: Reason['facts']): Stand {
    const asking = this.#account(event);
    const { own, limits } = asking;
    // Whose limit it is.
    const account = treeOf(asking).find((one) => one === this.#named(facts)) ?? asking;
    const all = total(account);
    const counted = COUNTED[code];
    if (counted !== undefined) {
      const [what, name] = counted;
      const more = code === 'money-exhausted' ? Number(facts['amount']) : 1;
      return { count: { [name]: all[what] }, isSpent: left(account, what) < more };
    }
    switch (code) {
      case 'destinations-exhausted':
        return {
          count: { destinations: all.destinations + 1 },
          isSpent: left(account, 'destinations') < 1,
        };
      case 'fan-out-exhausted':
        return { count: { fanOut: all.fanOut + 1 }, isSpent: left(account, 'fanOut') < 1 };
      case 'records-exhausted':
      case 'bytes-exhausted': {
        const what = code === 'records-exhausted' ? 'records' : 'bytes';
        const used = Number(facts['reserved']) + Number(facts['spent']);
        require(event, used === own[what], `${code} says that ${used} are used, not ${own[what]}`);
        return { count: { used: all[what] }, isSpent: left(account, what) <= 0 };
      }
      case 'running-exhausted':
        return { count: { running: account.running }, isSpent: account.running >= limits.running! };
      case 'tool-calls-exhausted':
        return { count: {}, isSpent: account.reads >= limits.reads! };
      case 'wall-time-exhausted': {
        const leftMs = limits.wallMs - account.wallMs;
        return { count: { leftMs }, isSpent: leftMs < SHORTEST_CALL_MS };
      }
      case 'too-fast': {
        const lately = lastMinute(account, event.time);
        return { count: { count: lately }, isSpent: lately >= limits.callsPerMinute! };
      }
      case 'allowance-exhausted':
        return this.#standOfAgent(event, facts);
      default:
        throw new Error(`${event.id}: nobody counts ${code}`);
    }
  }

  /** Blocks are no larger than what each call needs here, so nothing drawn is unused. */
  #standOfAgent(event: EventOf<'action-denied'>, facts: Reason['facts']): Stand {
    const of = facts['of'] === 'money' ? 'money' : 'calls';
    const limit = this.agentLimits[of]!;
    const leftOver = limit - this.#hour(event)[of];
    return {
      count: { left: leftOver, endsAt: (Math.floor(event.time / HOUR_MS) + 1) * HOUR_MS },
      isSpent: leftOver < (of === 'money' ? MOST_OF_CALL.money : 1),
    };
  }

  #named({ task }: Reason['facts']): Account | undefined {
    return typeof task === 'string' ? this.#accounts.get(task) : undefined;
  }

  #hour({ time }: Event): { calls: number; money: number } {
    const hour = Math.floor(time / HOUR_MS);
    const known = this.#hours.get(hour) ?? { calls: 0, money: 0 };
    this.#hours.set(hour, known);
    return known;
  }

  #account({ id, stream }: Event): Account {
    const account = this.#accounts.get(stream.slice('task/'.length));
    if (account === undefined) throw new Error(`${id}: a record of a task that was never opened`);
    return account;
  }
}

interface Stand {
  /** What the refusal must say. */
  readonly count: { readonly [fact: string]: number };
  readonly isSpent: boolean;
}

/** Its own, and those above it. */
function treeOf(account: Account): readonly Account[] {
  return [account, ...account.parents];
}

function add(account: Account, more: HandedOn): void {
  for (const what of HANDED_ON) {
    account.own[what] += more[what];
    for (const one of account.parents) one.below[what] += more[what];
  }
}

/** What the tasks that it sets off go on from. */
function chainOf({ own, above }: Account): HandedOn {
  const all = { ...NOTHING };
  for (const what of HANDED_ON) all[what] = own[what] + above[what];
  return all;
}

function total(account: Account): HandedOn {
  const all = chainOf(account);
  for (const what of HANDED_ON) all[what] += account.below[what];
  return all;
}

function left(account: Account, what: (typeof HANDED_ON)[number]): number {
  return (account.limits[what] ?? Infinity) - total(account)[what];
}

/** A call reserves what it may bring at most, or all that is left where least is. */
function hasRoom(account: Account, what: 'records' | 'bytes', reserved: number): boolean {
  if (account.limits[what] === undefined) return reserved === 0;
  const least = Math.min(...treeOf(account).map((one) => left(one, what)));
  return reserved > 0 && reserved === Math.min(MOST_OF_CALL[what], least);
}

function unused(reserved: number | undefined, brought: number): number {
  return reserved === undefined ? 0 : Math.max(0, reserved - brought);
}

function lastMinute({ permittedAt }: Account, now: number): number {
  return permittedAt.filter((at) => at >= now - MINUTE_MS).length;
}

function require(event: Event, holds: boolean, breach: string): void {
  if (!holds) throw new Error(`${event.id} (${event.type} in ${event.stream}): ${breach}`);
}
