// An OpenAPI document is read from its text, JSON or YAML, with a place for whatever is wrong in it.

import { isApiDocument, readApiDocument } from '../../catalog/intake/openapi/document.ts';
import type { ApiDocument } from '../../catalog/intake/openapi/operation.ts';
import { readYaml, type Problem, type Read } from '../../document/document.ts';
import { placeAll } from '../../document/placed.ts';
import type { Json } from '../../kernel/json.ts';
import { UpstreamFault } from '../ports.ts';

/** JSON of any size, else YAML; null where the text begins as JSON and is none. */
export function parseJsonOrYaml(text: string, file: string): Read<Json> | null {
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    if (/^\s*[{[]/.test(text)) return null;
  }
  const read = readYaml(text, file);
  return 'value' in read ? { value: read.value.value as Json } : read;
}

/** The operations that a parsed document describes; `text` tells where what is wrong stands. */
export function readApi(value: Json, text: string, file: string): Read<ApiDocument> {
  const read = readApiDocument(value);
  if ('document' in read) return { value: read.document };
  return { problems: placeAll(read.problems, text, file) };
}

/** The same of a text. Throws `UpstreamFault` with the places of what is wrong. */
export function readApiText(text: string, file: string): ApiDocument {
  const parsed = parseJsonOrYaml(text, file);
  const start = { file, line: 1, column: 1, path: '', help: null };
  if (parsed === null) throw notValid(file, [{ ...start, message: 'is not JSON' }]);
  if ('value' in parsed && !isApiDocument(parsed.value)) {
    throw notValid(file, [{ ...start, message: 'is no OpenAPI document' }]);
  }
  const read = 'value' in parsed ? readApi(parsed.value, text, file) : parsed;
  if ('value' in read) return read.value;
  throw notValid(file, read.problems);
}

function notValid(file: string, problems: readonly Problem[]): UpstreamFault {
  return new UpstreamFault('upstream-nonsense', `${file} cannot be taken for tools`, { problems });
}
