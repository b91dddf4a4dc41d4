// What several parts of a schema say of one argument is put together: what all ask for, or any allows.

import type { Json, JsonObject } from '../../kernel/json.ts';
import { wordSet } from '../words.ts';
import { ANY, bothOf, formOf, isRead, NOTHING, type Form } from './form.ts';

/** What a schema lets an argument be. */
export interface Argument {
  /** JSON pointer into the arguments, `*` for any item of a list, as in a tool's profile; empty for all. */
  readonly pointer: string;
  /** It may be any of these. */
  readonly forms: readonly Form[];
  /** Defaults as JSON. */
  readonly filled: ReadonlySet<string>;
  /** Keywords that are not compared in detail, as JSON. */
  readonly rest: ReadonlySet<string>;
  readonly isRequired: boolean;
  /** Whether members may stand in it that it does not name: null where it does not say. */
  readonly isOpen: boolean | null;
  /** Whether some choice does not name it, and so lets it be anything. */
  readonly isFree: boolean;
}

export type ByPointer = ReadonlyMap<string, Argument>;

/** More forms of one argument are not compared. */
export const MAX_FORMS = 64;
/** Say nothing of what is allowed, or are read where they are referred to; a pattern, wherever it stands. */
const PASSED_OVER = wordSet(
  'title description examples deprecated $comment $schema $defs definitions default properties $ref pattern',
);
const LISTS = wordSet('required allOf anyOf oneOf');

/** Of the keywords that a schema has itself. @param write JSON, the same for the same value */
export function argumentOf(
  pointer: string,
  given: Json,
  isRequired: boolean,
  write: (value: Json) => string,
): Argument {
  const none = { pointer, isRequired, filled: new Set<string>(), rest: new Set<string>(), isFree: false };
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return given === false
      ? { ...none, forms: [NOTHING], isOpen: false }
      : { ...none, forms: [ANY], isOpen: null };
  const schema = given as JsonObject;
  const rest = Object.entries(schema).filter(([keyword, value]) => !isCompared(keyword, value));
  const { default: filled, additionalProperties: open } = schema;
  return {
    ...none,
    forms: [formOf(schema, write)],
    filled: new Set(filled === undefined ? [] : [write(filled)]),
    rest: new Set(rest.map(([keyword, value]) => `${keyword}: ${write(value)}`)),
    isOpen: open === undefined ? null : open !== false,
  };
}

function isCompared(keyword: string, value: Json): boolean {
  if (keyword === 'items') return !Array.isArray(value);
  if (keyword === 'additionalProperties') return typeof value === 'boolean';
  if (LISTS.has(keyword)) return Array.isArray(value);
  return PASSED_OVER.has(keyword) || isRead(keyword, value);
}

/** What holds where both do. */
export function bothAsk(a: ByPointer, b: ByPointer): ByPointer {
  const found = new Map(a);
  for (const [pointer, one] of b) {
    const known = a.get(pointer);
    found.set(pointer, known === undefined ? one : both(known, one));
  }
  return found;
}

function both(a: Argument, b: Argument): Argument {
  const isClosed = a.isOpen === false || b.isOpen === false;
  return {
    ...withBoth(a, b),
    forms: a.forms.flatMap((one) => b.forms.map((other) => bothOf(one, other))).slice(0, MAX_FORMS + 1),
    isRequired: a.isRequired || b.isRequired,
    isOpen: isClosed ? false : (a.isOpen ?? b.isOpen),
    isFree: a.isFree && b.isFree,
  };
}

/** What holds where one of them does. @param at what the choice is for */
export function eitherAsks(a: ByPointer, b: ByPointer, at: string): ByPointer {
  const found = new Map<string, Argument>();
  for (const [pointer, one] of [...a, ...b]) {
    const [left, right] = [a.get(pointer), b.get(pointer)];
    if (left !== undefined && right !== undefined) found.set(pointer, either(left, right));
    else {
      const silent = (left === undefined ? a : b).get(at)!;
      const isFree = one.isFree || mayHold(silent);
      found.set(pointer, { ...one, isFree, isRequired: one.isRequired && !isFree });
    }
  }
  return found;
}

function either(a: Argument, b: Argument): Argument {
  const open = [a.isOpen, b.isOpen].filter((one) => one !== false);
  return {
    ...withBoth(a, b),
    forms: [...a.forms, ...b.forms].slice(0, MAX_FORMS + 1),
    isRequired: a.isRequired && b.isRequired,
    isOpen: open.length === 0 ? false : (open[0] ?? open[1] ?? null),
    isFree: a.isFree || b.isFree,
  };
}

function withBoth(a: Argument, b: Argument): Pick<Argument, 'pointer' | 'filled' | 'rest'> {
  const [filled, rest] = [new Set([...a.filled, ...b.filled]), new Set([...a.rest, ...b.rest])];
  return { pointer: a.pointer, filled, rest };
}

/** Whether it may hold what it does not name. */
function mayHold({ forms, isOpen }: Argument): boolean {
  return (
    isOpen !== false && forms.some(({ types }) => types === null || types.has('object') || types.has('array'))
  );
}
