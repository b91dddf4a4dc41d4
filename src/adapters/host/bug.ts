// A bug that nobody caught ends the process, and with it all that it lets through. What it says of itself may
// quote what was worked on: its code and its place alone are told.

import type { Log } from '../../gateway/ports.ts';

const MOST_FRAMES = 12;
/** A call site as V8 writes it: `at f (file:1:2)`, `at file:1:2`, `at f (<anonymous>)`. */
const FRAME = /^at .*(?::\d+:\d+\)?|\((?:<anonymous>|native)\))$/;
const CODE = /^[\w-]{1,64}$/;
const NOTHING = { code: 'internal', at: [] } as const;

/**
 * From then on, for the whole process; it ends with code 1.
 *
 * @param codeOf what of an error may be told
 */
export function endOnBug(log: Log, codeOf: (error: unknown) => string): void {
  process.on('uncaughtException', (error: unknown) => {
    try {
      log.error(factsOf(error, codeOf), 'a bug: this process ends, and lets nothing through');
    } finally {
      process.exit(1);
    }
  });
}

/** An error that cannot even be looked at was one all the same. */
function factsOf(
  error: unknown,
  codeOf: (error: unknown) => string,
): { code: string; at: readonly string[] } {
  try {
    const code = codeOf(error);
    return { code: CODE.test(code) ? code : NOTHING.code, at: placeOf(error) };
  } catch {
    return NOTHING;
  }
}

/** Where it was thrown, innermost first. */
function placeOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  const { stack = '', message } = error;
  const frames = stack.slice(stack.indexOf(message) + message.length).split('\n');
  return frames
    .map((line) => line.trim())
    .filter((line) => FRAME.test(line))
    .slice(0, MOST_FRAMES);
}
