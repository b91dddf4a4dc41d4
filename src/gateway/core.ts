// The parts of one running gateway, wired once; every operation reads them and none replaces them.

import type { ConstraintEngine, PolicyEngine } from '../kernel/policy.ts';
import type { PolicySource, State } from '../kernel/state.ts';
import type { LedgerCrypto } from '../ledger/crypto.ts';
import type { Bulletin } from './bulletin.ts';
import type { RecordFact } from './loop/facts.ts';
import type { Flights } from './action/flights.ts';
import type { Groundings } from './grounding/groundings.ts';
import type { Keyring } from './ports/keys.ts';
import type { Issuers, Leases } from './action/leases.ts';
import type { Meters } from './loop/meters.ts';
import type { Models } from './models/models.ts';
import type { Notifying, NotifyingRules } from './notices/telling-people.ts';
import type {
  CheckpointSink,
  MachineClock,
  Ids,
  LedgerStore,
  Log,
  RevokedLease,
  TokenIssuer,
  Upstream,
} from './ports.ts';
import type { Proposer } from './ports/proposer.ts';
import type { Queue } from './loop/queue.ts';
import type { Replica } from './loop/replica.ts';
import type { LedgerKey } from './ledger/signing.ts';
import type { Sweeper } from './loop/sweep.ts';
import type { Waiters } from './hold/waiters.ts';
import type { Witnessing, WitnessRules } from './ledger/witnessing.ts';
import type { World } from './loop/world.ts';
import type { Vault } from './ports/vault.ts';

export interface GatewayOptions {
  /** Requests that may wait to be decided. */
  readonly queueLimit: number;
  /** Bytes of their payloads that may wait. */
  readonly queueBytes: number;
  /** Calls that may run at once. */
  readonly callLimit: number;
  /** Longest wait of a caller on a hold, milliseconds. */
  readonly holdWaitMs: number;
  /** Which engine evaluates policy: Cedar's own, or ours, which answers the same. */
  readonly policyEngine: 'reference' | 'compiled';
  /** Whether agents may run as the operating-system user that this process runs as. */
  readonly advisory: boolean;
  /** How long the words of a task are kept after its end, days. Absent: until somebody erases them. */
  readonly retentionDays?: number;
  /** Absent: nobody cosigns its checkpoints. */
  readonly witnessing?: WitnessRules;
  /** Absent: nobody is told of anything but in the console and on the command line. */
  readonly notifying?: NotifyingRules;
}

export interface GatewayPorts {
  readonly store: LedgerStore;
  readonly vault: Vault;
  readonly keyring: Keyring;
  readonly checkpoints: CheckpointSink;
  readonly clock: MachineClock;
  readonly ids: Ids;
  readonly log: Log;
  readonly upstream: Upstream;
  /** A model that may be asked what tools do; absent: there is none. */
  readonly proposer?: Proposer;
  readonly issuers: Issuers;
  readonly tokens: TokenIssuer;
  readonly crypto: LedgerCrypto;
  /** Told of every revoked lease that has not expired, at the start and whoever revokes it. */
  readonly revoked: (leases: readonly RevokedLease[]) => void;
}

export interface Core extends GatewayPorts {
  /** The ledger's name, and the key in force at this moment. */
  readonly signer: LedgerKey;
  readonly options: GatewayOptions;
  readonly constraints: ConstraintEngine;
  readonly world: World;
  readonly queue: Queue;
  readonly record: RecordFact;
  readonly flights: Flights;
  readonly waiters: Waiters;
  /** Announces what was recorded, by whichever replica. */
  readonly bulletin: Bulletin;
  readonly leases: Leases;
  readonly groundings: Groundings;
  readonly sweeper: Sweeper;
  readonly models: Models;
  readonly meters: Meters;
  readonly replica: Replica;
  /** Null: the ledger has no witnesses. */
  readonly witnessing: Witnessing | null;
  /** Null: there are no channels to people. */
  readonly notifying: Notifying | null;
  /** Aborted when Holdpoint stops. */
  readonly stopping: AbortSignal;
  /** Brings a task and its key into memory, if it exists. */
  load(task: string): Promise<void>;
  /** Takes in what other replicas recorded. Rejects with `StoreFault`. */
  catchUp(): Promise<void>;
  compile(sources: readonly PolicySource[], connectors: State['connectors']): CompiledPolicy;
}

export interface CompiledPolicy {
  readonly engine: PolicyEngine | null;
  /** What keeps it from being loaded, and warnings; each with its place. */
  readonly problems: readonly Problem[];
}

/** Something wrong in a file that a person wrote. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly source: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly help: string | null;
}
