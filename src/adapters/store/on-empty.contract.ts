// One test, one store: opened empty for it, and closed after it whatever it did.

import { expect, it } from 'vitest';
import type { LedgerStore } from '../../gateway/ports.ts';

export type OnStore = (title: string, test: (store: LedgerStore) => Promise<void>) => void;

export function onEmpty(open: () => Promise<LedgerStore>): OnStore {
  return (title, test) => {
    it(title, async () => {
      expect.hasAssertions();
      const store = await open();
      try {
        await test(store);
      } finally {
        await store.close();
      }
    });
  };
}
