// A sentence is taken apart into clauses, so that a harmless one does not carry another along.

import { wordSet } from '../words.ts';

/** Stands for a value as it is written: quoted, in code, or a name with an underscore. */
export const LITERAL = 'literalvalue';

/** Words in small letters; without punctuation. */
export type Clause = readonly string[];

const MARKUP = /^\s*(?:[-*+•]|\d+[.)]|#+)\s+|\*\*|__(?=\w)|(?<=\w)__|[[\]{}<>]/g;
/** A value, not a sentence in quotes. */
const QUOTED = /`[^`]{1,120}`|"[^"]{1,80}"|(?<![\w])'[^']{1,60}'(?!\w)|“[^”]{1,80}”/g;
const MAX_QUOTED_WORDS = 6;
const TOKEN = /[\p{L}\p{N}][\p{L}\p{N}'_]*(?:[-.:][\p{L}\p{N}_]+)*|[,;:()—–]/gu;
const BREAKS: ReadonlySet<string> = new Set([',', ';', ':', '(', ')', '—', '–']);
/** Words that begin a clause of its own. */
export const JOINTS = wordSet(
  'if when whenever unless until while where whereas which who whose because since although though so hence',
);
const FINITE = wordSet(
  'is are was were be has have had can cannot could may might will would shall should must does do',
);

/** The clauses of one sentence whose names of tools are already replaced. */
export function clausesOf(sentence: string): Clause[] {
  const plain = sentence
    .replaceAll(/(?<=\d),(?=\d{3}\b)/g, '')
    .replaceAll(MARKUP, ' ')
    .replaceAll(QUOTED, (whole) => (whole.split(/\s+/).length > MAX_QUOTED_WORDS ? whole : ` ${LITERAL} `));
  const clauses: string[][] = [[]];
  for (const [token] of plain.matchAll(TOKEN)) {
    const word = token
      .replace(/^[a-z].*/, (name) => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_'))
      .toLowerCase()
      .replace(/'s$/, '');
    if (BREAKS.has(word) || JOINTS.has(word)) clauses.push([]);
    if (!BREAKS.has(word)) clauses.at(-1)!.push(word);
  }
  return clauses.flatMap(splitAtAnd).filter((clause) => clause.length > 0);
}

/** In small letters, what is written as a name where no sentence begins. */
export function properNamesIn(sentence: string): ReadonlySet<string> {
  const found = sentence.matchAll(/(?<=[\p{L}\p{N},;)] +["'(]?)\p{Lu}[\p{L}\p{N}]*/gu);
  return new Set(Array.from(found, ([name]) => name.toLowerCase()));
}

/** `and`, `but` and `or` begin a clause where a verb of its own follows a subject of its own. */
function splitAtAnd(clause: readonly string[]): string[][] {
  const at = clause.findIndex(
    (word, index) =>
      index > 0 &&
      /^(?:and|but|or)$/.test(word) &&
      clause.slice(index + 2).some((later) => FINITE.has(later)),
  );
  return at === -1 ? [[...clause]] : [clause.slice(0, at), ...splitAtAnd(clause.slice(at + 1))];
}
