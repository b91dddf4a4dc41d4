// What a result says its objects are called: whoever is given an object has read what was written into it,
// also where the call named none. Bounded: past that, it may be called anything.

import { isObject } from '../../catalog/member.ts';
import { singular, wordSet, wordsOf } from '../../catalog/words.ts';
import { addressesOf } from '../../flow/grounding/atom.ts';
import { withoutEnd } from '../../flow/grounding/fold.ts';
import { givenIn } from '../../flow/grounding/made.ts';
import { readStructured } from '../../flow/grounding/structured-text.ts';
import type { Json } from '../../kernel/json.ts';
import { valuesIn } from '../grounding/result-value.ts';
import type { UpstreamReply } from './call-answer.ts';

export interface ResultNames {
  /** Each once. */
  readonly names: readonly string[];
  /** Whether there may be more. */
  readonly isCut: boolean;
}

/** Of one result that is read. */
const MAX_READ = 4_096;
/** The same and other ones again, and who somebody is. */
const MAX_LOOKED_AT = 65_536;
/** Characters of a text whose words are read. */
const MAX_TEXT = 262_144;
/** Of one result that tells what was written: as many as arguments may name. */
const MAX_WRITTEN = 64;
/** Nothing is called by a longer text. */
const MAX_NAME = 512;
/** What stands around a name in a sentence, or parts it from the next. */
const BETWEEN = /[\s"'`()[\]{}<>*,;|=]+/;
const BEHIND = '.:!?';
/** Last words of a member's name under which stands what something is called. */
const CALLED = wordSet('id uuid guid key name path slug uri url number handle ref file filename');

/**
 * All that may be one: whole values, names of members, and of a result that is nothing but text its lines and
 * words. A number is one where its member says so. Who somebody is says nothing of what is read.
 */
export function namesRead(reply: UpstreamReply): ResultNames {
  const names = new Set<string>();
  let left = MAX_LOOKED_AT;
  const take = (name: string): void => {
    left -= 1;
    if (left < 0 || names.size > MAX_READ) return;
    if (!name.includes('@') || addressesOf(name.slice(0, MAX_NAME)).emails.length === 0) add(names, name);
  };
  const visit = (value: Json, isAlone: boolean, called: string): void => {
    if (left < 0 || names.size > MAX_READ) return;
    const isName = isAlone || isCalled(called);
    if (typeof value === 'string') {
      if (isAlone && value.length > MAX_TEXT) left = -1;
      else if (isAlone) for (const name of partsOf(value)) take(name);
      else if (isName || !/^\d+$/.test(value)) take(value);
    } else if (typeof value === 'number') {
      if (isName) take(String(value));
    } else if (Array.isArray(value)) for (const part of value as Json[]) visit(part, isAlone, called);
    else if (isObject(value)) {
      const members = Object.entries(value);
      for (const [name, part] of members) {
        take(name);
        visit(part, isAlone && members.length === 1, name);
      }
    }
  };
  for (const { value } of valuesIn(reply)) {
    const read = structured(value);
    visit(read, true, '');
    // A text with colons may be read as members and is a text still.
    if (read !== value && !/^\s*[[{]/.test(value as string)) visit(value, true, '');
  }
  const { names: found, isCut } = cut(names, MAX_READ);
  return { names: found, isCut: isCut || left < 0 };
}

/**
 * What a result says was written: the names of its outermost records, as members of these say more of them;
 * of a text, the first words that are no plain words.
 */
export function namesWritten(reply: UpstreamReply): ResultNames {
  const names = new Set<string>();
  if ('error' in reply || reply.result['isError'] === true) return cut(names, MAX_WRITTEN);
  for (const value of valuesIn(reply).map((one) => structured(one.value))) {
    const text = textAlone(value);
    const codes = wordsIn((text ?? '').slice(0, MAX_TEXT)).filter(isCode);
    const told = text === null ? outermostIn(value) : codes.slice(0, MAX_WRITTEN);
    for (const name of told) add(names, name);
  }
  return cut(names, MAX_WRITTEN);
}

/** The ids that a result gives, in fields of their own, to what such a tool writes. */
export function namesGiven(tool: string, reply: UpstreamReply): readonly string[] {
  if ('error' in reply || reply.result['isError'] === true) return [];
  return valuesIn(reply).flatMap(({ value }) => givenIn(tool, value));
}

function structured(value: Json): Json {
  return typeof value === 'string' ? readStructured(value) : value;
}

/** What a value says where that is one text; else null. */
function textAlone(value: Json): string | null {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return null;
  const [[name, part] = ['', null], ...others] = Object.entries(value);
  return others.length > 0 || isCalled(name) ? null : textAlone(part);
}

/** Of the first layer in which anything is called something. */
function outermostIn(value: Json): readonly string[] {
  let layer = itemsOf(value);
  while (layer.length > 0) {
    const members = layer.flatMap((part) => (isObject(part) ? Object.entries(part) : []));
    const told = members.flatMap(([name, part]) => (isCalled(name) ? itemsOf(part) : []));
    const names = told.filter((one) => typeof one === 'string' || typeof one === 'number');
    if (names.length > 0) return names.map(String);
    layer = members.flatMap(([, part]) => itemsOf(part));
  }
  return [];
}

function itemsOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]).flatMap(itemsOf) : [value];
}

function isCalled(member: string): boolean {
  return CALLED.has(singular(wordsOf(member).at(-1) ?? ''));
}

/** Beside plain words, systems call things by digits and signs. */
function isCode(word: string): boolean {
  return /[\d/\\_]/.test(word);
}

function partsOf(text: string): readonly string[] {
  return [text, ...text.split('\n'), ...wordsIn(text)];
}

function wordsIn(text: string): readonly string[] {
  return text.split(BETWEEN).map((word) => withoutEnd(word.startsWith('#') ? word.slice(1) : word, BEHIND));
}

function add(names: Set<string>, text: string): void {
  const name = text.trim();
  if (name !== '' && name.length <= MAX_NAME) names.add(name);
}

function cut(names: ReadonlySet<string>, most: number): ResultNames {
  return { names: [...names].slice(0, most), isCut: names.size > most };
}
