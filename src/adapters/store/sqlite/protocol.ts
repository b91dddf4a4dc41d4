// What passes between the store and its worker: one message asks, one answers, in order.

import type { StoreFaultCode } from '../../../gateway/ports.ts';
import type { LedgerDatabase } from './database.ts';

/** The worker's `workerData`. */
export interface Opening {
  readonly path: string;
  readonly maxBytes: number | null;
}

export type Operation = {
  [Name in keyof LedgerDatabase]: { name: Name; arguments: Parameters<LedgerDatabase[Name]> };
}[keyof LedgerDatabase];

export type Ask = { readonly id: number } & Operation;

export type Answer =
  | { readonly id: number; readonly value: unknown }
  /** Without a code it is a bug's error. */
  | { readonly id: number; readonly message: string; readonly code: StoreFaultCode | null };

/** The worker answers this unasked, once it has opened the file or failed to. */
export const OPENING_ID = 0;
