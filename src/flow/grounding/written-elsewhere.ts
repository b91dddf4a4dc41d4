// What other tasks wrote is told from the rest of a result by what its records are called and say; where that
// cannot be told, all of it counts as written so.

import type { Json } from '../../kernel/json.ts';
import type { ToolProfile } from '../../kernel/state.ts';
import { argumentsOf, roleOf } from './argument.ts';
import { addressesOf, wordsIn } from './atom.ts';
import { fold } from './fold.ts';
import { nameOf, type Thing } from './records.ts';
import { accountsIn, isGiven } from './shape.ts';

/** Nothing is known again by a longer text. */
const MAX_KNOWN_BY = 512;
/** Of one record. */
const MAX_NAMES = 4_096;
/** Characters of a text whose words are looked at. */
export const MAX_TEXT = 65_536;

/** Where a text leads, and whose accounts it has. */
export function addressesIn(text: string): string[] {
  const { emails, sites } = addressesOf(text);
  return [...emails, ...sites.map((site) => `https://${site}`), ...accountsIn(text)];
}

/** What is written is known by it later, wherever it is read. */
export function knownBy(text: string): string[] {
  return [...(text.trim() !== '' && text.length <= MAX_KNOWN_BY ? [text] : []), ...addressesIn(text)];
}

/** The texts that a record of a result may be known by; of one that is a text alone, its lines and words. */
export function namesOf({ leaves, isItem }: Thing): {
  readonly names: readonly string[];
  readonly isCut: boolean;
} {
  const names = new Set<string>();
  for (const { pointer, text } of leaves) {
    const isAlone = !isItem && leaves.length === 1 && pointer.split('/').length < 3;
    const apart = isAlone ? [...text.split('\n'), ...wordsIn(fold(text.slice(0, MAX_TEXT)))] : [];
    for (const name of [...knownBy(text), ...apart]) if (name.length <= MAX_KNOWN_BY) names.add(name.trim());
    if (names.size > MAX_NAMES) return { names: [...names].slice(0, MAX_NAMES), isCut: true };
  }
  return { names: [...names], isCut: leaves.some(({ text }) => text.length > MAX_TEXT) };
}

/** What other tasks wrote of a result, as far as that is known. */
export interface WrittenElsewhere {
  /** How such a thing was asked for by its name; null: it was not. */
  readonly named: 'path' | 'name' | null;
  /** A thing that is called so, or says so, is. */
  readonly has: (name: string) => boolean;
}

/**
 * The records that another task wrote, by what they are called or say; all, where it was asked for by its
 * name and they have no ids of their own, or where it is known by none of them.
 */
export function writtenAmong(things: readonly Thing[], { named, has }: WrittenElsewhere): ReadonlySet<Thing> {
  const known = new Set(things.filter((thing) => isKnownBy(thing, has)));
  // What stands at a path is that, whatever it looks like.
  const isAll = named === 'name' ? !things.every(hasId) : named === 'path' || known.size === 0;
  return isAll ? new Set(things) : known;
}

function isKnownBy(thing: Thing, has: (name: string) => boolean): boolean {
  const { names, isCut } = namesOf(thing);
  return isCut || names.some(has);
}

/** The system says which it is. */
function hasId({ leaves }: Thing): boolean {
  return leaves.some((leaf) => isGiven(nameOf(leaf), leaf.text));
}

/** How a call names what it reads. */
export function howNamed(profile: ToolProfile, input: Json): 'path' | 'name' {
  return argumentsOf(profile, input).read.some((one) => roleOf(one) === 'path') ? 'path' : 'name';
}
