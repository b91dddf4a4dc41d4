// One column as a script declares it; what its type cannot tell is left open, never narrowed.

import { isMark, isWord, readList, type Column } from './ddl.ts';
import type { Token } from './tokens.ts';

/** What ends a type. */
const CONSTRAINTS = new Set(
  `not null default primary unique references check collate generated constraint auto_increment
    autoincrement as comment on identity key storage visible invisible`.split(/\s+/),
);
/** The database counts these up by itself. */
const SERIAL = /^(?:small|big)?serial[248]?$/;

/** Null where it is no column: a constraint or an index of the table, or nothing that can be read. */
export function readColumn(tokens: readonly Token[]): Column | null {
  const [name, ...behind] = tokens;
  if (name === undefined || (name.kind !== 'word' && name.kind !== 'name')) return null;
  const end = behind.findIndex((token) => token.kind === 'word' && CONSTRAINTS.has(token.value));
  const typed = end === -1 ? behind : behind.slice(0, end);
  const constraints = end === -1 ? [] : outermost(behind.slice(end));
  const list = readList(
    typed.slice(
      Math.max(
        0,
        typed.findIndex((token) => isMark(token, '(')),
      ),
    ),
  );
  const words = typed.filter(({ kind }) => kind === 'word' || kind === 'name').map(({ value }) => value);
  const type = words.filter((_, at) => at < 4).join(' ');
  const has = (...wanted: readonly string[]): boolean =>
    constraints.some((_, at) => wanted.every((word, next) => isWord(constraints[at + next], word)));
  const isCounted = SERIAL.test(type) || has('auto_increment') || has('autoincrement') || has('identity');
  const isGenerated = has('generated', 'always') || has('as');
  const isKey = has('primary', 'key');
  // SQLite counts up what is its row's own number.
  const isFilled = isCounted || isGenerated || has('default') || (isKey && type === 'integer');
  return {
    name: name.value,
    type,
    parameters: (list?.items ?? []).map((item) => item[0]?.value ?? ''),
    isList: typed.some((token) => isMark(token, '[')) || words.includes('array'),
    isRequired: (has('not', 'null') || isKey) && !isFilled,
    isGenerated,
  };
}

/** What stands in no brackets. */
function outermost(tokens: readonly Token[]): Token[] {
  let depth = 0;
  return tokens.filter((token) => {
    if (isMark(token, '(')) depth += 1;
    if (isMark(token, ')')) depth -= 1;
    return depth === 0;
  });
}
