// A script of CREATE statements becomes what there is in the database. A statement that may matter and cannot
// be read is reported with its line; what is known never to matter is passed over.

import { readColumn } from './column.ts';
import { isMark, isWord, readList, readName, skipWords } from './ddl.ts';
import type { Column, Routine, Table, Trigger, Unread } from './ddl.ts';
import { createdKind, statementsOf, type Statement } from './statements.ts';
import { pieceAt, type Token } from './tokens.ts';

export interface Database {
  readonly tables: readonly Table[];
  readonly routines: readonly Routine[];
  readonly triggers: readonly Trigger[];
  readonly unread: readonly Unread[];
}

/** They change no table, no routine and nothing that these set off. */
const PASSED_OVER = new Set(
  `set use pragma begin commit start lock unlock insert select comment grant revoke analyze vacuum
    explain copy reset show go rollback savepoint release update delete replace drop`.split(/\s+/),
);
const CREATED_BESIDE = new Set(
  `index type sequence schema database role user policy domain extension aggregate operator cast
    collation publication statistics tablespace server language`.split(/\s+/),
);
/** Behind these no column follows. */
const OF_TABLE =
  /^(?:constraint|primary|unique|foreign|check|key|index|fulltext|spatial|exclude|like|period)$/;
/** More of them no database takes. */
const MAX_COLUMNS = 4_096;
const EVENTS = ['insert', 'update', 'delete'] as const;

/** Whether a text begins as a script of SQL does, and creates something. */
export function isSqlScript(text: string): boolean {
  const first = firstToken(text);
  const isStatement = first === 'create' || first === 'alter' || PASSED_OVER.has(first);
  return isStatement && /\bcreate\b/i.test(text);
}

function firstToken(text: string): string {
  for (let at = 0; at < text.length;) {
    const { token, end } = pieceAt(text, at);
    if (token?.kind === 'word') return token.value;
    if (token !== null && token.value !== ';') return '';
    at = end;
  }
  return '';
}

/** Linear in the script's length, but for columns that are added one by one. */
export function readDatabase(script: string): Database {
  const tables = new Map<string, Table>();
  const [routines, triggers, unread]: [Routine[], Trigger[], Unread[]] = [[], [], []];
  for (const statement of statementsOf(script)) {
    const read = statement.doubt === null ? readStatement(statement, tables) : statement.doubt;
    if (typeof read === 'string') {
      unread.push({ line: statement.line, message: read, table: tableIn(statement.tokens) });
    } else if (read !== null && 'on' in read) triggers.push(read);
    else if (read !== null && 'arguments' in read) routines.push(read);
    else if (read !== null) tables.set(keyOf(read.name), read);
  }
  return { tables: [...tables.values()], routines, triggers, unread };
}

/** What it says; null for nothing that matters; else why it cannot be read. */
function readStatement(
  { tokens, line }: Statement,
  tables: ReadonlyMap<string, Table>,
): Table | Routine | Trigger | string | null {
  const [first] = tokens;
  if (isWord(first, 'alter')) return readAlter(tokens, tables);
  if (first?.kind === 'word' && PASSED_OVER.has(first.value)) return null;
  const kind = createdKind(tokens);
  if (kind === undefined) return 'it is no statement that is known';
  if (CREATED_BESIDE.has(kind)) return null;
  const at = tokens.findIndex((token) => isWord(token, kind));
  const named = readName(skipWords(tokens.slice(at + 1), 'if', 'not', 'exists'));
  if (named === null) return `it creates a ${kind} without a name that can be read`;
  if (kind === 'trigger' || kind === 'rule') return readTrigger(named.name, named.rest);
  if (kind === 'event') return 'it runs by itself, at a time';
  if (kind === 'view') return { name: named.name, kind: 'view', columns: null, line };
  if (kind === 'table') return readTable(named.name, named.rest, line);
  const list = readList(named.rest);
  if (list === null) return 'it creates a routine whose arguments cannot be read';
  return { name: named.name, arguments: list.items.flatMap(argumentIn), line };
}

function readTable(name: string, rest: readonly Token[], line: number): Table | string {
  const list = readList(rest);
  if (list === null && isMark(rest[0], '(')) return 'its columns have no end';
  // A partition, or what a query answers: its columns stand elsewhere.
  if (list === null || isWord(rest[0], 'partition')) return { name, kind: 'table', columns: null, line };
  const columns: Column[] = [];
  for (const item of list.items) {
    if (item[0]?.kind === 'word' && OF_TABLE.test(item[0].value)) continue;
    const column = readColumn(item);
    if (column === null) return 'it has a column that cannot be read';
    columns.push(column);
  }
  if (columns.length > MAX_COLUMNS) return `it has more than ${MAX_COLUMNS} columns`;
  return { name, kind: 'table', columns, line };
}

/** `in amount numeric default 0`; one without a name is called by its place. */
function argumentIn(item: readonly Token[], at: number): Column[] {
  const mode = item[0];
  if (isWord(mode, 'out')) return [];
  const rest = skipWords(item, 'in', 'inout', 'variadic');
  const column = readColumn(
    rest.length === 1 ? [{ kind: 'word', value: `argument_${at + 1}` }, ...rest] : rest,
  );
  const isOptional = rest.some((token) => isWord(token, 'default') || isMark(token, '='));
  return column === null ? [] : [{ ...column, isRequired: !isOptional }];
}

/** `after insert or update on t …`; a rule says `as on insert to t`. */
function readTrigger(name: string, rest: readonly Token[]): Trigger | string {
  const begins = rest.findIndex((token) => isWord(token, ...EVENTS));
  const at = rest.findIndex((token, place) => place > begins && isWord(token, 'on', 'to'));
  const table = begins === -1 || at === -1 ? null : readName(rest.slice(at + 1));
  const said = rest.slice(0, Math.max(at, 0));
  const on = new Set(EVENTS.filter((event) => said.some((token) => isWord(token, event))));
  return table === null ? 'it sets off something, and does not say when' : { name, table: table.name, on };
}

/** What it adds to a table that is known. */
function readAlter(tokens: readonly Token[], tables: ReadonlyMap<string, Table>): Table | string | null {
  if (!isWord(tokens[1], 'table'))
    return isWord(tokens[1], 'trigger', 'event') ? 'it changes what is set off' : null;
  const named = readName(skipWords(tokens.slice(2), 'only', 'if', 'exists'));
  const table = named === null ? undefined : tables.get(keyOf(named.name));
  if (named === null || table === undefined) return 'it changes a table that is not created before';
  const changes = readList([...bracket('('), ...named.rest, ...bracket(')')])?.items ?? [];
  const added: Column[] = [];
  for (const change of changes) {
    if (!isWord(change[0], 'add')) {
      if (isWord(change[0], 'rename', 'drop', 'change', 'modify')) return 'it changes columns that are there';
      continue;
    }
    const rest = skipWords(change.slice(1), 'column', 'if', 'not', 'exists');
    if (rest[0]?.kind === 'word' && OF_TABLE.test(rest[0].value)) continue;
    const column = readColumn(rest);
    if (column === null) return 'it adds a column that cannot be read';
    added.push(column);
  }
  if (added.length === 0) return null;
  if ((table.columns?.length ?? 0) + added.length > MAX_COLUMNS)
    return `it has more than ${MAX_COLUMNS} columns`;
  return { ...table, columns: [...(table.columns ?? []), ...added] };
}

function bracket(value: string): Token[] {
  return [{ kind: 'mark', value }];
}

/** Tables are told apart by their own names, as a search path would: in doubt two are one. */
export function keyOf(name: string): string {
  return (name.split('.').at(-1) ?? name).toLowerCase();
}

/** The first table that it names, wherever. */
function tableIn(tokens: readonly Token[]): string | null {
  const at = tokens.findIndex((token) => isWord(token, 'table'));
  if (at === -1) return null;
  return readName(skipWords(tokens.slice(at + 1), 'if', 'not', 'exists', 'only'))?.name ?? null;
}
