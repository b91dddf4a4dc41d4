// What kinds of data there are, and how sensitive each makes what holds it: said once, for what a catalog
// declares and for what is found.

import type { Labels, Sensitivity } from '../kernel/flow/label.ts';

export type DataCategory =
  | 'pii'
  | 'phi'
  | 'pci'
  | 'secret'
  | 'financial'
  | 'location'
  | 'biometric'
  /** How one person or machine is reached: an address, a number. Many of them are `pii`. */
  | 'contact';

export const SENSITIVITY_OF: { readonly [category in DataCategory]: Sensitivity } = {
  contact: 'internal',
  pii: 'confidential',
  location: 'confidential',
  financial: 'confidential',
  phi: 'restricted',
  pci: 'restricted',
  secret: 'restricted',
  biometric: 'restricted',
};

/** From least to most. */
const RISING: readonly Sensitivity[] = ['public', 'internal', 'confidential', 'restricted'];

/** The most sensitive of them; `public` where there are none. */
export function worstOf(levels: readonly Sensitivity[]): Sensitivity {
  return RISING.findLast((level) => levels.includes(level)) ?? 'public';
}

/** Whether it is one of these, and no word of somebody's own. */
export function isKnownCategory(category: string): category is DataCategory {
  return Object.hasOwn(SENSITIVITY_OF, category);
}

/** Of what holds such data and no other; a word of somebody's own says nothing of how sensitive it is. */
export function labelsOf(categories: readonly string[]): Labels {
  const levels = categories.map((one) => (isKnownCategory(one) ? SENSITIVITY_OF[one] : 'public'));
  const sensitivity = worstOf(levels);
  return { sensitivity, categories: [...new Set(categories)].toSorted(), integrity: 'trusted' };
}
