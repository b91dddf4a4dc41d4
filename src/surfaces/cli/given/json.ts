// A JSON file that a command was given: what is wrong with it has a place.

import type { Json } from '../../../kernel/json.ts';
import type { CliError } from '../exit.ts';
import { invalidFile } from '../home.ts';
import { readJsonc } from '../scan/read-jsonc.ts';

/** Throws `CliError` for a text that is not JSON, with the place. */
export function parseGivenJson(text: string, file: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw notJson(text, file);
  }
}

/** Editors' JSON tells where it breaks; what it takes, and JSON does not, are comments and last commas. */
function notJson(text: string, file: string): CliError {
  const read = readJsonc(text);
  const { offset, message } =
    'message' in read ? read : { offset: 0, message: 'it has comments, or a comma behind the last' };
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  const column = before.length - before.lastIndexOf('\n');
  return invalidFile(`${file} is not JSON`, [{ file, line, column, path: '', message, help: null }]);
}
