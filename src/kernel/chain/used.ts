// What a task has used of what it may use; only ever folded from events.

import type { Cycle } from './cycle.ts';
import type { Amounts } from './limits.ts';
import type { Contradictions } from '../action/verification.ts';

export interface Usage extends Contradictions {
  readonly calls: number;
  readonly denials: number;
  readonly holds: number;
  /** Declassifications that people asked for and others had to decide: none of the agent's `holds`. */
  readonly askedByPeople: number;
  readonly reservedMs: number;
  readonly spentMs: number;
  /** By allowance index. */
  readonly byAllowance: { readonly [index: string]: number };
  readonly preapprovedByAllowance: { readonly [index: string]: number };
  /** Calls that come to it, with all that they set off. */
  readonly byEffect: { readonly [effect: string]: number };
  /** By `connector/tool`. */
  readonly byTool: { readonly [tool: string]: ToolUsage };
  /** Calls whose arguments, or what they set off, may leave the organisation. */
  readonly crossings: number;
  /** Of these two, what goes on counting in tasks that it sets off: not what such tasks count themselves. */
  readonly handed: { readonly byEffect: Usage['byEffect']; readonly crossings: number };
  /** Sum of the arguments with the role `amount`, in ten-thousandths. */
  readonly spent: number;
  /** Commitments to the destinations that were addressed, each once. */
  readonly destinations: readonly string[];
  /** How many things its calls may have set off. */
  readonly fired: number;
  /** Commitments to the objects that its calls set up or changed at connectors, each once. */
  readonly setUp: readonly string[];
  /** Where its calls changed anything (`connector/<id>`), and commitments to what they named there. */
  readonly changed: readonly string[];
  /** What results brought, and what those under way may bring. */
  readonly records: ResultUsage;
  readonly bytes: ResultUsage;
  /** All that was ever permitted, given back or not. */
  readonly everything: Amounts;
  /** Denials since the newest permit. */
  readonly denialsInRow: number;
  /** Whether what changes something goes round in a circle. */
  readonly cycle: Cycle;
}

export interface ResultUsage {
  readonly reserved: number;
  readonly spent: number;
}

export interface ToolUsage {
  readonly calls: number;
  /** How many of them people approved. */
  readonly approved: number;
  /** How many of them are known to have done what was asked. */
  readonly succeeded: number;
  /** When the newest were permitted, Unix milliseconds, oldest first; a bounded number. */
  readonly times: readonly number[];
}
