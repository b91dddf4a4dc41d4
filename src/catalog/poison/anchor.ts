// A rule is tried only on a sentence that has the words its parts begin with: it finds the same, only sooner.

/** Letters of a beginning that count. */
const MAX_LETTERS = 6;
const OPTIONAL = /^(?:[?*]|\{0)/;
const WORD = /[\w-]+/g;
/** Words whose rules are remembered. */
const MAX_WORDS = 10_000;

/**
 * What words of any match begin with: one set for each part of a pattern that has a word in plain letters.
 *
 * @param pattern in which ` .. ` and ` . ` part what begins and ends with whole words
 */
export function beginningsOf(pattern: string): ReadonlySet<string>[] {
  return splitAt(pattern, / \.\.? /y).flatMap((part) => {
    const found = leadsOf(part);
    return found === null ? [] : [new Set(found)];
  });
}

function leadsOf(source: string): string[] | null {
  const all = splitAt(source, /\|/y).map((one) => leadOf(one));
  return all.every((one) => one !== null) ? all.flat() : null;
}

/** Of its words the one that says most. */
function leadOf(sequence: string): string[] | null {
  const words = splitAt(sequence, / /y).map((word) => leadOfWord(word));
  const said = words.filter((word) => word !== null && word.length > 0) as string[][];
  const shortest = (word: readonly string[]): number => Math.min(...word.map(({ length }) => length));
  return said.reduce<string[] | null>(
    (best, word) => (best === null || shortest(word) > shortest(best) ? word : best),
    null,
  );
}

function leadOfWord(word: string): string[] | null {
  if (word.startsWith('(?:')) {
    const end = closingOf(word);
    return OPTIONAL.test(word.slice(end + 1)) ? null : leadsOf(word.slice(3, end));
  }
  const [letters = ''] = /^[a-zA-Z]*/.exec(word) ?? [];
  const sure = letters.slice(0, OPTIONAL.test(word.slice(letters.length)) ? -1 : undefined).toLowerCase();
  return sure === '' ? null : [sure.slice(0, MAX_LETTERS)];
}

/** Parts between what a sticky expression finds outside of any group or class. */
function splitAt(source: string, between: RegExp): string[] {
  const found: string[] = [];
  let start = 0;
  forEachOutside(source, (at) => {
    between.lastIndex = at;
    const gap = at < start ? null : between.exec(source);
    if (gap === null) return;
    found.push(source.slice(start, at));
    start = at + gap[0].length;
  });
  return [...found, source.slice(start)];
}

/** Where the group that a source begins with ends. */
function closingOf(source: string): number {
  let end = source.length;
  forEachOutside(source.slice(1), (at) => {
    if (source[at + 1] === ')') end = Math.min(end, at + 1);
  });
  return end;
}

function forEachOutside(source: string, look: (at: number) => void): void {
  let depth = 0;
  let isClass = false;
  for (let at = 0; at < source.length; at++) {
    const sign = source[at]!;
    if (sign === '\\') at++;
    else if (isClass) isClass = sign !== ']';
    else if (sign === '[') isClass = true;
    else if (sign === '(') depth++;
    else if (depth === 0) look(at);
    else if (sign === ')') depth--;
  }
}

/**
 * Which of many rules are worth trying on a sentence: those of whose sets it has a word each.
 *
 * @param rules the sets of each rule, as `beginningsOf` gives
 * @returns for a sentence, the places of such rules in the list, in its order
 */
export function pickerOf(
  rules: readonly (readonly ReadonlySet<string>[])[],
): (sentence: string) => readonly number[] {
  const numbers = new Map<string, number>();
  const byBeginning = new Map<string, number[]>();
  const byLetters = new Map<string, readonly number[]>();
  const needs = rules.map((sets) => Int32Array.from(sets.map((set) => numberOf(set))));
  return (sentence) => {
    const found = new Uint8Array(numbers.size);
    for (const word of sentence.toLowerCase().match(WORD) ?? [])
      for (const number of numbersOf(word.slice(0, MAX_LETTERS))) found[number] = 1;
    const picked: number[] = [];
    for (let at = 0; at < needs.length; at++) if (hasAll(found, needs[at]!)) picked.push(at);
    return picked;
  };

  /** A text has few words, again and again. */
  function numbersOf(letters: string): readonly number[] {
    const known = byLetters.get(letters);
    if (known !== undefined) return known;
    const beginnings = Array.from(letters, (_, at) => byBeginning.get(letters.slice(0, at + 1)) ?? []);
    const all = [...new Set(beginnings.flat())];
    if (byLetters.size >= MAX_WORDS) byLetters.clear();
    byLetters.set(letters, all);
    return all;
  }

  function numberOf(set: ReadonlySet<string>): number {
    const key = [...set].toSorted().join(' ');
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const number = numbers.size;
    numbers.set(key, number);
    for (const beginning of set) byBeginning.set(beginning, [...(byBeginning.get(beginning) ?? []), number]);
    return number;
  }
}

function hasAll(found: Uint8Array, needs: Int32Array): boolean {
  for (let at = 0; at < needs.length; at++) if (found[needs[at]!] === 0) return false;
  return true;
}
