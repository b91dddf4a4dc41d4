// A name is read as verbs and what they are done to; what cannot be read that way claims nothing.

import { joinPhrasals, stripNoise } from '../lexicon/phrasals.ts';
import type { VerbKind } from '../lexicon/verb-table.ts';
import { verbIn, verbOf } from '../lexicon/verbs.ts';
import type { KnownVerb, Verb } from '../lexicon/verbs.ts';
import { wordSet, wordsOf } from '../words.ts';
import type { Surroundings } from './surroundings.ts';

export interface Phrase {
  readonly verb: Verb;
  /** The verb's plain form, and the word as it stands. */
  readonly plain: string;
  readonly word: string;
  /** What it is done to and with: every other word that means something. */
  readonly objects: readonly string[];
  /** What it is done to: the last noun before anything like "to", "from" or "of". */
  readonly head: string;
}

/** Words that mean nothing by themselves in the name of a tool. */
const FILLER = wordSet('a an the my your to of for by in on at from with into as its all');
/** What it is done to ends before these. */
const PREPOSITIONS = wordSet(
  'to of for by in on at from with into as via using per that which who whose where when if so',
);
/** After these a further verb counts as much as the first. */
const JOINTS = wordSet('and or then');
/** Even a leading word before one of these is part of a noun: `order status`, `run history`. */
const ACCOUNTS = `status history logs log type types result results info information detail details state
  count counts   list activity metadata metrics stats statistics summary config configuration usage`;
/** So is a later verb before one of these. */
const RECORDS = wordSet(
  ACCOUNTS,
  `event events rules rule request requests schedule schedules template templates policy
    policies job jobs group groups plan plans key keys report reports setting settings option
    options queue url urls eligibility impact limit limits fee fees ratio`,
);
const OF_A_NOUN = wordSet(ACCOUNTS);
/** `order status`, `run history`; but `empty list` empties one. */
const AS_NOUNS: ReadonlySet<VerbKind> = new Set<VerbKind>(['make', 'tell', 'pay', 'run']);
/** Never nouns at the start of a name. */
const GETTING = wordSet('get list read fetch find retrieve describe show');

/** What follows them is called so: `get_transfer_by_id`. */
const NAMING = wordSet('get fetch retrieve describe show');
/** At the end of a name they are verbs: `profile_start`. */
const SWITCHING = wordSet('start stop clear reset close toggle resume kill launch');

/**
 * The verbs of a name with their objects; the one that says most first.
 *
 * @param said the verb that the description begins with
 */
export function namePhrases(
  name: string,
  { noise, isGenerated }: Surroundings,
  said: KnownVerb | null = null,
): Phrase[] {
  const words = joinPhrasals(stripNoise(wordsOf(name), noise));
  const found = words.flatMap((word, index) => {
    const known =
      index === 0 ? leading(word, isGenerated) : (inner(word, index === words.length - 1) ?? null);
    if (known === null) return [];
    // `fetch_and_store`: what follows looking is hardly ever a noun.
    const isJoined = JOINTS.has(words[index - 1] ?? '') && verbOf(words[0] ?? '')?.kind === 'read';
    const sure = known.verb.sure || isJoined;
    return [{ ...known, verb: { ...known.verb, sure }, word, index }];
  });
  const head = joinedHead(found, words) ?? agreedHead(found, said) ?? headOf(found, words, said);
  if (head === undefined) return [];
  const others = found.filter((one) => one !== head && countsBeside(one, words, head, said));
  return [head, ...others].map(({ verb, plain, word, index }) => ({
    verb,
    plain,
    word,
    objects: words.filter((other, place) => place !== index && !FILLER.has(other)),
    head: headNoun(words.slice(index + 1)) ?? headNoun(words.slice(0, index)) ?? '',
  }));
}

interface Found extends KnownVerb {
  readonly word: string;
  readonly index: number;
}

/** In names that were made of HTTP methods, `post` says that something is created or asked. */
function leading(word: string, isGenerated: boolean): KnownVerb | null {
  if (isGenerated && word === 'post') return { verb: { kind: 'make', sure: false }, plain: 'create' };
  const known = verbIn(word);
  // `messages` are many of them, not what somebody does.
  if (known === null || (known.plain !== word && word.endsWith('ed'))) return null;
  return known.verb.sure || known.plain === word ? known : null;
}

/** In the middle of a name only plain forms are verbs; the last word may end in -ing. */
function inner(word: string, isLast: boolean): KnownVerb | null {
  const verb = verbOf(word);
  if (verb !== undefined) return { verb, plain: word };
  return isLast && word.endsWith('ing') ? verbIn(word) : null;
}

/** `find_and_replace`: after a joint the verb that does more is the main one. */
function joinedHead(found: readonly Found[], words: readonly string[]): Found | undefined {
  if (found[0]?.index !== 0 || found[0].verb.kind !== 'read') return undefined;
  return found.find(({ verb, index }) => verb.kind !== 'read' && JOINTS.has(words[index - 1] ?? ''));
}

/** `list_add_item` that "adds an item": a verb that name and description share is the one. */
function agreedHead(found: readonly Found[], said: KnownVerb | null): Found | undefined {
  const isFirstSure = found[0]?.index === 0 && found[0].verb.sure;
  return found.find(
    ({ plain, verb, index }) =>
      plain === said?.plain && (verb.sure || index === 0) && (verb.kind !== 'read' || !isFirstSure),
  );
}

function headOf(
  found: readonly Found[],
  words: readonly string[],
  said: KnownVerb | null,
): Found | undefined {
  const [first] = found;
  if (first?.index === 0 && first.verb.sure) return first;
  if (first?.index === 0 && first.verb.kind === 'read' && said?.verb.kind !== 'read') {
    // `history_clear` clears, `status_update` updates, but `check_page` checks.
    const last = found.at(-1)!;
    const isActing = last.index === words.length - 1 && last.verb.kind !== 'read';
    const isPlain = !first.verb.sure && SWITCHING.has(last.word);
    if (isActing && (last.verb.sure || isPlain || OF_A_NOUN.has(first.word))) return last;
  }
  const sure = found.filter(
    ({ verb, index }) => verb.sure && !(first?.index === 0 && isRecord(words, index)),
  );
  const isLeading = !OF_A_NOUN.has(words[1] ?? '') || (words.length === 2 && first?.verb.kind === 'read');
  const leads = first?.index === 0 && isLeading ? first : undefined;
  // `x_create_list`: what is made may be called a list or a view.
  const made = sure.at(-1)?.verb.kind === 'read' ? sure.findLast(({ verb }) => verb.kind !== 'read') : null;
  return (
    made ??
    sure.at(-1) ??
    leads ??
    found.findLast(({ index }) => index > 0 && index === words.length - 1) ??
    lone(found)
  );
}

/** `team_vote_issue`: what is a verb at all, in a name that has no other. */
function lone(found: readonly Found[]): Found | undefined {
  return found.length === 1 && found[0]?.verb.kind !== 'read' ? found[0] : undefined;
}

function countsBeside(
  { verb, index }: Found,
  words: readonly string[],
  head: Found,
  said: KnownVerb | null,
): boolean {
  const isJoined = JOINTS.has(words[index - 1] ?? '');
  // `mark_as_read`, `create_view`: nothing is read there.
  if (verb.kind === 'read' && head.verb.kind !== 'read' && !isJoined && index > head.index) return false;
  if (head.verb.kind === 'read' && head.index === 0 && !isJoined && (index > 1 || NAMING.has(head.plain))) {
    // What is got may be called an update or a release.
    const isActing = verb.sure && index === words.length - 1 && !GETTING.has(head.plain);
    return isActing && said?.verb.kind !== 'read';
  }
  if (isJoined || (JOINTS.has(words[index + 1] ?? '') && index < head.index)) return true;
  // `stop_search` stops, unless it is said to look at something.
  if (!verb.sure) {
    const isNoun = AS_NOUNS.has(verb.kind) && OF_A_NOUN.has(words[1] ?? '');
    // `leave_decide`: what is decided on.
    const isDecided = head.verb.kind === 'approve' && head.verb.sure && head.index > index;
    return index === 0 && head.index !== 0 && said?.verb.kind !== 'read' && !isNoun && !isDecided;
  }
  // What is made last may be called by a verb: `delete_data_set`.
  const isLast = head.index < index && index === words.length - 1;
  if (head.verb.kind !== 'read' && isLast && !isPaidToo(head, verb)) return false;
  return !isRecord(words, index);
}

/** `bill_approve_pay` pays, too. */
function isPaidToo(head: Found, { kind }: Verb): boolean {
  return head.verb.kind === 'approve' && kind === 'pay';
}

function isRecord(words: readonly string[], index: number): boolean {
  return RECORDS.has(words[index + 1] ?? '');
}

/** The last word of the first group of nouns. */
export function headNoun(words: readonly string[]): string | undefined {
  const start = words.findIndex((word) => !FILLER.has(word) && !JOINTS.has(word));
  if (start === -1) return undefined;
  const end = words.findIndex((word, place) => place > start && isBreak(word));
  return words.slice(start, end === -1 ? undefined : end).at(-1);
}

function isBreak(word: string): boolean {
  return PREPOSITIONS.has(word) || JOINTS.has(word);
}

export { FILLER };
