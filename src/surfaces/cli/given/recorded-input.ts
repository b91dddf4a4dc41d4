// Recordings that a command is given: which form a file has is told by what is in it, and what is wrong in
// it has a place.

import type { ListedTool } from '../../../catalog/intake/sheet.ts';
import { isObject } from '../../../catalog/member.ts';
import { runsOfLedger, type WordsOf } from '../../../gateway/recorded/ledger-runs.ts';
import { readSpans, type ReadSpan } from '../../../gateway/recorded/otlp-span.ts';
import type { RecordedSet } from '../../../gateway/recorded/recorded-run.ts';
import { MAX_NESTED, nestedTooDeep, runsOfSpans } from '../../../gateway/recorded/span-runs.ts';
import { readTraceSet, type TraceOptions } from '../../../gateway/recorded/trace-set.ts';
import type { Event } from '../../../kernel/event.ts';
import type { Json } from '../../../kernel/json.ts';
import { EXPORT_FORMAT } from '../../../ledger/export.ts';
import { createConstraintEngine } from '../../../workflow/constraint.ts';
import { traceResponse } from '../../http/contract.ts';
import type { Context } from '../context.ts';
import type { CliError } from '../exit.ts';
import { invalidFile } from '../home.ts';
import { createProgress } from '../render/progress.ts';
import { checkedExport } from './export-lines.ts';
import { readGivenText } from './file.ts';
import { checkEnded, linesIn, misfit, placedIn, problemAt, type Line } from './recorded-lines.ts';

export interface Recording {
  readonly file: string;
  readonly set: RecordedSet;
  /** `connector/tool` of which nothing but name and arguments was recorded. */
  readonly made: readonly string[];
  /** What was passed over, each with its place. */
  readonly notes: readonly string[];
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
  const lines = linesIn(await readGivenText(context, file), file);
  const first = lines.next().value!;
  if (isObject(first.value) && 'resourceSpans' in first.value) return ofSpans(file, first, lines, given);
  if (isObject(first.value) && first.value['format'] === EXPORT_FORMAT) return ofExport(file, first, lines);
  if (isObject(first.value) && 'cases' in first.value) {
    checkEnded(lines, file);
    return { file, made: [], ...runsIn(first, file, { given }) };
  }
  const forms = 'is neither {"cases": […]}, nor OTLP/JSON, nor the header of a ledger export';
  throw invalidFile(`${file} holds no recorded calls (docs/replay-traces.md)`, [
    problemAt(file, first, '', forms),
  ]);
}

/** The documented form. Throws `CliError` with the places where it does not fit. */
export function runsIn(
  line: Line,
  file: string,
  options: TraceOptions,
): { readonly set: RecordedSet; readonly notes: readonly string[] } {
  const read = readTraceSet(line.value, options);
  if ('problems' in read) throw misfit(file, placedIn(file, line, read.problems.slice(0, MOST_SAID)));
  const misspelt = placedIn(file, line, read.misspelt.slice(0, MOST_SAID));
  const notes = misspelt.map((one) => `${one.file}:${one.line}:${one.column}: ${one.path} ${one.message}`);
  const more = read.misspelt.length - notes.length;
  return { set: read.set, notes: more > 0 ? [...notes, `${file}: and ${more} more`] : notes };
}

/** Of what is wrong in one file. */
const MOST_SAID = 50;

function ofSpans(file: string, first: Line, more: Iterable<Line>, given: readonly ListedTool[]): Recording {
  const spans = [first, ...more].flatMap((line) => spansIn(line, file));
  const refuse = (message: string): CliError =>
    misfit(file, [problemAt(file, first, 'resourceSpans', message)]);
  const deep = nestedTooDeep(spans);
  if (deep !== null) {
    throw refuse(`span ${JSON.stringify(deep.id)} has more than ${MAX_NESTED} spans around it`);
  }
  const { made, ...set } = runsOfSpans(file, spans, given);
  if (set.cases.length === 0) throw refuse('tell of no call of a tool: there is nothing to decide');
  return { file, set, made, notes: [] };
}

function spansIn(line: Line, file: string): readonly ReadSpan[] {
  const read = readSpans(line.value);
  if ('problems' in read) throw misfit(file, placedIn(file, line, read.problems));
  return read.spans;
}

function ofExport(file: string, header: Line, more: Iterable<Line>): Recording {
  const lines = [header, ...checkedExport(file, header, more)];
  const set = runsOfLines(file, lines, () => null);
  if (set.cases.length > 0) return { file, set, made: [], notes: [] };
  throw misfit(file, [problemAt(file, header, '', 'no call was decided in it: there is nothing to decide')]);
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
  return { file: 'ledger', set: runsOfLines('ledger', lines, wordsOf), made: [], notes: [] };
}
