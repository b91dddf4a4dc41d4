// A script is cut where each statement ends, the bodies of triggers and routines included: no statement is
// taken for a part of another.

import { pieceAt, type Token } from './tokens.ts';

/** One statement, and the line that it begins on. */
export interface Statement {
  readonly tokens: readonly Token[];
  readonly line: number;
  /** Why it cannot be read for sure; null where it can. */
  readonly doubt: string | null;
}

const OBJECTS = new Set(
  `table view index trigger function procedure event type sequence schema database role user policy
    domain extension rule aggregate operator cast collation publication statistics tablespace server
    language`.split(/\s+/),
);
const ROUTINES = new Set(['trigger', 'function', 'procedure', 'event']);
/** What kind of thing is created stands among so many tokens. */
const HEAD = 16;
/** An `end` before these ends what was not counted. */
const UNCOUNTED = new Set(['if', 'loop', 'while', 'repeat', 'for']);
/** What PostgreSQL's and MySQL's clients read themselves, where a statement could begin. */
const COMMAND = /(?<=(?:^|\n)[ \t]*)(?:delimiter[ \t]+(\S+)[^\n]*|[\\#][^\n]*)(?:\n|$)/iy;

/** The statements of a script, with what clients read of it left out. Linear in its length. */
export function statementsOf(script: string): Statement[] {
  const statements: Statement[] = [];
  let [at, line, delimiter] = [0, 1, ';'];
  let open = { tokens: [] as Token[], line: 1, doubt: null as string | null, blocks: 0 };
  let newline = script.indexOf('\n');
  const advance = (end: number): void => {
    for (; newline !== -1 && newline < end; newline = script.indexOf('\n', newline + 1)) line += 1;
    at = end;
  };
  const close = (): void => {
    if (open.tokens.length > 0 || open.doubt !== null) statements.push(open);
    open = { tokens: [], line, doubt: null, blocks: 0 };
  };
  while (at < script.length) {
    COMMAND.lastIndex = at;
    const command = open.tokens.length === 0 ? COMMAND.exec(script) : null;
    if (command !== null) {
      delimiter = command[1] ?? delimiter;
      advance(at + command[0].length);
    } else if (script.startsWith(delimiter, at) && open.blocks <= 0) {
      advance(isCopy(open.tokens) ? endOfData(script, at) : at + delimiter.length);
      close();
    } else {
      const { token, end, doubt } = pieceAt(script, at);
      if (open.tokens.length === 0) open.line = line;
      open.doubt ??= doubt;
      if (token !== null) {
        open.tokens.push(token);
        open.blocks += blockStep(open.tokens);
      }
      advance(end);
    }
  }
  close();
  return statements;
}

/** What a statement creates; undefined where it creates nothing known. */
export function createdKind(tokens: readonly Token[]): string | undefined {
  if (tokens[0]?.value !== 'create') return undefined;
  return tokens.slice(1, HEAD).find(({ kind, value }) => kind === 'word' && OBJECTS.has(value))?.value;
}

function blockStep(tokens: readonly Token[]): number {
  const last = tokens.at(-1);
  if (last?.kind !== 'word' || !ROUTINES.has(createdKind(tokens) ?? '')) return 0;
  if (last.value === 'end') return -1;
  const isAfterEnd = tokens.at(-2)?.value === 'end';
  if (isAfterEnd) return UNCOUNTED.has(last.value) ? 1 : 0;
  return last.value === 'begin' || last.value === 'case' ? 1 : 0;
}

/** `copy … from stdin`: lines of data follow. */
function isCopy(tokens: readonly Token[]): boolean {
  return tokens[0]?.value === 'copy' && tokens.at(-1)?.value === 'stdin';
}

function endOfData(script: string, at: number): number {
  const end = script.indexOf('\n\\.', at);
  return end === -1 ? script.length : end + 3;
}
