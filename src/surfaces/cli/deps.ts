// What the commands need of the world beyond HTTP and files: given by the composition root, which alone
// names adapters.

import type { ApiDocument } from '../../catalog/intake/openapi/operation.ts';
import type { LeftOut } from '../../gateway/ports.ts';
import type { Proposer } from '../../gateway/ports/proposer.ts';
import type { ProviderReport } from '../../gateway/ports/provider.ts';
import type { LedgerCrypto } from '../../ledger/crypto.ts';
import type { StoreReport } from '../../gateway/ledger/audit.ts';

/** The parts of the configuration that commands read (config.ts has the whole). */
export interface Settings {
  readonly home: string;
  readonly listen: { readonly host: '127.0.0.1' | '::1' | 'localhost'; readonly port: number };
  readonly store: {
    readonly path: string;
    /** A database instead of the file. */
    readonly url?: string;
    readonly poolSize: number;
    readonly statementTimeoutMs: number;
  };
  readonly checkpoints: { readonly path: string };
  /** The address that people reach the console at; absent: that of the daemon. */
  readonly console: { readonly origin?: string; readonly oidc?: ProviderSettings };
  /** The folder of the key files, and who wraps that of the payloads. */
  readonly keys: {
    readonly path: string;
    readonly payload: {
      readonly transit?: { readonly url: string; readonly key: string; readonly token: string };
    };
  };
  /** A model that may be asked what tools do. */
  readonly proposer?: {
    readonly url: string;
    readonly model: string;
    readonly key?: string;
    readonly timeoutSeconds: number;
  };
  /** Whom `wrap` acts as, and under what, where its flags do not say. */
  readonly wrap: { readonly agent?: string; readonly workflow?: string };
}

/** The identity provider that people sign in with, as far as it can be looked at. */
export interface ProviderSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly maxAgeSeconds: number;
  readonly clockSkewSeconds: number;
}

export interface ConfigProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly message: string;
  readonly help: string | null;
}

export interface Environment {
  readonly [name: string]: string | undefined;
}

/** What a daemon is started with; `config` is null where there is no file, only defaults. */
export interface DaemonOptions {
  readonly config: string | null;
  readonly home: string | null;
}

/** What answers now. */
export interface Ready {
  readonly url: string;
  readonly pid: number;
  readonly home: string;
}

export interface InitOptions {
  readonly settings: Settings;
  readonly mode: 'separated' | 'solo';
  /** Asked once there is an empty ledger to found; what it made is to be undone where `init` rejects. */
  readonly makeOperator: () => Promise<Founder>;
}

export interface Founder {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  /** Raw Ed25519 public key, base64url. */
  readonly publicKey: string;
}

export interface WitnessOptions {
  /** Absolute; has the witness's key. */
  readonly folder: string;
  readonly name: string;
  readonly listen: { readonly host: string; readonly port: number };
  /** Verifier keys. */
  readonly logs: readonly string[];
}

/** Whose cosignatures a verification asks for, besides the ledger's own signature. */
export interface Watch {
  /** Verifier keys. */
  readonly witnesses: readonly string[];
  readonly quorum: number;
}

export interface OperatorIdentity {
  readonly operator: string;
  /** Raw Ed25519 public key, 32 bytes. */
  readonly publicKey: Uint8Array;
}

export interface OperatorKey extends OperatorIdentity {
  /** Ed25519 over the bytes given: 64 bytes. */
  sign(bytes: Uint8Array): Uint8Array;
}

/** Policies to begin with: files that are copied. */
export interface PolicyPack {
  readonly name: string;
  readonly files: readonly { readonly name: string; readonly text: string }[];
}

export interface CliDeps {
  /** The model that the configuration names. */
  createProposer(settings: NonNullable<Settings['proposer']>, env: Environment): Proposer;
  /** Looks at an identity provider, as far as it tells anybody. */
  examineProvider(provider: ProviderSettings, redirectUri: string): Promise<ProviderReport>;
  /** Operations of an API that cannot be called as they are described, wherever it is served. */
  leftOutOf(document: ApiDocument): readonly LeftOut[];
  readonly version: string;
  readonly crypto: LedgerCrypto;
  readonly fetch: typeof fetch;
  /** config.ts. Paths in the result may be relative to the working directory. */
  parseConfig(
    text: string,
    file: string,
    env: Environment,
    flags: { readonly home?: string | undefined },
  ): { readonly config: Settings } | { readonly problems: readonly ConfigProblem[] };
  /** Runs the daemon in this process; resolves when it was told to stop and has stopped. */
  up(options: DaemonOptions, onReady: (ready: Ready) => Promise<void>): Promise<void>;
  /**
   * Starts the daemon as a process of its own; resolves when it answers, rejects with a coded error when it
   * has ended before.
   */
  spawnDaemon(options: DaemonOptions): Promise<Ready>;
  /**
   * How many records the ledger has; null where none was made yet. Makes nothing. Rejects with a coded
   * error where it cannot be asked.
   */
  countRecords(settings: Pick<Settings, 'store'>): Promise<number | null>;
  /**
   * Makes the ledger's key, the vault's key and the genesis record. Rejects with a coded error, and leaves
   * no folder that it made.
   */
  init(options: InitOptions): Promise<{ readonly ledger: string; readonly vkey: string }>;
  /** Rejects with a coded error: exists, unusable. */
  createOperatorKey(path: string, operator: string, passphrase: string): Promise<OperatorIdentity>;
  /** Rejects with a coded error: missing, unusable, wrong passphrase. */
  unlockOperatorKey(path: string, passphrase: string): Promise<OperatorKey>;
  /** The ledger's verifier keys, from its key files, the first one first; none where there is none. */
  ledgerKeys(settings: Pick<Settings, 'home' | 'keys'>): Promise<readonly string[]>;
  /**
   * Recomputes the ledger's file, with the home's keys and checkpoints kept elsewhere.
   * Rejects with `store-locked` while the daemon holds the file.
   *
   * @param vkey the verifier key that is trusted; else the home's first
   */
  auditStore(
    settings: Settings,
    checkpoints: readonly string[],
    vkey?: string,
    watch?: Watch,
  ): Promise<StoreReport>;
  /** The packs that came with the package; rejects where there are none. */
  readPacks(): Promise<readonly PolicyPack[]>;
  /** Makes a witness's key in a folder, or finds it there, and gives its verifier key; rejects with codes. */
  createWitness(folder: string, name: string): Promise<string>;
  /** Runs a witness in this process; resolves when it was told to stop and has stopped. */
  runWitness(
    options: WitnessOptions,
    onReady: (ready: { readonly url: string; readonly vkey: string }) => void,
  ): Promise<void>;
}
