// Many tools answer with data written out as text: it is read as what it is, or left as text. Nothing is
// evaluated.

import { parseDocument, visit } from 'yaml';
import type { Document } from 'yaml';
import type { Json } from '../../kernel/json.ts';
import { readLabelled } from './labelled.ts';
import { readListing } from './listing.ts';
import { readWritten } from './written-record.ts';

/** Longer texts are prose for all that is read of them. */
const MAX_LENGTH = 512_000;
/** YAML costs most for each sign. */
const MAX_YAML = 131_072;
/** What is nested deeper is no record, and costs whoever walks it a stack. */
const MAX_NESTING = 64;
/** What the parser does for people costs the square: it compares keys, and quotes lines. */
const READING = { uniqueKeys: false, prettyErrors: false, schema: 'core', logLevel: 'silent' } as const;

/**
 * The value that a text stands for: JSON, a literal of Python, records in lines, or YAML; else the text.
 *
 * @param isListing its tool lists what there is: files, or things with labels, count as records, too
 */
export function readStructured(text: string, isListing = false): Json {
  if (text.length > MAX_LENGTH) return text;
  const trimmed = text.trim();
  const listed = /^[[{]/.test(trimmed) ? (fromJson(trimmed) ?? fromPython(trimmed)) : null;
  const read =
    listed ??
    (isListing ? readListing(text) : null) ??
    readWritten(trimmed) ??
    (isListing ? readLabelled(text) : null) ??
    fromYaml(trimmed);
  return typeof read === 'object' && read !== null && !isDeep(read) ? read : text;
}

function isDeep(value: Json): boolean {
  let layer: Json[] = [value];
  for (let depth = 0; depth < MAX_NESTING && layer.length > 0; depth++)
    layer = layer.flatMap((part) => (typeof part === 'object' && part !== null ? Object.values(part) : []));
  return layer.length > 0;
}

function fromJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}

const TOKEN = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|\b(None|True|False)\b/g;
const WORDS: { readonly [word: string]: string } = { None: 'null', True: 'true', False: 'false' };
const ESCAPE = /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|(.))/gis;
const CONTROL: { readonly [letter: string]: string } = { n: '\n', t: '\t', r: '\r' };

function fromPython(text: string): Json {
  const written = text.replaceAll(TOKEN, (_all, single?: string, double?: string, word?: string) =>
    word === undefined ? JSON.stringify(unescape(single ?? double ?? '')) : WORDS[word]!,
  );
  return fromJson(written.replaceAll(/\(|\)/g, (sign) => (sign === '(' ? '[' : ']'))) ?? fromJson(written);
}

function unescape(text: string): string {
  return text.replaceAll(ESCAPE, (_all, byte?: string, unit?: string, letter?: string) =>
    letter === undefined
      ? String.fromCodePoint(Number.parseInt(byte ?? unit ?? '', 16))
      : (CONTROL[letter] ?? letter),
  );
}

const LINE = /^\s*(?:- )?[\w ]{1,40}:(?: |$)/;

/** Only where every line that begins something is `key: value`, so that prose with a colon stays prose. */
function fromYaml(text: string): Json {
  if (text.length > MAX_YAML) return null;
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const keyed = lines.filter((line) => LINE.test(line)).length;
  if (!/^(?:- )?[a-z_]\w*:(?: |$)/m.test(text.split('\n')[0] ?? '') || keyed < 2) return null;
  // Whoever writes such lines without a library quotes nothing.
  return parsed(text) ?? (text.length > MAX_UNQUOTED ? null : parsed(quoted(text)));
}

const MAX_UNQUOTED = 16_384;
const INDENTED = /^ */;
/** `subject: Autumn deal: 25 % off`, `note: -` */
const PLAIN = /^([ ]*(?:- )*[\w ]{1,40}: +)([^\s"'|>[{].*)$/;
const ODD = /: | #|:$|^[-?:,\]}#&*!%@`]/;
const BLOCK = /: [|>][+-]?\d?$/;

/** What stands in a block is its own. */
function quoted(text: string): string {
  let block = Number.POSITIVE_INFINITY;
  const lines = text.split('\n').map((line) => {
    const indent = INDENTED.exec(line)![0].length;
    if (line.trim() === '' || indent > block) return line;
    block = BLOCK.test(line.trimEnd()) ? indent : Number.POSITIVE_INFINITY;
    const [, key = '', value = ''] = PLAIN.exec(line) ?? [];
    return ODD.test(value) ? key + JSON.stringify(value) : line;
  });
  return lines.join('\n');
}

function parsed(text: string): Json {
  try {
    const document = parseDocument(text, READING);
    const isRead = document.errors.length === 0 && !repeatsKey(document);
    return isRead ? (document.toJS({ maxAliasCount: 0 }) as Json) : null;
  } catch {
    return null;
  }
}

function repeatsKey(document: Document): boolean {
  let isRepeated = false;
  visit(document, {
    Map: (_key, { items }) => {
      isRepeated ||= new Set(items.map(({ key }) => String(key))).size < items.length;
    },
  });
  return isRepeated;
}
