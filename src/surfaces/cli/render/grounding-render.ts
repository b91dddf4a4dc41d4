// Where the values of a held action come from, in words and visible characters alone.

import type { GroundedArgumentView } from '../../http/contract/grounding.ts';
import { excerpt } from './printable.ts';

const LEVELS: { readonly [level in GroundedArgumentView['level']]: string } = {
  person: "a person's own words",
  approved: 'approved in this task',
  trusted: 'a field that the organisation or the owner of the account writes',
  named: 'a source that the person named',
  untrusted: "nobody's words: it stands only in what anybody could have written",
  unseen: "nobody's words: it was seen nowhere",
};

const WHOLE = '  the call as a whole: nothing ties it to what the person asked';

const POINTER = 120;
const SHOWN = 400;

/** Null where nothing is known of any. */
export function renderGrounding(grounding: readonly GroundedArgumentView[]): string | null {
  if (grounding.length === 0) return null;
  const lines = grounding.flatMap((one) => [
    one.pointer === '' ? WHOLE : lineOf(one),
    ...one.sources.map(sourceLine),
    ...(one.remedy === null ? [] : [`    would pass unasked if ${excerpt(one.remedy, SHOWN)}`]),
  ]);
  return ['where the values come from:', ...lines].join('\n');
}

function lineOf(one: GroundedArgumentView): string {
  return `  ${excerpt(one.pointer, POINTER)} (${one.role}): ${saysOf(one)}${remarkOn(one)}`;
}

function saysOf({ level, match }: GroundedArgumentView): string {
  return level === 'unseen' && match === 'embedded' ? 'it has a link that was seen nowhere' : LEVELS[level];
}

function remarkOn({ instructed, match }: GroundedArgumentView): string {
  const how = match === 'derived' ? ', decoded, joined or made to look alike' : '';
  return instructed ? `${how}; a text there gives orders to the model` : how;
}

function sourceLine({ record, from, excerpt: text }: GroundedArgumentView['sources'][number]): string {
  const place = `    in ${excerpt(from ?? 'a record', POINTER)} (${record})`;
  return text === null ? place : `${place}: \u201c${excerpt(text.trim(), SHOWN)}\u201d`;
}
