// What a person says besides yes and no, as they write it; it stays while what they look at moves.

import type { RejectionCategory } from '../../../../src/surfaces/http/contract/approval.ts';
import type { HoldDetail } from '../../../../src/surfaces/http/contract.ts';
import { canonicalText } from '../../text/canonical.ts';
import type { JsonValue } from '../../text/leaves.ts';

export interface Saying {
  readonly reason: string;
  /** For so many identical actions. */
  readonly times: number;
  /** Other arguments, as they are written; null: those that wait. */
  readonly edit: string | null;
  /** What is wrong, for the agent to know; null: it is told nothing. */
  readonly category: RejectionCategory | null;
  /** The agent may read the reason, too. */
  readonly tell: boolean;
}

export const NOTHING_SAID: Saying = { reason: '', times: 1, edit: null, category: null, tell: false };

export const CATEGORIES: { readonly [category in RejectionCategory]: string } = {
  'wrong-destination': 'it goes to the wrong place',
  'wrong-amount': 'the amount is wrong',
  'not-needed': 'it is not needed',
  unsafe: 'it is not safe',
  other: 'something else',
};

/** For how many identical actions every policy that asks lets people approve. */
export function mostTimes({ asks }: Pick<HoldDetail, 'asks'>): number {
  return Math.min(...asks.map(({ maxUses = 1 }) => maxUses));
}

export type Written =
  | { readonly arguments: { readonly [name: string]: JsonValue } }
  | { readonly problem: string };

/** Other arguments for what waits, or why these are none. */
export function readEdit(text: string, { argumentsText }: Pick<HoldDetail, 'argumentsText'>): Written {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch (error) {
    return { problem: `This is not JSON: ${(error as Error).message}.` };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { problem: 'Write the whole arguments, as in {"name": "value"}.' };
  }
  const isSame = argumentsText !== null && canonicalText(value) === argumentsText;
  if (isSame) return { problem: 'These are the arguments that wait: change something, or leave them.' };
  return { arguments: value as { readonly [name: string]: JsonValue } };
}
