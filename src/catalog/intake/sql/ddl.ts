// What a script says that there is: tables, views, routines, and what each sets off. What is not understood
// is said with its line.

import type { Token } from './tokens.ts';

/** A column, or an argument of a routine. */
export interface Column {
  readonly name: string;
  /** Words of its type, in lower case: `varchar`, `timestamp with time zone`. */
  readonly type: string;
  /** Between the brackets of its type: a length, or the choices of an enumeration. */
  readonly parameters: readonly string[];
  readonly isList: boolean;
  /** It has to be given: it may not be null, and nothing fills it in. */
  readonly isRequired: boolean;
  /** The database alone fills it in. */
  readonly isGenerated: boolean;
}

export interface Table {
  readonly name: string;
  readonly kind: 'table' | 'view';
  /** Null: they are not said, as of a view. */
  readonly columns: readonly Column[] | null;
  readonly line: number;
}

export interface Routine {
  readonly name: string;
  readonly arguments: readonly Column[];
  readonly line: number;
}

/** What the database does by itself when a table changes. */
export interface Trigger {
  readonly name: string;
  readonly table: string;
  readonly on: ReadonlySet<'insert' | 'update' | 'delete'>;
}

export interface Unread {
  readonly line: number;
  readonly message: string;
  /** Table that it is about; null where that is not known either. */
  readonly table: string | null;
}

/** A name with its schema, joined by a dot. */
export interface Named {
  readonly name: string;
  /** The tokens behind it. */
  readonly rest: readonly Token[];
}

export function isWord(token: Token | undefined, ...words: readonly string[]): boolean {
  return token?.kind === 'word' && words.includes(token.value);
}

export function isMark(token: Token | undefined, mark: string): boolean {
  return token?.kind === 'mark' && token.value === mark;
}

/** Reads `[schema.]name`; null where there is none. */
export function readName(tokens: readonly Token[]): Named | null {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const token = tokens[at];
    if (token === undefined || (token.kind !== 'word' && token.kind !== 'name')) return null;
    parts.push(token.value);
    if (!isMark(tokens[at + 1], '.')) return { name: parts.join('.'), rest: tokens.slice(at + 1) };
    at += 2;
  }
}

/** Leaves out `if [not] exists`, `only` and the like before a name. */
export function skipWords(tokens: readonly Token[], ...words: readonly string[]): readonly Token[] {
  const at = tokens.findIndex((token) => !isWord(token, ...words));
  return at === -1 ? [] : tokens.slice(at);
}

/** What stands between the brackets that open at once, parted by commas; null where none open, or end. */
export function readList(
  tokens: readonly Token[],
): { readonly items: readonly (readonly Token[])[]; readonly rest: readonly Token[] } | null {
  if (!isMark(tokens[0], '(')) return null;
  const items: Token[][] = [[]];
  let depth = 0;
  for (const [at, token] of tokens.entries()) {
    if (isMark(token, '(')) depth += 1;
    if (isMark(token, ')')) depth -= 1;
    if (depth === 0) {
      return { items: items.filter((item) => item.length > 0), rest: tokens.slice(at + 1) };
    }
    if (depth === 1 && isMark(token, ',')) items.push([]);
    else if (at > 0) items.at(-1)?.push(token);
  }
  return null;
}
