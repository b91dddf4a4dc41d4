// One checkpoint goes to one witness, with the proof from the size that this witness knows. What it answers
// counts only as far as it can be checked, or as far as it shows that our history is not what it saw.

import { equalBytes } from '../../ledger/bytes.ts';
import type { Checkpoint } from '../../ledger/checkpoint.ts';
import { cosignersOf } from '../../ledger/cosignature.ts';
import type { LedgerCrypto } from '../../ledger/crypto.ts';
import { formatSignature, parseNote } from '../../ledger/note.ts';
import type { VerifierKey } from '../../ledger/vkey.ts';
import { formatSubmission } from '../../ledger/witness.ts';
import type { LedgerStore } from '../ports.ts';
import { consistencyProof } from './proofs.ts';
import type { Witness, WitnessFault } from '../ports/witness.ts';

export type WitnessFailure =
  | Exclude<WitnessFault, 'not-consistent'>
  /** It cosigned a larger checkpoint than we sent, which another replica has sent meanwhile. */
  | 'outrun'
  /** It cosigned a larger checkpoint than our ledger is: our store lost its tail. */
  | 'rolled-back'
  /** It cosigned a checkpoint that our ledger does not extend: two histories were signed. */
  | 'forked';

export type Submitted =
  /** The witness's cosignature, verified: a note signature line. */
  { readonly line: string } | { readonly failure: WitnessFailure };

export interface NewestCheckpoint extends Checkpoint {
  /** Signed note. */
  readonly note: string;
  /** The note's text. */
  readonly text: string;
}

export interface SubmissionDeps {
  readonly store: Pick<LedgerStore, 'head' | 'nodes'>;
  readonly crypto: LedgerCrypto;
  readonly signal: AbortSignal;
}

/** A witness that disagrees on the size it knows is asked again with that size; one that goes on is wrong. */
const ATTEMPTS = 3;

/**
 * Submits a checkpoint. Rejects where the store cannot be read.
 *
 * @param knownSize size that the witness cosigned last, as far as we know; 0 asks it
 */
export async function submitTo(
  deps: SubmissionDeps,
  { witness, key }: { readonly witness: Witness; readonly key: VerifierKey },
  knownSize: number,
  newest: NewestCheckpoint,
): Promise<Submitted> {
  let oldSize = knownSize <= newest.size ? knownSize : 0;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const proof = await consistencyProof(deps, oldSize, newest.size);
    const request = formatSubmission({ oldSize, proof, checkpoint: newest.note });
    const answer = await witness.submit(request, deps.signal);
    if (answer.outcome === 'cosigned') return accept(deps.crypto, newest.text, answer.lines, key);
    if (answer.outcome === 'failed') return { failure: failureOf(answer.code, oldSize) };
    if (answer.size === null || answer.size === oldSize) {
      // It knows the very size that we sent: under another root, or it makes no sense.
      return { failure: oldSize === newest.size ? 'forked' : 'nonsense' };
    }
    if (answer.size > newest.size) {
      const { size } = await deps.store.head();
      return { failure: answer.size > size ? 'rolled-back' : 'outrun' };
    }
    oldSize = answer.size;
  }
  return { failure: 'nonsense' };
}

function failureOf(code: WitnessFault, oldSize: number): WitnessFailure {
  if (code !== 'not-consistent') return code;
  // Everything extends the empty tree: there was nothing to refuse.
  return oldSize === 0 ? 'nonsense' : 'forked';
}

function accept(crypto: LedgerCrypto, text: string, lines: string, key: VerifierKey): Submitted {
  const note = `${text}\n${lines}`;
  try {
    if (cosignersOf(crypto, note, [key]).length === 0) return { failure: 'nonsense' };
  } catch {
    return { failure: 'nonsense' };
  }
  const own = parseNote(note).signatures.find(({ name, id }) => name === key.name && equalBytes(id, key.id));
  return { line: formatSignature(own!) };
}
