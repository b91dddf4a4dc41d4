// A mail is its writer's where a system keeps it in fields: in words alone, one could seem to begin within
// another.

import type { Json, JsonObject } from '../../kernel/json.ts';
import { emailsIn } from './address-atom.ts';
import { isAuthorField } from './author.ts';
import { fold } from './fold.ts';

export interface Mail {
  /** The only address of all that say whom it is from. */
  readonly writer: string;
  /** Without what says that it answers another. */
  readonly subject: string;
  /** Each as a whole. */
  readonly texts: readonly string[];
}

/** More of one result are nobody's. */
const MAX_MAILS = 1_024;
const MAX_DEPTH = 8;
const TEXT = /^(?:subject|title|(?:text|html|plain|message)?[_-]?(?:body|text|content|message|html|plain))$/i;
const ANSWER = /^(?:(?:re|fwd?|aw|wg|sv|tr)\s*(?:\[\d+\])?:\s*)+/;

/** Whether a field holds what the writer of a mail says. */
export function isMailText(name: string): boolean {
  return TEXT.test(name);
}

/** Those of a value in fields, or of a text that is JSON as a whole. */
export function mailsIn(value: Json): readonly Mail[] {
  const mails: Mail[] = [];
  const visit = (part: Json, depth: number): void => {
    if (typeof part !== 'object' || part === null || depth > MAX_DEPTH || mails.length >= MAX_MAILS) return;
    const mail = Array.isArray(part) ? null : mailOf(part as JsonObject);
    if (mail !== null) mails.push(mail);
    for (const one of Object.values(part)) visit(one, depth + 1);
  };
  visit(typeof value === 'string' ? fromJson(value) : value, 0);
  return mails;
}

/** All texts of a value in fields, or of a text that is JSON as a whole; else itself. */
export function textsIn(value: Json): readonly string[] {
  const read = typeof value === 'string' ? (fromJson(value) ?? value) : value;
  const visit = (part: Json, depth: number): readonly string[] => {
    if (typeof part === 'string') return [part];
    if (typeof part !== 'object' || part === null || depth > MAX_DEPTH) return [];
    return Object.values(part).flatMap((one) => visit(one, depth + 1));
  };
  return visit(read, 0);
}

function mailOf(fields: JsonObject): Mail | null {
  const all = Object.entries(fields);
  const from = all.filter(([name]) => isAuthorField(name)).map(([, one]) => JSON.stringify(one));
  const writers = new Set(from.flatMap((one) => emailsIn(fold(one))));
  const [writer] = writers;
  const { subject } = fields;
  if (writer === undefined || writers.size > 1 || typeof subject !== 'string') return null;
  const texts = all.flatMap(([name, one]) => (isMailText(name) && typeof one === 'string' ? [one] : []));
  return { writer, subject: fold(subject).replace(ANSWER, ''), texts };
}

/** What begins what somebody else wrote. */
const QUOTE = new RegExp(
  [
    '^[ \\t]*[>|]',
    '^[ \\t]*-{2,}[ \\t]*(?:original|forwarded|begin|weitergeleitet)',
    '^[ \\t]*(?:from|von|de)[ \\t]*:',
    'wrote:[ \\t]*$',
  ].join('|'),
  'im',
);

/** What its writer says, without what they quote below. */
export function ownPartOf(text: string): string {
  const start = text.search(QUOTE);
  return start < 0 ? text : text.slice(0, start);
}

function fromJson(text: string): Json {
  if (!/^\s*[[{]/.test(text)) return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}
