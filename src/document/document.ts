// What people write and review in YAML is read strictly: no key is guessed or skipped, and every
// complaint has a place.

import { CST, isMap, isNode, isPair, isScalar, Lexer, LineCounter, parseDocument, visit } from 'yaml';
import type { Document as YamlDocument } from 'yaml';
import { z } from 'zod';
import { nearest } from './nearest.ts';

export interface Place {
  readonly file: string;
  /** 1-based, as the column is. */
  readonly line: number;
  readonly column: number;
}

export interface Problem extends Place {
  /** Keys and indices from the root, joined by dots; empty for the document itself. */
  readonly path: string;
  readonly message: string;
  /** What would mend it, where something can be said. */
  readonly help: string | null;
}

export type Path = readonly (string | number)[];

/** A parsed file: plain JSON, and where each part of it stands. */
export interface Document {
  readonly value: unknown;
  /** Place of the value at a path, or of its key; of the nearest part around it where there is none. */
  readonly locate: (path: Path, part: 'key' | 'value') => Place;
}

export type Read<Value> = { readonly value: Value } | { readonly problems: readonly Problem[] };

const MAX_CHARACTERS = 1 << 20;
/** Steps from the root, where a mapping's pair is one of its own. */
const MAX_STEPS = 200;
/** What nests deeper is refused before the parser descends: brackets, marks of one line, columns. */
const MAX_OPEN = 200;
const MAX_INDENT = 500;

/**
 * Parses YAML 1.2 (core schema) that stands for JSON. Refused with their place: syntax errors, duplicate
 * keys, keys that are no strings, unknown tags, `__proto__`, numbers JSON has not, more than one
 * document, aliases (a reviewer reads what is meant, and nothing multiplies), more than 100 levels and
 * more than 1 MiB. An empty text is an empty mapping.
 */
export function readYaml(text: string, file: string): Read<Document> {
  const start = { file, line: 1, column: 1, path: '' };
  if (text.length > MAX_CHARACTERS) {
    return { problems: [{ ...start, message: 'is larger than 1 MiB', help: null }] };
  }
  if (isNestedDeep(text)) return { problems: [{ ...start, message: 'is nested too deep', help: null }] };
  const lines = new LineCounter();
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const yaml = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const faults = [...yaml.errors, ...yaml.warnings];
  const complaints = faults.map(({ pos, message }) => ({ offset: pos[0], message }));
  if (complaints.length === 0) complaints.push(...unfitForJson(yaml));
  if (complaints.length > 0) {
    return {
      problems: complaints.map(({ offset, message }) => ({
        ...placeAt(offset),
        path: '',
        message,
        help: null,
      })),
    };
  }
  const value: unknown = yaml.toJS() ?? {};
  return { value: { value, locate: (path, part) => placeAt(offsetOf(yaml, path, part)) } };
}

/** Fits a document to a schema, with its defaults filled in, or says where it does not. */
export function fit<Schema extends z.ZodType>(document: Document, schema: Schema): Read<z.output<Schema>> {
  const result = schema.safeParse(document.value);
  if (result.success) return { value: result.data };
  const published = z.toJSONSchema(schema, { io: 'input' });
  const problems = result.error.issues.flatMap((issue) => describe(issue, [], document, published));
  return { problems: problems.toSorted((a, b) => a.line - b.line || a.column - b.column) };
}

/** Whether a text nests deeper than the parser bears. By its tokens, one after the other. */
export function isNestedDeep(text: string): boolean {
  let [brackets, marks] = [0, 0];
  let before = '';
  for (const token of new Lexer().lex(text)) {
    // What follows the mark is a text as it stands, which may look like anything.
    const type = before === CST.SCALAR ? null : CST.tokenType(token);
    before = token;
    if (type === 'flow-seq-start' || type === 'flow-map-start') brackets += 1;
    else if (type === 'flow-seq-end' || type === 'flow-map-end') brackets -= 1;
    else if (type === 'newline') marks = 0;
    else if (type === 'seq-item-ind' || type === 'explicit-key-ind') marks += 1;
    // Between brackets many pairs may stand side by side.
    else if (type === 'map-value-ind' && brackets === 0) marks += 1;
    const isIndented = type === 'space' && token.length > MAX_INDENT;
    if (isIndented || brackets > MAX_OPEN || marks > MAX_OPEN) return true;
  }
  return false;
}

type Issue = z.core.$ZodIssue;
type Published = z.core.JSONSchema.BaseSchema;

function describe(issue: Issue, base: Path, document: Document, published: Published): Problem[] {
  const path = [...base, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
  if (issue.code === 'invalid_union') {
    // The alternative whose outer form fits says more than "none fits".
    const branch = issue.errors.find((errors) => errors.every((error) => !isOfAnotherForm(error)));
    if (branch) return branch.flatMap((inner) => describe(inner, path, document, published));
  }
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined) {
    return [describeKind(issue.discriminator, path, document, published)];
  }
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(published, path);
    return issue.keys.map((key) => ({
      ...document.locate([...path, key], 'key'),
      path: [...path, key].join('.'),
      message: `unknown key "${key}"`,
      help: nearest(key, known),
    }));
  }
  if (issue.code === 'invalid_key') {
    const message = issue.issues[0]?.message ?? issue.message;
    return [{ ...document.locate(path, 'key'), path: path.join('.'), message, help: null }];
  }
  const message = isMissing(issue) ? 'is missing' : issue.message;
  const help = schemasAt(published, path).find((schema) => schema.description)?.description ?? null;
  return [{ ...document.locate(path, 'value'), path: path.join('.'), message, help }];
}

/** Whether it says that there is nothing where something is needed. */
export function isMissing({ code, message }: Pick<Issue, 'code' | 'message'>): boolean {
  return code === 'invalid_type' && message.endsWith('received undefined');
}

/** What names the kind of a part is none of those that there are. */
function describeKind(name: string, path: Path, document: Document, published: Published): Problem {
  const kinds = schemasAt(published, path).flatMap(({ const: only }) => (only === undefined ? [] : [only]));
  const given = path.reduce<unknown>(
    (at, step) => (at as { readonly [step: string]: unknown })[step],
    document.value,
  );
  const message = given === undefined ? 'is missing' : `there is no ${name} ${JSON.stringify(given)}`;
  const help = nearest(typeof given === 'string' ? given : '', [...new Set(kinds.map(String))], `${name}s`);
  return { ...document.locate(path, 'value'), path: path.join('.'), message, help };
}

function isOfAnotherForm(issue: Issue): boolean {
  return issue.path.length === 0 && /^invalid_(type|value|format)$/.test(issue.code);
}

function keysAt(published: Published, path: Path): string[] {
  return [...new Set(schemasAt(published, path).flatMap((schema) => Object.keys(schema.properties ?? {})))];
}

/** The parts of the published schema that speak of a path. */
function schemasAt(published: Published, path: Path): Published[] {
  let here = [published];
  for (const step of path) {
    here = here.flatMap(alternatives).flatMap((schema) => {
      const next =
        typeof step === 'number' ? schema.items : (schema.properties?.[step] ?? schema.additionalProperties);
      return typeof next === 'object' && !Array.isArray(next) ? [next] : [];
    });
  }
  return here.flatMap((schema) => [schema, ...alternatives(schema)]);
}

function alternatives(schema: Published): Published[] {
  return schema.anyOf ?? schema.oneOf ?? [schema];
}

function unfitForJson(yaml: YamlDocument): { offset: number; message: string }[] {
  const found: { offset: number; message: string }[] = [];
  visit(yaml, {
    Alias(_key, node) {
      found.push({ offset: startOf(node), message: 'aliases are not taken: write it out' });
    },
    Collection(_key, node, path) {
      if (path.length <= MAX_STEPS) return undefined;
      found.push({ offset: startOf(node), message: 'is nested too deep' });
      return visit.SKIP;
    },
    Scalar(key, node) {
      const offset = startOf(node);
      if (typeof node.value === 'number' && !Number.isFinite(node.value)) {
        found.push({ offset, message: 'JSON has no such number' });
      }
      if (key === 'key' && node.value === '__proto__') {
        found.push({ offset, message: 'no key may be named __proto__' });
      }
    },
  });
  return found;
}

function offsetOf(yaml: YamlDocument, path: Path, part: 'key' | 'value'): number {
  let node: unknown = yaml.contents;
  for (const [index, step] of path.entries()) {
    const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && key.value === step) : undefined;
    const wantsKey = part === 'key' && index === path.length - 1;
    const next: unknown = pair ? (wantsKey ? pair.key : (pair.value ?? pair.key)) : itemOf(node, step);
    if (!isNode(next)) return startOf(node);
    node = next;
  }
  return startOf(node);
}

function itemOf(around: unknown, step: string | number): unknown {
  const items: unknown = isNode(around) && 'items' in around ? around.items : [];
  const item: unknown = Array.isArray(items) && typeof step === 'number' ? items[step] : undefined;
  return isPair(item) ? undefined : item;
}

function startOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}
