// Addresses in their canonical form: two that lead to the same place are equal, two that lead elsewhere never
// are.

import { withoutEnd } from './fold.ts';

// Bounded, and from the start of a run only: a text costs its length.
const EMAIL = new RegExp(
  String.raw`(?<![\p{L}\p{N}._%+-])(?=[._%+-]*[\p{L}\p{N}])[\p{L}\p{N}._%+-]{1,64}@` +
    String.raw`(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,32}\p{L}{2,63}`,
  'gu',
);
const URL_LIKE = /\b(?:[a-z][a-z0-9+.-]{1,15}:\/\/|www\.)[^\s<>"'`{}|\\^]+/giu;
const BARE_HOST = new RegExp(
  String.raw`(?<![\p{L}\p{N}@._/-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+` +
    '(?:com|org|net|io|dev|app|co|edu|gov|info|ai|me|uk|de|eu|us)' +
    // What stands before the sign of a mailbox is no host.
    '(?![\\p{L}\\p{N}._%+-]{0,63}@)' +
    '(?:\\/[^\\s<>"\'`{}|\\\\^]*)?(?![\\p{L}\\p{N}_-])',
  'giu',
);
/** Of a host, RFC 1035 section 2.3.4: nothing longer leads anywhere. */
const MAX_HOST = 253;
const MAX_LABEL = 63;
const TRAILING = `.,;:!?)]}>*'"`;

export interface SiteAddress {
  readonly url: string;
  readonly host: string;
}

/** In lower case, each once. */
export function emailsIn(text: string): string[] {
  if (!text.includes('@')) return [];
  return [...new Set(Array.from(text.matchAll(EMAIL), ([found]) => found.toLowerCase()))];
}

/** With or without a scheme; of several for the same place, the first. */
export function sitesIn(text: string): SiteAddress[] {
  // Every address has one of these: most texts have none.
  if (!/:\/\/|www\.|\.[a-z]/i.test(text)) return [];
  const written = [...text.matchAll(URL_LIKE), ...text.matchAll(BARE_HOST)].map(([found]) => found);
  const read = written.flatMap((one) => siteOf(withoutEnd(one, TRAILING)) ?? []);
  return [...new Map(read.map((one) => [one.url, one])).values()];
}

/** A folded text with a mark in the place of each of its addresses. */
export function withoutAddresses(folded: string, mark: string): string {
  const sites = (text: string): string => (siteOf(withoutEnd(text, TRAILING)) === null ? text : mark);
  return folded.replaceAll(URL_LIKE, sites).replaceAll(EMAIL, mark).replaceAll(BARE_HOST, sites);
}

/** `host#@other`: behind a host stands another one, for some. */
export function hasTwoHosts(text: string): boolean {
  return [...text.matchAll(URL_LIKE)].some(([address]) => {
    const rest = address.slice(address.indexOf('//') + 2);
    const sign = rest.split('/', 1)[0]!.search(/[#?;\\]/);
    return sign !== -1 && rest.includes('@', sign);
  });
}

/** Encoded more often, it is not read. */
const MAX_ENCODED = 4;
const LEADS = /(?:\b(?:https?|wss?|ftp):\/*|\/\/+|[=,;@&](?=\d{1,3}(?:\.\d{1,3}){3}\b))([^\s/?#&]+)/gi;

/** Hosts and mailboxes that a canonical address has behind its host; null where that cannot be read. */
export function addressesWithin(url: string): { readonly emails: string[]; readonly hosts: string[] } | null {
  let rest = url.replace(/^[^/?]*/, '');
  for (let times = 0; /%[\da-f]{2}/i.test(rest); times++) {
    if (times === MAX_ENCODED) return null;
    rest = rest.replaceAll(/%([\da-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  }
  rest = rest.replaceAll('\\', '/').replaceAll(/[\t\r\n]/g, '');
  const hosts = Array.from(rest.matchAll(LEADS), ([, found]) => siteOf(found!)?.host ?? found!);
  return { emails: emailsIn(rest), hosts: [...hosts, ...sitesIn(rest).map(({ host }) => host)] };
}

/**
 * WHATWG URL parsing, then: no scheme, `www.`, default port, fragment or trailing slash; the query in order,
 * percent-encoding in upper case where it is needed. Null where it is no address.
 */
export function siteOf(text: string): SiteAddress | null {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  const host = url.hostname.replace(/\.$/, '').replace(/^www\./, '');
  if (!host.includes('.') && host !== 'localhost') return null;
  if (host.length > MAX_HOST || host.split('.').some((label) => label.length > MAX_LABEL)) return null;
  url.searchParams.sort();
  const path = withoutEnd(decoded(url.pathname), '/');
  const port = url.port === '' ? '' : `:${url.port}`;
  const user = url.username === '' ? '' : `${url.username}@`;
  return { url: `${user}${host}${port}${path}${url.search}`, host: `${host}${port}` };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
