// What each verifier notices of an attack, and the table of it.

import { ATTACKS, PEER_ENTRIES, type Attack } from './attacks.ts';
import { findInExport, findInStore, KEPT } from './ours.ts';
import * as peer from './peer.ts';

export interface Outcome {
  readonly what: string;
  /** Codes of Holdpoint's findings with the log's key alone, and with a checkpoint kept elsewhere. */
  readonly alone: readonly string[];
  readonly withCheckpoint: readonly string[];
  /** Whether the peer's `verify()` is false; null where it has nothing of the kind. */
  readonly peerAlone: boolean | null;
  /** The same, or its newest entry is not the one that was noted by hand. */
  readonly peerWithNote: boolean | null;
}

export async function tryAll(): Promise<Outcome[]> {
  return Promise.all(ATTACKS.map(tryOne));
}

async function tryOne(attack: Attack): Promise<Outcome> {
  const [alone, withCheckpoint] = await findOurs(attack);
  const { what, theirs, noted = peer.headOf(PEER_ENTRIES) } = attack;
  if (theirs === null) return { what, alone, withCheckpoint, peerAlone: null, peerWithNote: null };
  const peerAlone = !theirs.verify();
  const isThere = peer.holdsHead(peer.entriesOf(theirs), noted);
  return { what, alone, withCheckpoint, peerAlone, peerWithNote: peerAlone || !isThere };
}

/** Without and with a checkpoint kept elsewhere. */
async function findOurs({ ours }: Attack): Promise<readonly [string[], string[]]> {
  if ('rows' in ours) return [await findInStore(ours.rows, []), await findInStore(ours.rows, [KEPT])];
  const { texts, checkpoint = KEPT, kept = KEPT } = ours;
  return [findInExport(texts, checkpoint, []), findInExport(texts, checkpoint, [kept])];
}

const COLUMNS = [
  'What is done to the log',
  'Holdpoint, with the key',
  'and a kept checkpoint',
  'Peer, `verify()`',
  'and a noted head',
];

/** One row for each attack. */
export function tableOf(outcomes: readonly Outcome[]): string {
  const ours = (codes: readonly string[]): string =>
    codes.length === 0 ? 'not noticed' : codes.map((code) => `\`${code}\``).join(', ');
  const theirs = (noticed: boolean | null): string => {
    if (noticed === null) return 'has none';
    return noticed ? 'noticed' : 'not noticed';
  };
  return [
    rowOf(COLUMNS),
    rowOf(COLUMNS.map(() => '---')),
    ...outcomes.map(({ what, alone, withCheckpoint, peerAlone, peerWithNote }) =>
      rowOf([what, ours(alone), ours(withCheckpoint), theirs(peerAlone), theirs(peerWithNote)]),
    ),
  ].join('\n');
}

function rowOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
