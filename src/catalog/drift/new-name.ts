// A name and a value speak to the model as a sentence does: one that is new is read as such.

import type { JsonObject } from '../../kernel/json.ts';
import { excerptOf } from '../poison/finding.ts';
import { fold } from '../poison/fold.ts';
import { textsOf } from '../poison/text.ts';
import { isObject, listOf, textOf } from '../member.ts';
import { MAX_NAME, wordSet, wordsOf } from '../words.ts';
import { doubtOf } from './documentation.ts';
import { ANOTHER_SCRIPT, hostsIn } from './new-sentence.ts';
import { NEAR_OUTSIDE, OUTSIDE } from './outside-words.ts';
import { resolveReference } from './reference.ts';
import type { DriftReason } from './reason.ts';
import { isIn, isPlain, type Topic } from './topic.ts';

/** A name that the author chose, or a value without blanks. */
interface Name {
  readonly pointer: string;
  readonly text: string;
  readonly kind: 'key' | 'value';
}

/** A name or a value of more words is a sentence. */
const MAX_WORDS = 4;
/** Of one change: a person reads no more. */
const MAX_NAMES = 1_000;
/** What one of several values may well say of itself, or be about. */
const CHOICES = wordSet(
  `user users file files folder folders directory directories configuration device devices copy copies client
   clients customer customers model models upload uploads uploaded admin team teams person people prefer best
   preferred recommended archive backup script memory desktop machine`,
);
const ADDRESS = /^(?:[a-z][a-z\d+.-]{1,20}:|\/\/)/i;
/** A picture, the dialect of a schema; the words of a reference are names elsewhere. */
const NO_WORDS = new RegExp(
  '^(?:data:image/[a-z+.-]{1,20};base64,[A-Za-z0-9+/=]*|https?://json-schema\\.org/[\\w/#.-]*|#.*)$',
);

/** @param topic of the definition before */
export function driftOfNames(
  name: string,
  before: JsonObject,
  after: JsonObject,
  topic: Topic,
): DriftReason[] {
  const known = new Set(Array.from(namesIn(name, before), keyOf));
  const fresh: Name[] = [];
  for (const one of namesIn(name, after)) {
    if (known.has(keyOf(one))) continue;
    known.add(keyOf(one));
    fresh.push(one);
  }
  const reasons = fresh.slice(0, MAX_NAMES).flatMap(({ pointer, text, kind }) => {
    const isShort = kind === 'value' ? /\/enum\/\d+$/.test(pointer) : isExplained(pointer, after);
    const about = doubtOfName(text, kind, topic, isShort);
    const shown = excerptOf(text, { start: 0, end: text.length });
    return about === null ? [] : [reason(pointer, `not known to be a plain ${kind} (${about}): ${shown}`)];
  });
  return fresh.length > MAX_NAMES ? [...reasons, reason('', 'more names are new than are read')] : reasons;
}

/** Nobody is asked to fill a field of a result in: its name is read as a value is. */
function namesIn(name: string, definition: JsonObject): Name[] {
  return textsOf(name, definition).texts.flatMap(({ pointer, text, kind }): Name[] => {
    if (kind === 'key')
      return [{ pointer, text, kind: pointer.startsWith('/outputSchema/') ? 'value' : 'key' }];
    return kind === 'value' && !/\s/.test(text.trim()) ? [{ pointer, text, kind }] : [];
  });
}

/** Case and what parts words are wording. */
function keyOf({ text, kind }: Name): string {
  return `${kind} ${text.toLowerCase().replaceAll(/[_-]/g, '')}`;
}

/** Whether an argument says what it is, or takes no text: a person's words do not fit in it. */
function isExplained(pointer: string, definition: JsonObject): boolean {
  const schema = resolveReference(`#${pointer}`, definition);
  if (!pointer.includes('/properties/') || !isObject(schema)) return false;
  const isChoice = ['boolean', 'integer', 'number'].includes(textOf(schema['type']));
  return isChoice || listOf(schema['enum']).length > 0 || textOf(schema['description']).includes(' ');
}

/**
 * What is doubtful about it; null for a plain name.
 *
 * @param isBound it is one of several values, or what it is is said beside it
 */
function doubtOfName(given: string, kind: Name['kind'], topic: Topic, isBound: boolean): string | null {
  if (kind === 'value' && NO_WORDS.test(given)) return null;
  if (given.length > MAX_NAME) return 'longer than a name';
  const text = fold(given);
  if (ADDRESS.test(text) || hostsIn(text).length > 0) return 'an address';
  if (ANOTHER_SCRIPT.test(text)) return 'another script';
  const words = wordsOf(text);
  if (kind === 'value' && words.length < 2) return null;
  if (words.filter((word) => /^[a-z]{2}/.test(word)).length > MAX_WORDS) return 'a sentence';
  const strange = words.find((word) => isStrange(word, kind, topic, isBound));
  if (strange !== undefined || kind === 'key' || (isBound && words.length < 4)) return strange ?? null;
  return doubtOf(words.join(' '), topic, 'argument')?.about ?? null;
}

function isStrange(word: string, kind: Name['kind'], topic: Topic, isBound: boolean): boolean {
  if (isIn(topic.admitted, word)) return false;
  if (isBound && kind === 'value' && CHOICES.has(word)) return false;
  if (NEAR_OUTSIDE.has(word) || OUTSIDE.some(({ words }) => words.has(word))) return true;
  return kind === 'key' && !isBound && !isPlain(word, topic);
}

function reason(pointer: string, text: string): DriftReason {
  return { rule: 'strange-name', pointer, text };
}
