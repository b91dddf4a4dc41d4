// How sensitive what a host is given may be is what people said of it: whatever was said more closely counts,
// and a host that nobody declared is cleared for nothing.

import { entryOf } from '../lookup.ts';
import type { Destination } from '../request.ts';
import type { Destinations } from '../state.ts';
import { levelOf } from './label.ts';
import type { Sensitivity } from './label.ts';

/** Of a listed host, as long as nobody said another. */
const LISTED_FOR: Sensitivity = 'confidential';

/** A name that begins with a dot stands for the host after it and all below. */
export function isAmong(names: readonly string[], host: string): boolean {
  return names.some((name) =>
    name.startsWith('.') ? host === name.slice(1) || host.endsWith(name) : host === name,
  );
}

/** How far it is known, and how sensitive what it is given may be (`levelOf`); null: nobody declared it. */
export function clearedFor(
  { own, listed, cleared }: Destinations,
  host: string | null,
): { readonly as: 'own' | 'listed'; readonly level: number } | null {
  if (host === null) return null;
  if (isAmong(own, host)) return { as: 'own', level: levelOf('restricted') };
  const [closest] = listed.filter((name) => isAmong([name], host)).toSorted(byCloseness(host));
  if (closest === undefined) return null;
  return { as: 'listed', level: levelOf(entryOf(cleared, closest) ?? LISTED_FOR) };
}

/** Whether some listed one among them is cleared for less, whatever stands beside it. */
export function isAboveListed(
  declared: Destinations,
  destinations: readonly Destination[],
  level: number,
): boolean {
  return destinations.some(({ host }) => {
    const cleared = clearedFor(declared, host);
    return cleared?.as === 'listed' && cleared.level < level;
  });
}

/** The name itself, then the one that fewest other hosts are below. */
function byCloseness(host: string): (one: string, other: string) => number {
  const length = (name: string): number => (name === host ? Infinity : name.length);
  return (one, other) => length(other) - length(one);
}

/** As people say it: `partner.example=restricted`, or the host alone. */
export function spellListed({ listed, cleared }: Pick<Destinations, 'listed' | 'cleared'>): string[] {
  return listed.map((host) => {
    const sensitivity = entryOf(cleared, host);
    return sensitivity === null ? host : `${host}=${sensitivity}`;
  });
}
