// No cosignature leaves before what it says is kept, and each is judged on what was kept last: submissions
// for one log wait in line, and only who holds that log's key gets into the line.

import type { Clock } from '../../gateway/ports.ts';
import type { KeptCheckpoint, WitnessMemory } from '../../gateway/ports/witness.ts';
import { parseCheckpoint, type Checkpoint } from '../../ledger/checkpoint.ts';
import { cosign, cosignersOf } from '../../ledger/cosignature.ts';
import type { LedgerCrypto } from '../../ledger/crypto.ts';
import { parseNote, type NoteSigner } from '../../ledger/note.ts';
import { verifierKey, type VerifierKey } from '../../ledger/vkey.ts';
import {
  judgeSubmission,
  receiveSubmission,
  type SignedSubmission,
  type WitnessRefusal,
} from '../../ledger/witness.ts';

export interface WitnessParts {
  readonly crypto: LedgerCrypto;
  readonly witness: NoteSigner;
  /** Keys of the logs that it serves, each under its log's origin. */
  readonly logs: readonly VerifierKey[];
  readonly memory: WitnessMemory;
  readonly clock: Clock;
}

export type Added =
  /** A note signature line. */
  | { readonly line: string }
  | { readonly refusal: WitnessRefusal }
  /** Too many wait for this log. */
  | { readonly busy: true };

/** Submissions for one log that may wait. */
const MAX_WAITING = 64;

/** Carries out `add-checkpoint`. Rejects where the memory fails: then nothing was cosigned. */
export function createAddCheckpoint(parts: WitnessParts): (request: string) => Promise<Added> {
  const { crypto, logs } = parts;
  const tails = new Map<string, { readonly waiting: number; readonly last: Promise<unknown> }>();

  const inLine = async (origin: string, work: () => Promise<Added>): Promise<Added> => {
    const { waiting, last } = tails.get(origin) ?? { waiting: 0, last: Promise.resolve() };
    if (waiting >= MAX_WAITING) return { busy: true };
    const done = last.then(work);
    const quiet = done.catch(() => undefined);
    tails.set(origin, { waiting: waiting + 1, last: quiet });
    await quiet;
    const now = tails.get(origin)!;
    tails.set(origin, { ...now, waiting: now.waiting - 1 });
    return done;
  };

  return async (request) => {
    const received = receiveSubmission(crypto, request, logs);
    if ('refusal' in received) return received;
    const { submission } = received;
    return inLine(submission.claim.origin, () => add(parts, submission));
  };
}

async function add(parts: WitnessParts, submission: SignedSubmission): Promise<Added> {
  const { crypto, witness, memory, clock } = parts;
  const { claim, text, checkpoint } = submission;
  const kept = await memory.newest(claim.origin);
  const judgement = judgeSubmission(crypto, kept && known(parts, kept), submission);
  if (judgement.verdict === 'refuse') return judgement;
  const line = cosign(crypto, text, witness, Math.floor(clock.now() / 1000));
  const isKept = await memory.keep(claim.origin, kept?.generation ?? 0, checkpoint + line);
  // Another process on the same memory was faster: judged again on what it kept.
  return isKept ? { line } : add(parts, submission);
}

/** What is kept counts only with our own cosignature: a damaged file is never taken for a fresh start. */
function known({ crypto, witness }: WitnessParts, { note }: KeptCheckpoint): Checkpoint {
  const own = verifierKey(crypto, witness.name, witness.publicKey, 'cosignature');
  if (cosignersOf(crypto, note, [own]).length === 0) throw new Error('a kept checkpoint is not ours');
  return parseCheckpoint(parseNote(note).text);
}
