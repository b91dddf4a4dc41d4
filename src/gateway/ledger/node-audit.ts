// The stored nodes of the tree are believed in nothing either: with a changed one, records could be shown as
// the ledger's that are not, and none that are.

import { equalBytes, utf8 } from '../../ledger/bytes.ts';
import type { LedgerCrypto } from '../../ledger/crypto.ts';
import { grow } from '../../ledger/growth.ts';
import { emptyFrontier } from '../../ledger/tree.ts';
import type { LedgerStore, StoredRecord } from '../ports.ts';

/** A stored node that is missing, or is not what the records below it hash to. */
export interface NodeFinding {
  readonly code: 'node-changed';
  /** From 1 on; a node of level L is over the 256^L records from number `index` × 256^L on. */
  readonly level: number;
  readonly index: number;
}

export interface NodeAudit {
  /** Compares the nodes that the next records complete. Rejects with a `StoreFault`. */
  check(page: readonly StoredRecord[]): Promise<NodeFinding[]>;
}

export function createNodeAudit(store: Pick<LedgerStore, 'nodes'>, crypto: LedgerCrypto): NodeAudit {
  let frontier = emptyFrontier;
  return {
    async check(page) {
      // Behind a record that is gone there is no saying what the nodes should be.
      const gap = page.findIndex(({ seq }, at) => seq !== frontier.size + at);
      const whole = gap === -1 ? page : page.slice(0, gap);
      const grown = grow(
        crypto,
        frontier,
        whole.map(({ text }) => crypto.sha256(utf8(text))),
      );
      ({ frontier } = grown);
      const findings: NodeFinding[] = [];
      for (const { level, index, hash } of grown.nodes) {
        const [stored] = await store.nodes(level, index, 1);
        if (stored === undefined || !equalBytes(stored, hash))
          findings.push({ code: 'node-changed', level, index });
      }
      return findings;
    },
  };
}
