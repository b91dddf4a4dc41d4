// A gateway is what its ledger says: it starts by folding every record, then carries out what is still owed
// by the ordinary code. There is no second recovery path.

import type { Event } from '../kernel/event.ts';
import type { Json } from '../kernel/json.ts';
import { obligationsOf } from '../kernel/obligation.ts';
import type { PolicySource, State } from '../kernel/state.ts';
import { equalBytes, utf8 } from '../ledger/bytes.ts';
import { openCheckpoint, type Checkpoint } from '../ledger/checkpoint.ts';
import { digestOf } from '../ledger/digest.ts';
import { appendLeaf, emptyFrontier, leafHash, rootOf, type Frontier } from '../ledger/tree.ts';
import { decodeVkey } from '../ledger/vkey.ts';
import { compilePolicies, loadPolicies, type CompiledPolicies } from '../policy/compile.ts';
import { createConstraintEngine } from '../workflow/constraint.ts';
import type { CompiledPolicy, Core, GatewayOptions, GatewayPorts } from './core.ts';
import { codeOf, createFacts } from './facts.ts';
import { createFlights } from './flights.ts';
import { createLeases } from './leases.ts';
import { createQueue, type Recorded } from './queue.ts';
import { createSealing } from './sealing.ts';
import { createSummaries, type Summaries } from './summaries.ts';
import { createSweeper } from './sweep.ts';
import { StoreFault, type StoredRecord } from './ports.ts';
import { createWaiters } from './waiters.ts';
import { createWorld, type World } from './world.ts';

const PAGE = 2_000;

export interface Running {
  readonly core: Core;
  /** Leases that the ledger says are revoked, so that their issuer can go on refusing them. */
  readonly revokedLeases: readonly { readonly id: string; readonly expiresAt: number }[];
  /** Aborts what is in flight, records how it ended, and closes. Surfaces stop asking first. */
  stop(): Promise<void>;
}

/** Folds the ledger and wires the parts. Throws `StoreFault` where the ledger cannot be read. */
export async function startGateway(ports: GatewayPorts, options: GatewayOptions): Promise<Running> {
  const constraints = createConstraintEngine();
  const by = { digest: (value: Json): string => digestOf(ports.crypto, value) };
  const compile = (sources: readonly PolicySource[], connectors: State['connectors']): CompiledPolicy =>
    toCompiled(compilePolicies(sources, { connectors }, by));
  const world = createWorld(constraints, (org, connectors) => {
    const { engine, problems } = toCompiled(loadPolicies(org.policy!.sources, { connectors }, by));
    if (engine === null)
      ports.log.error({ problems }, 'the published policy cannot be loaded: everything is denied');
    return engine;
  });
  const summaries = createSummaries();
  const revokedLeases = await foldLedger(ports, options, world, summaries);
  const stopping = new AbortController();
  const core = await wire(ports, options, { constraints, world, summaries, compile }, stopping.signal);
  await core.sweeper.all();
  core.sweeper.start();
  return {
    core,
    revokedLeases,
    async stop() {
      // First, so that a fact which the store does not take holds up nobody: the next start settles it.
      stopping.abort();
      await core.flights.contain({ kind: 'all' });
      await core.sweeper.stop();
      await core.queue.drain();
      await keepCheckpoint(core, await newestCheckpoint(core));
      core.waiters.wakeAll();
      await ports.upstream.close();
      await ports.store.close();
    },
  };
}

function toCompiled(compiled: CompiledPolicies): CompiledPolicy {
  if ('errors' in compiled) return { engine: null, problems: compiled.errors };
  return { engine: compiled.engine, problems: compiled.warnings };
}

async function wire(
  ports: GatewayPorts,
  options: GatewayOptions,
  built: Pick<Core, 'constraints' | 'world' | 'summaries' | 'compile'>,
  stopping: AbortSignal,
): Promise<Core> {
  const flights = createFlights();
  const waiters = createWaiters();
  const queue = createQueue({
    ...ports,
    world: built.world,
    head: await ports.store.head(),
    seal: createSealing(ports.crypto, ports.signer),
    limit: options.queueLimit,
    committed: (recorded) => onCommitted(core, recorded),
  });
  const record = createFacts({ ...ports, queue, stopping });
  const leases = createLeases({ ...ports, record, advisory: options.advisory });
  const sweeper = createSweeper({ ...ports, ...built, queue, record, leases, flights, owner: options.owner });
  const load = createLoader(ports, built.world);
  const core: Core = { ...ports, ...built, options, flights, waiters, queue, record, leases, sweeper, load };
  return core;
}

/** Null where the store cannot say: then the last commit's own note is what the second place has. */
async function newestCheckpoint(core: Core): Promise<string | null> {
  try {
    return (await core.store.head()).checkpoint;
  } catch (error) {
    core.log.error({ code: codeOf(error) }, 'the store does not say where it stands');
    return null;
  }
}

async function keepCheckpoint(core: Core, note: string | null): Promise<void> {
  if (note === null) return;
  await core.checkpoints.write(note).catch((error: unknown) => {
    core.log.error({ code: codeOf(error) }, 'a checkpoint was not written to its second place');
  });
}

/** Runs for each decision in the ledger's order, before anyone is answered. */
function onCommitted(core: Core, { decision, placed }: Recorded): void {
  for (const event of decision.events) core.summaries.apply(event);
  for (const command of decision.commands) {
    if (command.kind === 'call') {
      const { action, connector } = command;
      const { id: task, agent } = core.world.task(decision.task!)!;
      core.flights.register({ action, connector, task, agent });
    }
    if (command.kind === 'wake') core.waiters.wake(command.hold);
    if (command.kind === 'contain') core.waiters.wakeAll();
  }
  void keepCheckpoint(core, placed.checkpoint);
}

async function foldLedger(
  ports: GatewayPorts,
  options: GatewayOptions,
  world: World,
  summaries: Summaries,
): Promise<Running['revokedLeases']> {
  const granted = new Map<string, number>();
  let frontier = emptyFrontier;
  const revoked: { id: string; expiresAt: number }[] = [];
  for (let fromSeq = 0; ; fromSeq += PAGE) {
    const page = await ports.store.read({ fromSeq, limit: PAGE });
    for (const stored of page) {
      const event = toEvent(stored);
      frontier = appendLeaf(
        ports.crypto,
        frontier,
        leafHash(ports.crypto, ports.crypto.sha256(utf8(stored.text))),
      );
      world.apply(event);
      summaries.apply(event);
      if (event.type === 'lease-granted') granted.set(event.body.lease, event.body.expiresAt);
      if (event.type === 'lease-revoked') {
        revoked.push({ id: event.body.lease, expiresAt: granted.get(event.body.lease) ?? 0 });
      }
    }
    for (const task of world.live()) {
      const state = world.state(task.id);
      const over =
        task.status !== 'open' && Object.values(task.actions).every((one) => one.status === 'settled');
      if (over && obligationsOf(state, ports.clock.now(), options.owner).length === 0) world.evict(task.id);
    }
    if (page.length < PAGE) break;
  }
  checkSigned(ports, frontier, (await ports.store.head()).checkpoint);
  for (const task of world.live()) await loadKey(ports, task.id);
  return revoked.filter(({ expiresAt }) => expiresAt > ports.clock.now());
}

/** Authority comes from records that the log's own key signed, and from no others: else nothing starts. */
function checkSigned({ crypto, signer }: GatewayPorts, frontier: Frontier, note: string | null): void {
  if (frontier.size === 0) return;
  const refusal = (why: string): StoreFault =>
    new StoreFault(
      'store-corrupt',
      `the ledger is not what its key signed (${why}): see holdpoint ledger verify`,
    );
  if (note === null) throw refusal('no signed checkpoint');
  let signed: Checkpoint;
  try {
    signed = openCheckpoint(crypto, note, [decodeVkey(crypto, signer.vkey)], signer.origin);
  } catch (error) {
    throw refusal(codeOf(error));
  }
  const isWhole = signed.size === frontier.size && equalBytes(signed.root, rootOf(crypto, frontier));
  if (!isWhole) throw refusal(`${frontier.size} records, ${signed.size} signed`);
}

function createLoader(ports: GatewayPorts, world: World): (task: string) => Promise<void> {
  const loading = new Map<string, Promise<void>>();
  const fold = async (task: string): Promise<void> => {
    const events: Event[] = [];
    for (let fromSeq = 0; ;) {
      const page = await ports.store.read({ fromSeq, limit: PAGE, stream: `task/${task}` });
      events.push(...page.map(toEvent));
      if (page.length < PAGE) break;
      fromSeq = page.at(-1)!.seq + 1;
    }
    await loadKey(ports, task);
    // Somebody may have opened it meanwhile: what the queue folded is newer than what was read here.
    if (world.task(task) === null) for (const event of events) world.apply(event);
  };
  return (task) => {
    if (world.task(task) !== null || !/^task_[0-9a-z]{16}$/.test(task)) return Promise.resolve();
    const running = loading.get(task) ?? fold(task).finally(() => loading.delete(task));
    loading.set(task, running);
    return running;
  };
}

async function loadKey(ports: GatewayPorts, task: string): Promise<void> {
  const scope = `task/${task}`;
  if (ports.vault.has(scope)) return;
  const key = await ports.store.key(scope);
  if (key !== null) ports.vault.load(key);
}

function toEvent(stored: StoredRecord): Event {
  const {
    v: _v,
    seq: _seq,
    version: _version,
    ...event
  } = JSON.parse(stored.text) as Event & {
    v: 1;
    seq: number;
    version: number;
  };
  return event;
}
