// A thing is called by more than what a call says it addresses: by the name that it is given when it is set
// up, and by the number that its id ends in. Whoever pays or approves it may say any of these.

import { isObject } from '../../catalog/member.ts';
import { FILLER, headNoun } from '../../catalog/intake/phrase.ts';
import { verbOf } from '../../catalog/lexicon/verbs.ts';
import { singular, wordSet, wordsOf } from '../../catalog/words.ts';
import { partyKeysOf, type PartyKey } from '../../flow/grounding/party.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';

/** Nothing is called by a longer text. */
const MAX_NAME = 256;
/** Under these stands what something is called. */
const CALLED = wordSet('name nickname alias label title id identifier handle');
/** What may stand before them. */
const KINDS_OF_NAMES = wordSet('nick display full short legal trading company account holder');
/** The parts of a person's name. */
const GIVEN = wordSet('first given forename firstname');
const FAMILY = wordSet('last family surname lastname');
/** Who gets money, and where to: a note that is called like somebody is nobody. */
const PAID = wordSet(
  'payee supplier vendor beneficiary recipient creditor merchant contractor landlord ' +
    'account iban bank wallet',
);
/** Members that say nothing of whose theirs are. */
const WRAPPERS = wordSet(
  'data detail attribute input body payload param field property object item record resource entity metadata',
);
/** Shorter numbers are those of many kinds of things. */
const SHORT = 4;
/** `CR-5`, `request 5`, `acme/app#5`, `…/pull/5`: what it stands in, and the number. */
const NUMBERED = /^(\p{L}[\p{L}\s_.:-]*|.*[#!/])?0*(\d{1,9})$/u;

/** Texts by which what a call of the tool sets up can be called from then on. */
export function namesSetUp(tool: string, input: Json): readonly string[] {
  const kinds = new Set(kindsOf(tool));
  const made = kindMade(tool);
  const visit = (value: Json): readonly string[] => {
    if (Array.isArray(value)) return (value as readonly Json[]).flatMap(visit);
    if (!isObject(value)) return [];
    const own = Object.entries(value).flatMap(([member, part]) => {
      const words = wordsOf(member).map(singularOf);
      const isIts = words.at(-1) === made && words.every((word) => kinds.has(word));
      const rest = words.filter((word) => !kinds.has(word) && !KINDS_OF_NAMES.has(word) && !PAID.has(word));
      const isName = rest.length > 0 && rest.every((word) => CALLED.has(word));
      const isAround = rest.length > 0 && rest.every((word) => WRAPPERS.has(word));
      const within = isIts || isAround ? visit(part) : [];
      return isIts || isName ? [...textsOf(part), ...within] : within;
    });
    return [...own, ...inParts(value)];
  };
  return visit(input);
}

/** The name of a person whose given name and family name stand apart, in either order. */
function inParts(value: JsonObject): readonly string[] {
  const part = (which: ReadonlySet<string>): string | undefined => {
    const found = Object.entries(value).find(([member]) => {
      const words = wordsOf(member).filter((word) => word !== 'name');
      return words.some((word) => which.has(word));
    });
    return found === undefined ? undefined : textsOf(found[1])[0];
  };
  const given = part(GIVEN);
  const family = part(FAMILY);
  return given === undefined || family === undefined ? [] : [`${given} ${family}`, `${family} ${given}`];
}

/** Whether what a call of the tool sets up can be paid. */
export function isPaid(tool: string, input: Json): boolean {
  return [...kindsOf(tool), ...memberWords(input)].some((word) => PAID.has(word));
}

function memberWords(value: Json): readonly string[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(memberWords);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([member, part]) => [
    ...wordsOf(member).map(singularOf),
    ...memberWords(part),
  ]);
}

/** How such a name is known again; an account or address within a sentence is not what it is called. */
export function keysOfName(name: string): readonly PartyKey[] {
  return partyKeysOf(name).filter(({ isEverywhere }) => !isEverywhere || !/\s/.test(name.trim()));
}

/** How the number of what a call of the tool makes or changes is known again: by what kinds it names. */
export function keysOfNumber(tool: string, id: string): readonly PartyKey[] {
  const number = numberIn(id);
  return number === null ? [] : keysOf(tool, number.value, number.isAlone);
}

/** Under which what a call of the tool approves was made or changed, in whatever form it was named. */
export function keysOfApproved(tool: string, id: string): readonly PartyKey[] {
  const number = numberIn(id);
  if (number === null) return partyKeysOf(id);
  const { value, isAlone } = number;
  const others = [...keysOf(tool, value, true), ...(isAlone ? keysOf(tool, value, false) : [])];
  const isOfAKind = isAlone && value.length < SHORT && others.length > 0;
  return isOfAKind ? others : [...partyKeysOf(id), ...others];
}

function keysOf(tool: string, value: string, isAlone: boolean): readonly PartyKey[] {
  return kindsOf(tool).map((kind) => ({
    key: `${isAlone ? '#' : '##'}:${kind}:${value}`,
    isEverywhere: false,
  }));
}

/** `isAlone`: nothing but a sign stands before it. */
function numberIn(id: string): { readonly value: string; readonly isAlone: boolean } | null {
  const match = NUMBERED.exec(id.normalize('NFKC').trim());
  if (match === null) return null;
  const [, before = '', value = ''] = match;
  return { value, isAlone: !/[\p{L}\d]/u.test(before) };
}

/** What the name of a tool says it does something to. */
function kindsOf(tool: string): readonly string[] {
  const words = wordsOf(tool).filter((word) => !FILLER.has(word) && !/\d/.test(word));
  return [...new Set(words.filter((word) => !isVerb(word)).map(singularOf))];
}

/** Of these, what it makes. */
function kindMade(tool: string): string | undefined {
  const words = wordsOf(tool).filter((word) => !/\d/.test(word));
  const last = words.findLastIndex((word) => isVerb(word));
  const head = headNoun(words.slice(last + 1)) ?? headNoun(words.slice(0, Math.max(last, 0)));
  return head === undefined ? undefined : singularOf(head);
}

/** Of a word that the tables here know as it stands, that. */
function singularOf(word: string): string {
  return CALLED.has(word) ? word : singular(word);
}

function isVerb(word: string): boolean {
  return verbOf(word)?.sure === true;
}

function textsOf(value: Json): readonly string[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(textsOf);
  if (typeof value !== 'string' && typeof value !== 'number') return [];
  const text = String(value).trim();
  return text === '' || text.length > MAX_NAME ? [] : [text];
}
