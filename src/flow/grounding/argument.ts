// The arguments of a call, told apart by what each is for: what a profile leaves open, names and values show.

import type { Json } from '../../kernel/json.ts';
import type { ArgumentRole } from '../../kernel/role.ts';
import type { ToolProfile } from '../../kernel/state.ts';
import { fold } from './fold.ts';
import { isPublicKey, shapeOf } from './shape.ts';

export interface Argument {
  readonly pointer: string;
  /** The innermost name, and its words. */
  readonly name: string;
  readonly words: readonly string[];
  readonly role: ArgumentRole | null;
  readonly value: string | number;
  /** The value as it is written. */
  readonly text: string;
}

/** More of one call are not told apart. */
export const MAX_ARGUMENTS = 512;
/** Deeper ones are not read. */
export const MAX_DEPTH = 8;

const EMAIL_WITHIN = /[^\s@]@[^\s@]/;
export const URL_ALONE = /^\s*(?:[a-z][a-z0-9+.-]*:\/\/|www\.)\S+\s*$/i;

/** Also of what only reads: what it finds goes there. */
export function isAddressee({ words }: Argument): boolean {
  return ADDRESSEES.has(words.at(-1) ?? '');
}

const ADDRESSEES = new Set(['to', 'cc', 'bcc', 'recipient', 'recipients']);

/** Of a call that changes something: what its value shows counts where the profile knows no role. */
export function shapedRoleOf(one: Argument): ArgumentRole {
  const { role, value, words } = one;
  return (role === null && typeof value === 'string' ? shapeOf(value, words) : null) ?? roleOf(one);
}

/** A profile knows no address that only selects what is read; it leads somewhere all the same. */
export function roleOf({ role, value, text, words }: Argument): ArgumentRole {
  if (role === 'destination' && words.some((word) => PLACES.has(word))) return 'path';
  // A coupon, an airport: what runs has more to it.
  if (role === 'code' && words.includes('code') && /^[\p{L}\d-]{1,32}$/u.test(text)) return 'selector';
  if (typeof value === 'string' && (role === null || role === 'selector' || role === 'path')) {
    if (URL_ALONE.test(value) || (role === 'path' && SHARE.test(value))) return 'destination';
    if (EMAIL_WITHIN.test(value) && isOfMail(words)) return 'destination';
    if (isPublicKey(value)) return 'identity';
  }
  return role ?? 'content';
}

/** `email_id`: some say it of an address. */
function isOfMail(words: readonly string[]): boolean {
  return words.length > 1 && words.some((word) => /^e?mails?$/.test(word));
}

/** `\\\\host\\share`, `//host/share`: another machine's. */
const SHARE = /^\s*(?:\\\\|\/\/)[^\\/\s]/;
const PLACES = new Set(['path', 'folder', 'directory', 'dir', 'file']);
const ID_WORDS = new Set(['id', 'ids', 'uuid', 'ref', 'reference', 'number', 'no']);

/** Beside an origin, a destination is a place to travel to. */
export function asJourney(one: Argument): Argument {
  const isPlace = one.role === 'destination' && one.words.join() === 'destination';
  return isPlace ? { ...one, role: 'content' } : one;
}

/** Schemes that lead to other systems, whoever serves them. */
const LEADS_OUT = /^\s*(?:https?|wss?|s?ftps?|ssh|git|svn|s3|gs|az|smb|nfs|ldaps?|mailto)\b/i;

/** The names of a connector's own resources are its own, but for addresses that it would have to fetch. */
export function asResource(one: Argument): Argument {
  const isOwn = typeof one.value === 'string' && !LEADS_OUT.test(one.value);
  return isOwn && one.role === 'destination' ? { ...one, role: 'content' } : one;
}

/** It stands for one thing that exists, not for a way to search. */
export function isReference({ words, value }: Argument): boolean {
  if (words.some((word) => ID_WORDS.has(word))) return true;
  return typeof value === 'string' && /\d/.test(value) && /^[\w#:/.-]{4,}$/.test(value);
}

export interface Arguments {
  readonly read: readonly Argument[];
  /** There are more, or deeper ones. */
  readonly isCut: boolean;
}

export function argumentsOf(profile: ToolProfile, input: Json): Arguments {
  const roles = new Map(Object.entries(profile.roles));
  const read: Argument[] = [];
  let isCut = false;
  const visit = (value: Json, pointer: string, asked: string, name: string, depth: number): void => {
    if (value === null || typeof value === 'boolean') return;
    if (depth > MAX_DEPTH || read.length === MAX_ARGUMENTS) {
      isCut = true;
      return;
    }
    if (typeof value !== 'object') {
      const role = roles.get(asked) ?? null;
      read.push({ pointer, name, words: wordsOf(name), role, value, text: String(value) });
      return;
    }
    const isList = Array.isArray(value);
    for (const [key, one] of Object.entries(value as { [key: string]: Json })) {
      const step = key.replaceAll('~', '~0').replaceAll('/', '~1');
      // A list stands for its items, with or without a `*` in the profile's pointer.
      const starred = `${asked}/*`;
      const next = !isList
        ? `${asked}/${step}`
        : roles.has(asked) || !hasBelow(roles, starred)
          ? asked
          : starred;
      visit(one, `${pointer}/${step}`, next, isList ? name : key, depth + 1);
    }
  };
  visit(input, '', '', '', 0);
  return { read, isCut };
}

function hasBelow(roles: ReadonlyMap<string, ArgumentRole>, pointer: string): boolean {
  return [...roles.keys()].some((one) => one === pointer || one.startsWith(`${pointer}/`));
}

export function wordsOf(name: string): string[] {
  return fold(name.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')).split(/[^\p{L}\p{N}]+/u);
}

const ROLES = new Set(['role', 'permission', 'access', 'level', 'right', 'rights']);
const LOWEST = /^(?:r|read(?:er|-?only)?|view(?:er|-?only)?|guest)$/i;

/** A role that lets its holder look and no more: nobody has to say so. */
export function isLowest({ words, text }: Argument): boolean {
  return ROLES.has(words.at(-1) ?? '') && LOWEST.test(text);
}

/** Where the call has no id of one, whatever is called like a thing. */
export function isObject({ name }: Argument, role: ArgumentRole, object: Argument | null): boolean {
  if (role === 'path') return true;
  return ['content', 'selector', 'identity'].includes(role) && (object === null || object.name === name);
}

/** The object that the call is about: the id that the tool's own name speaks of, else the first. */
export function objectOf(spoken: readonly string[], all: readonly Argument[]): Argument | null {
  const ids = all.filter((one) => ['selector', 'identity'].includes(roleOf(one)) && isReference(one));
  const isAbout = (word: string): boolean => spoken.includes(word) && !ID_WORDS.has(word);
  return ids.find(({ words }) => words.some(isAbout)) ?? ids[0] ?? null;
}

/** Degrees, a share: what a thing is set to, unless the tool's own name or its own calls it an object. */
export function isMeasure({ words, text }: Argument, spoken: readonly string[]): boolean {
  return /^\d{1,4}$/.test(text) && !words.some((word) => ID_WORDS.has(word) || spoken.includes(word));
}
