// What a definition newly says is read sentence by sentence: what is not known to be documentation of the
// tool itself is for a person to read.

import type { JsonObject } from '../../kernel/json.ts';
import { objectOf } from '../member.ts';
import { excerptOf } from '../poison/finding.ts';
import { fold } from '../poison/fold.ts';
import type { Surroundings } from '../poison/scan.ts';
import { sentencesOf } from '../poison/sentence.ts';
import { textsOf } from '../poison/text.ts';
import { doubtOf, type Doubt, type Place } from './documentation.ts';
import { plainlySaid, type Neighbours } from './reading-aids.ts';
import { resolveReference } from './reference.ts';
import { carriesOff } from './steering.ts';
import { formsOf, type Topic } from './topic.ts';

export interface NewSentence {
  /** JSON pointer into the new definition. */
  readonly pointer: string;
  /** The whole of it, as one visible line. */
  readonly text: string;
  /** Null where it is plain documentation of the tool. */
  readonly doubt: Doubt | null;
}

interface Said {
  readonly pointer: string;
  readonly sentence: string;
  readonly place: Place;
}

/** Begins a list of what a tool is for. */
const PURPOSES = /^\W*use (?:this tool|this|it) (?:when|for|to|if)[^:]*:\s*$/i;
const BULLET = /^[-*•] /;
/** Longer texts are said to be unreadable by the scan. */
const MAX_TEXT = 64_000;
/** Of one change: a person reads no more. */
const MAX_SENTENCES = 200;
const CARRIED_OFF: Doubt = { about: 'an argument for what the task is about', isGrave: true };
const TOO_MANY: Doubt = { about: 'more is new than is read', isGrave: false };
/** The words of more siblings tell nothing more. */
const MAX_SIBLINGS = 200;
/** Of a URL, an e-mail address, or by itself. */
const HOST = new RegExp(
  String.raw`(?:\b[a-z][a-z\d+.-]{1,12}:\/\/|[\w.+-]{1,64}@)(\w[\w.-]{0,252})` +
    String.raw`|\b((?:[\w-]{1,63}\.){1,5}` +
    String.raw`(?:com|net|org|io|dev|app|ai|co|cloud|info|biz|me|sh|xyz|example|test)\b)`,
  'gi',
);
/** What a value may look like. */
const EXAMPLE = /\((?:e\.g\.|for example|such as)[^)]{0,80}\)/gi;
/** An account (ISO 13616), or a telephone number. */
const ACCOUNT = /\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){3}|\+\d[\d -]{7,}\d/;
/** Whose words are not read. */
export const ANOTHER_SCRIPT = /(?![\p{Script=Latin}μΩπσ])\p{L}/u;

/** In the definition's order. Sentences that differ in case, spacing or punctuation only are the same. */
export function newSentencesIn(
  name: string,
  server: string,
  before: JsonObject,
  after: JsonObject,
  around: Surroundings,
): NewSentence[] {
  const old = Array.from(saidIn(name, before));
  const known = new Set(old.map(({ sentence }) => keyOf(sentence)));
  const fresh = Array.from(saidIn(name, after)).filter(({ sentence }) => isNew(keyOf(sentence)));
  if (fresh.length === 0) return [];
  const ground: Ground = {
    hosts: new Set(old.flatMap(({ sentence }) => hostsIn(sentence))),
    neighbours: { own: name, siblings: new Set(around.siblings), strangers: new Set(around.strangers) },
    topic: { ...topicOf(name, server, before, around), named: formsOf(keysIn(name, after)) },
  };
  const isFresh = (pointer: string): boolean =>
    resolveReference(`#${pointer.replace(/\/description$/, '')}`, before) === undefined;
  return fresh.slice(0, MAX_SENTENCES).map(({ pointer, sentence, place }, at) => ({
    pointer,
    text: excerptOf(sentence, { start: 0, end: sentence.length }, sentence.length),
    doubt:
      at === MAX_SENTENCES - 1 && fresh.length > MAX_SENTENCES
        ? TOO_MANY
        : place === 'argument' && isFresh(pointer) && carriesOff(sentence)
          ? CARRIED_OFF
          : judge(sentence, place, ground),
  }));

  function isNew(key: string): boolean {
    if (key === '' || known.has(key)) return false;
    known.add(key);
    return true;
  }
}

/** What a definition is about: what it said when it was admitted. */
export function topicOf(name: string, server: string, admitted: JsonObject, around: Surroundings): Topic {
  const said = Array.from(saidIn(name, admitted), ({ sentence }) => sentence);
  const keys = keysIn(name, admitted);
  const own = formsOf([name, ...said, ...keys]);
  const siblings = [...around.siblings].slice(0, MAX_SIBLINGS);
  return { own, admitted: new Set([...own, ...formsOf([server, ...siblings])]), named: formsOf(keys) };
}

/** What a new sentence is judged by. */
interface Ground {
  readonly hosts: ReadonlySet<string>;
  readonly neighbours: Neighbours;
  readonly topic: Topic;
}

function judge(given: string, place: Place, { hosts, neighbours, topic }: Ground): Doubt | null {
  const sentence = fold(given).replaceAll(/\s+/g, ' ');
  const bare = sentence.replaceAll(EXAMPLE, '');
  if (hostsIn(bare).some((host) => !hosts.has(host))) return { about: 'an address', isGrave: false };
  if (ANOTHER_SCRIPT.test(bare)) return { about: 'another script', isGrave: false };
  if (ACCOUNT.test(bare)) return { about: 'an account', isGrave: false };
  return doubtOf(plainlySaid(bare, neighbours), topic, place);
}

/** Of URLs, of mail addresses, and those that stand by themselves. */
export function hostsIn(sentence: string): string[] {
  return Array.from(sentence.matchAll(HOST), ({ 1: host, 2: bare }) => (host ?? bare ?? '').toLowerCase());
}

function* saidIn(name: string, definition: JsonObject): Iterable<Said> {
  for (const { pointer, text, kind } of textsOf(name, definition).texts) {
    if (kind !== 'value' || !/\s/.test(text.trim())) continue;
    const read = text.slice(0, MAX_TEXT);
    let isList = false;
    for (const [at, { start, end }] of sentencesOf(read).entries()) {
      const sentence = read.slice(start, end);
      isList = isList && BULLET.test(sentence);
      yield { pointer, sentence, place: isList ? 'switch' : placeOf(pointer, at === 0, definition) };
      isList = isList || PURPOSES.test(sentence);
    }
  }
}

function placeOf(pointer: string, isFirst: boolean, definition: JsonObject): Place {
  if (pointer.startsWith('/inputSchema/'))
    return isFirst && isSwitch(pointer, definition) ? 'switch' : 'argument';
  return isFirst && /^\/(?:description|title|annotations\/title)$/.test(pointer) ? 'opening' : 'description';
}

/** What the switch that is described here does is said as an order is. */
function isSwitch(pointer: string, definition: JsonObject): boolean {
  const schema = resolveReference(`#${pointer.replace(/\/description$/, '')}`, definition);
  return pointer.endsWith('/description') && objectOf(schema)['type'] === 'boolean';
}

function keysIn(name: string, definition: JsonObject): string[] {
  return textsOf(name, definition).texts.flatMap(({ pointer, text, kind }) =>
    kind === 'key' || (kind === 'value' && /\/enum\/\d+$/.test(pointer)) ? [text] : [],
  );
}

function keyOf(sentence: string): string {
  return (sentence.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
}
