// What is asked of the deciding queue, and what it answers once that is durable.

import type { Decision } from '../../kernel/decision.ts';
import type { Request } from '../../kernel/request.ts';
import type { StoredPayload, WrappedKey } from '../ports.ts';
import type { Placed } from '../ledger/sealing.ts';

/** A request without its time and without who would start it: the queue gives both when it decides. */
export type Undated = Request extends infer R ? (R extends Request ? Omit<R, 'at' | 'owner'> : never) : never;

export interface Submission {
  readonly request: Undated;
  /** Task whose state it is decided against; already loaded. */
  readonly task: string | null;
  readonly payloads: readonly StoredPayload[];
  readonly keys: readonly WrappedKey[];
}

export interface Decided {
  readonly decision: Decision;
  readonly request: Request;
}

/** A key is for what was permitted, or for the words of what was refused. */
export function keepsKeys({ payloads }: Submission, { decision }: Decided): boolean {
  return payloads.length > 0 || decision.verdict === 'permit';
}

export interface Recorded extends Decided {
  /** Where its first record stands, and the checkpoint that covers it. */
  readonly placed: Placed;
}
