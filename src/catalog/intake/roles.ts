// What a tool's arguments are for is told by general words and formats; what nothing is known of has no role.

import type { ArgumentRole } from '../../kernel/role.ts';
import type { Effect } from '../../kernel/effect.ts';
import type { ToolProfile } from '../../kernel/state.ts';
import { textOf } from '../member.ts';
import { singular } from '../words.ts';
import type { Field } from './fields.ts';

/** By the words of an argument's name, the first that fits; the earlier weigh more. */
const WORDS: readonly (readonly [ArgumentRole, RegExp])[] = [
  ['credential', /^(?:password|passwd|passphrase|secret|token|apikey|credential|credentials|pin|otp)$/],
  ['destination', /^(?:recipient|recipients|cc|bcc|url|urls|uri|webhook|callback|endpoint|host|hostname)$/],
  ['destination', /^(?:domain|email|emails|mailto|destination|channel|phone|phones|attendees|invitees)$/],
  ['destination', /^(?:participants|guests|reviewers|signers?|spender|wallet|requestee|website)$/],
  ['amount', /^(?:amount|price|total|sum|cost|fee|budget|subtotal)$/],
  ['code', /^(?:code|script|sql|command|cmd|bash|shell|program|expression|bytecode)$/],
  ['identity', /^(?:account|iban|payee|beneficiary|user|username|member|assignee|owner|principal|role)$/],
  ['path', /^(?:path|paths|file|files|filename|directory|folder|dir|cwd)$/],
  ['content', /^(?:body|text|message|content|contents|subject|title|description|comment|note|html|data)$/],
  ['selector', /^(?:ids?|keys?|names?|query|queries|filters?|search|where|sort|limit|offset|page|cursor|q)$/],
];

/** Names whose words mean a role only together, or only as the whole name. */
const NAMES: ReadonlyMap<string, ArgumentRole> = new Map<string, ArgumentRole>([
  ['to', 'destination'],
  ['to_address', 'destination'],
  ['deliver_to', 'destination'],
  ['ship_to', 'destination'],
  ['send_to', 'destination'],
  ['forward_to', 'destination'],
  ['mail_to', 'destination'],
  ['pay_to', 'destination'],
  ['to_account', 'destination'],
  ['api_key', 'credential'],
  ['access_key', 'credential'],
  ['private_key', 'credential'],
  ['page_token', 'selector'],
  ['next_token', 'selector'],
  ['number', 'selector'],
  ['issue_number', 'selector'],
  ['pull_number', 'selector'],
  ['order_number', 'selector'],
  ['ticket_number', 'selector'],
]);

/** What a format says for sure (JSON Schema Validation §7.3). */
const FORMATS: ReadonlyMap<string, ArgumentRole> = new Map<string, ArgumentRole>([
  ['uri', 'destination'],
  ['url', 'destination'],
  ['iri', 'destination'],
  ['email', 'destination'],
  ['idn-email', 'destination'],
  ['hostname', 'destination'],
  ['idn-hostname', 'destination'],
  ['password', 'credential'],
]);

/** What carries nothing away: between two ends within the connector something is joined or moved. */
const WITHIN: ReadonlySet<Effect> = new Set<Effect>(['read', 'write', 'delete']);

/** What is there before it is called: one names which. */
const EXISTING: ReadonlySet<Effect> = new Set<Effect>(['approve', 'delete']);

/**
 * Roles by JSON pointer.
 *
 * @param called words of the tool's name
 */
export function rolesOf(
  fields: readonly Field[],
  effects: readonly Effect[],
  called: readonly string[] = [],
): ToolProfile['roles'] {
  const isOfExisting = effects.some((effect) => EXISTING.has(effect));
  const things = new Set(isOfExisting ? called.map(singular) : []);
  // `bill` of `bill_approve`.
  const isThing = ({ words, schema, choices }: Field): boolean =>
    words.length === 1 &&
    things.has(singular(words[0]!)) &&
    schema['type'] !== 'boolean' &&
    choices.length === 0;
  const pointers = new Set(fields.map(({ pointer }) => pointer));
  const stays = effects.every((effect) => WITHIN.has(effect));
  const isEnd = ({ name, pointer }: Field): boolean =>
    stays && name.toLowerCase() === 'to' && pointers.has(pointer.replace(/to$/i, 'from'));
  // Files are moved from one place to another.
  const isPlace = ({ pointer }: Field): boolean =>
    stays &&
    called.some((word) => FILES.test(word)) &&
    called.some((word) => MOVES.test(word)) &&
    ENDS.some(
      ([one, other]) => isBeside(pointers, pointer, one, other) || isBeside(pointers, pointer, other, one),
    );
  // What is neither sent nor paid is changed to something.
  const isState = ({ name, schema }: Field): boolean =>
    stays && name.toLowerCase() === 'to' && schema['format'] === undefined && !effects.includes('read');
  return Object.fromEntries(
    fields.flatMap((field) => {
      if (isState(field) && !isEnd(field)) return [];
      if (isPlace(field)) return [[field.pointer, 'path'] as const];
      const role = isEnd(field) ? 'selector' : (roleOf(field) ?? (isThing(field) ? 'selector' : null));
      return role === null ? [] : [[field.pointer, role] as const];
    }),
  );
}

const FILES = /^(?:files?|folders?|director(?:y|ies)|dirs?|paths?)$/;
const MOVES = /^(?:move|rename|copy|mv|cp)$/;
const ENDS = [
  ['source', 'destination'],
  ['src', 'dest'],
  ['src', 'dst'],
  ['from', 'to'],
] as const;

function isBeside(pointers: ReadonlySet<string>, pointer: string, name: string, other: string): boolean {
  return pointer.endsWith(`/${name}`) && pointers.has(pointer.slice(0, -name.length) + other);
}

const IDS = /^(?:id|ids|uuid)$/;
const COUNTED = /^(?:recipients|attendees|invitees|participants|guests|reviewers|signers|members|users)$/;

/** None for a switch. */
function roleOf(field: Field): ArgumentRole | null {
  const { schema, choices, words } = field;
  if (schema['type'] === 'boolean') return null;
  const known = namedRoleOf(field);
  const isNumber = schema['type'] === 'integer' || schema['type'] === 'number';
  // How many guests, or which of some roles: never where something goes, or whose it is.
  const isCount = isNumber && COUNTED.test(words.at(-1) ?? '');
  if (isCount || (known === 'identity' && choices.length > 0)) return null;
  const isId = IDS.test(words.at(-1) ?? '');
  // The id of a message or a file says which one, whatever it holds.
  return isId && (known === 'content' || known === 'path' || isLetter(field)) ? 'selector' : known;
}

/** `email_id`; some say it of an address. */
function isLetter({ words, schema, description }: Field): boolean {
  const isMail = /^e?mails?$/.test(words.at(-2) ?? '');
  return isMail && schema['format'] === undefined && !/\baddress/i.test(description);
}

function namedRoleOf({ words, schema }: Field): ArgumentRole | null {
  const format = FORMATS.get(textOf(schema['format']));
  if (format !== undefined) return format;
  const whole = NAMES.get(words.join('_'));
  if (whole !== undefined) return whole;
  return WORDS.find(([, pattern]) => words.some((word) => pattern.test(word)))?.[0] ?? null;
}
