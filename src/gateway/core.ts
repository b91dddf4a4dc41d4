// The parts of one running gateway, wired once; every operation reads them and none replaces them.

import type { ConstraintEngine, PolicyEngine } from '../kernel/policy.ts';
import type { PolicySource, State } from '../kernel/state.ts';
import type { LedgerCrypto } from '../ledger/crypto.ts';
import type { RecordFact } from './facts.ts';
import type { Flights } from './flights.ts';
import type { Issuers, Leases } from './leases.ts';
import type {
  CheckpointSink,
  Clock,
  Ids,
  LedgerStore,
  Log,
  Signer,
  TokenIssuer,
  Upstream,
  Vault,
} from './ports.ts';
import type { Queue } from './queue.ts';
import type { Summaries } from './summaries.ts';
import type { Sweeper } from './sweep.ts';
import type { Waiters } from './waiters.ts';
import type { World } from './world.ts';

export interface GatewayOptions {
  /** Names this process in claims and leases; new at every start. */
  readonly owner: string;
  /** Requests that may wait to be decided. */
  readonly queueLimit: number;
  /** Longest wait of a caller on a hold, milliseconds. */
  readonly holdWaitMs: number;
  /** Whether agents may run as the operating-system user that this process runs as. */
  readonly advisory: boolean;
}

export interface GatewayPorts {
  readonly store: LedgerStore;
  readonly vault: Vault;
  readonly signer: Signer;
  readonly checkpoints: CheckpointSink;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly upstream: Upstream;
  readonly issuers: Issuers;
  readonly tokens: TokenIssuer;
  readonly crypto: LedgerCrypto;
}

export interface Core extends GatewayPorts {
  readonly options: GatewayOptions;
  readonly constraints: ConstraintEngine;
  readonly world: World;
  readonly queue: Queue;
  readonly record: RecordFact;
  readonly flights: Flights;
  readonly waiters: Waiters;
  readonly leases: Leases;
  readonly sweeper: Sweeper;
  readonly summaries: Summaries;
  /** Brings a task into memory, if it exists. */
  load(task: string): Promise<void>;
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
