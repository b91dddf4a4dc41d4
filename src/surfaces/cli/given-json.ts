// A JSON file that a command was given.

import type { Json } from '../../kernel/json.ts';
import type { Context } from './context.ts';
import { CliError } from './exit.ts';
import { readGivenText } from './given-file.ts';

/** Throws `CliError` for a file that cannot be read, or is not JSON. */
export async function readGivenJson(context: Context, file: string): Promise<Json> {
  const text = await readGivenText(context, file);
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new CliError(`${file} is not JSON`);
  }
}
