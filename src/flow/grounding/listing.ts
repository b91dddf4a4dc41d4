// What a tool lists of the files that there are is a fact, line by line; what stands in the files, or in a
// name made of words, stays text.

import type { Json } from '../../kernel/json.ts';
import { sentencesOf } from './orders.ts';

const MAX_LINES = 5_000;
/** `[FILE] notes.md`, `[DIR] src`, with a size behind it or without. */
const MARKED = /^\s*\[(?:FILE|DIR)\] (\S(?:.{0,254}\S)?)$/;
const SIZE = /\s{2,}[\d.,]+ ?[KMGT]?i?B$/;
/** `src/app.ts`, `C:\work\a.txt`: no words, and a folder or an ending that shows what it is. */
const IS_FILE = '(?=[^\\s:]*(?:[/\\\\]|\\.[a-z0-9]{1,8}(?:$|:)))';
const SIGNS = '[^\\s:"\'<>|*?]{1,255}';
const PATH = new RegExp(`^\\s*((?:[a-z]:)?${IS_FILE}${SIGNS})$`, 'i');
/** `src/app.ts:12:  const a = 1;`: where something was found, and what stands there. */
const HIT = new RegExp(`^(${IS_FILE}${SIGNS}):\\d{1,7}:`, 'i');
/** What counts what is listed. */
const ASIDE = /^(?:total|found|combined)\b.{0,80}$/i;

/** The files that a text lists, beside the text; null where it lists none. */
export function readListing(text: string): Json {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length === 0 || lines.length > MAX_LINES) return null;
  const own = lines.filter((line) => !ASIDE.test(line.trim()));
  const read = own.map(fileIn);
  if (read.length === 0 || read.includes(null)) return null;
  return { text, files: [...new Set(read)] };
}

function fileIn(line: string): string | null {
  const marked = MARKED.exec(line)?.[1]?.replace(SIZE, '');
  const path = marked ?? PATH.exec(line)?.[1] ?? hitIn(line);
  // A host or a page is no file of one's own.
  return path === null || path.includes('//') || path.includes('@') ? null : path;
}

/** Where something was found, unless what stands there asks its reader for something. */
function hitIn(line: string): string | null {
  const hit = HIT.exec(line);
  if (hit === null || sentencesOf(line.slice(hit[0].length)).some(({ isOrder }) => isOrder)) return null;
  return hit[1]!;
}
