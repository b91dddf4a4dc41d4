// What a file says of tools is told by its content, whatever it is called: a list of MCP, an OpenAPI document
// or a script of SQL.

import { sheetsOfListing } from '../../catalog/intake/listing.ts';
import { isApiDocument } from '../../catalog/intake/openapi/document.ts';
import { sheetsOfApi } from '../../catalog/intake/openapi/sheets.ts';
import { sheetsOf, type ToolSheet } from '../../catalog/intake/sheet.ts';
import { isSqlScript, readDatabase } from '../../catalog/intake/sql/read.ts';
import { sheetsOfDatabase } from '../../catalog/intake/sql/tools.ts';
import { parseJsonOrYaml, readApi } from '../../gateway/connectors/api-document.ts';
import type { LeftOut } from '../../gateway/ports.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import type { Context } from './context.ts';
import { readGivenText } from './given/file.ts';
import { parseGivenJson } from './given/json.ts';
import { noList, toolsIn } from './given/tools.ts';
import { invalidFile } from './home.ts';

export interface Sheets {
  readonly tools: readonly ToolSheet[];
  /** Places of what could not be read; it counts as most dangerous. */
  readonly unread: readonly { readonly line: number; readonly message: string }[];
  /** Scopes that open everything, each with the first tool that asks for it. */
  readonly broadScopes: ReadonlyMap<string, string>;
  /** Of an API: operations that cannot be called as they are described. */
  readonly leftOut: readonly LeftOut[];
  /** Of each tool, in order; null: it has none of its own. */
  readonly definitions: readonly JsonObject[] | null;
}

const NONE: Omit<Sheets, 'tools'> = { unread: [], broadScopes: new Map(), leftOut: [], definitions: null };

/** Throws `CliError` for a file that holds none of these, or one that is not valid, with every place. */
export async function readDefinitions(context: Context, file: string): Promise<Sheets> {
  const text = await readGivenText(context, file);
  if (isSqlScript(text)) {
    const database = readDatabase(text);
    const { tables, routines, unread } = database;
    if (tables.length + routines.length === 0 && unread.length > 0) {
      const problems = unread.map(({ line, message }) => ({
        file,
        line,
        column: 1,
        path: '',
        message,
        help: null,
      }));
      throw invalidFile(`${file} creates nothing that can be read`, problems);
    }
    return { ...NONE, tools: sheetsOfDatabase(database, ''), unread: database.unread };
  }
  const value = valueOf(text, file);
  if (isApiDocument(value)) return sheetsOfDocument(context, value, text, file);
  const listed = toolsIn(value, text, file);
  const tools = listed === null ? sheetsOfListing(value) : sheetsOf(listed);
  if (tools !== null) {
    return { ...NONE, tools, definitions: listed?.map(({ definition }) => definition) ?? null };
  }
  const others = 'an OpenAPI 3 document (YAML or JSON), and a script of SQL that creates tables.';
  throw noList(file, `Also taken: ${others}`);
}

function valueOf(text: string, file: string): Json {
  const parsed = parseJsonOrYaml(text, file);
  if (parsed === null) return parseGivenJson(text, file);
  if ('problems' in parsed) throw invalidFile(`${file} is not valid`, parsed.problems);
  return parsed.value;
}

function sheetsOfDocument({ deps }: Context, value: Json, text: string, file: string): Sheets {
  const read = readApi(value, text, file);
  if ('problems' in read) throw invalidFile(`${file} cannot be taken for tools`, read.problems);
  const tools = sheetsOfApi(read.value);
  const broad = tools.flatMap((tool) => tool.broadScopes.map((scope) => [scope, tool.name] as const));
  const leftOut = deps.leftOutOf(read.value);
  const definitions = read.value.tools.map(({ definition }) => definition);
  return { tools, unread: [], broadScopes: new Map(broad.toReversed()), leftOut, definitions };
}
