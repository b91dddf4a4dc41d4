// A problem says where: source, line and column, so that whoever wrote the policy can mend it.

import type { PolicySource } from '../kernel/state.ts';

/** What is wrong with a policy source, or odd about it. Lines and columns (in UTF-16 units) count from 1. */
export interface PolicyProblem {
  readonly severity: 'error' | 'warning';
  /** Name of the source. */
  readonly source: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly help: string | null;
  /** Id of the policy; null where it has none or the source does not parse. */
  readonly policy: string | null;
}

/** One problem as one line of a terminal: `name:line:column: error: message (help)`. */
export function policyProblemText(problem: PolicyProblem): string {
  const { source, line, column, severity, policy, message, help } = problem;
  const named = policy === null ? '' : `policy ${policy}: `;
  return `${source}:${line}:${column}: ${severity}: ${named}${message}${help === null ? '' : ` (${help})`}`;
}

/** Line and column, both from 1, of an offset in UTF-16 units. A source is searched for its lines once. */
export function positionIn(
  source: Pick<PolicySource, 'text'>,
  offset: number,
): { line: number; column: number } {
  const starts = remembered(LINE_STARTS, source, lineStartsOf);
  const line = countUpTo(starts, offset);
  return { line, column: offset - (starts[line - 1] ?? 0) + 1 };
}

/** The text of a line, without what ends it; empty where there is none. */
export function lineIn(source: Pick<PolicySource, 'text'>, line: number): string {
  const starts = remembered(LINE_STARTS, source, lineStartsOf);
  return source.text.slice(starts[line - 1] ?? source.text.length, starts[line]).replace(/\n$/, '');
}

/** The parser counts in bytes of UTF-8; JavaScript counts in UTF-16 units. */
export function offsetOfByte(source: Pick<PolicySource, 'text'>, byte: number): number {
  const ends = remembered(BYTE_ENDS, source, byteEndsOf);
  return ends === null ? byte : countUpTo(ends, byte);
}

const LINE_STARTS = new WeakMap<object, readonly number[]>();
const BYTE_ENDS = new WeakMap<object, readonly number[] | null>();

function remembered<Made>(
  known: WeakMap<object, Made>,
  source: Pick<PolicySource, 'text'>,
  make: (text: string) => Made,
): Made {
  const found = known.get(source) ?? make(source.text);
  known.set(source, found);
  return found;
}

function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** How many bytes of UTF-8 each unit of the text ends after; null where every unit is one byte. */
function byteEndsOf(text: string): readonly number[] | null {
  if (/^[\0-\x7f]*$/.test(text)) return null;
  const ends: number[] = [];
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (let unit = 0; unit < character.length; unit += 1) ends.push(bytes);
  }
  return ends;
}

/** How many of the numbers, which rise, are at most the limit. */
function countUpTo(numbers: readonly number[], limit: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
