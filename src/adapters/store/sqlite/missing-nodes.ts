// Ledgers from before the nodes were kept: theirs follow from the records' hashes.

import type Database from 'libsql';
import { grow } from '../../../ledger/growth.ts';
import { emptyFrontier } from '../../../ledger/tree.ts';
import { nodeLedgerCrypto } from '../../crypto/node.ts';
import { READS } from '../sql/statements.ts';
import { APPENDS } from './statements.ts';
import type { Writer } from './writer.ts';

const PAGE = 8_192;

/** Reads every record's hash once, in the transaction that is open. */
export function addMissingNodes(db: Database.Database, writer: Writer): void {
  const hashesFrom = db.prepare(READS.hashesFrom).raw();
  const addNode = db.prepare(APPENDS.addNode);
  let frontier = emptyFrontier;
  for (;;) {
    const rows = hashesFrom.all(frontier.size, PAGE) as [Uint8Array][];
    if (rows.length === 0) return;
    const grown = grow(
      nodeLedgerCrypto,
      frontier,
      rows.map(([hash]) => hash),
    );
    for (const { level, index, hash } of grown.nodes) writer.run(addNode, level, index, hash);
    frontier = grown.frontier;
  }
}
