// What waits for people, what it asks of whom, and who has said yes.

import type { ApprovedAccess, AskedAccess } from '../access/asked-access.ts';
import type { AskedDeclassification } from '../flow/declassification.ts';
import type { Effect } from '../effect.ts';
import type { Sensitivity } from '../flow/label.ts';
import type { PolicyHold, RoleQuorum } from '../policy.ts';
import type { SameCall } from '../action/same-call.ts';
import type { HeldValues, Shown } from './shown-action.ts';
import type { AskedStep } from '../task/step.ts';

/** How long people have to decide where nobody says, in seconds. */
export const DEFAULT_HOLD_SECONDS = 3_600;

export interface Ask extends PolicyHold {
  readonly policy: string;
  readonly policyDigest: string;
}

/** That something waits, as it is recorded; what it is stands beside it. */
export interface Raised {
  readonly hold: string;
  /** It waited already. */
  readonly joined: boolean;
  readonly asks: readonly Ask[];
  readonly missing: readonly RoleQuorum[];
  readonly expiresAt: number;
}

export interface Hold extends SameCall {
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
  /** When people rejected it, Unix milliseconds; absent: they did not. */
  readonly rejectedAt?: number;
  /** Who decided it, and when it ended; absent: it waits, or time ended it. */
  readonly ended?: HoldEnd;
  /** The last action that used it, or that ran without it while it waited. */
  readonly usedBy: string | null;
  /** How often it was used; absent: as often as `usedBy` says, of a record before approvals for several. */
  readonly uses?: number;
  /** Commitments to the destinations among its arguments. */
  readonly destinations: readonly string[];
  /** The rejected hold whose action this one asks for in another shape; null: none. */
  readonly variationOf: string | null;
  /** The first of the like holds that are shown together, or its own id; absent: it stands alone. */
  readonly batch?: string;
  /** How far it goes, as far as approvers' limits ask; absent: nobody knows. */
  readonly stakes?: Stakes;
  /** What it asks to declassify; absent: it is an action that waits. */
  readonly asked?: AskedDeclassification;
  /** The step that it asks for; absent: none. */
  readonly next?: AskedStep;
  /** The access that is asked for on behalf of somebody else's enforcement; absent: none. */
  readonly access?: AskedAccess;
  /** Its approvals were complete then; absent: not yet. */
  readonly approved?: ApprovedAccess;
  /** The process that goes on with the call by itself; absent: its caller asks for it again. */
  readonly deferredTo?: string;
  /** What is known of its values; absent: nobody looked at them yet. */
  readonly values?: HeldValues;
  /** What became due of it and was recorded; absent: nothing. */
  readonly tended?: readonly HoldDue[];
  /** An approver wrote other arguments: who did last, and the digests before; absent: nobody did. */
  readonly edited?: { readonly operator: string; readonly was: readonly string[] };
  /** What the agent is told of its rejection; absent: it is not rejected, or nothing was said. */
  readonly rejection?: Rejection;
  readonly record: string;
}

export interface HoldEnd {
  /** Who approved what was used, rejected it, took it back or ended its task. */
  readonly by: readonly string[];
  /** Unix milliseconds. */
  readonly at: number;
  readonly record: string;
}

/** What time makes of a hold that waits. */
export type HoldDue = 'reminded' | 'escalated' | 'expired';

export type RejectionCategory = 'wrong-destination' | 'wrong-amount' | 'not-needed' | 'unsafe' | 'other';

export interface Rejection {
  readonly category: RejectionCategory;
  /** Commitment to the words that the agent may read; null: they are not for it. */
  readonly words: string | null;
}

/** How far an action goes, as approvers' limits ask. */
export interface Stakes {
  readonly effects: readonly Effect[];
  readonly sensitivity: Sensitivity;
  readonly categories: readonly string[];
  /** Of each destination the names that limits know it by; an empty list: by none. Never an argument. */
  readonly destinations: readonly (readonly string[])[];
  /** In ten-thousandths. */
  readonly amount: number;
}

export interface Approval {
  readonly operator: string;
  /** Digests of the policies whose asks the approver was shown. */
  readonly policies: readonly string[];
  /** What its giver was shown; absent: of a statement that did not say. */
  readonly shown?: Shown;
  /** For so many identical actions; absent: one. */
  readonly times?: number;
  /** Of the approver's roles those alone that it counts for; absent: all. */
  readonly roles?: readonly string[];
  /** Operators whose duty it also used, as they had lent it; absent: none. */
  readonly onBehalfOf?: readonly string[];
  /** Unix milliseconds. */
  readonly at: number;
  readonly record: string;
}
