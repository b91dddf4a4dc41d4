// One row per idempotency key that was ever used: the first record of it says for what.

import type { Model } from './model.ts';

export interface UsedKey {
  /** Keyed digest of what was sent under it first. */
  readonly sent: string;
}

export const keyModel: Model<UsedKey> = {
  name: 'key',
  concernOf: (event) => (event.type === 'idempotency-key-used' ? { id: event.body.key } : null),
  fold: (row, event) =>
    row === null && event.type === 'idempotency-key-used' ? { sent: event.body.sent } : row,
  statusOf: () => 'used',
};
