// Nothing reaches the WASM parser that could break it. Too deep a nesting overflows the parser's stack, and
// after that its instance answers nothing, ever: bounds are checked on our side first. The same scan says
// where each policy and each annotation stands, which the parser does not tell.

/** Brackets may be nested this deep. */
export const MAX_DEPTH = 20;
/** One policy may hold this many links: `.`, `&&`, `||`, `+`, `-`, `*`, `!`, `if`, `when`, `unless`. */
export const MAX_LINKS = 200;

/** One policy or template: where it starts and ends (UTF-16 offsets; the end is after its `;`). */
export interface Statement {
  readonly start: number;
  readonly end: number;
  /** Offset of each annotation's `@`, by name. */
  readonly annotations: ReadonlyMap<string, number>;
}

export interface Excess {
  readonly offset: number;
  readonly message: string;
}

const TOKEN = /\/\/[^\n\r]*|"(?:[^"\\]|\\[\s\S])*"|[A-Za-z_]\w*|\d+|&&|\|\||\s+|[\s\S]/g;
const LINKS = new Set(['.', '&&', '||', '+', '-', '*', '!', 'if', 'when', 'unless']);

/**
 * Splits a source into its statements. `excess` names what must not reach the parser; where there is any,
 * the statements are not to be used. Text that is not Cedar gives statements that do not parse.
 */
export function scanSource(text: string): { statements: readonly Statement[]; excess: readonly Excess[] } {
  const statements: Statement[] = [];
  const excess: Excess[] = [];
  let open = openStatement();
  for (const match of text.matchAll(TOKEN)) {
    const token = match[0];
    if (token.trim() === '' || token.startsWith('//')) continue;
    const complaint = readToken(open, token, match.index);
    if (complaint !== null) excess.push({ offset: match.index, message: complaint });
    if (token !== ';') continue;
    const { start, annotations } = open;
    statements.push({ start: start ?? match.index, end: match.index + 1, annotations });
    open = openStatement();
  }
  return { statements, excess };
}

interface OpenStatement {
  start: number | null;
  depth: number;
  links: number;
  /** Offset of an `@` whose name has not come yet. */
  at: number | null;
  readonly annotations: Map<string, number>;
}

function openStatement(): OpenStatement {
  return { start: null, depth: 0, links: 0, at: null, annotations: new Map() };
}

/** Returns what is too much about the token, once per statement and kind. */
function readToken(open: OpenStatement, token: string, offset: number): string | null {
  open.start ??= offset;
  if (open.at !== null) open.annotations.set(token, open.at);
  open.at = token === '@' ? offset : null;
  if (/^[([{]$/.test(token) && ++open.depth === MAX_DEPTH + 1) {
    return `brackets are nested deeper than ${MAX_DEPTH}`;
  }
  if (/^[)\]}]$/.test(token)) open.depth -= 1;
  if (LINKS.has(token) && ++open.links === MAX_LINKS + 1) {
    return `the policy has more than ${MAX_LINKS} links (operators, attribute accesses, clauses): split it`;
  }
  if (/^\d/.test(token) && !Number.isSafeInteger(Number(token))) {
    return `the number is beyond ${Number.MAX_SAFE_INTEGER}, which no argument can be`;
  }
  return null;
}
