// What a person signs when deciding on a hold: it verifies offline, whoever keeps it.

import type { RejectionCategory } from './held.ts';
import type { Shown } from './shown-action.ts';

export interface Statement {
  /** 2: it is about several actions; 3: it says what was shown. */
  readonly v: 1 | 2 | 3;
  readonly type: 'holdpoint/approval@v1' | 'holdpoint/approval@v2' | 'holdpoint/approval@v3';
  readonly ledger: string;
  readonly task: string;
  readonly hold: string;
  readonly digest: string;
  /** The other holds that were shown with it, each with the digest of its action; absent: none. */
  readonly also?: readonly { readonly hold: string; readonly digest: string; readonly shown?: Shown }[];
  /** Digests of the policies whose asks the operator was shown. */
  readonly policies: readonly string[];
  readonly verdict: 'approve' | 'reject';
  /** Commitment to the operator's words. */
  readonly reason: string;
  readonly operator: string;
  readonly at: number;
  readonly expiresAt: number;
  /** Of version 3: what the operator was shown, and for how many identical actions it is. */
  readonly shown?: Shown;
  readonly times?: number;
  /** Of version 3: the action that the operator approves instead; absent: the very one that waits. */
  readonly edited?: { readonly digest: string; readonly arguments: string };
  /** Of a rejection of version 3: what was wrong; `tell`: the agent may read the operator's words. */
  readonly category?: RejectionCategory;
  readonly tell?: true;
}
