// The ledger as it is now, read once from its first record on, at a pace that keeps nobody waiting.

import type { Core } from '../core.ts';
import { toItem, type NewsItem } from '../loop/news.ts';
import { StoreFault } from '../ports.ts';
import { createPace } from './pace.ts';

const PAGE = 500;

export type Passed =
  | ({ readonly kind: 'record' } & NewsItem)
  /** After each page. */
  | { readonly kind: 'progress'; readonly records: number; readonly of: number };

/** In the ledger's order; a caller that leaves stops it. Rejects with `StoreFault`. */
export async function* readPast({
  store,
  stopping,
}: Pick<Core, 'store' | 'stopping'>): AsyncGenerator<Passed, void> {
  const { size } = await store.head();
  const pace = createPace(stopping);
  for (let fromSeq = 0; fromSeq < size;) {
    const page = await store.read({ fromSeq, limit: Math.min(PAGE, size - fromSeq) });
    if (page.length === 0) {
      throw new StoreFault('store-corrupt', `the head counts ${size} records, ${fromSeq} are there`);
    }
    for (const stored of page) {
      yield { kind: 'record', ...toItem(stored) };
      await pace();
    }
    fromSeq += page.length;
    yield { kind: 'progress', records: fromSeq, of: size };
  }
}
