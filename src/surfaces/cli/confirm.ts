// What cannot be taken back is asked about once more; a script says beforehand that it is sure, and so does
// whoever wants JSON alone: nobody says yes to what was not shown.

import type { Context } from './context.ts';
import { CliError, EXIT, type ExitCode } from './exit.ts';

/** Throws `CliError` unless the person says yes; `otherwise` tells what stays as it is. */
export async function confirm(
  context: Context,
  question: string,
  otherwise: string,
  help = 'Add --yes',
  exit: ExitCode = EXIT.failed,
): Promise<void> {
  if (context.flags.json) throw new CliError('with --json nothing is asked', { exit, help });
  const said = await context.io.ask(`${question} [yes/no] `, { hidden: false });
  if (said === null) throw new CliError('there is no terminal to ask on', { exit, help });
  if (!/^y(es)?$/i.test(said.trim())) throw new CliError(otherwise, { exit });
}
