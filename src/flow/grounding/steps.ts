// Whoever follows a text does what its author has done. Where that is a list, it is the list, and what leads
// to it; what stands after it, below whoever signed, under an imprint, or is quoted, is no step of theirs.

import { sentencesOf } from './orders.ts';

const ITEM = /^[ \t]*(?:[-*•+]|\d{1,3}[.)]|[a-z][.)])[ \t]+\S/;
const QUOTED = /^[ \t]*>/;
const NAME = "\\p{Lu}[\\p{L}.'’-]{0,30}(?: \\p{Lu}[\\p{L}.'’-]{0,30}){0,3}";
const GREETING =
  '(?:[Kk]ind(?:est)? |[Bb]est |[Ww]arm(?:est)? )?[Rr]egards|[Tt]hanks|[Tt]hank you|[Tt]hx|[Cc]heers|' +
  '[Bb]est|[Yy]ours(?: sincerely)?|[Ss]incerely|[Ll]ove|[Bb]ye|[Cc]iao|LG|' +
  '(?:[Vv]iele |[Ll]iebe |[Bb]este )?Grüße|[Cc]ordialement|[Ss]aludos|[Ss]aluti';
const GREETS = new RegExp(`^[ \\t]*(?:${GREETING})[,.!]?[ \\t]*$`, 'u');
const IS_NAME = new RegExp(`^[ \\t]*${NAME}[ \\t]*$`, 'u');
/** `Thanks, Ann`, `-- ` (RFC 3676 section 4.3) */
const SIGNS = new RegExp(`^[ \\t]*(?:${GREETING}),? ${NAME}[ \\t]*$|^-- $`, 'u');
/** `-- Ann`, `/Ann`: an item of a list, too, unless nothing comes right after it. */
const SIGNED = new RegExp(`^[ \\t]*(?:--|[-—–/~])[ \\t]?${NAME}[ \\t]*$`, 'u');
/** What stands below a page. */
const IMPRINT = new RegExp(
  '(?:^|\\s)(?:©|\\([cC]\\) ?(?=\\p{Lu}|\\d{4})|Copyright (?:©|\\d{4})|All rights reserved)|' +
    '^\\s*(?:Imprint|Impressum|Last (?:changed|edited|updated|modified))\\b',
  'u',
);

export function stepsOf(text: string): string {
  const lines = text.split('\n').filter((line) => !QUOTED.test(line));
  const signed = lines.findIndex((line, at) => isBelow(line, lines[at + 1] ?? ''));
  return lines.slice(0, Math.min(endOfList(lines), signed === -1 ? lines.length : signed)).join('\n');
}

function isBelow(line: string, next: string): boolean {
  if (IMPRINT.test(line) || SIGNS.test(line)) return true;
  return next.trim() === '' ? SIGNED.test(line) : GREETS.test(line) && IS_NAME.test(next);
}

/** Where the paragraph of its last item ends; one item is no list, and what is below a tight one no item. */
function endOfList(lines: readonly string[]): number {
  const isItem = (at: number): boolean => ITEM.test(lines[at] ?? '');
  // Questions, or things: what is to be done with them may come after them.
  if (!lines.some((line, at) => isItem(at) && asks(line))) return lines.length;
  const isBlank = (at: number): boolean => lines[at]?.trim() === '';
  const first = lines.findIndex((_, at) => isItem(at));
  const last = lines.findLastIndex((_, at) => isItem(at));
  const tight = lines.findIndex((_, at) => isItem(at) && isItem(at + 1));
  const below = lines.findIndex((_, at) => tight !== -1 && at > tight && isBlank(at) && isItem(at + 1));
  if (below !== -1) return below;
  const end = last > first ? lines.findIndex((_, at) => at > last && isBlank(at)) : -1;
  return end === -1 ? lines.length : end;
}

/** For something, or it is a command to be run. */
function asks(line: string): boolean {
  return /`[^`]+`/.test(line) || sentencesOf(line).some(({ isOrder }) => isOrder);
}
