// A log in memory that grows, for the tests of witnessing: real records, nodes and signed checkpoints.

import { nodeLedgerCrypto as crypto } from '../../adapters/crypto/node.ts';
import { formatCheckpoint } from '../../ledger/checkpoint.ts';
import { grow } from '../../ledger/growth.ts';
import { signNote } from '../../ledger/note.ts';
import { sealRecord } from '../../ledger/record.ts';
import { draftOf, logSigner, ORIGIN } from '../../ledger/sample-ledger.contract.ts';
import { decodeFrontier, emptyFrontier, encodeFrontier } from '../../ledger/tree.ts';
import type { Head, LedgerStore, Sealed, StoredRecord } from '../ports.ts';

/** Grows a log to `size`; logs with the same `history` share their beginning. */
export async function growTo(store: LedgerStore, size: number, history = 'only'): Promise<void> {
  const { size: from } = await store.head();
  await store.append(from, ({ head }) => ({
    streams: ['org'],
    seal: (versions) => seal(head, versions.get('org')!, size, history),
  }));
}

function seal(head: Head, version: number, size: number, history: string): Sealed {
  const records = Array.from({ length: size - head.size }, (_, at): StoredRecord => {
    const seq = head.size + at;
    const draft = draftOf(seq, { stream: 'org', type: 'thing-happened', body: { history } });
    const { record, bytes, hash } = sealRecord(crypto, draft, seq, version + at + 1);
    const { id, stream, type, time } = record;
    return {
      seq,
      id,
      stream,
      version: record.version,
      type,
      time,
      text: new TextDecoder().decode(bytes),
      hash,
    };
  });
  const before = head.size === 0 ? emptyFrontier : decodeFrontier(head.frontier);
  const { frontier, root, nodes } = grow(
    crypto,
    before,
    records.map(({ hash }) => hash),
  );
  const checkpoint = signNote(crypto, formatCheckpoint({ origin: ORIGIN, size, root }), logSigner);
  const { time } = records.at(-1)!;
  const next = { size, epoch: size, frontier: encodeFrontier(frontier), lastTime: time, checkpoint };
  return { records, nodes, payloads: [], keys: [], head: next };
}
