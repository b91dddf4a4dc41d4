// Whoever follows a text does what its author has done. Where that is a list, it is the list, and what leads
// to it; what stands after it, below whoever signed, under an imprint, or is quoted, is no step of theirs.

import { sentencesOf } from './orders.ts';

const ITEM = /^[ \t]*(?:[-*•+]|\d{1,3}[.)]|[a-z][.)])[ \t]+\S/;
const QUOTED = /^\s*[>＞]/;
const DASHED = /^[ \t]*[-–—] /;
/** `(a)` and `(b)` stand before `(c)`. */
const LETTERED = /(?:^|\s)\(b\)/i;
const HEADING = /^[ \t]*#{1,6} |:[ \t]*$/;
const NAME = "\\p{Lu}[\\p{L}.'’-]{0,30}(?: \\p{Lu}[\\p{L}.'’-]{0,30}){0,3}";
const GREETING =
  '(?:[Kk]ind(?:est)? |[Bb]est |[Ww]arm(?:est)? )?[Rr]egards|[Tt]hanks|[Tt]hank you|[Tt]hx|[Cc]heers|' +
  '[Bb]est|[Yy]ours(?: sincerely)?|[Ss]incerely|[Ll]ove|[Bb]ye|[Cc]iao|LG|' +
  '(?:[Vv]iele |[Ll]iebe |[Bb]este )?Grüße|[Cc]ordialement|[Ss]aludos|[Ss]aluti';
const GREETS = new RegExp(`^[ \\t]*(?:${GREETING})[,.!]?[ \\t]*$`, 'u');
const IS_NAME = /^[ \t]*[\p{L}(][\p{L}.'’()-]*(?: [\p{L}.'’()-]+){0,4}[ \t]*$/u;
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
  const lines = text.split(/\r?\n|[\u2028\u2029]/).filter((line) => !QUOTED.test(line));
  return lines.slice(0, Math.min(endOfList(lines), endOfLetter(lines))).join('\n');
}

/** Where it is signed, after whatever is asked for first. */
function endOfLetter(lines: readonly string[]): number {
  const first = lines.findIndex(asks);
  if (first === -1) return lines.length;
  const isLettered = lines.some((line) => LETTERED.test(line));
  const isBelow = (line: string): boolean => !isLettered && IMPRINT.test(line);
  const end = lines.findIndex((line, at) => at > first && (isSigned(lines, at) || isBelow(line)));
  return end === -1 ? lines.length : end;
}

function isSigned(lines: readonly string[], at: number): boolean {
  const line = lines[at]!;
  if (SIGNS.test(line)) return true;
  const next = lines.slice(at + 1, at + 4).find((one) => one.trim() !== '') ?? '';
  if (GREETS.test(line)) return IS_NAME.test(next);
  const isAmong = [lines[at - 1] ?? '', next].some((one) => ITEM.test(one) || DASHED.test(one));
  return SIGNED.test(line) && !isAmong && (lines[at + 1] ?? '').trim() === '';
}

/** Where the paragraph of its last item ends; one item is no list, nor one what is put below a tight list. */
function endOfList(lines: readonly string[]): number {
  const isItem = (at: number): boolean => ITEM.test(lines[at] ?? '');
  // Questions, or things: what is to be done with them may come after them.
  if (!lines.some((line, at) => isItem(at) && asks(line))) return lines.length;
  const isBlank = (at: number): boolean => lines[at]?.trim() === '';
  const isTight = (at: number): boolean => isItem(at - 2) && isItem(at - 1);
  const below = lines.findIndex((_, at) => isTight(at) && isBlank(at) && isItem(at + 1));
  if (below !== -1) return below;
  const first = lines.findIndex((_, at) => isItem(at));
  const last = lines.findLastIndex((_, at) => isItem(at));
  const end = last > first ? lines.findIndex((_, at) => at > last && isBlank(at)) : -1;
  // Under another heading it goes on.
  return end === -1 || HEADING.test(lines[end + 1] ?? '') ? lines.length : end;
}

/** For something, or it is a command to be run. */
function asks(line: string): boolean {
  return quotesCode(line) || sentencesOf(line).some(({ isOrder }) => isOrder);
}

/** To be typed in. */
export function quotesCode(text: string): boolean {
  return /`[^`]+`/.test(text);
}
