// Of a list in which the person's words pick one record, its neighbours are not what the task is about: what
// they are called is a fact, and no reason to act on them.

import { fold } from './fold.ts';
import { nounOf } from './subject.ts';

/** Longer ones name nothing. */
const MAX_NAME = 200;
const MAX_VALUES = 20_000;

export interface PassedOver {
  /** A fact of a record: of the one that is meant, else of one beside it. */
  readonly add: (name: string, value: string, isMeant: boolean) => void;
  /** Whether records beside one that was meant are called so, and none that was. */
  readonly has: (name: string, value: string) => boolean;
}

export function createPassedOver(): PassedOver {
  const passed = new Map<string, Set<string>>();
  const meant = new Set<string>();
  /** Of what was passed over. */
  let count = 0;
  return {
    add: (name, value, isMeant) => {
      const kind = kindOf(name);
      if (kind === null || value.length > MAX_NAME) return;
      const key = fold(value);
      if (isMeant) {
        if (meant.size < MAX_VALUES) meant.add(key);
        return;
      }
      const kinds = passed.get(key) ?? new Set();
      if (kinds.has(kind) || count >= MAX_VALUES) return;
      count++;
      passed.set(key, kinds.add(kind));
    },
    has: (name, value) => {
      const kind = kindOf(name);
      if (kind === null || meant.has(fold(value))) return false;
      const kinds = passed.get(fold(value));
      // Past the bound, whatever is not known to be meant may be beside it.
      return kinds?.has(kind) === true || kinds?.has(OWN_NAME) === true || count >= MAX_VALUES;
    },
  };
}

/** Of a field that says what its record is called: `id`, `name`. */
const OWN_NAME = '';

/** `machine` of `machine_name`; null where it is no name of an object. */
function kindOf(name: string): string | null {
  return (
    nounOf(name)
      ?.replaceAll(/\b(?:name|title|path)\b/g, '')
      .trim() ?? null
  );
}
