// A name that reads like one of the person's and is spelt with another sign is taken for theirs: it is never
// theirs.

import { fold, READ_AS } from './fold.ts';

const NAME = /[\p{L}\p{N}]{4,64}/gu;
/** Names of one prompt that are remembered. */
const MAX_NAMES = 20_000;
const AMID = /1(?=\p{L})/u;
const AMID_ALL = /1(?=\p{L})/gu;
const LETTERS = /\p{L}.*\p{L}.*\p{L}/u;

/** What the names of these texts are, by what they may be read as. */
export function namesRead(texts: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>();
  for (const name of texts.flatMap(namesIn).slice(0, MAX_NAMES)) {
    for (const read of readingsOf(name)) names.set(read, (names.get(read) ?? new Set()).add(name));
  }
  return names;
}

/** Whether a name in a text reads like one of these, and is none of them. */
export function isSpeltLike(names: ReadonlyMap<string, ReadonlySet<string>>, text: string): boolean {
  return namesIn(text).some((name) =>
    readingsOf(name).some((read) => {
      const known = names.get(read);
      return known !== undefined && !known.has(name);
    }),
  );
}

function namesIn(text: string): string[] {
  return Array.from(fold(text).matchAll(NAME), ([name]) => name).filter((name) => LETTERS.test(name));
}

/** A one before a letter may be either of two letters; at the end (`model1`) it counts. */
function readingsOf(name: string): string[] {
  const plain = Array.from(name, (sign) => READ_AS.get(sign) ?? sign).join('');
  const isOpen = AMID.test(plain);
  return isOpen ? [plain.replaceAll(AMID_ALL, 'l'), plain.replaceAll(AMID_ALL, 'i'), plain] : [plain];
}
