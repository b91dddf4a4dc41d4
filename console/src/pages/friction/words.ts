// What was measured, in a person's words, the same on every page.

import type { FrictionView } from '../../../../src/surfaces/http/contract/friction.ts';

type Needs = FrictionView['needs'];

const NEEDS: { readonly [need in keyof Needs]: string } = {
  avoidable: 'one fact would have spared',
  needed: 'no single fact would have spared',
  guarded: 'must be asked',
  'replays-otherwise': 'are not decided the same again',
  erased: 'were erased',
  redacted: 'lost a secret',
  damaged: 'do not open',
};

export function needWords({ needs }: Pick<FrictionView, 'needs'>): string {
  const said = Object.entries(needs).filter(([, count]) => count > 0);
  return said.map(([need, count]) => `${count.toLocaleString()} ${NEEDS[need as keyof Needs]}`).join(', ');
}

export function boundWords({ upToMs }: Pick<FrictionView['answered'][number], 'upToMs'>): string {
  if (upToMs === null) return 'more';
  const seconds = upToMs / 1_000;
  if (seconds < 60) return `${seconds} s`;
  return seconds < 3_600 ? `${seconds / 60} min` : `${seconds / 3_600} h`;
}
