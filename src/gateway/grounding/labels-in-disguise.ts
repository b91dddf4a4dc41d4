// What stands in an argument in another writing counts as what it says: undone, it is looked for as it would
// be in plain words. That only ever adds to what a call carries.

import { labelsOf } from '../../flow/category.ts';
import { detect } from '../../flow/detect/detect.ts';
import type { GroundingIndex } from '../../flow/grounding/grounding-index.ts';
import { undo } from '../../flow/grounding/undone.ts';
import { joinLabels, NO_DATA } from '../../kernel/flow/label.ts';
import type { Labels } from '../../kernel/flow/label.ts';

/** What is known of the task that asks. */
export interface Known extends Pick<GroundingIndex, 'placesOf'> {
  /** Categories of the values, told by their form in what was read, that stand in a text in some writing. */
  readonly markedIn: (text: string) => readonly string[];
}

/** What the records carry that the whole of a text stands in; null: that is not known. */
type Place = (text: string) => Labels | null;

/** Shorter texts are some other one turned round by chance. */
const MIN_LENGTH = 8;

/** @param isAddress how somebody is reached is then no data that is sent */
export function labelsInDisguise(known: Known, place: Place, text: string, isAddress = false): Labels {
  if (text.length < MIN_LENGTH || isSaid(known, text)) return NO_DATA;
  const { decoded, turned } = undo(text);
  const unsaid = decoded.filter((one) => !isSaid(known, one));
  const whole = [...unsaid, ...turned].filter((one) => one.length >= MIN_LENGTH && one !== text);
  const inside = unsaid.join('\n');
  const { labels, findings } = detect(inside);
  const categories = findings.map(({ category }) => category).filter((one) => one !== 'contact');
  return [
    ...whole.map((one) => place(one) ?? NO_DATA),
    labelsOf([...known.markedIn(text), ...known.markedIn(inside)]),
    isAddress ? labelsOf(categories) : labels,
  ].reduce(joinLabels, NO_DATA);
}

/** Of texts that follow each other: what was taken apart between them. */
export function labelsAcross(known: Known, place: Place, texts: readonly string[]): Labels {
  const unsaid = texts.filter((text) => !isSaid(known, text));
  const pairs = unsaid.slice(1).map((text, at) => `${unsaid[at]!}${text}`);
  const joined = unsaid.length > 1 ? labelsInDisguise(known, place, unsaid.join('')) : NO_DATA;
  const whole = pairs.filter(({ length }) => length >= MIN_LENGTH).map((pair) => place(pair) ?? NO_DATA);
  return whole.reduce(joinLabels, joined);
}

function isSaid({ placesOf }: Known, text: string): boolean {
  return placesOf(text)?.length === 0;
}
