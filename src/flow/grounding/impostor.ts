// A host that looks like one that was seen before, and is not, is taken for another one by people and models
// alike: it is never vouched for by whoever brings it up.

import { siteOf } from './address-atom.ts';
import { addressesOf } from './atom.ts';
import { fold, skeleton } from './fold.ts';
import { ownSiteOf, registeredOf } from './host.ts';

/** Hosts read that are remembered, beside all that the person said: no list that is read hides those. */
const MAX_HOSTS = 2_000;
const MAX_SITE = 2_048;
/** A shorter name is not told from others. */
const MIN_NAME = 6;
export interface KnownHosts {
  /** What the person said is known whatever was read before: what looks like it is the other one. */
  readonly addSaid: (host: string) => void;
  /** Of a word of the person's that may be a host, or a file's name. */
  readonly addMentioned: (host: string) => void;
  /** Of an e-mail address or a site that was read. */
  readonly add: (host: string) => void;
  /** Of a text that anybody may have written: known is only how it looks. */
  readonly addHeard: (host: string) => void;
  /** Of somebody whom the person has to do with: who wrote a source that they named. */
  readonly addParty: (host: string) => void;
  /** What the agent wrote is no better known for being read back. */
  readonly addWritten: (host: string) => void;
  /** Whether it could be taken for another one that is known, and belongs to none of these. */
  readonly isImpostor: (host: string) => boolean;
  /** Whether it is one that is known, or of the same site. */
  readonly isKin: (host: string) => boolean;
  /** Whether it is of the site of one of these. */
  readonly isOfParty: (host: string) => boolean;
}

/** Of those that look the same: which of a record was known first, and which of all is spelt most plainly. */
function createLooks() {
  const first = new Map<string, string>();
  const plainest = new Map<string, string>();
  return {
    addFirst: (host: string, isSaid: boolean): void => {
      const look = lookOf(host);
      if (isSaid || !first.has(look)) first.set(look, host);
    },
    add: (host: string): void => {
      const look = lookOf(host);
      const other = plainest.get(look);
      if (other === undefined || oddness(host) < oddness(other)) plainest.set(look, host);
    },
    isOfAnother: (host: string): boolean => {
      const look = lookOf(host);
      const [known = host, plain = host] = [first.get(look), plainest.get(look)];
      return known !== host || oddness(plain) < oddness(host);
    },
  };
}

export function createKnownHosts(): KnownHosts {
  const hosts = new Set<string>();
  const said = new Set<string>();
  const sites = new Set<string>();
  const looks = createLooks();
  const names = new Map<string, string>();
  const written = new Set<string>();
  const isKin = (host: string): boolean => hosts.has(host) || sites.has(registeredOf(host));
  const parties = new Set<string>();
  let read = 0;
  const heard = new Set<string>();
  const remember = (host: string, isSaid: boolean): void => {
    hosts.add(host);
    sites.add(registeredOf(host));
    looks.addFirst(host, isSaid);
    looks.add(host);
    for (const one of namesOf(siteNameOf(host)))
      if (one.length >= MIN_NAME && (isSaid || !names.has(one))) names.set(one, host);
  };
  const mention = (host: string): void => {
    said.add(host);
    remember(host, true);
  };
  return {
    addSaid: (host) => {
      mention(host);
      // Whoever has a site has all of it.
      const site = ownSiteOf(host);
      if (site !== null) parties.add(site);
    },
    addMentioned: mention,
    addParty: (host) => {
      if (parties.size < MAX_HOSTS && !written.has(host)) parties.add(registeredOf(host));
    },
    addWritten: (host) => {
      if (!isKin(host) && written.size < MAX_HOSTS) written.add(host);
    },
    add: (host) => {
      if (hosts.has(host) || read >= MAX_HOSTS || written.has(host)) return;
      read += 1;
      remember(host, false);
    },
    addHeard: (host) => {
      if (hosts.has(host) || heard.size >= MAX_HOSTS || written.has(host)) return;
      heard.add(host);
      looks.add(host);
    },
    isImpostor: (host) => {
      if (said.has(host)) return false;
      const own = siteNameOf(host);
      if (looks.isOfAnother(host) || SPELT.test(own)) return true;
      for (const { inner, isWhole } of hostsWithin(host))
        if (hosts.has(inner) || (isWhole && heard.has(inner))) return true;
      return bearsNameOfAnother(host, own, names);
    },
    isKin,
    isOfParty: (host) => parties.has(registeredOf(host)),
  };
}

/** Whether its own name, or a part of that, is the one under which a host elsewhere is known. */
function bearsNameOfAnother(host: string, own: string, names: ReadonlyMap<string, string>): boolean {
  return [...namesOf(own), ...partsOf(own)].some((one) => names.has(one) && !isWithin(host, names.get(one)!));
}

/** `corp-x` is read like `corpx`. */
function namesOf(name: string): readonly string[] {
  return name.includes('-') ? [name, name.replaceAll('-', '')] : [name];
}

/** In `mail.corp.example.elsewhere.example`; `corp.co` of `corp.co.uk` may be none. */
function* hostsWithin(host: string): Iterable<{ readonly inner: string; readonly isWhole: boolean }> {
  const labels = host.split('.');
  for (let from = 0; from < labels.length - 2; from++) {
    for (let to = from + 2; to < labels.length; to++) {
      const isWhole = to < labels.length - 1 || labels.at(-1)!.length > 2;
      yield { inner: labels.slice(from, to).join('.'), isWhole };
    }
  }
}

/** `c0rp`, `corp1es`: a nought or a one amid letters is there to be read as a letter. */
const SPELT = /[a-z][01][a-z]/;

/** Signs that may stand for others. */
function oddness(host: string): number {
  return (host.match(/[^a-z.-]/g) ?? []).length;
}

function lookOf(host: string): string {
  return skeleton(fold(host.replaceAll('.', 'dot')))
    .replaceAll(/[i1|]/g, 'l')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w');
}

/** What somebody registered: `corp` of `mail.corp.co.uk`. */
export function siteNameOf(host: string): string {
  return registeredOf(host).split('.')[0]!;
}

/** `corp-records`: its runs of words, the whole left out. */
function partsOf(name: string): string[] {
  const words = name.split('-');
  const runs: string[] = [];
  for (let from = 0; from < words.length; from++) {
    for (let to = from + 1; to <= words.length; to++) runs.push(words.slice(from, to).join('-'));
  }
  return runs.filter((run) => run.length >= MIN_NAME && run !== name);
}

function isWithin(host: string, known: string): boolean {
  return registeredOf(host) === registeredOf(known);
}

const LEADING = /^(?:[\p{L}\d](?:[\p{L}\d-]*[\p{L}\d])?\.)+\p{L}{2,24}(?::\d+)?(?:[/?#]\S*)?$/u;

/** Whether the whole of it leads to a host, with or without a scheme. */
export function isSite(text: string): boolean {
  const bare = text.trim();
  return (
    /^(?:[a-z][a-z0-9+.-]*:\/\/|www\.)\S+$/i.test(bare) || (bare.length <= MAX_SITE && LEADING.test(bare))
  );
}

/** Of a value that is known to lead somewhere: a bare name is a host, too. */
export function hostsOf(text: string): string[] {
  const found = hostsIn(text);
  return found.length === 0 && isSite(text) ? [siteOf(text.trim())?.host ?? []].flat() : found;
}

/** Of all addresses in a text. */
export function hostsIn(text: string): string[] {
  if (!/[@.]/.test(text)) return [];
  const { emails, sites } = addressesOf(text);
  return [
    ...emails.map((one) => one.slice(one.indexOf('@') + 1)),
    ...sites.flatMap((one) => siteOf(one)?.host ?? []),
  ];
}
