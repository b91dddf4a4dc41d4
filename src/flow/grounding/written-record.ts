// Tools that answer in text still list things and send letters: what the system writes in front of each is a
// fact of its own, what people wrote stays prose.

import type { Json, JsonObject } from '../../kernel/json.ts';

/** `From: …`, one a line, and a blank line before what the letter says. */
const HEADER = /^[A-Za-z][A-Za-z-]{1,24}: \S/;
const MAX_HEADERS = 30;
/** `[m-12] …`, `#12 …`, `f_12 …`: names that no language has for words. */
const NAMED = '(?=[\\w.-]{0,63}[\\d_])(?=[\\w.-]{0,63}[A-Za-z])[\\w.-]{1,64}';
const MARK = new RegExp(`^(?:[-*] )?(?:\\[([^\\]\\s]{1,64})\\]|(#\\d[\\w-]*|${NAMED}))[:.)]?[ \\t]+(?=\\S)`);
/** `12 | …`, `uid 12  …`: where it is no table. */
const NUMBER = /^(?:[-*] )?(?:[A-Za-z]{1,5} )?(\d{1,12})(?: \| | {2,})(?=\S)/;
/** `id=a7 from=ann@corp.example subject="…"` */
const PAIR = /(\w{1,40})=(?:"([^"]*)"|(\S+))(?:\s+|$)/gy;
/** `1) Ann Lee <ann@corp.example>: …` */
const SENDER = /^(?:\d{1,4}[).]\s+|[-*]\s+)?([^<>:;,\n]{0,80}<[^<>\s@]{1,64}@[^<>\s@]{1,253}>)\s*:?\s*/;
const PARTED = /\s{1,8}[—–|·]\s|\t+| {2,}/;
const MAX_LINES = 5_000;

/** The records that a text is written as; null where it is one text. */
export function readWritten(text: string): Json {
  return letterIn(text) ?? pairsIn(text) ?? listIn(text, MARK) ?? tableIn(text) ?? listIn(text, NUMBER);
}

/** Lines of nothing but pairs. */
function pairsIn(text: string): Json {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length > MAX_LINES) return null;
  const read = lines.map((line) => {
    const pairs = [...line.trim().matchAll(PAIR)];
    const isAll =
      pairs.length > 1 && pairs.reduce((sum, [all]) => sum + all.length, 0) === line.trim().length;
    return isAll ? Object.fromEntries(pairs.map(([, name, quoted, bare]) => [name!, quoted ?? bare!])) : null;
  });
  return read.includes(null) ? null : read;
}

function letterIn(text: string): Json {
  const end = text.search(/\r?\n\r?\n/);
  if (end === -1) return null;
  const lines = text.slice(0, end).split(/\r?\n/);
  if (lines.length > MAX_HEADERS || !lines.every((line) => HEADER.test(line))) return null;
  const read = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { ...Object.fromEntries(read), text: text.slice(end).trim() };
}

/** All lines but what counts or heads them begin with a mark, or with who sent them. */
function listIn(text: string, mark: RegExp): Json {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length > MAX_LINES) return null;
  const read = lines.map((line) => recordIn(line, mark));
  const [head, ...rest] = read;
  const items = head === null && rest.length > 0 ? rest : read;
  if (items.length === 0 || items.includes(null) || repeatsMark(items)) return null;
  return head === null ? { items, heading: lines[0]! } : items;
}

/** Whoever can write a line break would give his own line another's mark. */
function repeatsMark(items: readonly (JsonObject | null)[]): boolean {
  const marks = items.flatMap((item) => item?.['id'] ?? []);
  return new Set(marks).size < marks.length;
}

function recordIn(line: string, marking: RegExp): JsonObject | null {
  const mark = marking.exec(line);
  const after = mark === null ? line : line.slice(mark[0].length);
  const sender = SENDER.exec(after);
  if (mark === null && sender === null) return null;
  const rest = sender === null ? after : after.slice(sender[0].length);
  return {
    ...(mark === null ? {} : { id: mark[1] ?? mark[2]! }),
    ...(sender === null ? {} : { from: sender[1]!.trim() }),
    // Where somebody is named before, the rest is theirs.
    ...(sender === null ? { parts: partsIn(rest) } : { text: rest }),
  };
}

function partsIn(text: string): string[] {
  return text
    .split(PARTED)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Rows of as many cells as there are names above them. */
function tableIn(text: string): Json {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^[|:+ -]+$/.test(line));
  if (lines.length < 2 || lines.length > MAX_LINES) return null;
  const fewest = lines[0]!.split(/[^\w ]/).every((name) => /^\w+$/.test(name)) ? 2 : 3;
  const sign = ['|', '\t', ';', ','].find((one) => cellsIn(lines[0]!, one).length >= fewest);
  if (sign === undefined) return null;
  const names = cellsIn(lines[0]!, sign);
  const rows = lines.slice(1).map((line) => cellsIn(line, sign));
  const isTable =
    names.every((name) => /^[\w .#/-]{1,40}$/.test(name)) && new Set(names).size === names.length;
  if (!isTable || !rows.every(({ length }) => length === names.length)) return null;
  return rows.map((cells) => Object.fromEntries(cells.map((cell, place) => [names[place]!, cell])));
}

function cellsIn(line: string, sign: string): string[] {
  const bare = sign === '|' ? line.replaceAll(/^\||\|$/g, '') : line;
  const cells =
    sign === ','
      ? Array.from(bare.matchAll(CELL), ([, quoted, plain]) => quoted ?? plain ?? '')
      : bare.split(sign);
  return cells.map((cell) => cell.trim());
}

const CELL = /(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g;
