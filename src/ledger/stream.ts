// A stream's name says what it serialises, and parses in one way only. The version of `org` is the epoch.

import { LedgerFormatError } from './format-error.ts';

export type Stream =
  | { readonly kind: 'org' }
  | { readonly kind: NamedKind; readonly id: string }
  | { readonly kind: 'object'; readonly connector: string; readonly id: string };

const NAMED_KINDS = ['task', 'agent', 'operator', 'connector', 'channel'] as const;
type NamedKind = (typeof NAMED_KINDS)[number];

const NAME = /^[A-Za-z0-9._-]{1,128}$/;
const MAX_OBJECT_ID_CHARACTERS = 4096;

/** Policy, agents, workflows, operators, kill switches. */
export const ORG_STREAM = 'org';

/** Whether a text may name an agent, operator, connector or task in the ledger. */
export function isName(value: unknown): value is string {
  return typeof value === 'string' && NAME.test(value);
}

/** A whole task tree, by its root task. */
export function taskStream(rootId: string): string {
  return named('task', rootId);
}

export function agentStream(id: string): string {
  return named('agent', id);
}

export function operatorStream(id: string): string {
  return named('operator', id);
}

export function connectorStream(id: string): string {
  return named('connector', id);
}

/** What people were told through a channel. */
export function channelStream(id: string): string {
  return named('channel', id);
}

/** Labels that outlive a task. The object's id is any text; in the name it is percent-encoded UTF-8. */
export function objectStream(connector: string, id: string): string {
  return `${named('object', connector)}/${encodeObjectId(id)}`;
}

/**
 * The parts of a stream's name. Throws `malformed-stream` for any text that the functions above cannot
 * make.
 */
export function parseStream(name: string): Stream {
  if (name === ORG_STREAM) return { kind: 'org' };
  const [kind, id, object, ...rest] = name.split('/');
  if (rest.length > 0 || !isName(id)) throw refusal();
  if (object !== undefined) {
    const objectId = decodeObjectId(object);
    if (kind !== 'object' || encodeObjectId(objectId) !== object) throw refusal();
    return { kind, connector: id, id: objectId };
  }
  if (!isNamedKind(kind)) throw refusal();
  return { kind, id };
}

export function isStream(value: unknown): value is string {
  try {
    return typeof value === 'string' && parseStream(value) !== null;
  } catch {
    return false;
  }
}

function isNamedKind(kind: unknown): kind is NamedKind {
  return NAMED_KINDS.some((one) => one === kind);
}

function named(kind: NamedKind | 'object', id: string): string {
  if (!isName(id)) throw refusal();
  return `${kind}/${id}`;
}

function encodeObjectId(id: string): string {
  let text = '';
  try {
    // encodeURIComponent leaves these five alone; here only letters, digits, dot, low line and hyphen stay.
    text = encodeURIComponent(id).replace(
      /[!~*'()]/g,
      (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  } catch {
    throw refusal();
  }
  if (text.length < 1 || text.length > MAX_OBJECT_ID_CHARACTERS) throw refusal();
  return text;
}

function decodeObjectId(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refusal();
  }
}

function refusal(): LedgerFormatError {
  return new LedgerFormatError('malformed-stream', 'not the name of a stream');
}
