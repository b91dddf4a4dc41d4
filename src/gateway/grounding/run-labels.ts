// A long run of the words of a record carries what that record does, whatever else stands around it. What
// stands in several carries what all of them do: whoever has it from the least of them has it from there.

import type { GroundingIndex } from '../../flow/grounding/grounding-index.ts';
import { joinLabels, levelOf, NO_DATA, type Labels } from '../../kernel/flow/label.ts';

/** What the long runs of a text's words carry for sure. */
export type RunsIn = (text: string) => Labels;

/**
 * @param labelsIn what a record of the task carries all over; null where that is not known
 * @param isTold runs of words that are no news to whom they go; `isSigned`: where a signature would stand
 */
export function createRunsIn(
  { runsOf }: Pick<GroundingIndex, 'runsOf'>,
  labelsIn: (record: string) => Labels | null,
  isTold: (run: string, isSigned: boolean) => boolean,
): RunsIn {
  return (text) =>
    runsOf(text, isTold)
      .map((records) => records.map((record) => labelsIn(record) ?? NO_DATA).reduce(meetLabels))
      .reduce(joinLabels, NO_DATA);
}

/** What both say. */
function meetLabels(one: Labels, other: Labels): Labels {
  const { sensitivity } = levelOf(one.sensitivity) <= levelOf(other.sensitivity) ? one : other;
  const categories = one.categories.filter((category) => other.categories.includes(category));
  const isUntrusted = one.integrity === 'untrusted' && other.integrity === 'untrusted';
  return { sensitivity, categories, integrity: isUntrusted ? 'untrusted' : 'trusted' };
}
