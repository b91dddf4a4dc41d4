// Where the values of a held action come from, in words and visible characters alone.

import type { GroundedArgumentView } from '../../http/contract/grounding.ts';
import { findingWords, groundingWords } from './grounding-words.ts';
import { excerpt } from './printable.ts';

const WHOLE = '  the call as a whole: nothing ties it to what the person asked';

const POINTER = 120;
const SHOWN = 400;

/** Null where nothing is known of any. */
export function renderGrounding(grounding: readonly GroundedArgumentView[]): string | null {
  if (grounding.length === 0) return null;
  const lines = grounding.flatMap((one) => [
    one.pointer === '' ? WHOLE : lineOf(one),
    ...placeLines(one),
    ...(one.remedy === null ? [] : [`    would pass unasked if ${excerpt(one.remedy, SHOWN)}`]),
  ]);
  return ['where the values come from:', ...lines].join('\n');
}

function lineOf(one: GroundedArgumentView): string {
  return `  ${excerpt(one.pointer, POINTER)} (${one.role}): ${groundingWords(one)}`;
}

/** Of a text, each link or account in it that is in doubt, where it was seen. */
function placeLines({ sources, parts = [] }: GroundedArgumentView): string[] {
  if (parts.length === 0) return sources.map((one) => `    ${sourceWords(one)}`);
  return parts.flatMap((part) => [
    `    \u201c${excerpt(part.value, SHOWN)}\u201d: ${groundingWords({ ...part, match: 'exact' })}`,
    ...part.sources.map((one) => `      ${sourceWords(one)}`),
  ]);
}

function sourceWords(source: GroundedArgumentView['sources'][number]): string {
  const { record, from, excerpt: text } = source;
  const found = findingWords(source);
  const place = `in ${excerpt(from ?? 'a record', POINTER)} (${record})`;
  const about = found === null ? place : `${place}, and ${excerpt(found, SHOWN)}`;
  return text === null ? about : `${about}: \u201c${excerpt(text.trim(), SHOWN)}\u201d`;
}
