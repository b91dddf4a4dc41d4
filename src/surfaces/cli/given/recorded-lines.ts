// A recording's text as values that know their line: the whole as one, or a value a line. What is torn, or
// nested deeper than anybody reads on, is said where it stands.

import type { Problem } from '../../../document/document.ts';
import { placeAll, type Wrong } from '../../../document/placed.ts';
import type { Json, JsonObject } from '../../../kernel/json.ts';
import type { CliError } from '../exit.ts';
import { invalidFile } from '../home.ts';
import { parseGivenJson, problemAtOffset } from './json.ts';

export interface Line {
  /** 1-based. */
  readonly number: number;
  readonly text: string;
  readonly value: Json;
}

/** One after the other, so that what is none of it ends at its first line. Throws `CliError`. */
export function* linesIn(text: string, file: string): Generator<Line, undefined> {
  for (const line of rawLines(text, file)) {
    checkReadable(line, file);
    yield line;
  }
}

/** The one value of a file. Throws `CliError`, also for more than one. */
export function wholeIn(text: string, file: string): Line {
  const lines = linesIn(text, file);
  const first = lines.next().value!;
  checkEnded(lines, file);
  return first;
}

/** Throws `CliError` where there is another line. */
export function checkEnded(lines: Iterator<Line, undefined>, file: string): void {
  const { value: more } = lines.next();
  if (more !== undefined) throw misfit(file, [problemAt(file, more, '', 'there is more behind the end')]);
}

/** The whole as one, where it is one; else a value a line, where the first line is one. */
function* rawLines(text: string, file: string): Generator<Line, undefined> {
  const whole = jsonIn(text);
  if (whole !== undefined) {
    yield { number: 1, text, value: whole };
    return;
  }
  const rows = rowsIn(text);
  const first = rows.next().value;
  const isOnePerLine = first?.text.startsWith('{') === true && jsonIn(first.text) !== undefined;
  if (!isOnePerLine) {
    yield { number: 1, text, value: parseGivenJson(text, file) };
    return;
  }
  yield { ...first, value: parseGivenJson(first.text, file, first.number) };
  for (const row of rows) yield { ...row, value: parseGivenJson(row.text, file, row.number) };
}

/** Those with something in them. */
function* rowsIn(text: string): Generator<Omit<Line, 'value'>, undefined> {
  let number = 0;
  for (let start = 0; start <= text.length;) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found;
    const row = text.slice(start, end);
    number++;
    if (row.trim() !== '') yield { number, text: row };
    start = end + 1;
  }
}

function jsonIn(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

const MAX_DEPTH = 128;
/** Steps of a place that are told. */
const MAX_STEPS = 8;

/** Whoever reads on may go down into it. Throws `CliError`. */
function checkReadable(line: Line, file: string): void {
  const open: { readonly value: Json; readonly path: readonly string[]; readonly depth: number }[] = [
    { value: line.value, path: [], depth: 0 },
  ];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const { value, path, depth } = one;
    if (value === null || typeof value !== 'object') continue;
    const told = path.join('.');
    if (depth > MAX_DEPTH) {
      const message = `is nested more than ${MAX_DEPTH} deep`;
      const { text, number: firstLine } = line;
      throw misfit(file, [problemAtOffset(text, deepIn(text), message, { file, firstLine, path: told })]);
    }
    if (path[0] === 'tools' && Object.hasOwn(value, '__proto__')) {
      throw misfit(file, [problemAt(file, line, told, 'has a member __proto__')]);
    }
    // In the order of the text: the last is taken first.
    for (const [name, inner] of Object.entries(value as JsonObject).toReversed()) {
      open.push({ value: inner, path: path.length < MAX_STEPS ? [...path, name] : path, depth: depth + 1 });
    }
  }
}

const BRACKET = /"(?:[^"\\]|\\.)*"|[[{]|[\]}]/gs;

/** Where the first bracket stands that is too deep. */
function deepIn(text: string): number {
  let depth = 0;
  for (const { 0: found, index } of text.matchAll(BRACKET)) {
    if (found === '[' || found === '{') depth++;
    else if (found === ']' || found === '}') depth--;
    if (depth > MAX_DEPTH + 1) return index;
  }
  return 0;
}

export function problemAt(file: string, { number }: Line, path: string, message: string): Problem {
  return { file, line: number, column: 1, path, message, help: null };
}

/** Each with the place that it has in the file. */
export function placedIn(file: string, line: Line, wrong: readonly Wrong[]): Problem[] {
  const placed = placeAll(wrong, line.text, file);
  return placed.map((one) => ({ ...one, line: one.line + line.number - 1 }));
}

export function misfit(file: string, problems: readonly Problem[]): CliError {
  return invalidFile(`${file} is not as its form says (docs/replay-traces.md)`, problems);
}
