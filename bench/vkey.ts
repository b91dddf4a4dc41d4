// The verifier key of a bench's ledger, which has had no other.

import type { LedgerStore } from '../src/gateway/ports.ts';
import { toEvent } from '../src/gateway/loop/news.ts';

export async function vkeyOf(store: LedgerStore): Promise<string> {
  const [first] = await store.read({ fromSeq: 0, limit: 1 });
  const event = toEvent(first!);
  if (event.type !== 'founded') throw new Error('a ledger begins otherwise');
  return event.body.vkey;
}
