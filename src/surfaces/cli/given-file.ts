// A file that somebody names is text, whole, or it is refused: what cannot be read is not verified.

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { decodeUtf8 } from '../../ledger/bytes.ts';
import type { Context } from './context.ts';
import { CliError } from './exit.ts';

/** Throws `CliError` where it cannot be read, or is not UTF-8. */
export async function readGivenText(context: Context, file: string): Promise<string> {
  const bytes = await readFile(resolve(context.io.cwd, file)).catch(() => {
    throw new CliError(`${file} cannot be read`);
  });
  const decoded = decodeUtf8(bytes);
  if ('text' in decoded) return decoded.text;
  throw new CliError(`${file} is not UTF-8 text`);
}
