// The text of a script as tokens, across dialects: where they disagree about what a character means, the
// statement is said to be in doubt, and not guessed at.

/** One token of a statement. */
export interface Token {
  /** `name` is a quoted identifier, `text` a quoted text. */
  readonly kind: 'word' | 'name' | 'text' | 'number' | 'mark';
  /** Words in lower case; names and texts without their quotes. */
  readonly value: string;
}

/** A piece of the script. */
export interface Piece {
  /** Null for space, comments and what never ends. */
  readonly token: Token | null;
  /** Where it ends. */
  readonly end: number;
  /** Why it cannot be read for sure. */
  readonly doubt: string | null;
}

const SPACE = /\s+|--[^\n]*/y;
const DOLLAR = /\$(?:[A-Za-z_]\w*)?\$/y;
const TEXT = /(?:[enxb]|_utf8\w*)?'/iy;
const NUMBER = /\d+(?:\.\d+)?(?:e[+-]?\d+)?/iy;
/** Two `$` begin a text, or end a statement. */
const WORD = /[\p{L}_@](?:[\p{L}\p{N}_@]|\$(?!\$))*/uy;
/** `[name]` where no array can stand: behind a space, and no number. */
const BRACKETED = /(?<![\w\])])\[(?!\s*\d*\s*\])[^[\]\n]+\]/y;
const MANY_WAYS = 'which dialects read in different ways';

/** The piece that begins at a place. Linear in what it takes. */
export function pieceAt(script: string, at: number): Piece {
  const matched = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(script)?.[0];
  };
  const space = matched(SPACE);
  if (space !== undefined) return { token: null, end: at + space.length, doubt: null };
  if (script.startsWith('/*', at)) return commentAt(script, at);
  // MySQL runs what stands in `/*! … */`: its words count, its frame does not.
  if (script.startsWith('*/', at)) return { token: null, end: at + 2, doubt: null };
  const dollar = matched(DOLLAR);
  if (dollar !== undefined) return upTo(script, at + dollar.length, dollar);
  const text = matched(TEXT);
  if (text !== undefined) return quotedAt(script, at + text.length - 1, 'text');
  if (/["`]/.test(script.charAt(at))) return quotedAt(script, at, 'name');
  const bracketed = matched(BRACKETED);
  if (bracketed !== undefined) return pieceOf('name', bracketed.slice(1, -1), at + bracketed.length);
  const number = matched(NUMBER);
  if (number !== undefined) return pieceOf('number', number, at + number.length);
  const word = matched(WORD);
  if (word !== undefined) return pieceOf('word', word.toLowerCase(), at + word.length);
  const mark = script.charAt(at);
  return { ...pieceOf('mark', mark, at + 1), doubt: mark === '#' ? `a #, ${MANY_WAYS}` : null };
}

function pieceOf(kind: Token['kind'], value: string, end: number): Piece {
  return { token: { kind, value }, end, doubt: null };
}

function commentAt(script: string, at: number): Piece {
  const run = /\/\*!\d*/y;
  run.lastIndex = at;
  const frame = run.exec(script)?.[0];
  if (frame !== undefined) return { token: null, end: at + frame.length, doubt: null };
  const close = script.indexOf('*/', at + 2);
  if (close === -1) return unclosed(script);
  const inner = script.indexOf('/*', at + 2);
  const isNested = inner !== -1 && inner < close;
  return { token: null, end: close + 2, doubt: isNested ? `a comment in a comment, ${MANY_WAYS}` : null };
}

function upTo(script: string, start: number, mark: string): Piece {
  const close = script.indexOf(mark, start);
  if (close === -1) return unclosed(script);
  return pieceOf('text', script.slice(start, close), close + mark.length);
}

/** A quote within is written twice. */
function quotedAt(script: string, at: number, kind: 'text' | 'name'): Piece {
  const quote = script.charAt(at);
  let close = script.indexOf(quote, at + 1);
  while (close !== -1 && script.charAt(close + 1) === quote) close = script.indexOf(quote, close + 2);
  if (close === -1) return unclosed(script);
  const value = script.slice(at + 1, close).replaceAll(quote + quote, quote);
  const doubt = value.includes('\\') ? `a backslash between quotes, ${MANY_WAYS}` : null;
  return { ...pieceOf(kind, value, close + 1), doubt };
}

/** Nothing behind it can be told from what is quoted. */
function unclosed(script: string): Piece {
  return { token: null, end: script.length, doubt: 'something quoted is not closed' };
}
