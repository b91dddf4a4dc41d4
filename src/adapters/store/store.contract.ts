// What every LedgerStore promises, whatever it stands on.

import { describe } from 'vitest';
import type { LedgerStore } from '../../gateway/ports.ts';
import { onEmpty } from './on-empty.contract.ts';
import { testAppends, testNews } from './store-appends.contract.ts';
import { testKeeping } from './store-keeping.contract.ts';
import { testErasure, testPayloads } from './store-payloads.contract.ts';
import { testNodes, testReads } from './store-reads.contract.ts';
import { testClosing, testRefusals } from './store-refusals.contract.ts';
import { testViews } from './store-views.contract.ts';

const PARTS = {
  appending: testAppends,
  'news of others': testNews,
  refusing: testRefusals,
  'once closed': testClosing,
  reading: testReads,
  'nodes of the tree': testNodes,
  'payloads and keys': testPayloads,
  erasing: testErasure,
  'checkpoints and snapshots': testKeeping,
  'read models': testViews,
};

/** The suite; `open` gives an empty store, which the suite closes. Stores with peers: `testPeers` as well. */
export function testStore(name: string, open: () => Promise<LedgerStore>): void {
  for (const [part, test] of Object.entries(PARTS)) {
    describe(`${name}: ${part}`, () => {
      test(onEmpty(open));
    });
  }
}
