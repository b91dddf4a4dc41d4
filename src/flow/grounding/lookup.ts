// A value is as good as who vouches for the whole of it; decoded, joined or taken apart it is untrusted at
// best. The cost is the value's length, whatever was read before.

import type { ArgumentGrounding } from '../../kernel/flow/grounding.ts';
import type { GroundingLevel } from '../../kernel/flow/grounding-level.ts';
import type { ArgumentRole } from '../../kernel/role.ts';
import { addressesWithin, siteOf } from './address-atom.ts';
import {
  addressesOf,
  fromHere,
  lookAlikeKey,
  partKey,
  PHRASE_WORDS,
  siteKey,
  waysOf,
  waysOfFolded,
  wordsIn,
} from './atom.ts';
import { leadsOneWay, listedBeside } from './beside.ts';
import { formsOf } from './disguise.ts';
import { fold, hidesSigns } from './fold.ts';
import { isSeen, SEEN, VOUCHED } from './key-table.ts';
import type { KeyTable, Sighting } from './key-table.ts';
import { ownKey } from './places.ts';
import { fileKeys, nameKey } from './said-names.ts';

export type Found = Omit<ArgumentGrounding, 'pointer' | 'role'>;

/** A text asks for it, or brings it in brackets. */
const ASKED_FOR = SEEN.ordered | SEEN.aside;

export const NOWHERE: Found = { level: 'unseen', match: 'none', sources: [], instructed: false };
/** From best to worst. */
const RANK: { readonly [level in GroundingLevel]: number } = {
  person: 0,
  approved: 1,
  trusted: 2,
  named: 3,
  untrusted: 4,
  unseen: 5,
};
/** Words of a command that is no everyday one. */
const FEWEST_OF_CODE = 3;
/** Fewer letters of something encoded may be any word. */
const MIN_ENCODED = 12;
/** Longer values are not looked for in parts. */
const MAX_JOINED = 128;

/** Where a value was seen. */
export function lookUp(table: KeyTable, role: ArgumentRole, text: string): Found {
  const found = lookUpSeen(table, role, text);
  if (role === 'content' || !isVouched(found) || !hidesSigns(text)) return found;
  // It leads elsewhere than what it looks like, unless the person wrote it just so.
  return isSeen(table, ownKey(text), SEEN.person)
    ? found
    : { ...found, level: 'untrusted', match: 'derived' };
}

function lookUpSeen(table: KeyTable, role: ArgumentRole, text: string): Found {
  if (text.trim() === '') return NOWHERE;
  const { emails, sites } = addressesOf(text);
  // For all addresses in it at once: else a value would cost its length for each of them.
  let otherwise: Found | null = null;
  const find = (keys: readonly string[]): Found =>
    lookUpKeys(table, role, keys) ?? (otherwise ??= lookUpText(table, role, text));
  const isProse = role === 'content' || role === 'code';
  if (!isProse && !leadsOneWay(text)) return NOWHERE;
  const others = emails.length + sites.length === 0 ? null : isProse ? [] : listedBeside(text);
  if (others !== null) {
    // Whoever is named in code says nothing of what it does.
    const whole = role === 'code' ? find(waysOf(text)) : NOWHERE;
    return worstOf([
      ...emails.map((email) => find([`@:${email}`])),
      ...sites.map((url) => lookUpSite(table, url, find)),
      ...others.map((one) => lookUpKeys(table, role, waysOf(one)) ?? NOWHERE),
      ...(whole.level === 'untrusted' ? [whole] : []),
    ]);
  }
  const ways = waysOf(role === 'path' ? fromHere(text) : text);
  // A path is another one with any sign more or less.
  const exact = role === 'path' ? ways.filter((key) => !key.startsWith('i:')) : ways;
  const whole = find(exact);
  if (isVouched(whole)) return whole;
  const part =
    lookUpPart(table, role, text) ??
    (role === 'path' ? (lookUpOrdered(table, text) ?? lookUpBelow(table, text)) : null);
  if (part !== null) return part;
  // What anybody else brought up is not what the person meant with other words.
  const isBroughtUp = [...ways, lookAlikeKey(text)].some((key) => table.get(key) !== null);
  return (isBroughtUp ? null : lookUpMeant(table, role, text)) ?? whole;
}

/** A place that some text asks for with other signs about it: `$HOME/x`, `C:\\x`, `x/`. */
function lookUpOrdered(table: KeyTable, text: string): Found | null {
  const words = wordsIn(fold(text)).slice(0, PHRASE_WORDS);
  const said = words.length === 0 ? null : table.get(`w:${words.join(' ')}`);
  const isAsked = said !== null && (said.seen & SEEN.ordered) !== 0 && (said.seen & VOUCHED) === 0;
  return isAsked ? foundAs(said, 'untrusted', 'derived') : null;
}

/** A place below one, where each is vouched for: a file of a source in a folder that the person named. */
function lookUpBelow(table: KeyTable, text: string): Found | null {
  const folded = fold(text);
  if (folded.length > MAX_JOINED || /(?:^|\/)\.\.(?:\/|$)/.test(folded)) return null;
  for (const { index } of folded.matchAll(/\//g)) {
    const [head, tail] = [folded.slice(0, index), folded.slice(index + 1)];
    for (const steps of [[tail], tail.split('/')]) {
      const parts = [head, ...steps].map((part) => firstSeen(table, part));
      if (parts.every((part) => part !== null && (part.seen & VOUCHED) !== 0))
        return worstOf(parts.map((part) => foundAs(part!, 'named', 'embedded')));
    }
  }
  return null;
}

/** A name in one word that the person wrote in several; `docs/README.md`, where they speak of the README. */
function lookUpMeant(table: KeyTable, role: ArgumentRole, text: string): Found | null {
  if (role !== 'selector' && role !== 'path') return null;
  const folded = fold(text);
  const name = nameKey(folded);
  const keys = [...(name === null ? [] : [name]), ...(role === 'path' ? fileKeys(fromHere(folded)) : [])];
  const said = keys.flatMap((key) => table.get(key) ?? [])[0];
  return said === undefined ? null : foundAs(said, 'named', 'embedded');
}

/** `owner` of `owner/name`, which somebody vouches for: an object or whose it is, never where it goes. */
function lookUpPart(table: KeyTable, role: ArgumentRole, text: string): Found | null {
  if (role !== 'identity' && role !== 'selector') return null;
  const part = table.get(partKey(fold(text)));
  if (part === null || (part.seen & VOUCHED) === 0) return null;
  return foundAs(part, levelOf(part, role), 'embedded');
}

function lookUpSite(table: KeyTable, url: string, find: (keys: readonly string[]) => Found): Found {
  // A person writes a page as a word, too, whatever its host ends in; a word without a path may be a file.
  const word = url.includes('/') ? table.get(`w:${url}`) : null;
  if (word !== null && isSaid(word)) return foundAs(word, 'person', 'normalised');
  const whole = find([`u:${url}`]);
  if (isVouched(whole)) return whole;
  const host = table.get(siteKey(siteOf(url)?.host ?? ''));
  // A page of a site that the person named is the site's own; another's link to it is not the person's.
  if (host === null || !isSaid(host)) return whole;
  const within = addressesWithin(url);
  if (within === null || !within.hosts.every((one) => isSaidHost(table, siteOf(one)?.host ?? '')))
    return whole;
  const emails = within.emails.map((email) => find([`@:${email}`]));
  return worstOf([foundAs(host, 'named', 'embedded'), ...emails]);
}

/** Whether the whole of a value was seen in one of these ways. */
export function isValueSeen(table: KeyTable, text: string, how: number): boolean {
  return waysOf(text).some((key) => isSeen(table, key, how));
}

export function isSaidHost(table: KeyTable, host: string): boolean {
  return isSeen(table, `h:${host}`, SEEN.person);
}

export function isVouched({ level }: Found): boolean {
  return level !== 'untrusted' && level !== 'unseen';
}

function lookUpKeys(table: KeyTable, role: ArgumentRole, keys: readonly string[]): Found | null {
  const seen = keys.flatMap((key, place) => {
    const sighting = table.get(key);
    return sighting === null
      ? []
      : [{ sighting, match: place === 0 ? ('exact' as const) : ('normalised' as const) }];
  });
  if (seen.length === 0) return null;
  // What is asked for in one writing is asked for in all.
  const ordered = seen.reduce((bits, { sighting }) => bits | (sighting.seen & ASKED_FOR), 0);
  const all = seen.map(({ sighting: { seen: own, sources }, match }) => {
    const sighting = { seen: own | ordered, sources };
    return foundAs(sighting, levelOf(sighting, role), match);
  });
  return all.reduce((best, one) => (RANK[one.level] < RANK[best.level] ? one : best));
}

/** The whole of it, in other words or in disguise. */
function lookUpText(table: KeyTable, role: ArgumentRole, text: string): Found {
  return lookUpPhrases(table, role, text) ?? lookUpDerived(table, role, text) ?? NOWHERE;
}

/** A longer text whose every run of words was seen. */
function lookUpPhrases(table: KeyTable, role: ArgumentRole, text: string): Found | null {
  const runs = runsOf(table, text, role === 'code' ? FEWEST_OF_CODE : PHRASE_WORDS + 1);
  if (runs === null) return null;
  return worstOf(runs.map((sighting) => foundAs(sighting, levelOf(sighting, role), 'embedded')));
}

/** Null where the text has fewer words, or where not every run was seen. */
function runsOf(table: KeyTable, text: string, fewest: number): Sighting[] | null {
  const words = wordsIn(fold(text));
  if (words.length < fewest) return null;
  const runs: Sighting[] = [];
  const last = Math.max(0, words.length - PHRASE_WORDS);
  for (let start = 0; start <= last; start++) {
    const sighting = table.get(`w:${words.slice(start, start + PHRASE_WORDS).join(' ')}`);
    if (sighting === null) return null;
    runs.push(sighting);
  }
  return runs;
}

function lookUpDerived(table: KeyTable, role: ArgumentRole, text: string): Found | null {
  const look = table.get(lookAlikeKey(text));
  if (look !== null) return foundAs(look, 'untrusted', 'derived');
  for (const form of formsOf(text)) {
    const { emails, sites } = addressesOf(form);
    const keys = [...emails.map((one) => `@:${one}`), ...sites.map((one) => `u:${one}`), ...waysOf(form)];
    for (const key of keys) {
      const sighting = table.get(key);
      if (sighting !== null && !isSaidAlone(sighting)) return foundAs(sighting, 'untrusted', 'derived');
    }
    // Signs that belong to no word part or end what is encoded.
    const [run] = form.length >= MIN_ENCODED ? (runsOf(table, form, 1) ?? []) : [];
    if (run !== undefined && !isSaidAlone(run)) return foundAs(run, 'untrusted', 'derived');
  }
  return lookUpJoined(table, role, fold(text));
}

/** Two parts that were seen apart; more words than a phrase has are parted between words alone. */
function lookUpJoined(table: KeyTable, role: ArgumentRole, folded: string): Found | null {
  if (folded.length > MAX_JOINED) return null;
  const isProse = folded.split(' ', PHRASE_WORDS + 1).length > PHRASE_WORDS;
  for (let cut = 3; cut <= folded.length - 3; cut++) {
    if (isProse && folded[cut] !== ' ') continue;
    const head = firstSeen(table, folded.slice(0, cut));
    if (head === null) continue;
    const tail = firstSeen(table, folded.slice(cut));
    const isApart = folded.slice(cut - 1, cut + 1).includes(' ');
    // A new path is a folder and a name: of those that are there, it is no text's own.
    const isBelow = role === 'path' && folded[cut - 1] === '/' && isThere(head) && isThere(tail);
    if (tail !== null && !isBelow && !(isApart && isSaid(head) && isSaid(tail)))
      return worstOf([foundAs(head, 'untrusted', 'derived'), foundAs(tail, 'untrusted', 'derived')]);
  }
  return null;
}

/** Somebody vouches for it, a record has it, or the agent made it. */
function isThere(sighting: Sighting | null): boolean {
  const seen = sighting?.seen ?? 0;
  return (seen & (VOUCHED | SEEN.fact | SEEN.written)) !== 0 && (seen & ASKED_FOR) === 0;
}

/** What nobody else brought up is no disguise of theirs. */
function isSaidAlone(sighting: Sighting): boolean {
  return isSaid(sighting) && (sighting.seen & SEEN.untrusted) === 0;
}

/** Words that a person said, in another order, are nobody else's. */
function isSaid({ seen }: Sighting): boolean {
  return (seen & SEEN.person) !== 0;
}

function firstSeen(table: KeyTable, folded: string): Sighting | null {
  for (const key of waysOfFolded(folded.trim())) {
    const sighting = table.get(key);
    if (sighting !== null) return sighting;
  }
  return null;
}

function levelOf({ seen }: Sighting, role: ArgumentRole): GroundingLevel {
  if ((seen & SEEN.person) !== 0) return 'person';
  if ((seen & SEEN.trusted) !== 0) return 'trusted';
  // Which of several things is meant is not for a text to say that the person left nothing to.
  if (role === 'selector' && (seen & ASKED_FOR) !== 0) return 'untrusted';
  if ((seen & SEEN.named) !== 0) return 'named';
  if ((seen & ASKED_FOR) !== 0) return 'untrusted';
  if ((seen & SEEN.kept) !== 0) return 'named';
  if ((seen & SEEN.made) !== 0 && role !== 'destination') return 'named';
  const isFact = role === 'selector' || role === 'path' || role === 'amount';
  return isFact && (seen & SEEN.field) !== 0 ? 'named' : 'untrusted';
}

function foundAs({ seen, sources }: Sighting, level: GroundingLevel, match: Found['match']): Found {
  return { level, match, sources, instructed: (seen & SEEN.ordered) !== 0 && (seen & VOUCHED) === 0 };
}

function worstOf(found: readonly Found[]): Found {
  return found.reduce((worst, one) => ({
    ...(RANK[one.level] > RANK[worst.level] ? one : worst),
    sources: [...new Set([...worst.sources, ...one.sources])].slice(0, 4),
    instructed: worst.instructed || one.instructed,
  }));
}
