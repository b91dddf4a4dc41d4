// Recordings that a command is given: which form a file has is told by what is in it, and what is wrong in
// it has a place.

import { entriesIn } from '../../../catalog/tool-list.ts';
import type { ListedTool } from '../../../catalog/intake/sheet.ts';
import { isObject } from '../../../catalog/member.ts';
import type { Problem } from '../../../document/document.ts';
import { placeAll, type Wrong } from '../../../document/placed.ts';
import { runsOfLedger, type WordsOf } from '../../../gateway/recorded/ledger-runs.ts';
import { readSpans, type ReadSpan } from '../../../gateway/recorded/otlp-span.ts';
import type { RecordedSet } from '../../../gateway/recorded/recorded-run.ts';
import { MAX_NESTED, nestedTooDeep, runsOfSpans } from '../../../gateway/recorded/span-runs.ts';
import { readTraceSet } from '../../../gateway/recorded/trace-set.ts';
import type { Event } from '../../../kernel/event.ts';
import type { Json, JsonObject } from '../../../kernel/json.ts';
import { EXPORT_FORMAT } from '../../../ledger/export.ts';
import { createConstraintEngine } from '../../../workflow/constraint.ts';
import { traceResponse } from '../../http/contract.ts';
import type { Context } from '../context.ts';
import { CliError, EXIT } from '../exit.ts';
import { readGivenText } from './file.ts';
import { parseGivenJson } from './json.ts';
import { invalidFile } from '../home.ts';
import { createProgress } from '../render/progress.ts';

export interface Recording {
  readonly file: string;
  readonly set: RecordedSet;
  /** `connector/tool` of which nothing but name and arguments was recorded. */
  readonly made: readonly string[];
}

/**
 * Throws `CliError`: with code 3 for a file that is none of the forms, or not one throughout.
 *
 * @param given definitions of tools that the recording does not hold
 */
export async function readRecording(
  context: Context,
  file: string,
  given: readonly ListedTool[],
): Promise<Recording> {
  const text = await readGivenText(context, file);
  const lines = linesIn(text, file);
  for (const line of lines) checkReadable(line, file);
  const [first] = lines;
  if (isObject(first?.value) && 'resourceSpans' in first.value) {
    const spans = lines.flatMap((line) => spansIn(line, file));
    const deep = nestedTooDeep(spans);
    if (deep !== null) {
      const message = `span ${JSON.stringify(deep.id)} has more than ${MAX_NESTED} spans around it`;
      throw invalidFile(`${file} is nested too deeply`, [
        problemAt(file, lines[0]!, 'resourceSpans', message),
      ]);
    }
    const { made, ...set } = runsOfSpans(file, spans, given);
    return { file, set, made };
  }
  if (isObject(first?.value) && first.value['format'] === EXPORT_FORMAT) {
    return { file, set: runsOfLines(file, lines, () => null), made: [] };
  }
  if (lines.length === 1 && isObject(first?.value) && 'cases' in first.value) {
    const read = readTraceSet(withTools(first.value, given));
    if ('problems' in read) throw wrong(file, first, read.problems);
    return { file, set: read.set, made: [] };
  }
  throw new CliError(`${file} holds no recorded calls`, {
    exit: EXIT.invalid,
    help: 'It may be {"cases": […]}, OTLP/JSON or a ledger export: see docs/replay-traces.md',
  });
}

interface Line {
  /** 1-based. */
  readonly number: number;
  readonly text: string;
  readonly value: Json;
}

/** The whole as one, where it is one; else a value a line. */
function linesIn(text: string, file: string): Line[] {
  const rows = text.split('\n').map((row, at) => ({ number: at + 1, text: row }));
  const filled = rows.filter((row) => row.text.trim() !== '');
  const isOnePerLine =
    filled.length > 1 && filled.every((row) => row.text.startsWith('{') && isJson(row.text));
  if (!isOnePerLine) return [{ number: 1, text, value: parseGivenJson(text, file) }];
  return filled.map((row) => ({ ...row, value: JSON.parse(row.text) as Json }));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function spansIn(line: Line, file: string): readonly ReadSpan[] {
  const read = readSpans(line.value);
  if ('problems' in read) throw wrong(file, line, read.problems);
  return read.spans;
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
    const isDeep = depth > MAX_DEPTH;
    const isNoName = path[0] === 'tools' && Object.hasOwn(value, '__proto__');
    if (isDeep || isNoName) {
      const message = isDeep ? `is nested more than ${MAX_DEPTH} deep` : 'has a member __proto__';
      throw invalidFile(`${file} is not as its form says (docs/replay-traces.md)`, [
        problemAt(file, line, path.join('.'), message),
      ]);
    }
    for (const [name, inner] of Object.entries(value as JsonObject)) {
      open.push({ value: inner, path: path.length < MAX_STEPS ? [...path, name] : path, depth: depth + 1 });
    }
  }
}

function problemAt(file: string, { number }: Line, path: string, message: string): Problem {
  return { file, line: number, column: 1, path, message, help: null };
}

function wrong(file: string, line: Line, problems: readonly Wrong[]): CliError {
  const placed = placeAll(problems, line.text, file);
  const moved = placed.map((one) => ({ ...one, line: one.line + line.number - 1 }));
  return invalidFile(`${file} is not as its form says (docs/replay-traces.md)`, moved);
}

function withTools(value: JsonObject, given: readonly ListedTool[]): Json {
  const own = entriesIn(value)?.entries ?? [];
  const more = given.map(({ server, definition }) => ({ ...definition, server }));
  return { ...value, tools: [...more, ...own] };
}

/** Records of an export; header and checkpoints are lines, too. */
function runsOfLines(name: string, lines: readonly Pick<Line, 'value'>[], words: WordsOf): RecordedSet {
  const events = lines.flatMap(({ value }) =>
    isObject(value) && typeof value['stream'] === 'string' ? [value as unknown as Event] : [],
  );
  return runsOfLedger(name, events, words, createConstraintEngine());
}

/** The running daemon's ledger, with the words that stand beside its records. Throws `CliError`. */
export async function readRunningLedger(context: Context): Promise<Recording> {
  const reader = await context.reader();
  const lines: { value: Json }[] = [];
  for await (const line of reader.getLines('/ledger/export')) lines.push({ value: JSON.parse(line) as Json });
  const tasks = runsOfLines('ledger', lines, () => null).cases.map(({ id }) => id);
  const words = new Map<string, { readonly [commitment: string]: string | null }>();
  const progress = createProgress(context);
  for (const task of tasks) {
    const { payloads } = await reader.get(`/tasks/${encodeURIComponent(task)}/trace`, traceResponse);
    words.set(task, payloads);
    progress.show(`${words.size} of ${tasks.length} tasks`);
  }
  progress.done();
  const wordsOf: WordsOf = (task, commitment) => words.get(task)?.[commitment] ?? null;
  return { file: 'ledger', set: runsOfLines('ledger', lines, wordsOf), made: [] };
}
