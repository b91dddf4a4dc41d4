// A schema is somebody else's program: it is compiled alone, within bounds, or not at all.

import { Ajv, type ErrorObject, type Options } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Json } from '../kernel/json.ts';

/** Why a schema or a value cannot be handled. The message names no part of a value. */
export class SchemaFault extends Error {
  readonly code = 'schema-unusable';
}

const MAX_CHARACTERS = 256 * 1024;
const MAX_DEPTH = 64;
const MAX_PATTERN_SUBJECT = 4 * 1024;
/** Steps that all patterns of a schema may take with one value, at the worst. */
const MAX_PATTERN_WORK = 1 << 24;
/** How often something that matches in several ways may be repeated, and an atom inside a repetition. */
const MAX_GROUP_TIMES = 10;
const MAX_ATOM_TIMES = 1000;

const LATEST = 'https://json-schema.org/draft/2020-12/schema';
const DIALECTS: { readonly [uri: string]: new (options: Options) => Ajv } = {
  [LATEST]: Ajv2020,
  'https://json-schema.org/draft/2019-09/schema': Ajv2019,
  'http://json-schema.org/draft-07/schema': Ajv,
  'http://json-schema.org/draft-06/schema': Ajv,
};

/** What is wrong with a value; null: it fits. Throws `SchemaFault`. */
export type Validate = (value: Json) => readonly ErrorObject[] | null;

/**
 * Compiles a schema of draft 2020-12 (taken when `$schema` is absent), 2019-09, 07 or 06.
 *
 * An `authored` schema, written by the organisation, must be plain: unknown keywords and formats, and
 * keywords of another type than the schema's, are faults, for a typing error there would silently widen
 * what is allowed. A `received` one comes from a connector, where both are common and ignored as the
 * standard says.
 *
 * Bounded: size (256 Ki characters of JSON), depth (64), strings under a `pattern` (4,096 characters),
 * work for `uniqueItems` (linear), patterns whose time is exponential in the string (refused, see
 * `requireTame`), and the work of all patterns on one value (what would take more fits nothing). Nothing is
 * fetched: a `$ref` that leads out of the schema is a fault. Each schema has a compiler of its own, so none
 * can define names for another. Not bounded: schemas that multiply through `$ref` into many alternatives,
 * which need a hostile schema that a person admitted.
 *
 * Throws `SchemaFault`, or whatever the compiler throws for a schema that makes no sense.
 */
export function compileSchema(schema: Json, from: 'authored' | 'received'): Validate {
  if (JSON.stringify(schema).length > MAX_CHARACTERS) throw new SchemaFault('is too large');
  requireShallow(schema, MAX_DEPTH);
  if (typeof schema !== 'boolean' && !isObject(schema)) throw new SchemaFault('is no object or boolean');
  const named = isObject(schema) ? (schema['$schema'] ?? LATEST) : LATEST;
  const uri = typeof named === 'string' ? named.replace(/#$/, '') : '';
  const Compiler = Object.hasOwn(DIALECTS, uri) ? DIALECTS[uri] : undefined;
  if (!Compiler) throw new SchemaFault('is of a dialect that is not supported');
  requireMetaValid(schema, uri, Compiler);
  const budget = { left: MAX_PATTERN_WORK };
  const regExp = (pattern: string, flags: string) => compilePattern(pattern, flags, budget);
  const code = { regExp: Object.assign(regExp, { code: '' }) };
  const ajv = new Compiler({ ...OPTIONS, code, ...(from === 'authored' ? AUTHORED : { strict: false }) });
  formats.default(ajv);
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({ keyword: 'uniqueItems', type: 'array', schemaType: 'boolean', compile: requireUnique });
  const validate = ajv.compile(schema as object | boolean);
  // Its answer would be a promise, and a promise is truthy.
  if ('$async' in validate) throw new SchemaFault('is asynchronous');
  return (value) => {
    budget.left = MAX_PATTERN_WORK;
    return validate(value) ? null : (validate.errors ?? []);
  };
}

const OPTIONS: Options = {
  meta: false,
  validateSchema: false,
  logger: false,
  // Else `required: [constructor]` is met by every object.
  ownProperties: true,
  inlineRefs: false,
};

const AUTHORED: Options = {
  strictSchema: true,
  strictTypes: true,
  strictTuples: false,
  strictRequired: false,
  allowUnionTypes: true,
};

/** One validator of schemas per dialect, apart from the compilers: meta-schemas are the same for all. */
const metaValidators = new Map<string, Ajv>();

function requireMetaValid(schema: Json, uri: string, Compiler: new (options: Options) => Ajv): void {
  const known = metaValidators.get(uri) ?? new Compiler({ strict: false, logger: false });
  metaValidators.set(uri, known);
  // Draft 06 differs from 07 in keywords that 07 adds, so 07's meta-schema serves both.
  const meta = known.getSchema(uri) ?? known.getSchema('http://json-schema.org/draft-07/schema');
  if (meta?.(schema) !== true) {
    const [error] = meta?.errors ?? [];
    throw new SchemaFault(`is no valid JSON Schema at #${error?.instancePath ?? ''}`);
  }
}

function requireShallow(value: Json, levels: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (levels === 0) throw new SchemaFault('is nested too deep');
  if (Object.hasOwn(value, '__proto__')) throw new SchemaFault('has a key named __proto__');
  for (const part of Object.values(value)) requireShallow(part, levels - 1);
}

function compilePattern(
  pattern: string,
  flags: string,
  budget: { left: number },
): { test: (subject: string) => boolean; toString: () => string } {
  const expression = new RegExp(pattern, flags);
  const branches = readPattern(pattern);
  requireTame(branches, 1);
  const ways = waysOf(branches, true);
  const isAnchored = branches.every(([first]) => first?.atom === '^');
  return {
    // The compiler tells patterns apart by this text.
    toString: () => String(expression),
    test(subject) {
      // Not "no match": under `not` that would be a match.
      if (subject.length > MAX_PATTERN_SUBJECT) throw new SchemaFault('pattern: the text is too long for it');
      budget.left -= workOf(isAnchored ? ways : [Infinity, ...ways], subject.length);
      if (budget.left < 0) throw new SchemaFault('pattern: the text would take too long');
      return expression.test(subject);
    },
  };
}

function requireUnique(wanted: boolean): (items: readonly Json[]) => boolean {
  return (items) => !wanted || new Set(items.map(textOf)).size === items.length;
}

/** One text for values that JSON Schema calls equal: the order of members does not count. */
function textOf(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join()}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${textOf(member)}`).join()}}`;
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A part of a pattern and how often it is repeated: one character's worth (`atom`), or a group. */
interface Part {
  readonly atom: string;
  readonly kind: 'atom' | 'reference' | 'group' | 'lookaround';
  readonly branches: readonly Branch[];
  readonly min: number;
  readonly max: number;
}
type Branch = readonly Part[];

const TOKEN = new RegExp(
  [
    String.raw`(?<reference>\\k<[^>]*>|\\[1-9]\d*)`,
    String.raw`(?<quantifier>[*+?]\??|\{(?<least>\d+)(?<comma>,?)(?<most>\d*)\}\??)`,
    String.raw`(?<lookaround>\(\?<?[=!])`,
    String.raw`(?<group>\((?:\?(?::|<[^>]*>))?)`,
    String.raw`(?<close>\))`,
    String.raw`(?<bar>\|)`,
    String.raw`(?<atom>\\[pP]\{[^}]*\}|\\u\{[^}]*\}|\\u.{4}|\\x..|\\c.|\\.|\[(?:\\.|[^\]\\])*\]|.)`,
  ].join('|'),
  'gsu',
);

/** Reads a pattern that is known to be valid with the flag `u`; what is not understood is a fault. */
function readPattern(pattern: string): readonly Branch[] {
  const open: { kind: Part['kind']; branches: Part[][] }[] = [{ kind: 'group', branches: [[]] }];
  for (const { 0: text, groups: token = {} } of pattern.matchAll(TOKEN)) {
    const branches = open.at(-1)?.branches ?? [];
    const parts = branches.at(-1);
    if (!parts) throw new SchemaFault('has a pattern that cannot be read');
    if (token['group'] ?? token['lookaround']) {
      open.push({ kind: token['group'] ? 'group' : 'lookaround', branches: [[]] });
    } else if (token['bar']) {
      branches.push([]);
    } else if (token['close']) {
      const closed = open.pop();
      if (closed)
        open
          .at(-1)
          ?.branches.at(-1)
          ?.push({ ...closed, atom: '', min: 1, max: 1 });
    } else if (token['quantifier']) {
      const repeated = parts.pop();
      if (!repeated) throw new SchemaFault('has a pattern that cannot be read');
      parts.push({ ...repeated, ...readTimes(text, token) });
    } else {
      parts.push({
        atom: text,
        kind: token['reference'] ? 'reference' : 'atom',
        branches: [],
        min: 1,
        max: 1,
      });
    }
  }
  return open[0]?.branches ?? [];
}

function readTimes(
  text: string,
  token: { [name: string]: string | undefined },
): { min: number; max: number } {
  if (text.startsWith('?')) return { min: 0, max: 1 };
  if (!text.startsWith('{')) return { min: text.startsWith('+') ? 1 : 0, max: Infinity };
  const min = Number(token['least']);
  if (!token['comma']) return { min, max: min };
  return { min, max: token['most'] ? Number(token['most']) : Infinity };
}

/**
 * Refuses a group that is repeated more than 10 times, counting the repetitions around and inside it,
 * unless it is plain that each text has one reading as a row of its repetitions: with two, the time to find
 * that nothing fits doubles with every repetition. `times` is how often what is around repeats these.
 */
function requireTame(branches: readonly Branch[], times: number): void {
  for (const part of branches.flat()) {
    const all = times * Math.max(part.max, 1);
    if (part.kind === 'reference' && all > 1) {
      throw new SchemaFault('has a pattern that repeats a back reference');
    }
    requireTame(part.branches, all);
    const wild =
      part.max > 1 && part.branches.some((branch) => branch.some(varies) || part.branches.length > 1);
    if (wild && all * timesInside(part) > MAX_GROUP_TIMES && !readsOneWay(part.branches)) {
      throw new SchemaFault(
        'has a pattern that repeats a repetition or an alternation, as in (a+)+ or (a|a)*, ' +
          'without characters that tell where each ends',
      );
    }
  }
}

/** The largest product of repetitions of groups nested in this one. */
function timesInside(group: Part): number {
  const inner = group.branches.flat().filter((part) => part.branches.length > 0);
  return Math.max(1, ...inner.map((part) => Math.max(part.max, 1) * timesInside(part)));
}

/** Whether a part may match texts of several lengths, or one text in several ways. */
function varies({ min, max, branches }: Part): boolean {
  return min !== max || max > MAX_ATOM_TIMES || branches.length > 1 || branches.flat().some(varies);
}

/**
 * Whether the next character alone always says what comes: each alternative begins with characters of its
 * own, and what varies is followed by a character that it cannot match itself. After the last part comes
 * the first one again.
 */
function readsOneWay(group: readonly Branch[]): boolean {
  const branches = group.map((branch) => branch.flatMap(unwrap));
  const firsts = branches.map(([first]) => startsOf(first));
  const starts = firsts.flatMap((first) => first ?? []);
  if (branches.length > 1 && (firsts.includes(undefined) || new Set(starts).size < starts.length))
    return false;
  return branches.every((branch) =>
    branch.every((part, index) => {
      if (!varies(part)) return true;
      if (part.kind !== 'atom') return false;
      const next = index + 1 < branch.length ? [startsOf(branch[index + 1])] : firsts;
      const own = new RegExp(`^${part.atom}$`, 'u');
      return next.every((characters) => characters?.every((character) => !own.test(character)));
    }),
  );
}

/**
 * How often each part can be taken more or less, where the next character does not tell: when nothing fits,
 * all of that is tried with each other.
 *
 * @param isLast nothing comes after them
 */
function waysOf(branches: readonly Branch[], isLast = false): readonly number[] {
  const all = branches.map((branch) =>
    branch.flatMap((part, index): readonly number[] => {
      const next = branch[index + 1];
      const range = part.max - part.min;
      if (part.kind === 'group' || part.kind === 'lookaround') {
        const times = part.max > MAX_GROUP_TIMES ? 1 : part.max;
        return [range, ...Array.from({ length: times }, () => waysOf(part.branches)).flat()];
      }
      if (next === undefined && isLast) return [];
      const own = new RegExp(`^${part.kind === 'atom' ? part.atom : '.'}$`, 'su');
      return startsOf(next)?.every((character) => !own.test(character)) ? [] : [range];
    }),
  );
  const [worst = []] = all.toSorted(
    (a, b) => workOf(b, MAX_PATTERN_SUBJECT) - workOf(a, MAX_PATTERN_SUBJECT),
  );
  return [branches.length - 1, ...worst];
}

/** Steps at the worst, with a text of that length. */
function workOf(ways: readonly number[], length: number): number {
  return ways.reduce((work, range) => work * (Math.min(range, length) + 1), 1);
}

/** A group that is there once, without alternatives, is no more than its parts. */
function unwrap(part: Part): Branch {
  const [only, ...others] = part.branches;
  if (part.kind !== 'group' || !only || others.length > 0 || part.min !== 1 || part.max !== 1) return [part];
  return only.flatMap(unwrap);
}

const ASCII = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
/** One literal character, `\d`, `\w`, or a class that lists what it has. */
const LISTED = /^(?:[^\\[.^$]|\\[dw\W]|\[(?!\^)(?:[^\\]|\\[dw\W])+\])$/u;

/** The characters a part can begin with, when it is sure to be there and they are few; else undefined. */
function startsOf(part: Part | undefined): readonly string[] | undefined {
  if (part?.kind !== 'atom' || part.min === 0) return undefined;
  if (!LISTED.test(part.atom) || !/^\p{ASCII}+$/u.test(part.atom)) return undefined;
  const expression = new RegExp(`^${part.atom}$`, 'u');
  return ASCII.filter((character) => expression.test(character));
}
