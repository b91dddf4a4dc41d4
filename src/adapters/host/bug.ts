// A bug that nobody caught ends the process, and with it all that it lets through. What it says of itself may
// quote what was worked on: its code and its place alone are told.

import type { Log } from '../../gateway/ports.ts';

const MOST_FRAMES = 12;

/**
 * From then on, for the whole process; it ends with code 1.
 *
 * @param codeOf what of an error may be told
 */
export function endOnBug(log: Log, codeOf: (error: unknown) => string): void {
  process.on('uncaughtException', (error: unknown) => {
    try {
      const facts = { code: codeOf(error), at: placeOf(error) };
      log.error(facts, 'a bug: this process ends, and lets nothing through');
    } finally {
      process.exit(1);
    }
  });
}

/** Where it was thrown, innermost first. */
function placeOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  const { stack = '', message } = error;
  const frames = stack.slice(stack.indexOf(message) + message.length).split('\n');
  return frames
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
    .slice(0, MOST_FRAMES);
}
