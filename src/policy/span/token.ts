// Every character of a policy belongs to one token, to white space or to a comment: no place is ever off.

/** Where something stands: UTF-16 offsets into the policy's text; `end` is after the last unit. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Token extends Span {
  readonly text: string;
}

/** The text is not what the reader expected: it cannot say where things stand. */
export class Unread extends Error {
  readonly code = 'unread';
}

const TOKEN = /\/\/[^\n\r]*|"(?:[^"\\]|\\[\s\S])*"|\?\w+|\w+|::|[=!<>]=|&&|\|\||[\s\u0085]+|[\s\S]/g;
const NOTHING = /^(?:\/\/|[\s\u0085])/;

/** The comments of a text, in order, without white space after them. */
export function commentsOf(text: string): string[] {
  return [...text.matchAll(TOKEN)].flatMap(([token]) => (token.startsWith('//') ? [token.trimEnd()] : []));
}

/** The tokens of a text, in order, without white space and comments. */
export function tokensOf(text: string): Token[] {
  return [...text.matchAll(TOKEN)]
    .filter(([token]) => !NOTHING.test(token))
    .map(({ 0: token, index }) => ({ text: token, start: index, end: index + token.length }));
}

/** The tokens of a policy, taken one after another. */
export class Tokens {
  readonly #tokens: readonly Token[];
  #place = 0;

  constructor(text: string) {
    this.#tokens = tokensOf(text);
  }

  /** The text of the next token, or of one further ahead; empty at the end. */
  peek(ahead = 0): string {
    return this.#tokens[this.#place + ahead]?.text ?? '';
  }

  /** Takes the next token. Throws Unread at the end, or where another one than `expected` stands. */
  take(expected?: string): Token {
    const token = this.#tokens[this.#place];
    if (token === undefined || (expected !== undefined && token.text !== expected)) throw new Unread();
    this.#place += 1;
    return token;
  }

  takeIf(text: string): boolean {
    if (this.peek() !== text) return false;
    this.#place += 1;
    return true;
  }
}
