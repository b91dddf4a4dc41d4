// A result is records: things with fields of their own. What names one of them names its fields, and nothing
// of its neighbours.

import type { Json } from '../../kernel/json.ts';
import { fold } from './fold.ts';

export interface Leaf {
  /** RFC 6901, into the result. */
  readonly pointer: string;
  readonly text: string;
  /** Prose that anybody may have written, not a fact in a field of its own. */
  readonly isProse: boolean;
}

export interface Thing {
  readonly leaves: readonly Leaf[];
  /** One of a list; else what stands around the lists, or all of it. */
  readonly isItem: boolean;
}

const MAX_DEPTH = 12;
const MAX_LEAVES = 50_000;
/** Of all leaves together; more than a model takes in at once. */
const MAX_LETTERS = 2 ** 20;
/** A field with more words, or more than one line, is prose. */
const MAX_FACT_WORDS = 8;
/** Short parts, as a postal address has, are no prose. */
const MAX_PART_WORDS = 4;

export interface Things {
  readonly things: readonly Thing[];
  readonly isCut: boolean;
}

/** The records of a value: the items of its lists of objects, else all of it. */
export function thingsIn(value: Json): Things {
  const things: Thing[] = [];
  let count = 0;
  let letters = 0;
  let isCut = false;
  const own = visit(value, '', 0, true);
  if (own.length > 0) things.push({ leaves: own, isItem: false });
  return { things, isCut };

  function visit(part: Json, pointer: string, depth: number, mayPart: boolean): Leaf[] {
    if (depth > MAX_DEPTH || count >= MAX_LEAVES || letters >= MAX_LETTERS) {
      isCut = true;
      return [];
    }
    if (part === null || typeof part === 'boolean') return [];
    if (typeof part !== 'object') {
      count++;
      const whole = String(part);
      const text = whole.slice(0, MAX_LETTERS - letters);
      letters += text.length;
      isCut ||= text.length < whole.length;
      return [{ pointer, text, isProse: typeof part === 'string' && (pointer === '' || isProse(text)) }];
    }
    const isList = Array.isArray(part);
    return Object.entries(part as { [name: string]: Json }).flatMap(([name, one]) => {
      const at = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      const leaves = visit(one, at, depth + 1, mayPart && !isParted(part, one));
      // Facts that are filed under a name which is data are known by that name, too.
      const named =
        !isList && /[^a-z0-9_]|\d/.test(name) ? [{ pointer: at, text: name, isProse: false }] : [];
      if (mayPart && isParted(part, one)) {
        things.push({ leaves, isItem: true });
        return [];
      }
      return [...named, ...leaves];
    });
  }
}

/** What a record is made of belongs to it. */
function isParted(list: Json, item: Json): boolean {
  return Array.isArray(list) && typeof item === 'object' && item !== null;
}

/** What people write into: whoever wrote it chose the rest of the record, too. */
const WRITTEN_IN = /(?:body|text|message|content|comment|note|description|subject|title|snippet|review)s?$/i;

/** Whether a record is something that somebody wrote, not what a system keeps of somebody. */
export function isLetter({ leaves }: Thing): boolean {
  return leaves.some(isWrittenIn);
}

export function isWrittenIn({ pointer, isProse: prose }: Leaf): boolean {
  return prose || WRITTEN_IN.test(pointer);
}

export function isProse(text: string): boolean {
  if (text.includes('\n')) return true;
  const parts = text.split(', ').map((part) => fold(part).split(' ').length);
  const isEnumerated = parts.length > 2 && parts.every((count) => count <= MAX_PART_WORDS);
  return !isEnumerated && parts.reduce((sum, count) => sum + count) > MAX_FACT_WORDS;
}

/** The innermost name of where something stands. */
export function nameOf({ pointer }: Pick<Leaf, 'pointer'>): string {
  return pointer.split('/').findLast((step) => !/^\d*$/.test(step)) ?? '';
}
