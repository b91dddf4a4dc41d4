// Spans of time on the command line read as they do in workflow files.

import { DURATION, durationSeconds } from '../../../workflow/moment.ts';
import { CliError } from '../exit.ts';

/** Seconds. Throws `CliError`. */
export function readSpan(text: string, flag: string): number {
  if (DURATION.test(text)) return durationSeconds(text);
  throw new CliError(`${flag} must be a span such as 90s, 15m, 8h or 1d`);
}
