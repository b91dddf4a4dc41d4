// Words are no news to whoever wrote them: those of a mail to its writer, and to anybody those that the agent
// wrote before it read them. What strangers to each other write alike is nobody's secret. What the agent
// wrote of what it had read is known as that, so that it is nobody else's when it is read back. Whoever signs
// with what was read as a signature first tells nobody anything.

import { emailsIn } from './address-atom.ts';
import { fold } from './fold.ts';
import { ownSiteOf } from './host.ts';
import { ownPartOf, type Mail } from './mails.ts';
import { readingsOf, runsIn } from './runs.ts';
import { signaturesIn } from './signature.ts';

/** What was read until now. */
export interface Reader {
  /** Whether nothing that was read has these words in a row. */
  readonly isUnread: (run: string) => boolean;
  /** The records that the whole of it was seen in; null: that is not known, or it was not seen. */
  readonly placesOf: (text: string) => readonly string[] | null;
  readonly isFull: () => boolean;
}

export interface NoNews {
  /** What the agent said in a call. */
  readonly wrote: (texts: readonly string[], reader: Reader) => void;
  /** What that may say once it is undone: it may be read back as somebody else's. */
  readonly repeated: (texts: readonly string[], reader: Reader) => void;
  /** Where it changes something: whose mail that makes is not known. */
  readonly named: (texts: readonly string[]) => void;
  /** Before what they stand in is read. */
  readonly read: (mails: readonly Mail[], reader: Reader) => void;
  /** The same, of all texts. */
  readonly readTexts: (texts: readonly string[], reader: Reader) => void;
  /** `isSigned`: it stands where a signature would. */
  readonly hasRun: (run: string, addressee: string | null, isSigned: boolean) => boolean;
  /** The whole of a text. */
  readonly has: (text: string, addressee: string | null) => boolean;
  /** Memory, about. */
  readonly bytes: () => number;
}

interface Said {
  /** The agent said it first; null: it said it once others had. */
  isOwn: boolean | null;
  /** Who wrote it before anybody else had. */
  readonly writers: Set<string>;
  /** By site of those who wrote it, about what: never twice the same. */
  readonly alike: Map<string, string>;
}

/** Runs of words and whole texts that are told, and letters of all whole ones. */
const MAX_SAID = 16_384;
const MAX_LETTERS = 262_144;
const MAX_WRITERS = 8;
/** So many strangers write it. */
const MIN_ALIKE = 3;
const ENTRY_BYTES = 320;
const SIGNED_BYTES = 160;

export function createNoNews(): NoNews {
  const said = createSaid();
  const named = new Set<string>();
  const signed = new Set<string>();
  return {
    named: (texts) => {
      for (const text of texts) for (const address of emailsIn(fold(text))) named.add(address);
    },
    wrote: (texts, reader) => {
      const isFull = reader.isFull();
      for (const text of texts) {
        if (!isFull && reader.placesOf(text) === null) said.addOwn(wholeKey(text), true);
        for (const run of readingsOf(text).flatMap(runsIn)) said.addOwn(run, !isFull && reader.isUnread(run));
      }
    },
    repeated: (texts, reader) => {
      for (const run of texts.flatMap(runsIn)) if (!reader.isUnread(run)) said.addOwn(run, false);
    },
    read: (mails, reader) => {
      if (reader.isFull()) return;
      for (const mail of mails.filter(({ writer }) => !named.has(writer))) {
        for (const text of mail.texts) {
          const own = new Set(runsIn(ownPartOf(text)));
          said.addMail(wholeKey(text), mail, reader.placesOf(text) === null, false);
          for (const run of runsIn(text)) said.addMail(run, mail, reader.isUnread(run), own.has(run));
        }
      }
    },
    readTexts: (texts, reader) => {
      if (reader.isFull()) return;
      for (const run of texts.flatMap(signaturesIn).flatMap(readingsOf).flatMap(runsIn))
        if (signed.size < MAX_SAID && reader.isUnread(run)) signed.add(run);
    },
    hasRun: (run, addressee, isSigned) => said.isToldTo(run, addressee) || (isSigned && signed.has(run)),
    has: (text, addressee) => said.isToldTo(wholeKey(text), addressee),
    bytes: () => said.bytes() + signed.size * SIGNED_BYTES,
  };
}

/** By run of words, or whole text. */
function createSaid() {
  const said = new Map<string, Said>();
  let letters = 0;
  let isShut = false;
  const entryOf = (key: string): Said | null => {
    const known = said.get(key);
    if (known !== undefined) return known;
    const more = key.startsWith(WHOLE) ? key.length : 0;
    if (letters + more > MAX_LETTERS) return null;
    isShut ||= said.size >= MAX_SAID;
    if (isShut) return null;
    const entry: Said = { isOwn: false, writers: new Set(), alike: new Map() };
    said.set(key, entry);
    letters += more;
    return entry;
  };
  return {
    addOwn: (key: string, isFirst: boolean): void => {
      const isKnown = said.has(key);
      const entry = entryOf(key);
      if (entry !== null && entry.isOwn !== true) entry.isOwn = isFirst && !isKnown ? true : null;
    },
    addMail: (key: string, { writer, subject }: Mail, isFirst: boolean, isOf: boolean): void => {
      // What the agent wrote meanwhile may not be known.
      const entry = isShut ? null : entryOf(key);
      if (entry === null || entry.isOwn !== false) return;
      if (isFirst && entry.writers.size < MAX_WRITERS) entry.writers.add(writer);
      const site = whoseIs(writer);
      const isOther = !entry.alike.has(site) && ![...entry.alike.values()].includes(subject);
      if (isOf && isOther && entry.alike.size < MIN_ALIKE) entry.alike.set(site, subject);
    },
    isToldTo: (key: string, addressee: string | null): boolean => {
      const { isOwn = false, writers, alike } = said.get(key) ?? {};
      if (isOwn === true || (alike?.size ?? 0) >= MIN_ALIKE) return true;
      return addressee !== null && writers?.has(addressee) === true;
    },
    bytes: () => said.size * ENTRY_BYTES + letters * 2,
  };
}

const WHOLE = '=';

function wholeKey(text: string): string {
  return `${WHOLE}${text}`;
}

/** Where anybody has a box, each is a site of its own. */
function whoseIs(address: string): string {
  return ownSiteOf(address.slice(address.lastIndexOf('@') + 1)) ?? address;
}
