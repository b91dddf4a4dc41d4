// Whether what was done can be taken back; what may be several things is as bad as the worst of them.

import type { Effect } from '../../kernel/effect.ts';

export type Reversibility = 'nothing-done' | 'reversible' | 'irreversible' | 'unknown';

const BY_EFFECT: { readonly [effect in Effect]: Reversibility } = {
  read: 'nothing-done',
  write: 'reversible',
  admin: 'reversible',
  approve: 'irreversible',
  delete: 'irreversible',
  send: 'irreversible',
  spend: 'irreversible',
  impersonate: 'irreversible',
  execute: 'unknown',
  unknown: 'unknown',
};

const WORST_FIRST: readonly Reversibility[] = ['irreversible', 'unknown', 'reversible', 'nothing-done'];

export function reversibilityOf(effects: readonly Effect[]): Reversibility {
  const found = effects.map((effect) => BY_EFFECT[effect]);
  return WORST_FIRST.find((one) => found.includes(one)) ?? 'unknown';
}
