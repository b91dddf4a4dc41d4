// A file that somebody names is text, whole, or it is refused: what cannot be read is not verified.

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { decodeUtf8 } from '../../../ledger/bytes.ts';
import type { Context } from '../context.ts';
import { CliError } from '../exit.ts';
import { unreadable } from '../system-fault.ts';

/** Throws `CliError` where it cannot be read, or is not UTF-8. */
export async function readGivenText(context: Context, file: string): Promise<string> {
  const bytes = await readFile(resolve(context.io.cwd, file)).catch((error: unknown) => {
    throw unreadable(file, error);
  });
  const decoded = decodeUtf8(bytes);
  if ('text' in decoded) return decoded.text;
  throw new CliError(`${file} is not UTF-8 text`, { help: 'Save it as UTF-8, or name another' });
}
