// What the gateway needs of the world. Each comment is the contract that the port's one suite tests.

import type { Problem } from '../document/document.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import type { ServerIdentity } from '../kernel/action/presented.ts';
import type { Lease, Tool } from '../kernel/state.ts';

/** Milliseconds since the Unix epoch. May jump; the gateway never lets the ledger's time go back. */
export interface Clock {
  readonly now: () => number;
}

export interface MachineClock extends Clock {
  /** Milliseconds since some moment, whatever the clock is set to meanwhile. */
  readonly running: () => number;
}

/** Mints 16 characters of `[0-9a-z]` with at least 80 bits of randomness. */
export interface Ids {
  mint(): string;
}

/** Structured operational log. Never given a secret, a token, an argument or a result. */
export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

// ── store ────────────────────────────────────────────────────────────────────────────────────────

export interface StoredRecord {
  readonly seq: number;
  readonly id: string;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly time: number;
  /** Canonical JSON, exactly as hashed. */
  readonly text: string;
  /** SHA-256 of the text's bytes: the log's entry. */
  readonly hash: Uint8Array;
}

/** AES-256-GCM ciphertext of what a record only commits to. */
export interface StoredPayload {
  readonly commitment: string;
  /** Whose key encrypts it: `task/<id>` or `operator/<id>`. */
  readonly scope: string;
  /** A `PayloadKind`; with `+redacted` where secrets of what was committed to were taken out. */
  readonly kind: string;
  readonly nonce: Uint8Array;
  readonly ciphertext: Uint8Array;
}

/** A scope's random key, wrapped under the key that lives outside the database. */
export interface WrappedKey {
  readonly scope: string;
  readonly wrapped: Uint8Array;
}

export interface Head {
  readonly size: number;
  /** Version of the org stream. */
  readonly epoch: number;
  /** Encoded compact range of the Merkle tree (ledger/tree.ts); empty when size is 0. */
  readonly frontier: Uint8Array;
  /** Time of the last record, Unix milliseconds; 0 when size is 0. */
  readonly lastTime: number;
  /** The signed note over this size, or null when size is 0. */
  readonly checkpoint: string | null;
}

/** Root of the complete subtree over the 256^level leaves from number `index` × 256^level on. */
export interface StoredNode {
  /** 1 or more: level 0 are the leaves, which follow from the records' hashes. */
  readonly level: number;
  readonly index: number;
  readonly hash: Uint8Array;
}

export interface Locked {
  readonly head: Head;
  /** The records from `since` on: what others appended meanwhile, in order. */
  readonly news: readonly StoredRecord[];
}

/** What an append is going to write, once it knows the versions of the streams it writes to. */
export interface Plan {
  readonly streams: readonly string[];
  /** @param versions of those streams under the lock; 0 where a stream has no record */
  readonly seal: (versions: ReadonlyMap<string, number>) => Sealed;
}

export interface Sealed {
  readonly records: readonly StoredRecord[];
  /** The subtrees that these records complete, by level, then index. */
  readonly nodes: readonly StoredNode[];
  readonly payloads: readonly StoredPayload[];
  readonly keys: readonly WrappedKey[];
  /** The head after these records, with its signed checkpoint. */
  readonly head: Head;
}

/** A row of a read model: a cache folded from records, never a source. */
export interface ViewRow {
  readonly model: string;
  readonly id: string;
  /** Rows are listed by this, largest first; the sequence number of the record that first made the row. */
  readonly sort: number;
  /** What lists are filtered by. */
  readonly status: string;
  readonly task: string | null;
  /** Canonical JSON. */
  readonly doc: string;
}

export interface ViewQuery {
  readonly model: string;
  readonly status?: string;
  readonly task?: string;
  /** Only rows whose `sort` is smaller. */
  readonly before?: number;
  readonly limit: number;
}

/** Read models: what they hold is the fold of the records before `cursor`. */
export interface Views {
  cursor(): Promise<number>;
  get(model: string, ids: readonly string[]): Promise<ViewRow[]>;
  list(query: ViewQuery): Promise<ViewRow[]>;
  /**
   * Replaces rows and moves the cursor, in one transaction; false, and nothing is written, where the cursor
   * is not at `from` any more: somebody else folded those records.
   */
  write(move: {
    readonly from: number;
    readonly to: number;
    readonly rows: readonly ViewRow[];
  }): Promise<boolean>;
  /** Empties every model and moves the cursor to 0. */
  clear(): Promise<void>;
}

/** A fold of the first `size` records, kept so that a start need not fold them again. */
export interface StoredSnapshot {
  readonly size: number;
  readonly bytes: Uint8Array;
}

/** A process that shares the store says so at least this often, in milliseconds. */
export const BEAT_MS = 1_000;
/** One that has not for so long counts as gone, in milliseconds of the database's clock. */
export const LAPSE_MS = 10_000;

/** The processes that share one store. */
export interface Peers {
  /** Says that the process lives; gives the database's time, Unix milliseconds. */
  beat(owner: string): Promise<number>;
  /** Whether the process has said so within `LAPSE_MS`. */
  isAlive(owner: string): Promise<boolean>;
  /**
   * True where `owner` may do what is named: no other living process has it. It stays its until it gives it
   * back or is gone.
   */
  claim(name: string, owner: string): Promise<boolean>;
  release(name: string, owner: string): Promise<void>;
  /** The process ends in good order: it counts as gone from now on. */
  leave(owner: string): Promise<void>;
  /** How many live. */
  count(): Promise<number>;
  /** `onNews` is called when another process may have appended; now and then without cause. */
  listen(onNews: () => void): void;
}

/** Most records that an append reads as news, under the head's lock. */
export const MAX_NEWS = 2_000;

/**
 * An append-only log with payloads beside it.
 *
 * `append` takes the head's lock, reads what others appended from `since` on, calls `plan` once with it and
 * `seal` once, and commits what that returns in one transaction: when the promise resolves it is durable
 * (synced to disk), else nothing of it is. Both are synchronous; when one throws nothing is written and the
 * error is passed on. One append at a time. Faults are `StoreFault`s: `store-full`, `store-unavailable`,
 * `store-corrupt`, `store-locked`; `store-moved` where there are more than `MAX_NEWS` news: they are to be
 * read first; `store-in-doubt` where the commit was sent and no answer came: whether the records are there
 * shows in the news of a later append.
 */
export interface LedgerStore {
  /** Null: no other process can have the store open. */
  readonly peers: Peers | null;
  readonly views: Views;
  head(): Promise<Head>;
  append(since: number, plan: (locked: Locked) => Plan): Promise<void>;
  /** Records in order of `seq`, from `fromSeq` on; at most `limit`. */
  read(query: {
    readonly fromSeq: number;
    readonly limit: number;
    readonly stream?: string;
  }): Promise<StoredRecord[]>;
  /** The record with an id. */
  find(id: string): Promise<StoredRecord | null>;
  /** The streams whose name starts with the prefix, with their versions, by name. */
  streams(prefix: string): Promise<{ readonly stream: string; readonly version: number }[]>;
  /**
   * Hashes of `count` nodes of a level from number `index` on, fewer where there are no more. Level 0: the
   * RFC 6962 leaf hashes of the records' hashes.
   */
  nodes(level: number, index: number, count: number): Promise<Uint8Array[]>;
  payload(commitment: string, scope: string): Promise<StoredPayload | null>;
  key(scope: string): Promise<WrappedKey | null>;
  /** Destroys a scope's key and payloads. Durable when it resolves; done again it changes nothing. */
  erase(scope: string): Promise<void>;
  /** Every signed checkpoint kept, oldest first. */
  checkpoints(): Promise<{ readonly size: number; readonly note: string }[]>;
  /** Keeps a checkpoint with more signatures in place of the one of its size; it is never pruned. */
  keepCheckpoint(size: number, note: string): Promise<void>;
  /** The newest snapshot. */
  snapshot(): Promise<StoredSnapshot | null>;
  /** Keeps this one alone, unless a newer one is there. */
  keepSnapshot(snapshot: StoredSnapshot): Promise<void>;
  close(): Promise<void>;
}

export type StoreFaultCode =
  | 'store-full'
  | 'store-unavailable'
  | 'store-corrupt'
  | 'store-locked'
  /** Others wrote more than one append can take in: it is to be read first. */
  | 'store-moved'
  /** The commit was sent and no answer came. */
  | 'store-in-doubt'
  /** The private key that signs the ledger now is not here. */
  | 'signing-key-missing';

export class StoreFault extends Error {
  readonly code: StoreFaultCode;
  constructor(code: StoreFaultCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreFault';
    this.code = code;
  }
}

/**
 * Where signed checkpoints go besides the store, so that a cut tail shows. Failures are reported, never
 * hidden.
 */
export interface CheckpointSink {
  write(note: string): Promise<void>;
  /** The newest one kept there; null where none is. */
  read(): Promise<string | null>;
}

/** A lease that its issuer must go on refusing until it expires (Unix milliseconds). */
export type RevokedLease = Pick<Lease, 'id' | 'expiresAt'>;

// ── upstream ─────────────────────────────────────────────────────────────────────────────────────

/** How to reach a connector. Secrets stand as references (`env:NAME`, `file:/path`) only. */
export type UpstreamSpec =
  | {
      readonly transport: 'stdio';
      readonly command: string;
      readonly args: readonly string[];
      readonly cwd: string | null;
      /** Plain settings of the server; never secrets. */
      readonly env: { readonly [name: string]: string };
    }
  | { readonly transport: 'http'; readonly url: string }
  /** An HTTP API at `url` as an OpenAPI document says; `document` is an absolute path. */
  | { readonly transport: 'openapi'; readonly url: string; readonly document: string };

/** Something that an upstream could do and that is not offered. */
export interface LeftOut {
  readonly name: string;
  readonly why: string;
}

/** What an upstream says of itself now. */
export interface Description {
  readonly server: { readonly name: string; readonly version: string; readonly protocol: string };
  /** Definitions as given, by tool name; resources, prompts, completion and elicitation as `@…` entries. */
  readonly definitions: { readonly [name: string]: JsonObject };
  readonly instructions: string | null;
  /** What it could do and is not offered, by name, with why; absent: nothing. */
  readonly leftOut?: readonly LeftOut[];
}

/** A released credential: lives in memory only, never in a record, log or error. */
export interface Credential {
  readonly lease: string;
  readonly as: 'header' | 'query' | 'env';
  readonly name: string;
  readonly value: string;
}

export interface UpstreamCall {
  readonly connector: string;
  readonly spec: UpstreamSpec;
  readonly task: string;
  readonly action: string;
  /** Name as admitted: a tool, or one of the `@…` operations. */
  readonly tool: string;
  readonly kind: Tool['kind'];
  readonly arguments: JsonObject;
  readonly credential: Credential | null;
  /**
   * Asked right before sending, with the definition that this very connection presents, and who answers on it
   * where it says so: false sends nothing.
   */
  readonly expects: (definition: JsonObject | null, server?: ServerIdentity) => boolean;
  /** Asked right before sending: false, its time to start is over, sends nothing. */
  readonly inTime: () => boolean;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Progress notifications of the upstream, passed on as they come. */
  readonly onProgress: (progress: JsonObject) => void;
  /** The upstream asks a person something; the answer is an MCP ElicitResult. Never asked: decline. */
  readonly onElicit: (request: JsonObject) => Promise<JsonObject>;
}

export type UpstreamOutcome =
  /** The upstream answered: `result` is the MCP result object, unharmed; `failed` when it says `isError`. */
  | { readonly outcome: 'succeeded' | 'failed'; readonly result: JsonObject }
  /** The upstream refused with a JSON-RPC error: passed on as it is. */
  | {
      readonly outcome: 'failed';
      readonly error: { readonly code: number; readonly message: string; readonly data?: Json };
    }
  /** The request surely did not reach it. */
  | { readonly outcome: 'not-started'; readonly code: UpstreamFaultCode }
  /** It may have reached it: never sent again. */
  | { readonly outcome: 'unknown'; readonly code: UpstreamFaultCode };

export type UpstreamFaultCode =
  | 'upstream-unreachable'
  | 'upstream-timeout'
  | 'upstream-closed'
  | 'upstream-aborted'
  | 'upstream-nonsense'
  | 'definition-changed'
  | 'start-lapsed'
  | 'upstream-too-large';

/**
 * Speaks to connectors. `call` sends at most once and never throws: what happened is in the outcome.
 * A server started for a task with a credential in its environment serves that task only and ends with it.
 */
export interface Upstream {
  /** Asks afresh what the upstream presents. Throws `UpstreamFault`. */
  describe(connector: string, spec: UpstreamSpec, credential: Credential | null): Promise<Description>;
  /**
   * What it presented last: asked again after a reconnect, and when it said its list changed. Null where
   * nothing was seen yet and it cannot be asked without a credential. Throws `UpstreamFault`.
   */
  observe(connector: string, spec: UpstreamSpec, needsCredential: boolean): Promise<Description | null>;
  /**
   * One page of what the upstream lists, as its MCP list result says it; an empty list where it has no such
   * capability. Throws `UpstreamFault`.
   */
  list(
    connector: string,
    spec: UpstreamSpec,
    what: 'resources' | 'resource-templates' | 'prompts',
    credential: Credential | null,
    cursor?: string,
  ): Promise<JsonObject>;
  call(call: UpstreamCall): Promise<UpstreamOutcome>;
  /** Ends the servers that were started for the task. */
  release(task: string): Promise<void>;
  close(): Promise<void>;
}

export class UpstreamFault extends Error {
  readonly code: UpstreamFaultCode;
  /** Places in a file of ours that are not valid; none where it is not that. */
  readonly problems: readonly Problem[];
  constructor(
    code: UpstreamFaultCode,
    message: string,
    options: ErrorOptions & { readonly problems?: readonly Problem[] } = {},
  ) {
    super(message, options);
    this.name = 'UpstreamFault';
    this.code = code;
    this.problems = options.problems ?? [];
  }
}

// ── credentials ──────────────────────────────────────────────────────────────────────────────────

export interface MintRequest {
  readonly lease: string;
  readonly task: string;
  readonly agent: string;
  readonly connector: string;
  readonly audience: string;
  readonly reference: string | null;
  /** Unix milliseconds. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

export interface Minted {
  readonly secret: string;
  /** SHA-256 of the secret, `sha256:<hex>`: what the ledger may hold. */
  readonly fingerprint: string;
  /** True where the secret outlives the lease (a reference to one that somebody else manages). */
  readonly standing: boolean;
  readonly expiresAt: number;
}

/** Mints and revokes. `revoke` is idempotent and may be called for a lease whose mint never finished. */
export interface CredentialIssuer {
  mint(request: MintRequest): Promise<Minted>;
  /**
   * Resolves once the target (or the published revocation list) confirms; says how. Throws
   * `CredentialFault`.
   */
  revoke(lease: Pick<Lease, 'id' | 'connector' | 'expiresAt'>): Promise<{ readonly how: string }>;
}

export class CredentialFault extends Error {
  readonly code: 'reference-missing' | 'reference-unsafe' | 'issuer-unavailable' | 'revocation-unconfirmed';
  constructor(code: CredentialFault['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CredentialFault';
    this.code = code;
  }
}

// ── identity ─────────────────────────────────────────────────────────────────────────────────────

/** What a verified token says. `task` is set on a task token only: a caller never chooses it. */
export interface VerifiedToken {
  readonly use: 'task' | 'operator' | 'agent' | 'external';
  readonly issuer: string;
  readonly subject: string;
  readonly task: string | null;
  /** Unix milliseconds. */
  readonly expiresAt: number;
  /** When the person it speaks for last proved who they are, Unix milliseconds; absent: it does not say. */
  readonly provedAt?: number;
}

export type TokenRefusal =
  | 'token-malformed'
  | 'token-too-large'
  | 'algorithm-not-allowed'
  | 'issuer-not-allowed'
  | 'audience-mismatch'
  | 'key-unknown'
  | 'signature-invalid'
  | 'token-expired'
  | 'token-not-yet-valid'
  | 'claim-missing'
  | 'issuer-unreachable';

/** Verifies bearer JWTs (RFC 7519, RFC 8725). Never throws for a bad token: a refusal is a value. */
export interface TokenVerifier {
  verify(token: string): Promise<{ readonly token: VerifiedToken } | { readonly refusal: TokenRefusal }>;
}

/** The built-in issuer of one machine. */
export interface TokenIssuer {
  readonly issuer: string;
  issue(token: {
    readonly use: 'task' | 'operator' | 'agent';
    readonly subject: string;
    readonly task: string | null;
    readonly issuedAt: number;
    readonly expiresAt: number;
  }): Promise<string>;
}
