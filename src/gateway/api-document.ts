// An OpenAPI document is read from its text, JSON or YAML, with a place for whatever is wrong in it.

import { isApiDocument, readApiDocument } from '../catalog/intake/openapi/document.ts';
import type { ApiDocument } from '../catalog/intake/openapi/operation.ts';
import { readYaml, type Problem, type Read } from '../document/document.ts';
import type { Json } from '../kernel/json.ts';
import { UpstreamFault } from './ports.ts';

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
  // JSON that is too large for it has paths only.
  const places = readYaml(text, file);
  const problems = read.problems.map(({ path, message, help }): Problem => {
    const start = { file, line: 1, column: 1 };
    const place = 'value' in places ? places.value.locate(path, 'value') : start;
    return { ...place, path: path.join('.'), message, help };
  });
  return { problems };
}

/** The same of a text. Throws `UpstreamFault` with the first problem and its place. */
export function readApiText(text: string, file: string): ApiDocument {
  const parsed = parseJsonOrYaml(text, file);
  if (parsed === null) throw new UpstreamFault('upstream-nonsense', `${file} is not JSON`);
  if ('value' in parsed && !isApiDocument(parsed.value)) {
    throw new UpstreamFault('upstream-nonsense', `${file} is no OpenAPI document`);
  }
  const read = 'value' in parsed ? readApi(parsed.value, text, file) : parsed;
  if ('value' in read) return read.value;
  const { line = 1, column = 1, path = '', message = '' } = read.problems[0] ?? {};
  throw new UpstreamFault('upstream-nonsense', `${file}:${line}:${column}: ${path} ${message}`);
}
