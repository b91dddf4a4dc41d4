// Which object a call is about is a fact of a record: where records have a field of that name, an id that
// stands in their words alone is somebody's say, not theirs.

import { fold, wordsInName } from './fold.ts';

const IDS = new Set(['id', 'ids', 'uuid', 'key', 'ref', 'reference', 'number', 'no', 'nr']);
/** What is dated or counted is no object. */
const NO_OBJECT = new Set(
  'date time day version branch tag page amount price quantity phone zip ref sha'.split(' '),
);
const ID_LIKE = /^#?(?=.*\d)[\p{L}\p{N}_-]{1,40}$/u;
/** Names of fields, and values of each. */
const MAX_NAMES = 500;
const MAX_VALUES = 20_000;

export interface Subjects {
  /** A field of a record, and the result that has it. */
  readonly add: (name: string, value: string, source: string) => void;
  /**
   * Whether records have such a field, and none has this value in any. Of an id that a step gives which the
   * person follows, the results that have it are the records that count.
   */
  readonly isForeign: (name: string, value: string, ofStep: readonly string[] | null) => boolean;
}

export function createSubjects(): Subjects {
  const names = new Set<string>();
  /** Of any field: an id stands for the same thing, whatever a record calls it. */
  const values = new Set<string>();
  const places = new Set<string>();
  return {
    add: (name, value, source) => {
      if (!ID_LIKE.test(value)) return;
      const noun = nounOf(name);
      if (noun !== null && names.size < MAX_NAMES) names.add(noun);
      if (noun !== null && places.size < MAX_VALUES) places.add(`${source} ${noun}`);
      if (values.size < MAX_VALUES) values.add(fold(value));
    },
    isForeign: (name, value, ofStep) => {
      const noun = nounOf(name);
      // A bare `id` or `number` tells no kind.
      if (noun === null || noun === '' || !ID_LIKE.test(value) || values.has(fold(value))) return false;
      // Past a bound, any may be one.
      if (ofStep !== null && places.size < MAX_VALUES)
        return ofStep.some((source) => places.has(`${source} ${noun}`));
      return names.has(noun) || names.size >= MAX_NAMES;
    },
  };
}

/** `order` of `order_id`, of `orderNumber` and of `order`; null where it is no name of an object. */
export function nounOf(name: string): string | null {
  const words = wordsInName(name);
  if (words.some((word) => NO_OBJECT.has(word))) return null;
  return words
    .filter((word) => word !== '' && !IDS.has(word))
    .map((word) => word.replace(/s$/, ''))
    .join(' ');
}

const NUMBERED = /^(\p{L}[\p{L}_-]{0,11}[-_#]?)\d{1,12}$/u;

/** Of all ids in what a person said, by what they begin with. */
export function objectsIn(prompts: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const id of prompts.flatMap((prompt) => fold(prompt).match(/[\p{L}\p{N}_#-]+/gu) ?? [])) {
    const kind = NUMBERED.exec(id)?.[1];
    if (kind !== undefined) found.set(kind, (found.get(kind) ?? new Set()).add(id));
  }
  return found;
}

/** Whether it is called like one of these, and is none of them. */
export function isSiblingOf(ids: ReadonlyMap<string, ReadonlySet<string>>, value: string): boolean {
  const id = fold(value);
  const said = ids.get(NUMBERED.exec(id)?.[1] ?? '');
  return said !== undefined && !said.has(id);
}
