// What waits for people, what it asks of whom, and who has said yes.

import type { AskedDeclassification } from './declassification.ts';
import type { Effect } from './effect.ts';
import type { PolicyHold } from './policy.ts';

export interface Ask extends PolicyHold {
  readonly policy: string;
  readonly policyDigest: string;
}

export interface Hold {
  readonly id: string;
  readonly digest: string;
  readonly connector: string;
  readonly tool: string;
  readonly effects: readonly Effect[];
  readonly arguments: string;
  readonly asks: readonly Ask[];
  readonly approvals: readonly Approval[];
  readonly status: 'pending' | 'rejected' | 'used' | 'void';
  readonly raisedAt: number;
  readonly expiresAt: number;
  readonly usedBy: string | null;
  /** Commitments to the destinations among its arguments. */
  readonly destinations: readonly string[];
  /** The rejected hold whose action this one asks for in another shape; null: none. */
  readonly variationOf: string | null;
  /** The first of the like holds that are shown together, or its own id; absent: it stands alone. */
  readonly batch?: string;
  /** What it asks to declassify; absent: it is an action that waits. */
  readonly asked?: AskedDeclassification;
  readonly record: string;
}

export interface Approval {
  readonly operator: string;
  /** Digests of the policies whose asks the approver was shown. */
  readonly policies: readonly string[];
  readonly record: string;
}
