// What a task has been told, and by whom: only a person, an approval, or a source that either of them named
// raises what a value may do; what anybody could have written, what gives orders and what the agent wrote
// itself never do. Memory is bounded: past the bound, values count as unseen.

import type { ArgumentGrounding } from '../../kernel/flow/grounding.ts';
import type { Json } from '../../kernel/json.ts';
import type { ArgumentRole } from '../../kernel/role.ts';
import { isAnswer, stepKeys } from './answers.ts';
import { addressesOf, keysIn, lookAlikeKey, waysOf, wholeKeysOf, wordsIn } from './atom.ts';
import { accountsIn, isTelephone } from './shape.ts';
import { compact, fold } from './fold.ts';
import { createKeyTable, isSeen, RAISING, SEEN, VOUCHED } from './key-table.ts';
import type { KeyTable } from './key-table.ts';
import { isSaidHost, isValueSeen, type Found } from './lookup.ts';
import { recordsOf, spellingsIn } from './places.ts';
import { isUnreadRun, recordsOfRuns, runKeysIn } from './runs.ts';
import { amountOf, moneyIn } from './quantity-atom.ts';
import { createRecentLookup, isTooLong, MAX_VALUE } from './recent-lookup.ts';
import { leftToSources } from './entrusted.ts';
import { createKnownHosts, hostsIn, hostsOf, siteNameOf } from './impostor.ts';
import { isSpokenOf, spokenIn } from './naming.ts';
import { isSpeltLike, namesRead } from './likeness.ts';
import { delegates, handsOver, leftTo } from './handing-over.ts';
import { expectsChange } from './orders.ts';
import { goesTooFar, requestIn, rulesOut, speaksOf } from './speaks-of.ts';
import type { SpokenTool } from './speaks-of.ts';
import { readResult } from './result-reading.ts';
import { namesIn, partiesIn } from './said-names.ts';
import { createOwnPlaces, type Written } from './own-places.ts';
import { createPassedOver } from './passed-over.ts';
import { createIssuedCodes } from './issued-codes.ts';
import { createSubjects, isSiblingOf, objectsIn } from './subject.ts';
import type { Part, ToolResult } from './result-reading.ts';
import { thingsIn } from './records.ts';

export interface GroundingLimits {
  /** Of all that is kept for one task, about. */
  readonly bytes: number;
}

/** The grounding of one task's arguments. No method throws. */
export interface GroundingIndex {
  /** The words of a person who signed in apart from the agent. */
  readonly addPrompt: (text: string, source: string) => void;
  /** Pasted content, files, payloads: given with the prompt, but nobody's words. */
  readonly addInput: (value: Json, source: string) => void;
  /** Whether it carries orders to the model. */
  readonly addResult: (result: ToolResult) => { readonly hostile: boolean };
  readonly addWritten: (values: readonly Written[]) => void;
  readonly ground: (pointer: string, role: ArgumentRole, value: Json) => ArgumentGrounding;
  /** The records that the whole of it was seen in; none where a person said it; null: that is not known. */
  readonly placesOf: (text: string) => readonly string[] | null;
  /** For each long run of its words that was read somewhere: all the records that it was read in. */
  readonly runsOf: (
    text: string,
    isTold: (run: string, isSigned: boolean) => boolean,
  ) => readonly (readonly string[])[];
  /** Whether nothing has these words in a row, as far as is known. */
  readonly isUnread: (run: string) => boolean;
  /** Whether the agent wrote something of its own into it. */
  readonly isOwnPlace: (text: string) => boolean;
  /** Whether a query has a word that tells what the person speaks of. */
  readonly speaksOf: (query: string) => boolean;
  /** Whether only what anybody may have written has that word. */
  readonly isOthers: (word: string) => boolean;
  /** Whether it was the whole of a field of a record. */
  readonly isFact: (text: string) => boolean;
  /** Whether a step that the person has followed leads there. */
  readonly isOfStep: (place: string) => boolean;
  /** Whether records have a field of that name, and none of them this id. */
  readonly isForeign: (name: string, value: string) => boolean;
  /** Whether it is a record beside the only one of its list that the person's words pick. */
  readonly isPassedOver: (name: string, value: string) => boolean;
  /** Whether it leads to a site that neither the person nor any field of a record has. */
  readonly isStrange: (text: string) => boolean;
  /** Whether a step that the person has followed leads there, and nothing from elsewhere goes along. */
  readonly isAnswered: (place: string, said: readonly string[]) => boolean;
  /** Whether it is a page of a site that the person named, or of a party to what they named. */
  readonly isOfPerson: (url: string) => boolean;
  /** Whether the person named an object by an id of the same kind, and not this one. */
  readonly isSibling: (value: string) => boolean;
  /** Whether it is more money than any that the person speaks of, and the whole of no field. */
  readonly isMoreThanSaid: (value: string) => boolean;
  /** Whether it has a name in it that reads like one that the person said, and is another. */
  readonly isSpeltLike: (text: string) => boolean;
  /** Others' words were read, and the person's speak neither of what it does nor of what it is done to. */
  readonly isUnasked: (tool: SpokenTool) => boolean;
  /** Whether the person says that what it does is not to be done. */
  readonly isRuledOut: (tool: SpokenTool) => boolean;
  /** Others' words were read, and it gives powers that the person's speak of in no way. */
  readonly isTooFar: (tool: SpokenTool, values: readonly string[]) => boolean;
  /** Whether a text has a host, an address or an id in it that another voice than a source's alone gave. */
  readonly isDictated: (text: string) => boolean;
  /** Whether a code that somebody issued goes to a host that is not theirs. */
  readonly strays: (text: string, hosts: readonly string[]) => boolean;
  /** Memory, about. */
  readonly bytes: () => number;
  /** Whether something was left out because the bound was reached. */
  readonly isFull: () => boolean;
}

const PROMPT_PHRASE = 12;
/** `README's`, `Ann's`: said of them all the same. */
const POSSESSIVE = /['’]s\b/g;
/** `owner/name#12` */
const NUMBERED = /(?<![\w./-])([\w./-]+)#(\d+)\b/g;
const MIN_BARE = 6;
const WRITTEN = SEEN.written | SEEN.untrusted;

/** What is known of a task, and whether some of it was left out. */
function createMemory(bytes: number) {
  const table = createKeyTable(bytes);
  const recent = createRecentLookup(table);
  const hosts = createKnownHosts();
  const subjects = createSubjects();
  const passedOver = createPassedOver();
  const codes = createIssuedCodes();
  const places = createOwnPlaces();
  const parties = new Set<string>();
  /**
   * `isCut`: some of what was read is not known at all. `wroteMore`: the agent wrote more than is remembered,
   * so that what is read may be that.
   */
  const state = { isFull: false, isCut: false, hasWritten: false, wroteMore: false };

  const add = (keys: Iterable<string>, seen: number, source: string): void => {
    recent.forget();
    for (const key of keys) {
      const isOwn = state.hasWritten && (seen & RAISING) !== 0 && isRewritten(key, table);
      if (!table.add(key, howSeen(key, isOwn ? seen & ~RAISING : seen), source)) state.isFull = true;
    }
  };
  const addText = (text: string, seen: number, source: string, phrase?: number): void => {
    const { keys, isCut } = keysIn(text, phrase);
    if (isCut) loseRest(table, text);
    if (seen === SEEN.untrusted) for (const host of hostsIn(text)) hosts.addHeard(host);
    if ((seen & SEEN.step) !== 0) add(stepKeys(text), SEEN.step, source);
    state.isFull ||= isCut;
    add(keys, seen, source);
    for (const [more, how] of writingsOf(text, seen)) add(more, how, source);
  };
  const addPart = ({ text, isWhole, name, isParty }: Part, seen: number, source: string): void => {
    if (name === undefined) return addText(text, seen, source);
    subjects.add(name, text, source);
    for (const host of hostsIn(text)) {
      hosts.add(host);
      if (isParty === true && (seen & SEEN.named) !== 0 && !hosts.isImpostor(host)) hosts.addParty(host);
    }
    add(wholeKeysOf(text), seen | SEEN.fact, source);
    // The words of a fact are its own; a number among them is nothing by itself.
    add(isWhole ? runKeysIn(text) : wordKeysIn(text), seen, source);
  };
  return {
    table,
    recent,
    hosts,
    known: { subjects, passedOver, codes, places, parties },
    state,
    add,
    addText,
    addPart,
  };
}

/** Characters of a part that is read whole. */
const LOST_PART = 100_000;
/** So that what stands where two parts meet is in one of them. */
const LOST_OVERLAP = 1_000;

/** Of a text that is too long, nobody vouches for what follows: that it was there is remembered. */
function loseRest(table: KeyTable, text: string): void {
  for (let at = 0; at < text.length; at += LOST_PART)
    for (const key of keysIn(text.slice(at, at + LOST_PART + LOST_OVERLAP)).keys) table.lose(key);
}

/** In brackets, what is one word is asked for; a place or a time in several may be told. */
function howSeen(key: string, seen: number): number {
  return (seen & SEEN.aside) !== 0 && !key.includes(' ') ? seen | SEEN.ordered : seen;
}

function addWritten({ table, hosts, state, known, add }: Memory, values: readonly Written[]): void {
  known.places.add(values);
  for (const { text, level } of values) {
    for (const host of hostsIn(text)) hosts.addWritten(host);
    if (level === 'untrusted') add(wholeKeysOf(text), WRITTEN, '');
    const { keys, isCut } = keysIn(text, 1);
    state.wroteMore ||= isCut;
    add(unvouched(keys, table), WRITTEN, '');
  }
  state.hasWritten = true;
}

export function createGroundingIndex({ bytes }: GroundingLimits): GroundingIndex {
  const memory = createMemory(bytes);
  const { table, state, add, addText } = memory;
  const { subjects, passedOver, codes, places } = memory.known;
  const prompts: string[] = [];
  let heard = hearIn(prompts);
  let request = requestIn(prompts, heard.isDelegating);
  const followed: Followed = new Map();
  let hasReadOthers = false;
  const isOthers = (word: string): boolean => isOthersAlone(table.get(`w:${word}`)?.seen ?? SEEN.person);
  return {
    addPrompt: (text, source) => {
      learnParties(memory, text);
      prompts.push(text);
      heard = hearIn(prompts);
      request = requestIn(prompts, heard.isDelegating);
      for (const said of waysToSay(text)) addText(said, SEEN.person, source, PROMPT_PHRASE);
      add(namesIn(text.replaceAll(POSSESSIVE, '')), SEEN.person, source);
    },
    addInput: (value, source) => {
      hasReadOthers = true;
      addOthers(memory, value, source);
    },
    addResult: (result) => {
      const person = { ...heard, followed, isInStep: (name: string) => isValueSeen(table, name, SEEN.step) };
      const { hostile, isOfOthers } = learnResult(memory, result, person);
      hasReadOthers ||= isOfOthers;
      return { hostile };
    },
    addWritten: (values) => addWritten(memory, values),
    ground: (pointer, role, value) => ({ pointer, role, ...groundIn(memory, role, textOf(value)) }),
    isOwnPlace: places.has,
    isOfStep: (place) => stepKeys(place).some((key) => isSeen(table, key, SEEN.step)),
    isFact: (text) => isValueSeen(table, text, SEEN.fact),
    isForeign: (name, value) => subjects.isForeign(name, value, stepsWith(table, value)),
    isPassedOver: passedOver.has,
    isStrange: (text) => leadsToStranger(memory, text) || (heard.isHandingOver && isNumberOnly(table, text)),
    isAnswered: (place, said) => !isPastBound(state) && isAnswer(table, place, said),
    isOfPerson: (url) => hostsOf(url).every((host) => isOfPerson(memory, host)),
    isSibling: (value) => isSiblingOf(heard.ids, value),
    isMoreThanSaid: (value) =>
      Number(amountOf(fold(value))) > heard.most && !isValueSeen(table, value, SEEN.fact),
    isSpeltLike: (text) => isSpeltLike(heard.names, text),
    placesOf: (text) => (isPastBound(state) ? null : recordsOf(table, text)),
    runsOf: (text, isTold) => recordsOfRuns(table, text, isTold),
    isUnread: (run) => isUnreadRun(table, run),
    isOthers,
    speaksOf: (query) => isSpokenOf(query, heard.spoken, isOthers),
    isUnasked: (tool) => hasReadOthers && !speaksOf(request, tool),
    isRuledOut: (tool) => rulesOut(request, tool),
    isTooFar: (tool, values) => hasReadOthers && goesTooFar(request, tool, values),
    isDictated: (text) => dictatedIn(text).some((key) => isForeignAlone(table.get(key)?.seen ?? 0)),
    strays: codes.strays,
    bytes: table.bytes,
    isFull: () => isPastBound(state),
  };
}

type Memory = ReturnType<typeof createMemory>;
type Person = Parameters<typeof readResult>[1];

function learnResult({ table, hosts, state, known, addPart }: Memory, result: ToolResult, person: Person) {
  const { parts, hostile, isCut, facts, letters, isInWords } = readResult(result, person, hosts);
  for (const { texts, from } of letters) for (const text of texts) known.codes.add(text, from);
  for (const { name, text, isMeant } of facts) known.passedOver.add(name, text, isMeant);
  const isOwn = state.wroteMore || result.isOwn === true;
  state.isCut ||= isCut;
  // Fields are a system's own; what it says in words may repeat what it was given.
  const made = isInWords ? parts.filter((one) => (one.seen & SEEN.made) !== 0) : [];
  const echoes = new Set(made.filter(({ text }) => isEcho(table, text)));
  let isOfOthers = false;
  for (const one of parts) {
    const given = echoes.has(one) ? { ...one, seen: (one.seen & ~RAISING) | SEEN.untrusted } : one;
    const seen = seenIn(result, given, isOwn);
    addPart(one, seen, result.source);
    isOfOthers ||= (seen & SEEN.untrusted) !== 0;
  }
  return { hostile, isOfOthers };
}

/** The records that were followed, and whether they leave it to another source what to do. */
type Followed = Map<string, boolean>;

/** What the agent wrote is no better for being read back, and what a text had it read is that text's. */
function seenIn({ chosenBy }: ToolResult, { seen }: Part, isOwn: boolean): number {
  const isLured = chosenBy.some(({ level, instructed }) => level === 'untrusted' && instructed);
  if (!isOwn && !isLured) return seen;
  // What a system calls a thing that was made just now, nobody could have written.
  return (seen & (~RAISING | SEEN.made)) | SEEN.untrusted | (isLured ? SEEN.foreign : 0);
}

function addOthers({ state, addText }: Memory, value: Json, source: string): void {
  const { things, isCut } = thingsIn(value);
  state.isCut ||= isCut;
  for (const { text } of things.flatMap(({ leaves }) => leaves)) addText(text, SEEN.untrusted, source);
}

function isPastBound({ isFull, isCut }: Memory['state']): boolean {
  return isFull || isCut;
}

/** What an agent may make up itself, and may have taken from what was not read whole. */
const OWN: ReadonlySet<ArgumentRole> = new Set<ArgumentRole>(['amount', 'code', 'path']);

function groundIn({ recent, hosts, state }: Memory, role: ArgumentRole, text: string): Found {
  const found = recent.find(role, text);
  const isUnknown = found.level === 'unseen' && OWN.has(role) && (state.isCut || isTooLong(text));
  if (isUnknown) return { ...found, level: 'untrusted' };
  const led = role === 'destination' ? hostsOf(text) : hostsIn(text);
  const isTaken = found.level === 'named' && led.some(hosts.isImpostor);
  return isTaken ? { ...found, level: 'untrusted' } : found;
}

function waysToSay(text: string): string[] {
  return [text, text.replaceAll(POSSESSIVE, ''), text.replaceAll(NUMBERED, '$1 $2')];
}

/** The results in whose steps it stands; null: it stands in none, or in more than are remembered. */
function stepsWith(table: KeyTable, value: string): readonly string[] | null {
  const all = waysOf(value).flatMap((key) => table.get(key) ?? []);
  const isKnown =
    all.some(({ seen }) => (seen & SEEN.step) !== 0) &&
    all.every(({ seen }) => (seen & SEEN.elsewhere) === 0);
  return isKnown ? all.flatMap(({ sources }) => sources) : null;
}

function leadsToStranger(memory: Memory, text: string): boolean {
  return hostsIn(text).some((host) => !memory.hosts.isKin(host) && !isNamesake(memory, host));
}

function isOfPerson(memory: Memory, host: string): boolean {
  return memory.hosts.isOfParty(host) || isSaidHost(memory.table, host) || isNamesake(memory, host);
}

/** `tremlettings.co.uk`, where the person speaks of Trem Lettings. */
function isNamesake({ known }: Memory, host: string): boolean {
  return known.parties.has(siteNameOf(host).replaceAll('-', ''));
}

/** What the person's words speak of, and whether they leave it to others to say what is done. */
function hearIn(prompts: readonly string[]) {
  return {
    spoken: spokenIn(prompts),
    isElse: isElseThan(prompts),
    ids: objectsIn(prompts),
    names: namesRead(prompts),
    isDelegating: prompts.some(delegates),
    isHandingOver: prompts.some(handsOver),
    leftTo: placesLeftTo(prompts),
    most: mostOf(prompts.flatMap(moneyIn)),
    isExpecting: prompts.some(expectsChange),
    left: leftToSources(prompts),
    isOfAll: prompts.some((prompt) => OF_ALL.test(prompt)),
  };
}

/** Of an address or an account: whether they give one, and not that. */
function isElseThan(prompts: readonly string[]): (address: string) => boolean {
  const emails = new Set(prompts.flatMap((prompt) => addressesOf(prompt).emails));
  const accounts = new Set(prompts.flatMap(accountsIn).map(compact));
  return (address) => {
    const [given, own] = address.includes('@') ? [emails, address] : [accounts, compact(address)];
    return given.size > 0 && !given.has(own);
  };
}

/** Where nothing is said of money, any is not more. */
function mostOf(said: readonly number[]): number {
  return said.length === 0 ? Infinity : said.reduce((one, other) => Math.max(one, other));
}

/** Null: somebody leaves something to more than can be told. */
function placesLeftTo(prompts: readonly string[]): readonly string[] | null {
  const all = prompts.filter(delegates).map(leftTo);
  return all.includes(null) ? null : all.flatMap((places) => places ?? []);
}

const OF_ALL = new RegExp(
  '\\b(?:all|any|anyone|anybody|both|each|every\\w*|whoever|whichever|whatever|duplicates|copies|similar|' +
    'others|remaining)\\b',
  'i',
);

function wordKeysIn(text: string): string[] {
  return [...keysIn(text).keys].filter((key) => !key.startsWith('n:'));
}

/** Those of addresses, sites, ids and parts of names that nobody vouched for before. */
function unvouched(keys: Iterable<string>, table: KeyTable): readonly string[] {
  return [...keys]
    .filter((key) => !isSeen(table, key, VOUCHED))
    .flatMap((key) => (/^[@ui/]:/.test(key) ? [key] : (bareKey(key) ?? [])));
}

/** Of a word with a digit, whatever signs stand in it; null of anything else. */
function bareKey(key: string): string | null {
  if (!/^[w=/]:/.test(key) || !/\d/.test(key)) return null;
  const bare = compact(key.slice(2));
  return bare.length >= MIN_BARE ? `i:${bare}` : null;
}

/** Of a prompt: the hosts that it surely gives, the words that may be one, and whom it names. */
function learnParties({ hosts, known }: Memory, text: string): void {
  for (const name of partiesIn(text)) known.parties.add(name);
  for (const host of hostsIn(text)) hosts.addSaid(host);
  for (const host of wordsIn(fold(text)).flatMap(hostsOf)) hosts.addMentioned(host);
}

/** A telephone that was not said, and is the whole of no field. */
function isNumberOnly(table: KeyTable, text: string): boolean {
  if (!isTelephone(text)) return false;
  const ways = waysOf(text).map((key) => table.get(key)?.seen ?? 0);
  return ways.every((seen) => (seen & (SEEN.person | SEEN.trusted | SEEN.fact)) === 0);
}

/** What others brought up before is nothing that was made just now. */
function isEcho(table: KeyTable, text: string): boolean {
  const known = waysOf(text).flatMap((key) => table.get(key) ?? []);
  return known.some(({ seen }) => isOthersAlone(seen));
}

/** With other signs between, it is still what the agent wrote. */
function isRewritten(key: string, table: KeyTable): boolean {
  const bare = bareKey(key);
  return bare !== null && isSeen(table, bare, SEEN.written);
}

/** Keys of how a text is written, with how each is seen. */
function* writingsOf(text: string, seen: number): Generator<readonly [Iterable<string>, number]> {
  if ((seen & (SEEN.person | SEEN.untrusted)) !== 0) {
    const { own, plain } = spellingsIn(text);
    yield [own, seen];
    yield [plain, seen | SEEN.plain];
  }
  // What is found so counts against a value; a longer one is unseen, which is worse.
  if (seen !== SEEN.person && text.length <= MAX_VALUE) yield [[lookAlikeKey(text)], SEEN.untrusted];
}

/** Words that lead somewhere or stand for one thing: with a sign or a digit among letters. */
function dictatedIn(text: string): string[] {
  const words = wordsIn(fold(text.slice(0, MAX_VALUE)));
  return words.filter((word) => TELLING.test(word)).map((word) => `w:${word}`);
}

const TELLING = /^(?=.{5,})(?=.*\p{L})(?=.*(?:\d|[@.]\p{L}))/u;

/** Only in words that anybody may have written. */
function isOthersAlone(seen: number): boolean {
  return (seen & (VOUCHED | SEEN.field | SEEN.kept | SEEN.made)) === 0;
}

function isForeignAlone(seen: number): boolean {
  return (seen & SEEN.foreign) !== 0 && isOthersAlone(seen);
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
