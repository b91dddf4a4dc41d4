// A tool whose name could be taken for another's is chosen in its place.

import { fold, skeletonOf } from './fold.ts';
import { wordsOf } from '../words.ts';

/** How a name relates to another one that it could be taken for. */
export interface LookAlike {
  readonly other: string;
  readonly rule: 'look-alike-name' | 'shadowing-name';
  /** Whether letters stand in for others: nobody does that by accident. */
  readonly isDisguised: boolean;
}

/** Words that only claim to be better than what they are put before. */
const CLAIMS = new Set(
  [
    'best ultimate super better new newer secure safe safer trusted official verified advanced premium pro',
    'enhanced improved plus fast faster smart real true original updated latest preferred recommended',
    'optimized optimised v2 v3 next ai powered top',
  ].flatMap((words) => words.split(' ')),
);
const FILLERS = new Set(['tool', 'for', 'a', 'the', 'of', 'engine', 'system', 'function', 'version', 'to']);
/** Names shorter than this are near to each other by nature. */
const MIN_LENGTH = 6;

/** The first of the other names that this one could be taken for; null for a name that stands for itself. */
export function lookAlike(name: string, others: Iterable<string>): LookAlike | null {
  const skeleton = skeletonOf(name);
  const own = coreOf(name);
  for (const other of others) {
    if (other === name) continue;
    const rule = 'look-alike-name';
    if (skeletonOf(other) === skeleton) return { other, rule, isDisguised: bareOf(name) !== bareOf(other) };
    if (own.claims && sameWords(own.words, coreOf(other).words))
      return { other, rule: 'shadowing-name', isDisguised: false };
    if (skeleton.length >= MIN_LENGTH && isOneSlip(skeleton, skeletonOf(other)))
      return { other, rule, isDisguised: false };
  }
  return null;
}

/** Without case and separators, which two honest authors choose differently. */
function bareOf(name: string): string {
  return name.toLowerCase().replaceAll(/[_.\s-]/g, '');
}

/** Whether a name claims to be better than others of its kind. */
export function claimsMore(name: string): boolean {
  return /^(?:the_)?(?:best|ultimate|super|official|trusted|premium)_/.test(wordsOf(name).join('_'));
}

function coreOf(name: string): { readonly words: readonly string[]; readonly claims: boolean } {
  const words = wordsOf(fold(name));
  const kept = words.filter((word) => !CLAIMS.has(word) && !FILLERS.has(word));
  return { words: kept.toSorted(), claims: words.some((word) => CLAIMS.has(word)) };
}

function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return a.length > 0 && a.length === b.length && a.every((word, index) => word === b[index]);
}

/** One letter put in, left out, changed, or two neighbours swapped; not its end, as of a plural. */
function isOneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (end === 0 && left.length <= 1 && right.length <= 1) return false;
  if (left.length + right.length === 1 || (left.length === 1 && right.length === 1)) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}
