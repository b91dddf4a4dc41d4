// A JSON file that a command was given: what is wrong with it has a place.

import type { Problem } from '../../../document/document.ts';
import type { Json } from '../../../kernel/json.ts';
import { invalidFile } from '../home.ts';
import { readJsonc } from '../scan/read-jsonc.ts';

/**
 * Throws `CliError` for a text that is not JSON, with the place.
 *
 * @param firstLine which line of the file the text begins on
 */
export function parseGivenJson(text: string, file: string, firstLine = 1): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    const { offset, message } = faultIn(text);
    throw invalidFile(`${file} is not JSON`, [problemAtOffset(text, offset, message, { file, firstLine })]);
  }
}

/** Something wrong at an offset of a text, such as one line of a file. */
export function problemAtOffset(
  text: string,
  offset: number,
  message: string,
  {
    file,
    firstLine = 1,
    path = '',
  }: { readonly file: string; readonly firstLine?: number; readonly path?: string },
): Problem {
  const before = text.slice(0, offset);
  const line = before.split('\n').length + firstLine - 1;
  const column = before.length - before.lastIndexOf('\n');
  return { file, line, column, path, message, help: null };
}

const BYTE_ORDER_MARK = '\uFEFF';

/** Editors' JSON tells where it breaks; what it takes, and JSON does not, are comments and last commas. */
function faultIn(text: string): { readonly offset: number; readonly message: string } {
  if (text.startsWith(BYTE_ORDER_MARK)) {
    return { offset: 0, message: 'begins with a byte order mark: save it as UTF-8 without one' };
  }
  if (text.trim() === '') return { offset: 0, message: 'is empty' };
  const read = readJsonc(text);
  if ('message' in read) return read;
  return { offset: 0, message: 'it has comments, or a comma behind the last' };
}
