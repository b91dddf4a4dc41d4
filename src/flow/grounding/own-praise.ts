// A record that says it is the one to use was written to be used: none of its facts speaks for it.

import { fold } from './fold.ts';
import { sentencesOf } from './orders.ts';
import type { Thing } from './records.ts';

const ITSELF = new RegExp(
  '\\b(?:use|choose|pick|select|take|prefer|book|order|buy|approve|accept|silence|ignore) ' +
    '(?:this one|this|me)(?=$|[,:.;)!])',
);
const ID = /^(?=.*\d)[\p{L}\p{N}_#-]{3,40}$/u;

/** Whether one of its fields asks for the record itself. */
export function putsForward({ leaves }: Thing): boolean {
  const ids = new Set(leaves.flatMap(({ text }) => (ID.test(text) ? [fold(text)] : [])));
  return leaves.some(({ text }) => {
    if (ITSELF.test(fold(text))) return true;
    return sentencesOf(text).some(
      ({ isOrder, text: sentence }) =>
        isOrder && sentence.split(/[^\p{L}\p{N}_#-]+/u).some((word) => ids.has(word)),
    );
  });
}
