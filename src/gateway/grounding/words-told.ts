// Whoever wrote some words is told nothing by them, whatever the record carries that they stand in: on their
// way to them they count as what nobody can place.

import { argumentsOf, roleOf } from '../../flow/grounding/argument.ts';
import type { GroundingIndex } from '../../flow/grounding/grounding-index.ts';
import { withoutEnd } from '../../flow/grounding/fold.ts';
import { mailsIn, textsIn } from '../../flow/grounding/mails.ts';
import { createNoNews } from '../../flow/grounding/no-news.ts';
import { soleAddressee } from '../../flow/grounding/sole-addressee.ts';
import { MAX_UNDONE, undo } from '../../flow/grounding/undone.ts';
import type { Json } from '../../kernel/json.ts';
import type { Labels } from '../../kernel/flow/label.ts';
import type { Tool } from '../../kernel/state.ts';
import type { Known } from './labels-in-disguise.ts';
import type { ResultValue } from './result-value.ts';
import { createRunsIn } from './run-labels.ts';

type Writing = Pick<Tool, 'name' | 'profile' | 'effects'>;

export interface WordsTold {
  /** An action that was permitted. */
  readonly called: (tool: Writing, input: Json) => void;
  /** What a read gave that nobody's writing chose, before it is learned. */
  readonly read: (values: readonly ResultValue[]) => void;
  /** What is known of the words of a call that is asked for now. */
  readonly of: (tool: Writing, input: Json) => Pick<Known, 'placesOf' | 'runsIn'>;
  /** Memory, about. */
  readonly bytes: () => number;
}

/** @param labelsIn what a record of the task carries all over; null where that is not known */
export function createWordsTold(
  index: Pick<GroundingIndex, 'ground' | 'placesOf' | 'runsOf' | 'isUnread' | 'isFull'>,
  labelsIn: (record: string) => Labels | null,
): WordsTold {
  const noNews = createNoNews();
  return {
    called: ({ profile, effects }, input) => {
      const { read } = argumentsOf(profile, input);
      const named = read.filter((one) => roleOf(one) !== 'destination');
      if (effects.some((effect) => effect !== 'read')) noNews.named(named.map(({ text }) => text));
      const texts = read.map(({ text }) => text);
      noNews.wrote(texts, index);
      noNews.repeated(texts.flatMap(undoneIn), index);
    },
    read: (values) => {
      noNews.readTexts(
        values.flatMap(({ value }) => textsIn(value)),
        index,
      );
      // Of several blocks, nobody knows where one of them ends.
      for (const { value, isAsDefined } of values) if (isAsDefined) noNews.read(mailsIn(value), index);
    },
    of: (tool, input) => {
      const sole = soleAddressee(tool, input);
      const addressee = sole === null || leadsOn(index, tool, input) ? null : sole;
      const placesOf = (text: string): readonly string[] | null => {
        const records = index.placesOf(text);
        return records !== null && records.length > 0 && noNews.has(text, addressee) ? null : records;
      };
      const isTold = (run: string, isSigned: boolean): boolean => noNews.hasRun(run, addressee, isSigned);
      return { placesOf, runsIn: createRunsIn(index, labelsIn, isTold) };
    },
    bytes: noNews.bytes,
  };
}

const LINK = /(?:[a-z][a-z\d+.-]{0,15}:)?\/\/[^\s<>"'`()]+|\bwww\.[^\s<>"'`()]+/gi;

/** Whether who reads it may be led, or lead its pictures' requests, where nothing that was read leads. */
function leadsOn({ ground }: Pick<GroundingIndex, 'ground'>, { profile }: Writing, input: Json): boolean {
  const texts = argumentsOf(profile, input).read.map(({ text }) => text);
  const readable = texts.flatMap((text) => (text.includes('&#') ? [text, ...undoneIn(text)] : [text]));
  return readable
    .flatMap((text) => Array.from(text.matchAll(LINK), ([link]) => withoutEnd(link, '.,;:!?]')))
    .some((link) => !WHOLE.has(ground('/', 'destination', link).match));
}

const WHOLE: ReadonlySet<string> = new Set(['exact', 'normalised']);

/** What a connector may make of it that undoes it. */
function undoneIn(text: string): readonly string[] {
  const { decoded, turned } = undo(text, MAX_UNDONE);
  return [...decoded, ...turned];
}
