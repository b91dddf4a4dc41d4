// What all tools of a connector have in common says nothing about any of them.

import { verbOf } from '../lexicon/verbs.ts';
import { wordsOf } from '../words.ts';

/** The words of a connector that are noise in the names of its tools. */
export interface Surroundings {
  readonly noise: ReadonlySet<string>;
  /** Whether its names were made of HTTP methods, as generators do. */
  readonly isGenerated: boolean;
}

/** Tools that begin with the same word, from how many on it is a prefix. */
const MIN_ALIKE = 3;
/** More siblings than these tell nothing more. */
const MAX_SIBLINGS = 2_000;

export const ALONE: Surroundings = { noise: new Set(), isGenerated: false };

/** @param siblings names of all tools of the connector */
export function surroundingsOf(server: string, siblings: readonly string[]): Surroundings {
  const firsts = siblings.slice(0, MAX_SIBLINGS).map((name) => wordsOf(name)[0] ?? '');
  const counts = new Map<string, number>();
  for (const word of firsts) counts.set(word, (counts.get(word) ?? 0) + 1);
  const prefixes = [...counts].filter(
    ([word, count]) => count >= MIN_ALIKE && count * 2 > firsts.length && verbOf(word)?.sure !== true,
  );
  const own = [...wordsOf(server), ...server.toLowerCase().split(/[^a-z0-9]+/)];
  return {
    noise: new Set([...own, ...prefixes.map(([word]) => word)].filter((word) => word !== '')),
    isGenerated: siblings.slice(0, MAX_SIBLINGS).some((name) => /(?:^|[^a-z])(?:patch|put)[^a-z]/.test(name)),
  };
}
