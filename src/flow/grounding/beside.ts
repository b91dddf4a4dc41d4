// A value with addresses in it leads nowhere else: what stands beside them is a name of whom they belong to,
// or is told apart. What could be read in another way is not read at all.

import { hasTwoHosts, sitesIn, withoutAddresses } from './address-atom.ts';
import { fold } from './fold.ts';

/** Of an address that was read; a text that has it is not read. */
const MARK = '\u0000';
/** More values of one list are not told apart. */
const MAX_OTHERS = 64;
/** `"Doe, Jane" <jane@example.com>`: what is quoted before an address is a name. */
const QUOTED_NAME = /"[^"<>]*"\s*(?=<)/g;
const QUOTES = /["'`[\]“”„‘’]/g;
const APART = /[,;]| (?:&|and|und|et) |(?<=>) (?=\S)/;
const LISTED = /^(?:[-*•]|\d{1,2}[.)]) |[.:!]$/g;
const NAME = String.raw`[\p{L}\p{M} .’'&()_-]*`;
/** `Jane Doe <jane@example.com>`, `jane@example.com (Jane Doe)`, several one after the other. */
const ADDRESSED = new RegExp(
  String.raw`^(?:${NAME}<(?:mailto:)?${MARK}>|(?:mailto:)?${MARK}(?: ?\(${NAME}\))?|${MARK}(?: ${MARK})+)$`,
  'u',
);
/** `relay.example` is no name. */
const DOTTED = /\p{L}\.\p{L}{2}/u;
/** Words of which none could be an address. */
const WORDS = /^(?:[\p{L}\p{N}\p{M}’'&_#+-]+\.?(?: |$))+$/u;
/** What follows runs, or is no place. */
const RUNS = /\b(?:javascript|vbscript|data|blob|view-source|jar|filesystem):/i;

/** Whether it leads to the same hosts as it is written and as it is folded, and nowhere but there. */
export function leadsOneWay(text: string): boolean {
  const folded = fold(text);
  return hostsOf(text) === hostsOf(folded) && !hasTwoHosts(folded) && !RUNS.test(folded);
}

function hostsOf(text: string): string {
  return sitesIn(text)
    .map(({ host }) => host)
    .join();
}

/**
 * What a text lists beside its addresses, each a value of its own; null where something in it could be read
 * as another address.
 */
export function listedBeside(text: string): string[] | null {
  if (text.includes(MARK)) return null;
  const folded = fold(text.replaceAll(/[\r\n|]+/g, ' ; ')).replaceAll(QUOTED_NAME, '');
  const marked = withoutAddresses(folded, MARK).replaceAll(QUOTES, ' ');
  const items = marked.split(APART).map((item) => plain(item).replaceAll(LISTED, '').trim());
  const isRead = (item: string): boolean => item === '' || (ADDRESSED.test(item) && !DOTTED.test(item));
  const others = items
    .filter((item) => !isRead(item))
    .map((item) => plain(item.replaceAll(/[<>()]|\0/g, ' ')));
  const values = [...new Set(others)];
  return values.length <= MAX_OTHERS && values.every((one) => WORDS.test(one)) ? values : null;
}

function plain(item: string): string {
  return item.replaceAll(/ +/g, ' ').trim();
}
