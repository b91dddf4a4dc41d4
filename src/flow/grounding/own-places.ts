// What the agent wrote into says what the agent says, whoever named it: read again, it vouches for nothing
// that was not there before, in however many pieces it was written.

import type { ArgumentGrounding } from '../../kernel/flow/grounding.ts';
import { fold } from './fold.ts';

/** A value that the agent put into the world, with how good it was then. */
export interface Written {
  readonly text: string;
  readonly level: ArgumentGrounding['level'];
  /** It says what is written into, or where it goes; absent: it does not. */
  readonly isPlace?: boolean;
}

/** More are taken for all that there are. */
const MAX_PLACES = 20_000;
/** Shorter ones choose nothing. */
const MIN_PLACE = 3;

export interface OwnPlaces {
  /** The arguments of one call that changes something. */
  readonly add: (values: readonly Written[]) => void;
  readonly has: (text: string) => boolean;
}

export function createOwnPlaces(): OwnPlaces {
  const places = new Set<string>();
  const has = (text: string): boolean =>
    text.length >= MIN_PLACE && (places.size >= MAX_PLACES || places.has(keyOf(text)));
  return {
    add: (values) => {
      // What is copied from such a place is such a place.
      const isOwn = values.some(({ text, level, isPlace }) =>
        isPlace === true ? has(text) : level === 'unseen' || level === 'untrusted',
      );
      if (!isOwn) return;
      for (const { text, isPlace } of values)
        if (isPlace === true && places.size < MAX_PLACES) places.add(keyOf(text));
    },
    has,
  };
}

/** In one of the spellings that lead there. */
function keyOf(text: string): string {
  const steps: string[] = [];
  for (const step of fold(text.replaceAll('\\', '/')).split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/');
}
