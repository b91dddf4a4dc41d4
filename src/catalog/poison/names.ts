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
/** Names shorter than this are near to each other by nature, longer ones are compared whole. */
const MIN_LENGTH = 6;
const MAX_LENGTH = 48;

/** Names to compare another one with: its cost is that of the name, however many there are. */
export interface NameIndex {
  /** Of names that look the same, the first few. */
  readonly bySkeleton: ReadonlyMap<string, readonly string[]>;
  readonly byCore: ReadonlyMap<string, readonly string[]>;
  /** By skeletons with one letter left out. */
  readonly byRest: ReadonlyMap<string, readonly string[]>;
}

/** More names that look alike tell nothing more. */
const MAX_ALIKE = 8;

export function indexNames(names: Iterable<string>): NameIndex {
  const [bySkeleton, byCore, byRest] = [1, 2, 3].map(() => new Map<string, string[]>()) as [
    Map<string, string[]>,
    Map<string, string[]>,
    Map<string, string[]>,
  ];
  for (const name of new Set(names)) {
    const skeleton = skeletonOf(name);
    note(bySkeleton, skeleton, name);
    note(byCore, coreOf(name).words.join(' '), name);
    for (const rest of restsOf(skeleton)) note(byRest, rest, name);
  }
  return { bySkeleton, byCore, byRest };
}

function note(names: Map<string, string[]>, key: string, name: string): void {
  const known = names.get(key);
  if (known === undefined) names.set(key, [name]);
  else if (known.length < MAX_ALIKE) known.push(name);
}

/** The name itself, and with each letter left out: names one slip apart share one. */
function restsOf(skeleton: string): Set<string> {
  if (skeleton.length < MIN_LENGTH - 1 || skeleton.length > MAX_LENGTH) return new Set();
  const rests = Array.from(skeleton, (_, at) => skeleton.slice(0, at) + skeleton.slice(at + 1));
  return new Set([skeleton, ...rests]);
}

/** A name of the index that this one could be taken for; null for a name that stands for itself. */
export function lookAlike(name: string, { bySkeleton, byCore, byRest }: NameIndex): LookAlike | null {
  const isOther = (other: string): boolean => other !== name && !areNumbered(name, other);
  const skeleton = skeletonOf(name);
  const rule = 'look-alike-name';
  const same = bySkeleton.get(skeleton)?.find(isOther);
  if (same !== undefined) return { other: same, rule, isDisguised: bareOf(name) !== bareOf(same) };
  const own = coreOf(name);
  const core = own.words.join(' ');
  const better = own.claims && core !== '' ? byCore.get(core)?.find(isOther) : undefined;
  if (better !== undefined) return { other: better, rule: 'shadowing-name', isDisguised: false };
  if (skeleton.length < MIN_LENGTH) return null;
  for (const rest of restsOf(skeleton)) {
    const near = byRest.get(rest)?.find((other) => isOther(other) && isOneSlip(skeleton, skeletonOf(other)));
    if (near !== undefined) return { other: near, rule, isDisguised: false };
  }
  return null;
}

/** `thing_1` and `thing_2`: told apart by their numbers alone, as who counts tells things apart. */
function areNumbered(one: string, other: string): boolean {
  const [own, others] = [one, other].map((name) => name.replaceAll(/\d+/g, '#'));
  return own === others && own !== one;
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
