// Secrets of browsers are kept and compared as digests, so that no time tells how near a guess came; and no
// more of them are kept than somebody said.

import { createHash, randomBytes } from 'node:crypto';
import { encodeBase64Url } from '../../../ledger/base64.ts';

export function makeSecret(): string {
  return encodeBase64Url(randomBytes(32));
}

export function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** The oldest gives way. */
export function keep<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
