// Tools in a JSON file that a command was given: an entry without a name is said with its place.

import type { ListedTool } from '../../../catalog/intake/sheet.ts';
import { objectOf, textOf } from '../../../catalog/member.ts';
import { entriesIn, readToolList } from '../../../catalog/tool-list.ts';
import { placeAll } from '../../../document/placed.ts';
import type { Json } from '../../../kernel/json.ts';
import type { Context } from '../context.ts';
import { CliError, EXIT } from '../exit.ts';
import { readGivenText } from './file.ts';
import { parseGivenJson } from './json.ts';
import { invalidFile } from '../home.ts';

/**
 * Throws `CliError` for a file that cannot be read, or holds no list of tools.
 *
 * @param server of tools that name none
 */
export async function readGivenTools(context: Context, file: string, server = ''): Promise<ListedTool[]> {
  const text = await readGivenText(context, file);
  const listed = toolsIn(parseGivenJson(text, file), text, file, server);
  if (listed === null) throw noList(file);
  return listed;
}

/** Null where the value is no list of tools; `text` tells where its entries stand. */
export function toolsIn(value: Json, text: string, file: string, server = ''): ListedTool[] | null {
  const listed = readToolList(value, server);
  const found = entriesIn(value);
  if (listed !== null || found === null) return listed;
  const nameless = found.entries.flatMap((entry, at) => (textOf(objectOf(entry)['name']) === '' ? [at] : []));
  const wrong = nameless.slice(0, MAX_PROBLEMS).map((at) => {
    return { path: [...found.path, at], message: 'has no name', help: null };
  });
  throw invalidFile(`${file} holds a tool without a name`, placeAll(wrong, text, file));
}

const MAX_PROBLEMS = 50;

export function noList(file: string, help: string | null = null): CliError {
  const form = '{"tools": [{"name": …}]}';
  return new CliError(`${file} holds no list of tools, such as ${form}`, { exit: EXIT.invalid, help });
}
