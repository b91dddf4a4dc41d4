// An address is read as those who would use it read it: nothing that could lead elsewhere stands behind a
// host that is known. What is read in no certain way has no host.

import { isShared } from '../flow/grounding/host.ts';
import type { Json } from '../kernel/json.ts';
import type { Destination } from '../kernel/request.ts';

/** One address of a text. */
export interface Address {
  /** As it is compared with others: e-mail addresses in lower case. */
  readonly value: string;
  /** Host name in lower case, internationalised names in their ASCII form; null: none that is sure. */
  readonly host: string | null;
  /** A plain name (`#general`): nothing about it looks like an address. */
  readonly isName: boolean;
}

/** `"Doe, Jane" <jane@example.com>`: what is quoted before an address is a name, unless it has `@`. */
const QUOTED_NAME = /"[^"@]*"\s*(?=<)/g;
const ANGLED = /^[^<>@]*<([^<>]*)>$/;
const URL_START = /^(?:[a-z][a-z0-9+-]*:)?\/\//i;
const NEXT_URL = /[,; ]+(?=[a-z][a-z0-9+-]*:\/\/)/i;
/** After a comma or a semicolon in a URL, for who takes it for a list: an address, a URL, a host. */
const LEADS_ON = /[,;].*(?:@|\/\/|\p{L}[\p{L}\d+.-]*:|[.。．｡]\p{L}|\d\.\d+\.\d)/u;
const EMAIL = /^[^\s@:/?#\\%,;<>()[\]"]+@([^@:/?#\\]+)$/;
const HOST = /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,62})\.)*[a-z0-9](?:[a-z0-9-]{0,62})$/;
const BARE = /^(?:localhost(?![^:/])|\[|[^@/\\]+\.)[^@\\]*$/i;
const IP6 = /^\[[0-9a-f:.]+\]$/;
/** Some parsers take a backslash for a slash, others for a letter; some leave controls out. */
const AMBIGUOUS = /\\|[^\P{Cc}\t\r\n]/u;
/** What separates addresses for people, and is left out of URLs (WHATWG URL §4.4). */
const LEFT_OUT = /[\t\r\n]/;
const NAME = /^#?[\p{L}\p{M}\p{N}_-]+$/u;
/** A telephone number or an IPv4 address may be written so. */
const NUMBER = /^(?:[\d-]+|0x[\da-f]*)$/i;

/** More destinations than these are one of which nothing is known. */
const MAX_DESTINATIONS = 256;

const UNKNOWN: Destination = { host: null, isName: false, commitment: '' };

/**
 * Where the values of arguments lead, each address once.
 *
 * @param commit the commitment to an address; empty where none may be made
 * @param ofAgent the commitment to where an address leads, equal in all tasks of an agent; absent: none
 */
export function toDestinations(
  values: readonly Json[],
  commit: (address: string) => string,
  ofAgent?: (address: Address) => string,
): readonly Destination[] {
  const found = new Map<string, Destination>();
  for (const value of values) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    for (const address of readAddresses(text)) {
      if (found.size === MAX_DESTINATIONS) return [...found.values(), UNKNOWN];
      const { value: name, host, isName } = address;
      if (found.has(name)) continue;
      const lasting = ofAgent === undefined ? {} : { ofAgent: ofAgent(address) };
      const isPublic = host !== null && isShared(host) ? ({ isPublic: true } as const) : {};
      found.set(name, { host, isName, commitment: commit(name), ...lasting, ...isPublic });
    }
  }
  return [...found.values()];
}

/** The addresses in the value of an argument; a text without any is one of which nothing is known. */
export function readAddresses(text: string): readonly Address[] {
  const parts = AMBIGUOUS.test(text)
    ? []
    : text.trim().replaceAll(QUOTED_NAME, '').split(NEXT_URL).flatMap(separate);
  if (parts.length === 0) return [{ value: text, host: null, isName: false }];
  const addresses = parts.map(readAddress);
  const isFolded = LEFT_OUT.test(text.trim());
  // What is joined to an address again is no name.
  const areNames = addresses.every(({ isName }) => isName);
  return addresses.map(({ value, host }) => ({
    value,
    host: isFolded && !EMAIL.test(value) ? null : host,
    isName: areNames,
  }));
}

/** Nothing parts a URL but the next one: the rest may be its own. */
function separate(text: string): string[] {
  const items = URL_START.test(text.trim()) ? [text] : text.split(/[,;\t\r\n]/).flatMap(separateWords);
  return items.map((item) => item.trim()).filter((item) => item !== '');
}

/** Spaces part addresses where no name is meant. */
function separateWords(text: string): string[] {
  return text.includes('<') ? [text] : text.split(/ +/);
}

function readAddress(part: string): Address {
  const address = (ANGLED.exec(part)?.[1] ?? part).trim().replace(/^mailto:/i, '');
  if (URL_START.test(address)) return { value: address, host: hostOf(urlHost(address)), isName: false };
  const email = EMAIL.exec(address);
  const value = email === null ? address : address.toLowerCase();
  const host = hostOf(email?.[1] ?? bareHost(address));
  return { value, host, isName: host === null && isPlainName(address) };
}

/** By its compatibility form: some letters stand for several signs. */
function isPlainName(text: string): boolean {
  const plain = text.normalize('NFKC');
  return NAME.test(plain) && !NUMBER.test(plain);
}

/** The host of a URL with any scheme, as a browser finds it. */
function urlHost(address: string): string | null {
  if (/\s/.test(address) || LEADS_ON.test(address)) return null;
  return parseHost(address.replace(URL_START, 'https://'));
}

/** `example.com`, with or without a port or a path; a word or a number alone names something else. */
function bareHost(address: string): string | null {
  return BARE.test(address) ? parseHost(`https://${address}`) : null;
}

function parseHost(url: string): string | null {
  try {
    return new URL(url).hostname;
  } catch {
    return null;
  }
}

function hostOf(text: string | null): string | null {
  const parsed = text === null ? null : parseHost(`https://${text}`);
  const host = parsed?.replace(/\.$/, '') ?? '';
  return HOST.test(host) || IP6.test(host) ? host : null;
}
