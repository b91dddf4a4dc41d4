// What two tasks of one agent really did, counted outside of the gateway: calls that reached a connector,
// what they spent, whom they addressed, and what results gave to the agent. No budget knows more.

import { vi } from 'vitest';
import { admitConnector, proposeConnector } from '../../src/gateway/connectors/connector-verbs.ts';
import { StoreFault, type UpstreamOutcome } from '../../src/gateway/ports.ts';
import { putInForce } from '../../src/gateway/replay/rich-ledger.contract.ts';
import { ADA, startRig, type Joined, type Rig } from '../../src/gateway/rig.contract.ts';
import { openTask } from '../../src/gateway/tasks.ts';
import { changeAgentAllowance, publishWorkflow } from '../../src/gateway/verbs.ts';
import { objectOf } from '../../src/catalog/member.ts';
import type { ActAnswer } from '../../src/gateway/action/act.ts';

export const LIMITS = { calls: 5, writes: 3, money: 70, destinations: 3, running: 3, records: 12 };
/** Of all tasks of the agent together, each hour. */
export const ALLOWANCE = { calls: 8, money: 100 };

const SPEC = `holdpoint: workflow/v1
id: spender
purpose: Spend within bounds
owner: ada
agents: [scribe]
expires: 2099-01-01
limits:
  calls: ${LIMITS.calls}
  wall: 4000s
  call: 10s
  effects: {write: ${LIMITS.writes}}
  money: ${LIMITS.money}
  destinations: ${LIMITS.destinations}
  running: ${LIMITS.running}
  records: {task: ${LIMITS.records}, call: 3}
allow:
  - tool: notes/read
  - tool: notes/write
`;

export type Step =
  | {
      readonly does: 'call';
      readonly task: number;
      readonly tool: 'read' | 'write';
      readonly amount: number;
      readonly to: string;
      readonly brings: number;
      readonly ends: UpstreamOutcome['outcome'];
    }
  | { readonly does: 'end'; readonly n: number }
  | { readonly does: 'crash' | 'fill-disk' | 'free-disk' };

interface Made extends Extract<Step, { does: 'call' }> {
  readonly id: string;
  isRunning: boolean;
  end(): void;
}

export class Spending {
  readonly rig: Rig;
  /** Codes of the reasons why calls were refused. */
  readonly refusals = new Set<string>();
  #other: Joined;
  #tasks: string[] = [];
  #made: Made[] = [];
  #given = new Map<string, number>();
  #asked = 0;

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
    const profile = { egress: 'none', roles: { '/amount': 'amount', '/to': 'destination' }, output } as const;
    const profiles = { read: profile, write: profile };
    const effects = { read: ['read'], write: ['write'] } as const;
    await admitConnector(rig.core, ADA, { connector: 'notes', proposal, effects, profiles });
    await publishWorkflow(rig.core, ADA, { name: 'spender.yaml', text: SPEC });
    const window = {
      agent: 'scribe',
      windowSeconds: 3_600,
      limit: { ...ALLOWANCE, money: ALLOWANCE.money * 10_000 },
    };
    await changeAgentAllowance(rig.core, ADA, window);
    return new Spending(rig, await rig.join());
  }

  /** Two new tasks, in an hour of their own. */
  async begin(): Promise<void> {
    this.rig.clock.advance(3_600_000);
    this.#made = [];
    this.#given = new Map();
    this.#tasks = [];
    this.rig.upstream.answer = (call) => this.#arrives(call.task, call.arguments as unknown as Asked);
    for (const prompt of ['one', 'two']) {
      const opened = await openTask(this.rig.core, ADA, { workflow: 'spender', agent: 'scribe', prompt });
      this.#tasks.push(opened.task!);
    }
  }

  async take(step: Step): Promise<void> {
    if (step.does === 'call') this.#call(step);
    if (step.does === 'end') this.#made.filter(({ isRunning }) => isRunning)[step.n]?.end();
    if (step.does === 'fill-disk') {
      for (const { store } of [this.rig, this.#other]) {
        store.fault = () => new StoreFault('store-full', 'the simulated disk is full');
      }
    }
    if (step.does === 'free-disk') this.#freeDisk();
    if (step.does === 'crash') await this.#crash();
    await vi.advanceTimersByTimeAsync(20);
  }

  async finish(): Promise<void> {
    this.#freeDisk();
    for (const one of this.#made) one.end();
    await vi.advanceTimersByTimeAsync(10_000);
  }

  /** Of each task, and of both: what was done, as whoever counts outside sees it. */
  figures(): { readonly [of: string]: readonly [is: number, limit: number] } {
    const started = this.#made.filter(({ ends }) => ends !== 'not-started');
    const sum = (of: readonly Made[]): number => of.reduce((all, { amount }) => all + amount, 0);
    const each = this.#tasks.map((id): [string, readonly [number, number]][] => {
      const all = this.#made.filter((one) => one.id === id);
      const own = started.filter((one) => one.id === id);
      const running = all.filter(({ isRunning }) => isRunning).length;
      return [
        [`calls of ${id}`, [own.length, LIMITS.calls]],
        [`writes of ${id}`, [own.filter(({ tool }) => tool === 'write').length, LIMITS.writes]],
        // Ten-thousandths are given back by nobody, whatever became of the call.
        [`money of ${id}`, [sum(all), LIMITS.money]],
        [`destinations of ${id}`, [new Set(all.map(({ to }) => to)).size, LIMITS.destinations]],
        [`running of ${id}`, [running, LIMITS.running]],
        [`records of ${id}`, [this.#given.get(id) ?? 0, LIMITS.records]],
      ];
    });
    return {
      ...Object.fromEntries(each.flat()),
      'calls of the agent': [this.#made.length, ALLOWANCE.calls],
      'money of the agent': [sum(this.#made), ALLOWANCE.money],
    };
  }

  #call(step: Made | Extract<Step, { does: 'call' }>): void {
    const { task, tool, amount, to, brings, ends } = step;
    this.#asked += 1;
    const args = { task, tool, amount, to, brings, ends, n: this.#asked };
    const id = this.#tasks[task]!;
    const doors = this.#asked % 2 === 0 ? this.rig : this.#other;
    // A process that is gone answers nobody.
    doors.call(id, `notes/${tool}`, args).then(
      (answer) => this.#answered(id, answer),
      () => undefined,
    );
  }

  #answered(task: string, answer: ActAnswer): void {
    if (answer.verdict === 'deny') for (const { code } of answer.reasons) this.refusals.add(code);
    const reply = answer.verdict === 'permit' ? answer.reply : null;
    const { items } = objectOf(reply !== null && 'result' in reply ? reply.result['structuredContent'] : {});
    const given = Array.isArray(items) ? items.length : 0;
    this.#given.set(task, (this.#given.get(task) ?? 0) + given);
  }

  #arrives(id: string, asked: Asked): Promise<UpstreamOutcome> {
    return new Promise((resolve) => {
      const made: Made = {
        ...asked,
        does: 'call',
        id,
        isRunning: true,
        end() {
          made.isRunning = false;
          resolve(outcomeOf(asked));
        },
      };
      this.#made.push(made);
    });
  }

  #freeDisk(): void {
    for (const { store } of [this.rig, this.#other]) store.fault = () => null;
  }

  /** Both processes are gone; what they had sent goes on by itself, and nobody is told how it ended. */
  async #crash(): Promise<void> {
    for (const one of this.#made) one.isRunning = false;
    const { answer } = this.rig.upstream;
    const gone = this.#other.crash();
    const restarted = this.rig.restart();
    for (const one of this.#made) one.end();
    await Promise.all([gone, restarted]);
    this.#other = await this.rig.join();
    this.rig.upstream.answer = answer;
  }
}

type Asked = Omit<Extract<Step, { does: 'call' }>, 'does'>;

function outcomeOf({ ends, brings }: Asked): UpstreamOutcome {
  const items = Array.from({ length: brings }, (_, n) => n);
  if (ends === 'succeeded' || ends === 'failed')
    return { outcome: ends, result: { structuredContent: { items } } };
  return { outcome: ends, code: 'upstream-closed' };
}
