// What tasks of one agent really did, counted outside of the gateways: calls that reached a connector, what
// they spent, whom they addressed, and what results gave to the agent. No budget knows more.

import { vi } from 'vitest';
import { admitConnector, proposeConnector } from '../../src/gateway/connectors/connector-verbs.ts';
import { BEAT_MS, StoreFault, type UpstreamCall, type UpstreamOutcome } from '../../src/gateway/ports.ts';
import { putInForce } from '../../src/gateway/replay/rich-ledger.contract.ts';
import { ADA, startRig, type Joined, type Rig } from '../../src/gateway/rig.contract.ts';
import { openTask } from '../../src/gateway/tasks.ts';
import { changeAgentAllowance, publishWorkflow } from '../../src/gateway/verbs.ts';
import { objectOf } from '../../src/catalog/member.ts';
import type { ActAnswer } from '../../src/gateway/action/act.ts';
import type { Event } from '../../src/kernel/event.ts';
import { BudgetBooks, MOST_OF_CALL, type AgentLimits, type TaskLimits } from './budget-books.ts';
import { CallBooks } from './invariants.ts';

/** Those of one interleaving; money in whole units. */
export interface Bounds {
  readonly task: Omit<TaskLimits, 'wallMs'> & { readonly wallSeconds: number };
  readonly agent: AgentLimits;
  /** How long after the beginning the hour ends. */
  readonly hourEndsIn: number;
}

export type Step =
  | {
      readonly does: 'call';
      /** How many of them at once, by one gateway after the other. */
      readonly times: number;
      /** Of the task before so many others. */
      readonly back: number;
      readonly tool: 'read' | 'write';
      readonly amount: number;
      readonly to: string;
      readonly brings: number;
      readonly ends: UpstreamOutcome['outcome'];
    }
  | { readonly does: 'end'; readonly n: number }
  /** A task that the n-th call set off. */
  | { readonly does: 'open'; readonly n: number }
  | { readonly does: 'pass'; readonly seconds: number }
  | { readonly does: 'crash' | Trouble; readonly gateway: number }
  /** Both gateways reach their disks and each other again. */
  | { readonly does: 'mend' };

type Trouble = 'fill-disk' | 'cut-off' | 'doubt-taken' | 'doubt-lost';

const UNIT = 10_000;
const HOUR_MS = 3_600_000;
/** Less than what makes a gateway fall silent. */
const STRIDE_SECONDS = 5;

interface Asked extends Omit<Extract<Step, { does: 'call' }>, 'does' | 'times' | 'back'> {
  readonly gateway: number;
}

interface Made extends Asked {
  readonly id: string;
  readonly action: string;
  readonly arrivedAt: number;
  isRunning: boolean;
  end(outcome?: UpstreamOutcome): void;
}

export class Spending {
  readonly rig: Rig;
  readonly books = new BudgetBooks();
  /** How many calls each gateway made. */
  readonly made = [0, 0];
  #calls = new CallBooks();
  #other: Joined;
  #bounds!: Bounds;
  #tasks: string[] = [];
  #made: Made[] = [];
  #given = new Map<string, number>();
  readonly #parents = new Map<string, string>();
  #asked = 0;
  #linesRead = 0;
  #recordsRead = 0;

  private constructor(rig: Rig, other: Joined) {
    this.rig = rig;
    this.#other = other;
  }

  static async start(seed: number): Promise<Spending> {
    const rig = await startRig({ seed, replicas: true });
    await putInForce(rig, [
      { name: 'all.cedar', text: '@id("all.permitted") permit (principal, action, resource);' },
    ]);
    const upstream = { transport: 'http', url: 'http://127.0.0.1:1/notes' } as const;
    const { proposal } = await proposeConnector(rig.core, ADA, { id: 'notes', upstream, credential: null });
    const output = { sensitivity: 'internal', categories: [], integrity: 'trusted' } as const;
    const read = { egress: 'none', roles: { '/amount': 'amount', '/to': 'destination' }, output } as const;
    const again = { name: 'again', starts: 'workflow/spender', effects: [], when: {} };
    const write = { ...read, triggers: [{ ...again, withinSeconds: 600, words: '' }] } as const;
    const effects = { read: ['read'], write: ['write'] } as const;
    const profiles = { read, write };
    await admitConnector(rig.core, ADA, { connector: 'notes', proposal, effects, profiles });
    const spending = new Spending(rig, await rig.join());
    rig.upstream.answer = (call) => spending.#arrives(call);
    return spending;
  }

  /** Two new tasks under bounds of their own, at both gateways. */
  async begin(bounds: Bounds): Promise<void> {
    const { clock, core } = this.rig;
    clock.advance(2 * HOUR_MS - (clock.now() % HOUR_MS) - bounds.hourEndsIn * 1_000);
    // Whoever was silent for an hour comes back with its next beat.
    await vi.advanceTimersByTimeAsync(BEAT_MS);
    this.#bounds = bounds;
    this.#made = [];
    this.#given = new Map();
    this.#tasks = [];
    const { wallSeconds, money, ...limits } = bounds.task;
    this.books.limits = { ...limits, wallMs: wallSeconds * 1_000, ...inTenThousandths({ money }) };
    this.books.agentLimits = { ...bounds.agent, ...inTenThousandths(bounds.agent) };
    await publishWorkflow(core, ADA, { name: 'spender.yaml', text: specOf(bounds.task) });
    const window = { agent: 'scribe', windowSeconds: 3_600, limit: this.books.agentLimits };
    await changeAgentAllowance(core, ADA, window);
    for (const prompt of ['one', 'two']) await this.#open({ prompt });
  }

  async take(step: Step): Promise<void> {
    if (step.does === 'call') this.#call(step);
    else if (step.does === 'end') this.#made.filter(({ isRunning }) => isRunning)[step.n]?.end();
    else if (step.does === 'open') await this.#openBelow(step.n);
    else if (step.does === 'pass') await this.#pass(step.seconds);
    else if (step.does === 'crash') await this.#crash(step.gateway);
    else if (step.does === 'mend') this.#mend();
    else this.#trouble(step.does, step.gateway);
    await vi.advanceTimersByTimeAsync(20);
    await this.#check();
  }

  /** What nobody was told of is taken over, and nothing stays reserved. */
  async finish(): Promise<void> {
    this.#mend();
    for (const one of this.#made) one.end();
    for (let round = 0; round < 12 && (round === 0 || this.books.running.length > 0); round += 1) {
      await this.#pass(STRIDE_SECONDS);
      await this.#check();
    }
    const { running } = this.books;
    if (running.length > 0) throw new Error(`${running.join()} stayed reserved`);
  }

  /** Also of gateways that were cut off, or wait, when something was found. */
  async stop(): Promise<void> {
    this.#mend();
    for (const one of this.#made) one.end();
    await over(this.rig.stop());
  }

  async #check(): Promise<void> {
    const { journal, store } = this.rig;
    for (const line of journal.slice(this.#linesRead)) this.#calls.read(line);
    this.#linesRead = journal.length;
    const records = await store.read({ fromSeq: this.#recordsRead, limit: 100_000 });
    for (const { text } of records) this.books.read(JSON.parse(text) as Event);
    this.#recordsRead += records.length;
    for (const [of, [is, limit]] of Object.entries(this.#figures())) {
      if (is > limit) throw new Error(`${of}: ${is}, and the limit is ${limit}`);
    }
  }

  /** Of each task and all that came of it: what was done, as whoever counts outside sees it. */
  #figures(): { readonly [of: string]: readonly [is: number, limit: number] } {
    const { task: limits } = this.#bounds;
    const { writes = Infinity, reads = Infinity, money = Infinity, destinations = Infinity } = limits;
    const { running = Infinity, records = Infinity } = limits;
    const each = this.#tasks.map((id): [string, readonly [number, number]][] => {
      const all = this.#made.filter((one) => this.#isIn(id, one.id));
      const started = all.filter(({ ends }) => ends !== 'not-started');
      const own = all.filter((one) => one.id === id);
      const addressed = new Set(all.map((one) => `${one.id} ${one.to}`));
      const brought = this.#tasks.filter((one) => this.#isIn(id, one));
      const read = own.filter(({ tool, ends }) => tool === 'read' && ends !== 'not-started');
      return [
        [`calls of ${id}`, [started.length, limits.calls]],
        [`writes of ${id}`, [started.filter(({ tool }) => tool === 'write').length, writes]],
        [`reads of ${id}`, [read.length, reads]],
        // Money is given back by nobody, whatever became of the call.
        [`money of ${id}`, [all.reduce((sum, { amount }) => sum + amount, 0), money]],
        [`destinations of ${id}`, [addressed.size, destinations]],
        [`running of ${id}`, [own.filter(({ isRunning }) => isRunning).length, running]],
        [`records of ${id}`, [brought.reduce((sum, one) => sum + (this.#given.get(one) ?? 0), 0), records]],
      ];
    });
    return Object.fromEntries(each.flat());
  }

  /** Whether it is that task, or below it. */
  #isIn(tree: string, task: string): boolean {
    const parent = this.#parents.get(task);
    return task === tree || (parent !== undefined && this.#isIn(tree, parent));
  }

  async #open(asked: { readonly prompt: string; readonly cause?: string }): Promise<void> {
    const { core } = this.rig;
    // Whose disk is full opens nothing.
    const opened = await openTask(core, ADA, { workflow: 'spender', agent: 'scribe', ...asked }).catch(
      () => null,
    );
    if (!opened?.task) return;
    this.#tasks.push(opened.task);
    const cause = this.#made.find(({ action }) => action === asked.cause);
    if (cause !== undefined) this.#parents.set(opened.task, cause.id);
  }

  async #openBelow(n: number): Promise<void> {
    const cause = this.#made.filter(({ tool }) => tool === 'write').at(-1 - n)?.action;
    if (cause === undefined) return;
    await over(this.#open({ prompt: 'below', cause }));
  }

  #call({ does: _, times, back, ...rest }: Extract<Step, { does: 'call' }>): void {
    const id = this.#tasks.at(-1 - (back % this.#tasks.length))!;
    for (let n = 0; n < times; n += 1) {
      this.#asked += 1;
      const gateway = this.#asked % 2;
      const args = { ...rest, gateway, n: this.#asked };
      // A process that is gone answers nobody.
      [this.rig, this.#other][gateway]!.call(id, `notes/${rest.tool}`, args).then(
        (answer) => this.#answered(id, answer),
        () => undefined,
      );
    }
  }

  #answered(task: string, answer: ActAnswer): void {
    const reply = answer.verdict === 'permit' ? answer.reply : null;
    const { items } = objectOf(reply !== null && 'result' in reply ? reply.result['structuredContent'] : {});
    const given = Array.isArray(items) ? items.length : 0;
    this.#given.set(task, (this.#given.get(task) ?? 0) + given);
  }

  #arrives({ task: id, action, arguments: args, signal }: UpstreamCall): Promise<UpstreamOutcome> {
    const asked = args as unknown as Asked;
    return new Promise((resolve) => {
      const made: Made = {
        ...asked,
        id,
        action,
        arrivedAt: this.rig.clock.now(),
        isRunning: true,
        end(outcome = outcomeOf(asked)) {
          made.isRunning = false;
          resolve(outcome);
        },
      };
      this.#made.push(made);
      this.made[asked.gateway]! += 1;
      signal.addEventListener('abort', () => made.end({ outcome: 'unknown', code: 'upstream-aborted' }));
    });
  }

  async #pass(seconds: number): Promise<void> {
    for (let left = seconds; left > 0; left -= STRIDE_SECONDS) {
      const ms = Math.min(left, STRIDE_SECONDS) * 1_000;
      this.rig.clock.advance(ms);
      const late = this.rig.clock.now() - MOST_OF_CALL.ms;
      for (const one of this.#made) {
        if (one.isRunning && one.arrivedAt <= late) one.end({ outcome: 'unknown', code: 'upstream-timeout' });
      }
      await vi.advanceTimersByTimeAsync(ms);
    }
  }

  #trouble(what: Trouble, gateway: number): void {
    const { store } = [this.rig, this.#other][gateway]!;
    if (what === 'fill-disk') {
      store.fault = () => new StoreFault('store-full', 'the simulated disk is full');
    } else if (what === 'cut-off') store.isCutOff = true;
    else store.doubt = what === 'doubt-taken' ? 'taken' : 'lost';
  }

  #mend(): void {
    for (const { store } of [this.rig, this.#other]) {
      store.fault = () => null;
      store.isCutOff = false;
      store.doubt = null;
    }
  }

  /** What the process had sent goes on by itself, and nobody is told how it ended. */
  async #crash(gateway: number): Promise<void> {
    for (const one of this.#made) if (one.gateway === gateway) one.isRunning = false;
    if (gateway === 0) {
      await over(this.rig.restart());
      return;
    }
    await over(this.#other.crash());
    this.#other = await over(this.rig.join());
  }
}

/** A gateway that waits for its database waits in fake time. */
async function over<T>(work: Promise<T>): Promise<T> {
  let isOver = false;
  const done = work.finally(() => (isOver = true));
  // Whoever awaits it is told; until then nobody is.
  done.catch(() => undefined);
  while (!isOver) await vi.advanceTimersByTimeAsync(20);
  return done;
}

function inTenThousandths({ money }: { readonly money?: number | undefined }): { readonly money?: number } {
  return money === undefined ? {} : { money: money * UNIT };
}

function specOf({
  writes,
  reads,
  records,
  bytes,
  wallSeconds,
  callsPerMinute,
  ...rest
}: Bounds['task']): string {
  const limits = {
    ...rest,
    wall: `${wallSeconds}s`,
    call: `${MOST_OF_CALL.ms / 1_000}s`,
    ...(writes === undefined ? {} : { effects: { write: writes } }),
    ...(records === undefined ? {} : { records: { task: records, call: MOST_OF_CALL.records } }),
    ...(bytes === undefined ? {} : { bytes: { task: bytes, call: MOST_OF_CALL.bytes } }),
    ...(callsPerMinute === undefined ? {} : { breaker: { callsPerMinute } }),
  };
  const max = reads === undefined ? {} : { max: reads };
  return JSON.stringify({
    holdpoint: 'workflow/v1',
    id: 'spender',
    purpose: 'Spend within bounds',
    owner: 'ada',
    agents: ['scribe'],
    expires: '2099-01-01',
    limits,
    allow: [{ tool: 'notes/read', ...max }, { tool: 'notes/write' }],
  });
}

function outcomeOf({ ends, brings }: Asked): UpstreamOutcome {
  const items = Array.from({ length: brings }, (_, n) => n);
  if (ends === 'succeeded' || ends === 'failed')
    return { outcome: ends, result: { structuredContent: { items } } };
  return { outcome: ends, code: 'upstream-closed' };
}
