// Cedar's words, told apart to be coloured: every character of a text is in exactly one token, in its order.

export type CedarKind = 'comment' | 'string' | 'annotation' | 'keyword' | 'type' | 'number' | 'plain';

export interface CedarToken {
  readonly kind: CedarKind;
  readonly text: string;
}

const KEYWORDS =
  'permit|forbid|when|unless|principal|action|resource|context|in|is|has|like|if|then|else|true|false';

/** By the grammar's lexical rules; a string that does not end, ends with its line. */
const TOKEN = new RegExp(
  [
    '(?<comment>//[^\\n]*)',
    '(?<string>"(?:\\\\.|[^"\\\\\\n])*"?)',
    '(?<annotation>@[A-Za-z_]\\w*)',
    '(?<type>[A-Za-z_]\\w*(?:::[A-Za-z_]\\w*)*::(?="))',
    `(?<keyword>\\b(?:${KEYWORDS})\\b)`,
    '(?<number>\\b\\d+\\b)',
    '(?<word>[A-Za-z_]\\w*)',
  ].join('|'),
  'g',
);

export function cedarTokens(text: string): readonly CedarToken[] {
  const tokens: CedarToken[] = [];
  const plain = (part: string): void => {
    const last = tokens.at(-1);
    if (last?.kind === 'plain') tokens[tokens.length - 1] = { kind: 'plain', text: last.text + part };
    else if (part !== '') tokens.push({ kind: 'plain', text: part });
  };
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    plain(text.slice(at, match.index));
    const [word] = match;
    const kind = KINDS.find((one) => match.groups![one] !== undefined);
    if (kind === undefined) plain(word);
    else tokens.push({ kind, text: word });
    at = match.index + word.length;
  }
  plain(text.slice(at));
  return tokens;
}

const KINDS = ['comment', 'string', 'annotation', 'type', 'keyword', 'number'] as const;
