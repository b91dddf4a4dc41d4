// The letters of a text as they are compared, in whatever writing: each is known by where it stands.

import { skeletonOf } from './fold.ts';

export interface Letters {
  readonly letters: string;
  /** Of each, where it stands. */
  readonly places: readonly number[];
}

/** What is left of a text without capitals, signs and look-alike letters. */
export function lettersIn(text: string): Letters {
  const places: number[] = [];
  let letters = '';
  let place = 0;
  for (const sign of text) {
    const read = skeletonOf(sign);
    for (let at = 0; at < read.length; at++) places.push(place);
    letters += read;
    place += sign.length;
  }
  return { letters, places };
}
