// A gateway is what its ledger says: it starts by folding what is recorded, then carries out what is still
// owed by the ordinary code. There is no second recovery path.

import type { Json } from '../kernel/json.ts';
import type { PolicySource, State } from '../kernel/state.ts';
import { checkKilled } from '../kernel/rules/control.ts';
import { digestOf } from '../ledger/digest.ts';
import { compilePolicies, loadPolicies, type CompiledPolicies } from '../policy/compile.ts';
import { createConstraintEngine } from '../workflow/constraint.ts';
import { createBulletin } from './bulletin.ts';
import type { CompiledPolicy, Core, GatewayOptions, GatewayPorts } from './core.ts';
import { createFacts } from './loop/facts.ts';
import { codeOf } from './fault.ts';
import { createFlights, type Flights } from './action/flights.ts';
import { Lane } from './loop/lane.ts';
import { keepHandovers } from './ledger/handover.ts';
import { LedgerGroundings } from './grounding/groundings.ts';
import { createLeases } from './action/leases.ts';
import { createLoading } from './loop/loading.ts';
import { createMeters } from './loop/meters.ts';
import { createModels } from './models/models.ts';
import { createNotifying } from './notices/notifying.ts';
import { checkSecondPlace, openLedger, type Opened } from './loop/opening.ts';
import { keepPolicies } from './policies/policies-behind.ts';
import type { RevokedLease } from './ports.ts';
import { createQueue, type Queue } from './loop/queue.ts';
import { createReactions } from './loop/reactions.ts';
import { redactBefore } from './action/redaction.ts';
import { joinReplicas, shareClock, type Replica } from './loop/replica.ts';
import { createRetention, type Retention } from './ledger/retention.ts';
import { createSealing } from './ledger/sealing.ts';
import type { LedgerKey } from './ledger/signing.ts';
import { createSnapshots, type Snapshots } from './ledger/snapshot.ts';
import type { Recorded } from './loop/submission.ts';
import { createSweeper } from './loop/sweep.ts';
import { createWaiters } from './hold/waiters.ts';
import { createWitnessing } from './ledger/witnessing.ts';
import { createWorld, type World } from './loop/world.ts';

export interface Running {
  readonly core: Core;
  /** Aborts what is in flight, records how it ended, and closes. Surfaces stop asking first. */
  stop(): Promise<void>;
}

/** What is there before the parts that need each other are. */
interface Ground
  extends GatewayPorts, Pick<Core, 'bulletin' | 'compile' | 'constraints' | 'flights' | 'waiters'> {
  readonly stopping: AbortSignal;
  readonly options: GatewayOptions;
  readonly replica: Replica;
}

/** Folds the ledger and wires the parts. Throws `StoreFault` where the ledger cannot be read. */
export async function startGateway(given: GatewayPorts, options: GatewayOptions): Promise<Running> {
  const clock = shareClock(given.clock);
  const flights = createFlights();
  let core: Core | null = null;
  const replica = await joinReplicas({
    peers: given.store.peers,
    name: () => `process_${given.ids.mint()}`,
    clock,
    log: given.log,
    fence: () => flights.abortAll({ kind: 'all' }),
    news: () => void core?.catchUp().catch((error: unknown) => notLearned(given, flights, error)),
  });
  try {
    return await begin({ ...given, clock }, { options, flights, replica }, (wired) => (core = wired));
  } catch (error) {
    // Who does not serve must not count as living.
    await replica.stop().catch(() => undefined);
    throw error;
  }
}

async function begin(
  ports: GatewayPorts,
  about: Pick<Ground, 'options' | 'flights' | 'replica'>,
  onWired: (core: Core) => void,
): Promise<Running> {
  const stopping = new AbortController();
  const waiters = createWaiters();
  const bulletin = createBulletin(about.replica.owner());
  const constraints = createConstraintEngine();
  const { policyEngine } = about.options;
  const by = { digest: (value: Json): string => digestOf(ports.crypto, value), engine: policyEngine };
  const compile = (sources: readonly PolicySource[], connectors: State['connectors']): CompiledPolicy =>
    toCompiled(compilePolicies(sources, { connectors }, by));
  const newWorld = (): World =>
    createWorld(constraints, ({ sources }, connectors, use) => {
      const { engine, problems } = toCompiled(keepPolicies(loadPolicies(sources, { connectors }, by)));
      if (engine === null) ports.log.error({ problems }, UNLOADED[use]);
      return engine;
    });
  const [world, opened] = await openLedger(ports, newWorld);
  const { vkey } = opened.standing;
  const { retiredVkeys } = world.state(null).org;
  await checkSecondPlace(ports, opened.standing, [vkey, ...retiredVkeys]);
  if (retiredVkeys.length > 0) await keepHandovers(ports.store, ports.keyring.origin);
  const parts = { compile, constraints, waiters, bulletin, stopping: stopping.signal };
  const ground = { ...ports, ...about, ...parts };
  const wired = wire(ground, world, opened);
  const { core } = wired;
  onWired(core);
  await core.catchUp();
  await core.sweeper.all();
  core.sweeper.start();
  core.models.start();
  core.witnessing?.start();
  core.notifying?.start();
  wired.retention?.start();
  return { core, stop: () => stop(wired, stopping) };
}

const UNLOADED = {
  'in-force': 'the published policy cannot be loaded: everything is denied',
  shadow: 'the policy that is tried cannot be loaded: it counts as denying everything',
};

/** Of what all tasks together were told, in memory. */
const GROUNDING_BYTES = 256 * 2 ** 20;

interface Wired {
  readonly core: Core;
  readonly lane: Lane;
  readonly snapshots: Snapshots;
  /** Null: words are kept until somebody erases them. */
  readonly retention: Retention | null;
}

function wire(ground: Ground, world: World, opened: Opened): Wired {
  const { keyring, options, replica } = ground;
  const line = wireLine(ground, world, opened, (recorded, react) => onCommitted(core, recorded, react));
  const { lane, queue, loading, groundings, meters, snapshots } = line;
  const record = createFacts({ ...ground, queue });
  const isRevoked = (task: string, lease: string): boolean =>
    (world.durable(task).task?.leases[lease]?.status ?? 'revoked') === 'revoked';
  const leases = createLeases({ ...ground, record, isRevoked, advisory: options.advisory });
  const load = (task: string): Promise<void> => loading.load(task);
  const sweeper = createSweeper({ ...ground, world, queue, record, leases, load });
  const models = createModels(ground);
  const rules = options.witnessing;
  const witnessing = rules ? createWitnessing({ ...ground, ...rules, owner: () => replica.owner() }) : null;
  const signer: LedgerKey = {
    origin: keyring.origin,
    get vkey() {
      return lane.standing().vkey;
    },
  };
  const vault = redactBefore(ground.vault, (task) => leases.secretsOf(task));
  const parts = { vault, signer, world, queue, record, leases, sweeper, models, meters, witnessing };
  const { catchUp } = line;
  const core: Core = {
    ...ground,
    ...parts,
    groundings,
    load,
    catchUp,
    get notifying() {
      return notifying;
    },
  };
  const notifying = options.notifying ? createNotifying(core, options.notifying) : null;
  const { retentionDays } = options;
  const retention = retentionDays === undefined ? null : createRetention(core, retentionDays);
  return { core, lane, snapshots, retention };
}

type React = ReturnType<typeof createReactions>;

/** What decides and records, and what waits for its turn in between. */
function wireLine(
  ground: Ground,
  world: World,
  opened: Opened,
  committed: (recorded: Recorded, react: React) => void,
) {
  const { clock, options, replica } = ground;
  const revoked = keepRevoked(ground, opened.revoked);
  const react = createReactions({ ...ground, world, revoked: (leases) => revoked.learn(leases) });
  const meters = createMeters(() => performance.now());
  const loading = createLoading({
    ...ground,
    world,
    standing: () => lane.standing(),
    between: (work) => queue.between(work),
  });
  const catchUp = (): Promise<void> => queue.between(() => Promise.resolve());
  const groundings = new LedgerGroundings({
    ...ground,
    connectors: () => world.state(null).connectors,
    read: (task) => loading.records(task),
    catchUp: ground.store.peers === null ? () => Promise.resolve() : catchUp,
    bytes: GROUNDING_BYTES,
  });
  const lane = new Lane({
    ...ground,
    world,
    standing: opened.standing,
    seal: createSealing(ground),
    owner: () => replica.owner(),
    learned: (event) => {
      groundings.learned(event);
      react(event);
    },
    redecided: (count) => meters.redecided(count),
  });
  const snapshots = createSnapshots({
    ...ground,
    world,
    keptAt: opened.snapshotAt,
    revoked: () => revoked.list(clock.now()),
  });
  const queue: Queue = createQueue({
    ...ground,
    lane,
    meters,
    limit: options.queueLimit,
    byteLimit: options.queueBytes,
    load: (tasks) => loading.loadNow(tasks),
    unknown: () => replica.unknown(),
    committed: (recorded) => committed(recorded, react),
    rested: () => snapshots.rested(lane.standing()),
  });
  return { lane, queue, catchUp, loading, groundings, meters, snapshots };
}

async function stop({ core, lane, snapshots, retention }: Wired, stopping: AbortController): Promise<void> {
  // First, so that a fact which the store does not take holds up nobody: the next start settles it.
  stopping.abort();
  core.flights.abortAll({ kind: 'all' });
  await core.flights.ended(() => true);
  await core.sweeper.stop();
  await retention?.stop();
  await core.notifying?.stop();
  await core.queue.drain();
  await core.models.stop();
  await snapshots.keep(() => lane.standing());
  await core.witnessing?.stop();
  await keepCheckpoint(core, await newestCheckpoint(core));
  core.waiters.wakeAll();
  await core.replica.stop().catch((error: unknown) => {
    core.log.warn({ code: codeOf(error) }, 'this process could not take its leave: it counts as gone soon');
  });
  await core.upstream.close();
  await core.store.close();
}

function toCompiled(compiled: CompiledPolicies): CompiledPolicy {
  if ('errors' in compiled) return { engine: null, problems: compiled.errors };
  return { engine: compiled.engine, problems: compiled.warnings };
}

/** Who cannot read what others record cannot know what they stopped. */
const BLIND = ['signing-key-missing', 'store-corrupt'];

function notLearned({ log }: GatewayPorts, flights: Flights, error: unknown): void {
  const code = codeOf(error);
  log.warn({ code }, 'what other replicas recorded is not known yet: it is asked again');
  if (BLIND.includes(code)) flights.abortAll({ kind: 'all' });
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

/** Runs for each decision of this process in the ledger's order, before anyone is answered. */
function onCommitted(core: Core, { decision, request, placed }: Recorded, react: React): void {
  for (const command of decision.commands) {
    if (command.kind !== 'call') continue;
    const { action, connector } = command;
    const { id: task, agent } = core.world.task(decision.task!)!;
    core.flights.register({ action, connector, task, agent });
    // What stopped it may have been folded before it was known to be recorded.
    const isOwn = request.kind === 'act' && request.owner === core.replica.owner();
    if (!isOwn || isStopped(core.world.state(task), connector)) core.flights.abort(action);
  }
  for (const event of decision.events) {
    core.groundings.learned(event, request.kind === 'act' ? request.arguments : undefined);
    react(event);
  }
  void keepCheckpoint(core, placed.checkpoint);
}

function isStopped(state: State, connector: string): boolean {
  const { task } = state;
  return task?.status !== 'open' || checkKilled(state, task.agent, connector).length > 0;
}

/** Issuers go on refusing what was revoked, in every replica and after every start. */
function keepRevoked(
  { revoked: tell }: GatewayPorts,
  known: readonly RevokedLease[],
): { learn(leases: readonly RevokedLease[]): void; list(now: number): readonly RevokedLease[] } {
  let kept = [...known];
  tell(kept);
  return {
    learn(leases) {
      kept.push(...leases);
      tell(leases);
    },
    list(now) {
      kept = kept.filter(({ expiresAt }) => expiresAt > now);
      return kept;
    },
  };
}
