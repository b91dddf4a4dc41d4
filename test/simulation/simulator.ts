// One seed, one story: agents, people, neighbours, the network and the disk do what the dice say to real
// gateways on one ledger, in fake time. After each step the invariants are checked; at the end the faults
// stop and everything owed is done.

import { vi } from 'vitest';
import type { ActAnswer } from '../../src/gateway/action/act.ts';
import { hang, seededRandom, succeed } from '../../src/gateway/fakes.contract.ts';
import { StoreFault, type UpstreamCall, type UpstreamOutcome } from '../../src/gateway/ports.ts';
import type { Core } from '../../src/gateway/core.ts';
import { ADA, startRig, type Joined, type Rig } from '../../src/gateway/rig.contract.ts';
import { nextStep } from '../../src/gateway/hold/next-step.ts';
import { kill, quarantine } from '../../src/gateway/tasks.ts';
import { changeAgentAllowance } from '../../src/gateway/verbs.ts';
import { repeat } from '../../src/gateway/replay/repeat.ts';
import { putInForce } from '../../src/gateway/replay/rich-ledger.contract.ts';
import { listHolds } from '../../src/gateway/views.ts';
import { createWorld, type World } from '../../src/gateway/loop/world.ts';
import type { Event, KillTarget } from '../../src/kernel/event.ts';
import { STARTER_POLICY } from '../../src/policy/starter.ts';
import { createConstraintEngine } from '../../src/workflow/constraint.ts';
import { Books, CallBooks } from './invariants.ts';

const LIMITS = { calls: 15, holds: 6, reads: 4, agentCallsEachHour: 20, callsOfFirstStep: 6 };
const STEPS = `steps:
  - {name: work, tools: [notes/*, desk/*], calls: ${LIMITS.callsOfFirstStep}}
  - {name: tidy, tools: [notes/*], gate: {approvers: {approver: 1}, reason: See what it did.}}`;
const SCRIBE = { kind: 'agent', id: 'scribe' } as const;
const FAULTS = new Set(['store-full', 'store-unavailable', 'store-in-doubt', 'overloaded']);
const TOOLS = ['notes/read', 'notes/write', 'desk/look', 'desk/drop', 'notes/nothing'] as const;
const RULES = [
  '',
  '@id("no.looks") forbid (principal is Agent, action == Action::"desk/look", resource);',
  `@id("few.reads") @hold("so many") @approvers("approver:1")
  forbid (principal is Agent, action == Action::"notes/read", resource) when { context.chain.reads > 1 };`,
] as const;
const TARGETS: readonly KillTarget[] = [
  { kind: 'all' },
  { kind: 'agent', id: 'scribe' },
  { kind: 'connector', id: 'notes' },
  { kind: 'connector', id: 'desk' },
];

interface Asked {
  readonly task: string;
  readonly tool: string;
  readonly n: number;
}

export class Simulator {
  readonly rig: Rig;
  /** Recorded decisions that were replayed at the end. */
  decidedAgain = 0;
  readonly books = new Books(LIMITS);
  /** Replicas besides the rig's own. */
  readonly #others: Joined[] = [];
  readonly #random: () => number;
  readonly #calls = new CallBooks();
  readonly #folded: World = createWorld(createConstraintEngine(), () => null);
  readonly #tasks: string[] = [];
  readonly #callers: AbortController[] = [];
  /** Calls that were held: agents ask again. */
  readonly #held: Asked[] = [];
  readonly #deliveries: (() => void)[] = [];
  readonly #hanging: (() => void)[] = [];
  readonly #failures: unknown[] = [];
  readonly #pending = new Set<{ readonly what: string }>();
  #faulty = true;
  #diskFull = false;
  #linesRead = 0;
  #recordsRead = 0;

  private constructor(rig: Rig, random: () => number) {
    this.rig = rig;
    this.#random = random;
  }

  /** @param replicas how many gateways share the ledger */
  static async start(seed: number, replicas = 1): Promise<Simulator> {
    const { calls, holds, reads } = LIMITS;
    const limits = `limits: {calls: ${calls}, wall: 4000s, call: 10s, holds: ${holds}}\n${STEPS}`;
    const options = { holdWaitMs: 2_000 };
    const rig = await startRig({ seed, limits, readMax: reads, options, replicas: replicas > 1 });
    const limit = { calls: LIMITS.agentCallsEachHour };
    await changeAgentAllowance(rig.core, ADA, { agent: 'scribe', windowSeconds: 3_600, limit });
    const simulator = new Simulator(rig, seededRandom(seed + 1_000));
    for (let n = 1; n < replicas; n += 1) simulator.#others.push(await rig.join());
    rig.upstream.answer = (call) => simulator.#answer(call);
    rig.issuer.mintFails = () => simulator.#faulty && simulator.#chance(0.1);
    rig.issuer.revokeFails = () => simulator.#faulty && simulator.#chance(0.3);
    simulator.#injectDiskFaults();
    return simulator;
  }

  async step(): Promise<void> {
    const dice = this.#random();
    if (dice < 0.07) this.#open();
    else if (dice < 0.5) this.#act();
    else if (dice < 0.63) this.#decideHold();
    else if (dice < 0.65) this.#contain();
    else if (dice < 0.67) this.#publish();
    else if (dice < 0.72) this.#lift();
    else if (dice < 0.74) this.#end();
    else if (dice < 0.77) this.#pick(this.#callers)?.abort();
    else if (dice < 0.81) this.#deliveries.splice(0).forEach((deliver) => deliver());
    else if (dice < 0.82) this.#diskFull = true;
    else if (dice < 0.88) this.#diskFull = false;
    else if (dice < 0.96) await this.#pass(this.#random() < 0.03 ? 1_800_000 : this.#random() * 8_000);
    else if (dice < 0.98) this.#disturb();
    else await this.#restart();
    // Now and then the next step comes while this one's work is under way.
    if (this.#chance(0.3)) return;
    await vi.advanceTimersByTimeAsync(this.#random() * 100);
    await this.check();
  }

  /** The faults stop, time goes by, and nothing is owed any more. */
  async finish(): Promise<void> {
    this.#faulty = false;
    this.#diskFull = false;
    for (const { store } of this.#others) store.isCutOff = false;
    for (const deliver of this.#deliveries.splice(0)) deliver();
    await this.#pass(1_800_000);
    for (let round = 0; round < 20; round += 1) await this.#pass(60_000);
    await this.check();
    const unsettled = [...this.books.actions].filter(([, { outcome }]) => outcome === null);
    const unrevoked = [...this.books.leases].filter(([, isRevoked]) => !isRevoked);
    this.#expect('permitted actions without an outcome', unsettled, []);
    this.#expect('leases not revoked', unrevoked, []);
    this.#expect('secrets still good', [...this.rig.issuer.live], []);
    const waiting = Array.from(this.#pending, ({ what }) => what);
    this.#expect('callers without an answer', waiting, []);
    const { ok, findings } = await this.rig.audit();
    this.#expect('findings of the verifier', { ok, findings }, { ok: true, findings: [] });
    let isOver = false;
    const again = this.#decideAgain().finally(() => (isOver = true));
    // A replay makes pauses.
    while (!isOver) await vi.advanceTimersByTimeAsync(10);
    await again;
  }

  /** Every decision that the ledger holds comes out again as it was recorded. */
  async #decideAgain(): Promise<void> {
    for await (const line of repeat(this.rig.core)) {
      if (line.event === 'differs') this.#expect(`${line.record} decided again`, line.again, line.recorded);
      if (line.event === 'apart') throw new Error(`${line.record} cannot be asked again: ${line.why}`);
      if (line.event === 'done') this.decidedAgain = line.decisions;
    }
  }

  async check(): Promise<void> {
    for (const line of this.rig.journal.slice(this.#linesRead)) this.#calls.read(line);
    this.#linesRead = this.rig.journal.length;
    const records = await this.rig.store.read({ fromSeq: this.#recordsRead, limit: 100_000 });
    for (const { text } of records) {
      const event = JSON.parse(text) as Event;
      this.books.read(event);
      this.#folded.apply(event);
    }
    this.#recordsRead += records.length;
    await this.#compareWorlds();
    if (this.#failures.length > 0) throw this.#failures[0];
  }

  /** A gateway that started now would know what each running one knows, once it has taken in the news. */
  async #compareWorlds(): Promise<void> {
    for (const { core, store } of [this.rig, ...this.#others]) {
      let isLearned = false;
      core.catchUp().then(
        () => (isLearned = true),
        () => undefined,
      );
      // One that waits for its database learns nothing before fake time goes on.
      await new Promise((resolve) => setImmediate(resolve));
      // What was recorded while it caught up is folded here in the next step.
      const isSame = (await store.head()).size === this.#recordsRead;
      if (isLearned && isSame) this.#compareWorld(core);
    }
  }

  #compareWorld({ world }: Core): void {
    const [now, fresh] = [world.state(null), this.#folded.state(null)];
    this.#expect('organisation', now.org, fresh.org);
    this.#expect('connectors', now.connectors, fresh.connectors);
    for (const task of world.live()) this.#expect(`state of ${task.id}`, task, this.#folded.task(task.id));
    const open = this.#folded.live().filter(({ status }) => status === 'open');
    for (const { id } of open) {
      if (world.task(id) === null) throw new Error(`${id} is open and the running gateway forgot it`);
    }
  }

  #expect(what: string, actual: unknown, expected: unknown): void {
    const [is, should] = [stable(actual), stable(expected)];
    if (is === should) return;
    const differsAt = Array.from(is).findIndex((letter, index) => letter !== should[index]);
    const around = (text: string): string => text.slice(Math.max(0, differsAt - 80), differsAt + 200);
    throw new Error(`${what}: …${around(is)}…\n  expected: …${around(should)}…`);
  }

  /** A gateway that agents or people happen to reach. */
  #doors(): Rig | Joined {
    return this.#pick([this.rig, ...this.#others])!;
  }

  /** A replica loses the network, finds it again, or gets no answer to its next commit. */
  #disturb(): void {
    const other = this.#pick(this.#others);
    if (other === undefined) return;
    if (this.#chance(0.5)) other.store.isCutOff = !other.store.isCutOff;
    else other.store.doubt = this.#chance(0.5) ? 'taken' : 'lost';
  }

  #open(): void {
    this.#track(
      'open',
      this.#doors()
        .open()
        .then((task) => void this.#tasks.push(task)),
      /^no task/,
    );
  }

  #act(): void {
    const open = this.#folded.live().filter(({ status }) => status === 'open');
    const task = this.#chance(0.9) ? this.#pick(open)?.id : this.#pick(this.#tasks);
    if (task === undefined) return;
    if (this.#chance(0.15)) {
      const asked = nextStep(this.#doors().core, SCRIBE, { task, named: null });
      this.#track('next step', asked);
      return;
    }
    const caller = new AbortController();
    this.#callers.push(caller);
    const more = { signal: caller.signal, waitMs: this.#chance(0.3) ? 2_000 : 0 };
    const times = this.#chance(0.15) ? 4 : 1;
    for (let n = 0; n < times; n += 1) {
      const asked = { task, tool: this.#pick(TOOLS)!, n: Math.floor(this.#random() * 3) };
      const again = this.#chance(0.4) ? this.#pick(this.#held.slice(-3)) : undefined;
      this.#call(again ?? asked, more);
    }
  }

  #call(asked: Asked, more: { signal: AbortSignal; waitMs: number }): void {
    const { task, tool, n } = asked;
    const answered = this.#doors()
      .call(task, tool, { n }, more)
      .then((answer) => {
        if (answer.verdict === 'hold') this.#held.push(asked);
        return this.#answered(answer);
      });
    this.#track(`call ${tool}`, answered);
  }

  #answered(answer: ActAnswer): void {
    if (answer.verdict === 'fault' && !FAULTS.has(answer.code)) throw new Error(`fault: ${answer.code}`);
    if (answer.verdict === 'permit' && this.#chance(0.7)) this.#deliveries.push(answer.delivered);
  }

  #decideHold(): void {
    const doors = this.#doors();
    const hold = this.#pick(listHolds(doors.core));
    if (hold === undefined) return;
    const who = this.#chance(0.8) ? 'grace' : 'ada';
    const verdict = this.#chance(0.8) ? 'approve' : 'reject';
    this.#track(verdict, doors.decide(who, verdict, hold.task, hold.id), /^no such hold/);
  }

  #contain(): void {
    const { core } = this.#doors();
    const task = this.#pick(this.#tasks.slice(-5));
    if (task !== undefined && this.#chance(0.5)) {
      this.#track(
        'quarantine',
        quarantine(core, ADA, { task, reason: 'odd' }).then(({ quiesced }) => quiesced),
      );
      return;
    }
    const target = this.#pick(TARGETS)!;
    this.#track(
      'kill',
      kill(core, ADA, { target, lift: false, reason: 'odd' }).then(({ quiesced }) => quiesced),
    );
  }

  /** Another set from now on. */
  #publish(): void {
    const text = `${STARTER_POLICY.text}\n${this.#pick(RULES)!}`;
    this.#track('publish', putInForce(this.#doors(), [{ name: 'set.cedar', text }]), /"verdict":"deny"/);
  }

  #lift(): void {
    for (const target of TARGETS) {
      this.#track('lift', kill(this.#doors().core, ADA, { target, lift: true, reason: 'fine again' }));
    }
  }

  #end(): void {
    const task = this.#pick(this.#tasks.slice(-5));
    if (task !== undefined) this.#track('close', this.#doors().close(task));
  }

  /** What hangs for longer than a call may take is given up by the upstream adapter. */
  async #pass(ms: number): Promise<void> {
    this.rig.clock.advance(Math.floor(ms));
    for (const giveUp of this.#hanging.splice(0)) giveUp();
    await vi.advanceTimersByTimeAsync(Math.min(ms, 3_000));
  }

  async #restart(): Promise<void> {
    this.#diskFull = false;
    if (this.#others.length > 0 && this.#chance(0.6)) {
      const at = Math.floor(this.#random() * this.#others.length);
      await this.#others[at]!.crash();
      this.#others[at] = await this.rig.join();
      return;
    }
    // The key files are real: no fake time passes meanwhile, or how much of it would not be the seed's say.
    await this.rig.restart();
    this.#injectDiskFaults();
  }

  #injectDiskFaults(): void {
    this.rig.store.fault = () => {
      const isFull = this.#diskFull || (this.#faulty && this.#chance(0.03));
      return isFull ? new StoreFault('store-full', 'the simulated disk is full') : null;
    };
  }

  #answer(call: UpstreamCall): Promise<UpstreamOutcome> {
    const dice = this.#faulty ? this.#random() : 0;
    if (dice < 0.6) return succeed();
    if (dice < 0.7) return Promise.resolve({ outcome: 'failed', result: { isError: true } });
    if (dice < 0.75) return Promise.resolve({ outcome: 'failed', error: { code: -1, message: 'no' } });
    if (dice < 0.8) return Promise.resolve({ outcome: 'unknown', code: 'upstream-closed' });
    if (dice < 0.85) return Promise.resolve({ outcome: 'not-started', code: 'upstream-unreachable' });
    const late = new Promise<UpstreamOutcome>((resolve) => {
      this.#hanging.push(() => resolve({ outcome: 'unknown', code: 'upstream-timeout' }));
    });
    return Promise.race([hang(call), late]);
  }

  #track(what: string, work: Promise<unknown>, allowed?: RegExp): void {
    const caller = { what };
    this.#pending.add(caller);
    work
      .catch((error: unknown) => {
        const { code, message } = error as { code?: string; message: string };
        if (!FAULTS.has(code ?? '') && allowed?.test(message) !== true) this.#failures.push(error);
      })
      .finally(() => this.#pending.delete(caller));
  }

  #chance(probability: number): boolean {
    return this.#random() < probability;
  }

  #pick<T>(from: readonly T[]): T | undefined {
    return from[Math.floor(this.#random() * from.length)];
  }
}

/** One text for equal values: keys sorted. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
