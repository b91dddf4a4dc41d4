// Third parties are shown every history that we show anyone: the newest checkpoint goes to each witness with
// the proof that it extends what that one cosigned before. They may be slow, gone or wrong: nothing waits.

import { parseCheckpoint } from '../../ledger/checkpoint.ts';
import { cosignersOf } from '../../ledger/cosignature.ts';
import type { LedgerCrypto } from '../../ledger/crypto.ts';
import { parseNote } from '../../ledger/note.ts';
import { decodeVkey, type VerifierKey } from '../../ledger/vkey.ts';
import { codeOf } from '../fault.ts';
import type { Clock, LedgerStore, Log } from '../ports.ts';
import type { Witness } from '../ports/witness.ts';
import { submitTo, type NewestCheckpoint, type WitnessFailure } from './witness-submission.ts';

/** Who watches a ledger, and how many of them it takes. */
export interface WitnessRules {
  readonly witnesses: readonly Witness[];
  /** Cosignatures that a checkpoint needs to count as witnessed. */
  readonly quorum: number;
  readonly periodSeconds: number;
}

export interface WitnessingDeps extends WitnessRules {
  readonly store: Pick<LedgerStore, 'head' | 'nodes' | 'checkpoints' | 'keepCheckpoint' | 'peers'>;
  readonly crypto: LedgerCrypto;
  readonly clock: Clock;
  readonly log: Log;
  /** Names this process among the replicas, as it is called now. */
  readonly owner: () => string;
}

/** What one witness did last, as far as this process knows. */
export interface WitnessStatus {
  readonly name: string;
  readonly vkey: string;
  /** Size of the last checkpoint that it cosigned; 0: none since the start. */
  readonly size: number;
  /** When it did, Unix milliseconds. */
  readonly cosignedAt: number | null;
  /** Why it did not, the last time it was asked. */
  readonly failure: WitnessFailure | null;
}

export interface WitnessingStatus {
  /** False on a replica while another one submits: the rest is what it knew when it last did itself. */
  readonly isActive: boolean;
  /** Size of the newest checkpoint submitted, how many cosigned it, and how many should. */
  readonly size: number;
  readonly have: number;
  readonly need: number;
  /** Size of the largest checkpoint with a quorum; 0: none since the start. */
  readonly cosignedSize: number;
  /** A witness says that it cosigned a history of ours which we do not have: a person has to look. */
  readonly alarm: 'forked' | 'rolled-back' | null;
  readonly witnesses: readonly WitnessStatus[];
}

export interface Witnessing {
  /**
   * Submits the checkpoint that is the newest now to whoever has not cosigned it, after a round that runs
   * already. Never rejects.
   */
  round(): Promise<void>;
  start(): void;
  /** Shows the witnesses what was recorded last, and waits for them a moment at most. */
  stop(): Promise<void>;
  status(): WitnessingStatus;
  /** The signed note of the largest checkpoint with a quorum; null where there is none. */
  newestCosigned(): Promise<{ readonly size: number; readonly note: string } | null>;
}

interface Party {
  readonly witness: Witness;
  readonly key: VerifierKey;
  status: WitnessStatus;
}

/** What replicas claim, so that one of them submits. */
const CLAIM = 'witnessing';
/** How long a stop waits for the witnesses. */
const LAST_ROUND_MS = 2_000;

/** Throws `malformed-key` for a witness whose verifier key is none. */
export function createWitnessing(deps: WitnessingDeps): Witnessing {
  return new Rounds(deps);
}

class Rounds implements Witnessing {
  readonly #deps: WitnessingDeps;
  readonly #parties: readonly Party[];
  readonly #keys: readonly VerifierKey[];
  readonly #stopping = new AbortController();
  /** Under which name this process holds the claim; null: another one does. */
  #claimant: string | null;
  /** The largest checkpoint with a quorum since the start. */
  #cosigned: { readonly size: number; readonly note: string } | null = null;
  /** The newest checkpoint submitted, with every cosignature it has. */
  #current: NewestCheckpoint | null = null;
  #last: Promise<void> = Promise.resolve();
  #pending = 0;
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor(deps: WitnessingDeps) {
    this.#deps = deps;
    this.#claimant = deps.store.peers === null ? deps.owner() : null;
    this.#parties = deps.witnesses.map((witness) => newParty(deps.crypto, witness));
    this.#keys = this.#parties.map(({ key }) => key);
  }

  round(): Promise<void> {
    this.#pending += 1;
    this.#last = this.#last
      .then(() => this.#submitNewest())
      .catch((error: unknown) => {
        this.#deps.log.warn({ code: codeOf(error) }, 'no checkpoint went to the witnesses');
      })
      .finally(() => {
        this.#pending -= 1;
      });
    return this.#last;
  }

  start(): void {
    const tick = (): void => {
      if (this.#pending === 0) void this.round();
    };
    this.#timer = setInterval(tick, this.#deps.periodSeconds * 1_000);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    const deadline = setTimeout(() => this.#stopping.abort(), LAST_ROUND_MS);
    await this.round();
    clearTimeout(deadline);
    // Where it cannot be given back it lapses with the process.
    if (this.#claimant !== null) {
      await this.#deps.store.peers?.release(CLAIM, this.#claimant).catch(() => undefined);
    }
  }

  async newestCosigned(): Promise<{ readonly size: number; readonly note: string } | null> {
    if (this.#claimant !== null && this.#cosigned !== null) return this.#cosigned;
    const { store, quorum } = this.#deps;
    const kept = await store.checkpoints();
    return kept.findLast(({ note }) => this.#cosignersOf(note).length >= quorum) ?? null;
  }

  status(): WitnessingStatus {
    const current = this.#current;
    const witnesses = this.#parties.map(({ status }) => status);
    return {
      isActive: this.#claimant !== null,
      size: current?.size ?? 0,
      have: current === null ? 0 : this.#cosignersOf(current.note).length,
      need: this.#deps.quorum,
      cosignedSize: this.#cosigned?.size ?? 0,
      alarm: alarmOf(witnesses),
      witnesses,
    };
  }

  async #submitNewest(): Promise<void> {
    const { store, quorum } = this.#deps;
    this.#claimant = await this.#claim();
    const signed = this.#claimant === null ? null : (await store.head()).checkpoint;
    if (signed === null) return;
    const { text } = parseNote(signed);
    const note = this.#current?.text === text ? this.#current.note : signed;
    const newest = { ...parseCheckpoint(text), text, note };
    this.#current = newest;
    const have = this.#cosignersOf(note);
    const missing = this.#parties.filter(({ key }) => !have.includes(key));
    const lines = await Promise.all(missing.map((party) => this.#submit(party, newest)));
    const cosigned = note + lines.join('');
    if (cosigned !== note) await store.keepCheckpoint(newest.size, cosigned);
    this.#current = { ...newest, note: cosigned };
    if (this.#cosignersOf(cosigned).length >= quorum) this.#cosigned = { size: newest.size, note: cosigned };
  }

  async #claim(): Promise<string | null> {
    const { store, owner } = this.#deps;
    const name = owner();
    return store.peers === null || (await store.peers.claim(CLAIM, name)) ? name : null;
  }

  /** The witness's signature line, or nothing. */
  async #submit(party: Party, newest: NewestCheckpoint): Promise<string> {
    const { store, crypto, clock, log } = this.#deps;
    const { status } = party;
    const deps = { store, crypto, signal: this.#stopping.signal };
    const submitted = await submitTo(deps, party, status.size, newest);
    const failure = 'failure' in submitted ? submitted.failure : null;
    const cosigned = failure === null ? { size: newest.size, cosignedAt: clock.now() } : {};
    party.status = { ...status, ...cosigned, failure };
    if (failure !== status.failure) tell(log, status.name, failure);
    return 'line' in submitted ? submitted.line : '';
  }

  #cosignersOf(note: string): VerifierKey[] {
    return cosignersOf(this.#deps.crypto, note, this.#keys);
  }
}

function newParty(crypto: LedgerCrypto, witness: Witness): Party {
  const { name, vkey } = witness;
  const status = { name, vkey, size: 0, cosignedAt: null, failure: null };
  return { witness, key: decodeVkey(crypto, vkey), status };
}

function alarmOf(statuses: readonly WitnessStatus[]): WitnessingStatus['alarm'] {
  const isAlarming = (alarm: 'forked' | 'rolled-back'): boolean =>
    statuses.some(({ failure }) => failure === alarm);
  if (isAlarming('forked')) return 'forked';
  return isAlarming('rolled-back') ? 'rolled-back' : null;
}

function tell(log: Log, witness: string, failure: WitnessFailure | null): void {
  if (failure === null) log.info({ witness }, 'a witness cosigns again');
  else if (failure === 'forked' || failure === 'rolled-back') {
    log.error({ witness, code: failure }, 'a witness cosigned a history that is not the one of this store');
  } else log.warn({ witness, code: failure }, 'a witness did not cosign');
}
