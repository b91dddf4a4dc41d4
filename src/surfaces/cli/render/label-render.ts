// What values carry, in a line each.

import type { Labels } from '../../../kernel/flow/label.ts';
import type { AskedDeclassificationView, CarriedArgumentView } from '../../http/contract/labels.ts';
import { excerpt } from './printable.ts';
import { renderTime } from './table.ts';

const LONGEST = 120;

export function labelWords({ sensitivity, categories, integrity }: Labels): string {
  const named = categories.length === 0 ? '' : ` (${excerpt(categories.join(', '), LONGEST)})`;
  return `${sensitivity}${named}${integrity === 'trusted' ? '' : ', untrusted'}`;
}

/** Null where nobody looked. */
export function renderCarried(carried: readonly CarriedArgumentView[], sent: Labels | null): string | null {
  if (sent === null) return null;
  const lines = carried.map(({ pointer, labels, isPlaced, countsAs }) => {
    const place = pointer === '' ? 'all else' : excerpt(pointer, LONGEST);
    const more = isPlaced ? '' : ', and all that the task read: nobody knows where it comes from';
    const less =
      countsAs === undefined ? '' : `; declassified for this call: counts as ${labelWords(countsAs)}`;
    return `  ${place}: ${labelWords(labels)}${more}${less}`;
  });
  return [`gives away: ${labelWords(sent)}`, ...lines].join('\n');
}

export function renderAsked({ actor, from, declassification }: AskedDeclassificationView): string {
  const { sensitivity, without, tool, destination, until } = declassification;
  const less = [
    `no more than ${sensitivity}`,
    ...(without.length === 0 ? [] : [`without ${without.join(', ')}`]),
  ];
  const where = [tool ?? 'any tool', destination === null ? 'any destination' : 'the one destination above'];
  return [
    'asks to declassify one value:',
    `  it carries ${labelWords(from)}`,
    `  it would count as ${excerpt(less.join(', '), LONGEST)}`,
    `  for ${excerpt(where.join(', '), LONGEST)}, until ${renderTime(until)}`,
    `  asked by ${excerpt(actor.id, LONGEST)}, who does not approve it`,
  ].join('\n');
}
