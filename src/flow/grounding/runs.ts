// Words that stand one after the other in one record stand in no other text by chance: whoever has so many of
// them has that record's, whatever else stands around them.

import { PHRASE_WORDS, wordsIn } from './atom.ts';
import { fold } from './fold.ts';
import { SEEN, type KeyTable, type Sighting } from './key-table.ts';
import { isTelling } from './naming.ts';
import { letterOf } from './signature.ts';

/** Fewer words in a row are anybody's. */
export const RUN_WORDS = 8;
const PHRASES = RUN_WORDS - PHRASE_WORDS + 1;
/** Of these, so many that tell something: what people write to be polite tells nothing. */
const MIN_TELLING = 3;
const COURTEOUS = new Set(
  `additional address appreciate appreciated assist assistance attached attachment attention available
    await away back best better call cannot care comment comments complete concern concerns consideration
    contact convenience copy correspondence dear delay details discuss don't earliest either else enquiries
    entered everyone everything feedback feel finds forward free further glad gladly great happy hear
    hearing hello hesitate hope hoping inconvenience informed input intended interest it's kind kindly later
    learn let's line looking lovely matter meantime meet meeting moment much myself never nice once
    opportunity otherwise ourselves patience phone pleased pleasure prompt queries query question questions
    reach receipt receiving recipient regard regarding regards remain reminder reply require response review
    right shortly sincerely soon sorry speak support taking talk team things think touch truly trust
    understanding unsubscribe update updates using view visit welcome well wish wishes wonderful write`.split(
    /\s+/,
  ),
);

/**
 * For each long run of a text's words that was read so: all records that it was read in, or the first of more
 * than are remembered. None of what a person said.
 *
 * @param isTold what is nobody's alone; `isSigned`: it stands where a signature would
 */
export function recordsOfRuns(
  table: Pick<KeyTable, 'get'>,
  text: string,
  isTold: (run: string, isSigned: boolean) => boolean,
): readonly (readonly string[])[] {
  const { said, signed } = letterOf(text);
  const all = [
    ...recordsOfPart(table, said, (run) => isTold(run, false)),
    ...recordsOfPart(table, signed, (run) => isTold(run, true)),
  ];
  return [...new Map(all.map((records) => [records.join(' '), records])).values()];
}

function* recordsOfPart(
  table: Pick<KeyTable, 'get'>,
  text: string,
  isTold: (run: string) => boolean,
): Iterable<readonly string[]> {
  for (const reading of readingsOf(text)) {
    const words = wordsIn(fold(reading));
    if (words.length < RUN_WORDS) continue;
    const read = phrasesOf(words).map((phrase) => sourcesOf(table.get(`w:${phrase}`)));
    for (let at = 0; at + PHRASES <= read.length; at++) {
      const records = read.slice(at, at + PHRASES).reduce(common);
      const run = words.slice(at, at + RUN_WORDS);
      if (records.length > 0 && isSaying(run) && !isTold(run.join(' '))) yield records;
    }
  }
}

/** Whether some of its words were never read one after the other. */
export function isUnreadRun(table: Pick<KeyTable, 'get'>, run: string): boolean {
  if (table.get(runKey(run)) !== null) return false;
  return phrasesOf(run.split(' ')).some((phrase) => table.get(`w:${phrase}`) === null);
}

/** All long runs of a text's words. */
export function runsIn(text: string): string[] {
  const words = wordsIn(fold(text));
  return words.slice(RUN_WORDS - 1).map((_, at) => words.slice(at, at + RUN_WORDS).join(' '));
}

/** Under which the long runs of a fact are known whose words are not told apart. */
export function runKeysIn(text: string): string[] {
  return runsIn(text).map(runKey);
}

function runKey(run: string): string {
  return `r:${run}`;
}

/** As it is, and with all its signs as spaces. */
export function readingsOf(text: string): readonly string[] {
  const apart = text.replaceAll(/[^\p{L}\p{N}\p{M}\s]+/gu, ' ');
  return apart === text ? [text] : [text, apart];
}

function phrasesOf(words: readonly string[]): string[] {
  return words.slice(PHRASE_WORDS - 1).map((_, at) => words.slice(at, at + PHRASE_WORDS).join(' '));
}

function sourcesOf(found: Sighting | null): readonly string[] {
  return found === null || (found.seen & SEEN.person) !== 0 ? [] : found.sources;
}

function common(one: readonly string[], other: readonly string[]): readonly string[] {
  return one.filter((source) => other.includes(source));
}

function isSaying(words: readonly string[]): boolean {
  return words.filter((word) => isTelling(word) && !COURTEOUS.has(word)).length >= MIN_TELLING;
}
