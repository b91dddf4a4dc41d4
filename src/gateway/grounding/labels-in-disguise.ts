// What stands in an argument in another writing counts as what it says: undone, it is looked for as it would
// be in plain words. That only ever adds to what a call carries.

import { labelsOf } from '../../flow/category.ts';
import { detect } from '../../flow/detect/detect.ts';
import type { GroundingIndex } from '../../flow/grounding/grounding-index.ts';
import { MAX_UNDONE, undo } from '../../flow/grounding/undone.ts';
import { joinLabels, NO_DATA } from '../../kernel/flow/label.ts';
import type { Labels } from '../../kernel/flow/label.ts';
import type { Marking } from './marking.ts';
import type { RunsIn } from './run-labels.ts';

/** What is known of the task that asks. */
export interface Known extends Pick<GroundingIndex, 'placesOf'> {
  readonly runsIn: RunsIn;
  /** Values that were told by their form in what was read. */
  readonly marked: Pick<Marking, 'in' | 'categories'>;
}

/** What the records carry that the whole of a text stands in; null: that is not known. */
type Place = (text: string) => Labels | null;

export interface Disguised {
  readonly labels: Labels;
  /** False: it may say more than was looked for. */
  readonly isWhole: boolean;
}

/** The texts of one call. */
export interface Disguises {
  /** @param isAddress how somebody is reached is then no data that is sent */
  readonly in: (text: string, isAddress?: boolean) => Disguised;
  /** Of texts that follow each other: what was taken apart between them. */
  readonly across: (texts: readonly string[]) => Disguised;
}

/** Shorter texts are some other one turned round by chance. */
const MIN_LENGTH = 8;
/** Characters of all texts of one call that are undone. */
const MAX_OF_CALL = 1_048_576;

const NOTHING: Disguised = { labels: NO_DATA, isWhole: true };

export function createDisguises(known: Known, place: Place): Disguises {
  let left = MAX_OF_CALL;
  const isSaid = (text: string): boolean => known.placesOf(text)?.length === 0;
  const inText = (text: string, isAddress = false): Disguised => {
    if (text.length < MIN_LENGTH || isSaid(text)) return NOTHING;
    const readable = text.slice(0, left);
    const { decoded, turned, isWhole } = undo(text, left);
    left -= Math.min(text.length, MAX_UNDONE, left);
    const unsaid = decoded.filter((one) => !isSaid(one));
    const whole = [...unsaid, ...turned].filter((one) => one.length >= MIN_LENGTH && one !== text);
    const inside = unsaid.join('\n');
    const { labels, findings } = detect(inside);
    const categories = findings.map(({ category }) => category).filter((one) => one !== 'contact');
    const all = [
      ...whole.map((one) => place(one) ?? NO_DATA),
      ...[readable, inside, ...turned].map(known.runsIn),
      labelsOf([text, inside].flatMap(known.marked.in)),
      isAddress ? labelsOf(categories) : labels,
      // What was not looked at may be any of the values that are told by their form.
      labelsOf(isWhole ? [] : known.marked.categories()),
    ];
    return { labels: all.reduce(joinLabels), isWhole };
  };
  return {
    in: inText,
    across: (texts) => {
      const unsaid = texts.filter((text) => !isSaid(text));
      const pairs = unsaid.slice(1).map((text, at) => `${unsaid[at]!}${text}`);
      const joined = unsaid.length > 1 ? inText(unsaid.join('')) : NOTHING;
      const whole = pairs.filter(({ length }) => length >= MIN_LENGTH).map((pair) => place(pair) ?? NO_DATA);
      return { ...joined, labels: whole.reduce(joinLabels, joined.labels) };
    },
  };
}
