// What two `like` patterns say of each other. All three answers are proofs when they are true.

import type { PatternElem } from '@cedar-policy/cedar-wasm/nodejs';
import { compilePattern } from '../cedar/pattern.ts';

type Pattern = readonly PatternElem[];

/** Characters, with null for a wildcard. */
type Tokens = readonly (string | null)[];

function tokensOf(pattern: Pattern): Tokens {
  return pattern.flatMap((element) => (element === 'Wildcard' ? [null] : element.Literal.split('')));
}

/** Whether no text matches both. */
export function areDisjoint(one: Pattern, other: Pattern): boolean {
  const [left, right] = [tokensOf(one), tokensOf(other)];
  // Row by row over the left: which ends of the right can be reached with a common text.
  let row = reachWithin(new Set([0]), left[0] === null, right);
  for (const [index, token] of left.entries()) {
    const isBefore = left[index + 1] === null;
    row = reachWithin(stepOver(row, token, right), isBefore || token === null, right);
  }
  return !row.has(right.length);
}

/** Places of the right after the left's token was read. */
function stepOver(row: ReadonlySet<number>, token: string | null, right: Tokens): Set<number> {
  const next = new Set<number>();
  for (const place of row) {
    if (token === null || right[place] === null) next.add(place);
    if (token !== null && right[place] === token) next.add(place + 1);
  }
  return next;
}

/** Adds the places reached without a token of the left: over wildcards, or anything beside its own. */
function reachWithin(row: Set<number>, isWild: boolean, right: Tokens): Set<number> {
  for (const place of row) {
    if (place < right.length && (isWild || right[place] === null)) row.add(place + 1);
  }
  return row;
}

/** Whether every text that matches the inner matches the outer too. */
export function isWithinPattern(inner: Pattern, outer: Pattern): boolean {
  const used = JSON.stringify([inner, outer]);
  // A character that stands in neither: only a wildcard of the outer can take it, and so takes any text.
  const fresh = freshCharacter(used);
  const text = inner.map((element) => (element === 'Wildcard' ? fresh : element.Literal)).join('');
  return compilePattern(outer)(text);
}

function freshCharacter(used: string): string {
  let code = 0xe000;
  while (used.includes(String.fromCharCode(code))) code += 1;
  return String.fromCharCode(code);
}

export function isAnything(pattern: Pattern): boolean {
  return pattern.length > 0 && pattern.every((element) => element === 'Wildcard');
}

/** Texts that are worth a try: each pattern with its wildcards filled, or ended as another; and others. */
export function samplesOf(patterns: readonly Pattern[], holes: number): readonly string[] {
  const fillings = ['', ...Array.from({ length: holes + 2 }, (_, index) => `x${index}`)];
  const fill = (pattern: Pattern, filling: string): string =>
    pattern.map((element) => (element === 'Wildcard' ? filling : element.Literal)).join('');
  const filled = patterns.flatMap((pattern) => fillings.map((filling) => fill(pattern, filling)));
  const crossed = patterns.flatMap((pattern) =>
    patterns.flatMap((other) => fillings.map((filling) => fill([...pattern, ...other], filling))),
  );
  return [...filled, ...crossed, ...fillings];
}
