// What the commands need of the world beyond HTTP and files: given by the composition root, which alone
// names adapters.

import type { LedgerCrypto } from '../../ledger/crypto.ts';
import type { StoreReport } from '../../gateway/audit.ts';

/** The parts of the configuration that commands read (config.ts has the whole). */
export interface Settings {
  readonly home: string;
  readonly listen: { readonly host: '127.0.0.1' | '::1' | 'localhost'; readonly port: number };
  readonly store: { readonly path: string };
  readonly checkpoints: { readonly path: string };
  /** Whom `wrap` acts as, and under what, where its flags do not say. */
  readonly wrap: { readonly agent?: string; readonly workflow?: string };
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

export interface Ready {
  readonly url: string;
  readonly pid: number;
  readonly home: string;
}

export interface InitOptions {
  readonly settings: Settings;
  readonly mode: 'separated' | 'solo';
  readonly operator: {
    readonly id: string;
    readonly name: string;
    readonly roles: readonly string[];
    /** Raw Ed25519 public key, base64url. */
    readonly publicKey: string;
  };
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

export interface CliDeps {
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
  up(options: DaemonOptions, onReady: (ready: Ready) => void): Promise<void>;
  /** Starts the daemon as a process of its own; resolves when it answers. */
  spawnDaemon(options: DaemonOptions): Promise<Ready>;
  /**
   * Makes the ledger's key, the vault's key and the genesis record. Rejects with a coded error where there
   * is one.
   */
  init(options: InitOptions): Promise<{ readonly ledger: string; readonly vkey: string }>;
  /** Rejects with a coded error: exists, unusable. */
  createOperatorKey(path: string, operator: string, passphrase: string): Promise<OperatorIdentity>;
  /** Rejects with a coded error: missing, unusable, wrong passphrase. */
  unlockOperatorKey(path: string, passphrase: string): Promise<OperatorKey>;
  /** The ledger's verifier key, from its key file in the home; null where there is none. */
  ledgerKey(home: string): Promise<string | null>;
  /**
   * Recomputes the ledger's file, with the home's keys and checkpoints kept elsewhere.
   * Rejects with `store-locked` while the daemon holds the file.
   */
  auditStore(path: string, home: string, checkpoints: readonly string[]): Promise<StoreReport>;
}
