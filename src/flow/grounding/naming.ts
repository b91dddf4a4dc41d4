// What a person speaks of is theirs to vouch for: the record whose facts their words repeat, the source that
// they said to read.

import { keysIn, wordsIn } from './atom.ts';
import { fold } from './fold.ts';
import { isShared, registeredOf } from './host.ts';
import { hostsIn, siteNameOf } from './impostor.ts';
import { amountOf, datesIn } from './quantity-atom.ts';
import type { Thing } from './records.ts';

/** Words that tell nothing from anything else. */
const COMMON = new Set(
  `the and for you are but not all any can her was one our out day get has him his how new now old
    see two who its let put say she too use yes off own set sub add due via per may run inc non tbd
    about above after again also another anything because been before being below between both check
    could does doing done down each email emails every file files find first from general give have
    help here into just know last like list look mail make many message messages more most need next
    note notes only other over page please read recent same send sent should show some such sure take
    tell than thank thanks that their them then there these they thing this those through time title
    today tomorrow under until user very want were what when where which while will with work would
    year yesterday your yours true false none null monday tuesday wednesday thursday friday saturday
    sunday january february march april june july august september october november december name
    date confirmed http https pending status subject content active open closed`.split(/\s+/),
);
const MIN_LETTERS = 4;
const MIN_FACT = 3;

/** What a person said, as it is looked up in results. */
export interface Spoken {
  readonly words: ReadonlySet<string>;
  readonly keys: ReadonlySet<string>;
}

export function spokenIn(prompts: readonly string[]): Spoken {
  const words = prompts.flatMap((prompt) => wordsIn(fold(prompt))).flatMap(partsOf);
  const keys = prompts.flatMap((prompt) => [...keysIn(prompt).keys]);
  return { words: new Set(words.filter(isTelling)), keys: new Set(keys) };
}

/** Of a host, what somebody called it: strangers to each other have hosts that end alike, or boxes at one. */
function partsOf(word: string): string[] {
  const named = hostsIn(word).reduce((text, host) => {
    const site = registeredOf(host);
    const name = isShared(host) ? '' : siteNameOf(host);
    return text.replace(host, `${host.slice(0, -site.length)} ${name} `);
  }, word);
  return named.split(/[^\p{L}\p{N}]+/u);
}

/**
 * Whether one of its words tells what the person speaks of, and none that tells anything is others' alone:
 * what they brought up chooses nothing for the person.
 */
export function isSpokenOf(query: string, { words }: Spoken, isOthers: (word: string) => boolean): boolean {
  const own = wordsIn(fold(query)).flatMap((word) => [word, ...partsOf(word)]);
  const telling = own.filter(isTelling);
  return telling.some((word) => words.has(word)) && !telling.some(isOthers);
}

/** Whether a word tells anything from anything else. */
export function isTelling(word: string): boolean {
  return word.length >= MIN_LETTERS && !COMMON.has(word) && !/^\d+$/.test(word);
}

/**
 * The records that a person's words tell from the others: by a fact that they repeat whole, or a word that
 * fewer than half of the records have.
 */
export function namedAmong(things: readonly Thing[], spoken: Spoken): ReadonlySet<Thing> {
  const told = things.map((thing) => tellingOf(thing, spoken));
  const counts = new Map<string, number>();
  for (const one of told) for (const sign of one) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  const most = Math.max(1, Math.floor(things.length / 2));
  return new Set(
    things.filter((_thing, index) => [...told[index]!].some((sign) => counts.get(sign)! <= most)),
  );
}

function tellingOf({ leaves }: Thing, { words, keys }: Spoken): ReadonlySet<string> {
  const facts = leaves.filter(({ isProse }) => !isProse).map(({ text }) => fold(text));
  const signs = new Set<string>();
  for (const fact of facts) {
    const own = wordsIn(fact);
    if (fact.length >= MIN_FACT && own.length > 0 && keys.has(`w:${own.join(' ')}`) && isFact(own.join(' ')))
      signs.add(fact);
    for (const key of quantityKeys(fact)) if (keys.has(key)) signs.add(key);
    // Anybody may put a name that the person used into a link.
    const free = own.filter((one) => !one.includes('://'));
    for (const word of free.flatMap(partsOf)) if (isTelling(word) && words.has(word)) signs.add(word);
  }
  return signs;
}

/** A field that is an amount of more than one digit, or a date. */
function quantityKeys(fact: string): string[] {
  const amount = amountOf(fact);
  if (amount !== null) return amount.length > 1 ? [`n:${amount}`] : [];
  return datesIn(fact).map((date) => `d:${date}`);
}

function isFact(fact: string): boolean {
  return !COMMON.has(fact) && !/^\d{1,3}$/.test(fact);
}
