// A value with addresses in it leads nowhere else: what stands beside them is a name of whom they belong to,
// or is told apart. What could be read in another way is not read at all.

import { sitesIn, withoutAddresses } from './address-atom.ts';
import { fold } from './fold.ts';

/** Of an address that was read; no text has it. */
const MARK = '\u0000';
/** `"Doe, Jane" <jane@example.com>`: what is quoted before an address is a name. */
const QUOTED_NAME = /"[^"<>]*"\s*(?=<)/g;
const QUOTES = /["'`[\]]/g;
const NAME = String.raw`[\p{L}\p{N}\p{M} .’'&_-]*`;
/** `Jane Doe <jane@example.com>`, `jane@example.com (Jane Doe)`, several one after the other. */
const ADDRESSED = new RegExp(
  String.raw`^(?:${NAME}<(?:mailto:)?${MARK}>|(?:mailto:)?${MARK}(?: ?\(${NAME}\))?|${MARK}(?: ${MARK})+)$`,
  'u',
);
/** Words of which none could be an address. */
const WORDS = /^(?:[\p{L}\p{N}\p{M}’'&_#+-]+\.?(?: |$))+$/u;

/** Whether it leads to the same hosts as it is written and as it is folded. */
export function leadsOneWay(text: string): boolean {
  return hostsOf(text) === hostsOf(fold(text));
}

function hostsOf(text: string): string {
  return sitesIn(text)
    .map(({ host }) => host)
    .join();
}

/**
 * What a folded text lists beside its addresses, each a value of its own; null where something in it could be
 * read as another address.
 */
export function listedBeside(folded: string): string[] | null {
  const marked = withoutAddresses(folded.replaceAll(QUOTED_NAME, ''), MARK).replaceAll(QUOTES, ' ');
  const items = marked.split(/[,;]/).map((item) => item.replaceAll(/ +/g, ' ').trim());
  const others = items.filter((item) => item !== '' && !ADDRESSED.test(item));
  const words = others.map((item) => item.replaceAll(MARK, ' ').replaceAll(/ +/g, ' ').trim());
  return words.every((one) => WORDS.test(one)) ? words : null;
}
