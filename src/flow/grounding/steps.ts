// Whoever follows a text does what its author has done. Where that is a list, it is the list, and what leads
// to it; what stands after it, below whoever signed, under an imprint, or is quoted, is no step of theirs.

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
    '^\\s*(?:Imprint|Impressum)\\b',
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

/** Where the paragraph of its last item ends; one item is no list. */
function endOfList(lines: readonly string[]): number {
  const last = lines.findLastIndex((line) => ITEM.test(line));
  const isList = last > lines.findIndex((line) => ITEM.test(line));
  const end = isList ? lines.findIndex((line, at) => at > last && line.trim() === '') : -1;
  return end === -1 ? lines.length : end;
}
