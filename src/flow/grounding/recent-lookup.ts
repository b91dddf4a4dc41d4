// A permitted call is looked up when it is decided, and again as what was chosen and written by it: what was
// found holds until anything is added to the table.

import type { ArgumentRole } from '../../kernel/role.ts';
import { fold } from './fold.ts';
import type { KeyTable } from './key-table.ts';
import { lookUp, NOWHERE, type Found } from './lookup.ts';

const MAX_KNOWN = 32;
const MAX_LENGTH = 16_384;
/** Characters of one value, as it is written and as it is folded; longer ones count as unseen. */
export const MAX_VALUE = 65_536;

/** Letters that one sign stands for, at most (U+FDFA). */
const MOST_FOLDED = 18;

export interface RecentLookup {
  readonly find: (role: ArgumentRole, text: string) => Found;
  /** To be called before the table changes. */
  readonly forget: () => void;
}

export function createRecentLookup(table: KeyTable): RecentLookup {
  const known = new Map<string, Found>();
  return {
    find: (role, text) => {
      if (isTooLong(text)) return NOWHERE;
      const key = `${role} ${text}`;
      const found = known.get(key) ?? lookUp(table, role, text);
      if (text.length <= MAX_LENGTH && known.size < MAX_KNOWN) known.set(key, found);
      return found;
    },
    forget: () => known.clear(),
  };
}

/** One sign may stand for many letters. */
export function isTooLong(text: string): boolean {
  return text.length > MAX_VALUE || (text.length > MAX_VALUE / MOST_FOLDED && fold(text).length > MAX_VALUE);
}
