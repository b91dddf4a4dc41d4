// What was found of a call against what was asked, in the words that the command line has for it.

import type { RecordView } from '../../../src/surfaces/http/contract.ts';

export interface Verified {
  readonly verdict: 'confirmed' | 'contradicted' | 'untold';
  /** The checks that say so. */
  readonly by: readonly string[];
}

const SAID = {
  confirmed: 'confirms what was asked',
  contradicted: 'contradicts what was asked',
  untold: 'does not tell whether it did what was asked',
} as const;

/** Null: the record says nothing of the kind. */
export function verifiedIn({ body }: Pick<RecordView, 'body'>): Verified | null {
  const { verified } = body;
  if (typeof verified !== 'object' || verified === null || Array.isArray(verified)) return null;
  const { verdict, by } = verified as Partial<Verified>;
  if (verdict === undefined || !Object.hasOwn(SAID, verdict)) return null;
  return { verdict, by: Array.isArray(by) ? by : [] };
}

export function isContradicted(record: Pick<RecordView, 'body'>): boolean {
  return verifiedIn(record)?.verdict === 'contradicted';
}

/** `Its result contradicts what was asked: count /archived`. */
export function verifiedWords({ verdict, by }: Verified, isReadBack: boolean): string {
  return `${isReadBack ? 'What was read back' : 'Its result'} ${SAID[verdict]}: ${by.join(', ')}`;
}
