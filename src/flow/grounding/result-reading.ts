// A result is taken apart by who may have written what: whole fields of the organisation, the records and
// sources that the person named, and everything else. Orders vouch for nothing, and a result that gives
// orders to the model vouches for nothing at all.

import type { ArgumentGrounding } from '../../kernel/flow/grounding.ts';
import type { Json } from '../../kernel/json.ts';
import { addressesOf, mixesAddresses } from './atom.ts';
import { authorsIn, bodyOf, isAuthorField } from './author.ts';
import { onlyOnes, type Whereabouts } from './entrusted.ts';
import { fold } from './fold.ts';
import { hostsIn, registeredOf, type KnownHosts } from './impostor.ts';
import { isHostile } from './hostile.ts';
import { SEEN } from './key-table.ts';
import { namedAmong } from './naming.ts';
import type { Spoken } from './naming.ts';
import { putsForward } from './own-praise.ts';
import { sentencesOf } from './orders.ts';
import { isLetter, isWrittenIn, thingsIn } from './records.ts';
import type { Leaf, Thing } from './records.ts';
import { accountsIn, isGiven, shapeOf } from './shape.ts';
import { voicesIn } from './voice.ts';
import { keepsRecords, onlyChanges, runs, type SpokenTool } from './speaks-of.ts';
import { readStructured } from './structured-text.ts';

/** Who can have written a field: `owner` is whoever holds the account. */
export type FieldWriter = 'organisation' | 'owner' | 'anyone' | 'unknown';

export interface ToolResult {
  /** Id of the record that commits to it. */
  readonly source: string;
  /** Structured where the tool gave structure; else its text. */
  readonly value: Json;
  /** Who writes which field, by JSON pointer into the value (`*`: every item); fields left out: anybody. */
  readonly fields: ReadonlyMap<string, FieldWriter>;
  /** How the arguments that chose it were grounded; empty where it takes none. */
  readonly chosenBy: readonly ArgumentGrounding[];
  /** A scan found orders to the model in it. */
  readonly isSuspicious: boolean;
  /** What gave it; absent: not known. */
  readonly tool?: SpokenTool;
}

/** A text of a result, and how it counts as seen: the whole of it alone, or everything in it. */
export interface Part {
  readonly text: string;
  readonly seen: number;
  readonly isWhole: boolean;
  /** Of a fact: the name of its field. */
  readonly name?: string;
  /** It is the address of whoever wrote the source, which the person named. */
  readonly isParty?: true;
}

/** A field with more beside an account is no account. */
const MANY_WORDS = 6;

interface Person {
  readonly spoken: Spoken;
  /** Their words leave to what a source says how something is done. */
  readonly isDelegating: boolean;
  /** They leave to it what is done, too. */
  readonly isHandingOver: boolean;
  /** They speak of all that there are, or of whoever they are. */
  readonly isOfAll: boolean;
  /** They speak of something new. */
  readonly isExpecting: boolean;
  /** They leave it to what they have read where something goes. */
  readonly left: ReadonlySet<Whereabouts>;
}

export function readResult(
  { value, fields, chosenBy, isSuspicious, tool }: ToolResult,
  person: Person,
  hosts: KnownHosts,
) {
  const read = typeof value === 'string' ? readStructured(value) : value;
  const { things, isCut } = thingsIn(read);
  const hostile = isSuspicious || things.some(({ leaves }) => leaves.some(({ text }) => isHostile(text)));
  const isMade = !hostile && tool !== undefined && onlyChanges(tool);
  const { named, lent } = hostile ? NONE : namedThings(things, chosenBy, person.spoken);
  const [meant, ...more] = things.filter((thing) => thing.isItem && named.has(thing));
  const isOne = meant !== undefined && more.length === 0 && !person.isOfAll;
  const others = isOne ? things.filter((thing) => thing.isItem && thing !== meant) : [];
  // Of a list that nothing was picked from, none is the source whose orders are meant; nor is what something
  // that was run says.
  const isFollowed =
    (tool === undefined || !runs(tool)) &&
    (person.isHandingOver || (person.isDelegating && (things.length === 1 || named.size < things.length)));
  const isKept = !hostile && tool !== undefined && keepsRecords(tool) && isRegister(things, chosenBy);
  const parts = things.flatMap((thing) => {
    const isNamed = named.has(thing);
    const isWeak = isKept || lent.has(thing);
    const standing = isNamed ? SEEN.named : isWeak ? SEEN.field | SEEN.kept : SEEN.field;
    if (thing.isItem && (putsForward(thing) || isFromImpostor(thing, hosts)))
      return thing.leaves.map(({ text }) => part(text, SEEN.untrusted | SEEN.ordered));
    const written = isNamed && person.left.size > 0 ? thing.leaves.filter(isWrittenIn) : [];
    const only = onlyOnes(
      written.map(({ text }) => voicesIn(bodyOf(text)).own),
      person.left,
    ).map((text): Part => ({ text, seen: SEEN.named, isWhole: true, name: 'address' }));
    const all = thing.leaves.flatMap((leaf) => {
      const writer = fields.get(leaf.pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*')) ?? 'unknown';
      if (hostile && leaf.isProse) return [part(leaf.text, SEEN.untrusted | SEEN.ordered)];
      // What a change answers repeats what others wrote into the thing that it changed.
      const usual = isMade && isWrittenIn(leaf) && leads(leaf.text) ? SEEN.field : standing;
      const isOwn = isMade && !isNamed && isGiven(nameOf(leaf), leaf.text);
      return readLeaf(leaf, writer, isOwn ? usual | SEEN.made : usual, {
        isExpecting: person.isExpecting,
        isFollowed: isNamed && isFollowed,
      });
    });
    return [...all, ...only];
  });
  const facts = { meant: isOne ? factsOf([meant]) : [], others: factsOf(others) };
  return { parts, hostile, isCut, facts, letters: things.map(letterOf) };
}

/** What somebody wrote, and the hosts of whoever that is. */
function letterOf({ leaves }: Thing): {
  readonly texts: readonly string[];
  readonly from: readonly string[];
} {
  const authors = leaves.filter((leaf) => isAuthorField(nameOf(leaf))).map(({ text }) => text);
  const texts = leaves.map(({ text }) => text);
  return { texts, from: [...authors, ...texts.flatMap(authorsIn)].flatMap(hostsIn) };
}

/** Whose fields have a name each. */
function factsOf(things: readonly Thing[]): readonly { readonly name: string; readonly text: string }[] {
  const facts = things.flatMap(({ leaves }) => leaves.filter(({ isProse }) => !isProse));
  return facts.map(({ pointer, text }) => ({ name: nameOf({ pointer }), text }));
}

/** Records that a system keeps, looked up with nothing that others gave. */
function isRegister(things: readonly Thing[], chosenBy: readonly ArgumentGrounding[]): boolean {
  return (
    things.every((thing) => !isLetter(thing)) &&
    chosenBy.every(({ level, instructed }) => level !== 'untrusted' && !instructed)
  );
}

function readLeaf(
  { pointer, text, isProse }: Leaf,
  writer: FieldWriter,
  standing: number,
  { isFollowed, isExpecting }: { readonly isFollowed: boolean; readonly isExpecting: boolean },
): Part[] {
  const { own, others, asides } = voicesIn(text);
  const sentences = sentencesOf(own);
  // Which of two accounts is right is not for the letter to say.
  const accounts = new Set(accountsIn(own));
  const asks = sentences.some(({ isOrder }) => isOrder);
  const isBeside = !isProse && !asks && own.split(/\s+/).length > MANY_WORDS;
  const rivals = accounts.size > 1 || isBeside ? [...accounts] : [];
  const contacts = !isProse && CONTACT.test(nameOf({ pointer })) ? addressesOf(own).emails : [];
  if (new Set(contacts.map(registered)).size > 1) rivals.push(...contacts);
  const aside = [
    ...others.map((other) => part(other, SEEN.untrusted | SEEN.ordered | SEEN.foreign)),
    ...[...asides, ...rivals].map((other) => part(other, SEEN.untrusted | SEEN.ordered)),
  ];
  if (isProse || asks || mixesAddresses(own)) {
    const judged = sentences.flatMap((sentence) => {
      if ((sentence.isRedirect && !isExpecting) || (sentence.isOrder && !isFollowed))
        return [part(sentence.text, SEEN.ordered)];
      return standing === SEEN.named ? [part(without(sentence.text, rivals), SEEN.named)] : [];
    });
    const authors = isProse && standing === SEEN.named ? authorsIn(own).map(authorOf) : [];
    return [part(text, SEEN.untrusted), ...judged, ...authors, ...aside];
  }
  const isVouched = writer === 'organisation' || writer === 'owner';
  const seen = isVouched ? SEEN.trusted : standing;
  const name = nameOf({ pointer });
  if (own === '') return [part(text, SEEN.untrusted), ...aside];
  const kept = rivals.length === 0 ? own : without(fold(own), rivals);
  const fact = { text: kept, seen, isWhole: seen !== SEEN.named, name };
  const author = standing === SEEN.named && isAuthorField(name) ? [authorOf(own)] : [];
  return [part(text, SEEN.untrusted), fact, ...author, ...aside];
}

/** A record of a look-alike host, be it that of one before it in the same list. */
function isFromImpostor({ leaves }: Thing, hosts: KnownHosts): boolean {
  const found = leaves.flatMap(({ text, isProse }) => (isProse ? [] : hostsIn(text)));
  const isTaken = found.some(hosts.isImpostor);
  if (!isTaken) for (const host of found) hosts.add(host);
  return isTaken;
}

/** Somewhere, or to somebody's account. */
function leads(text: string): boolean {
  return shapeOf(text, []) !== null || mixesAddresses(text);
}

function nameOf({ pointer }: Pick<Leaf, 'pointer'>): string {
  return pointer.split('/').findLast((step) => !/^\d*$/.test(step)) ?? '';
}

function without(sentence: string, values: readonly string[]): string {
  return values.reduce((left, value) => left.replaceAll(fold(value), ' '), sentence);
}

function authorOf(text: string): Part {
  return { text, seen: SEEN.named, isWhole: true, name: 'from', isParty: true };
}

function part(text: string, seen: number): Part {
  return { text, seen, isWhole: false };
}

interface Named {
  readonly named: ReadonlySet<Thing>;
  /** What belongs to a record that the person spoke of, and others may have written. */
  readonly lent: ReadonlySet<Thing>;
}

const NONE: Named = { named: new Set(), lent: new Set() };

/**
 * The records that a person speaks of; where they speak of none of them, all records of a source that they
 * chose, or the one record that a tool has of their own account.
 */
function namedThings(
  things: readonly Thing[],
  chosenBy: readonly ArgumentGrounding[],
  spoken: Spoken,
): Named {
  const items = things.filter(({ isItem }) => isItem);
  const around = things.filter(({ isItem }) => !isItem);
  const picked = namedAmong(items, spoken);
  const isChosen =
    chosenBy.some(({ level }) => level === 'person' || level === 'approved' || level === 'named') &&
    chosenBy.every(({ level, role }) => level !== 'untrusted' || role === 'content');
  // One text is no record: whoever wrote into it would be taken for the account's owner.
  const isOwn =
    chosenBy.length === 0 && things.length === 1 && !around.some(hasProse) && !items.some(hasProse);
  const isAroundNamed = isChosen || isOwn || namedAmong(around, spoken).size > 0;
  const named = new Set([...(isAroundNamed ? around : []), ...picked]);
  if (picked.size > 0 || !isAroundNamed) return { named, lent: NONE.lent };
  // What is said below a text of its own is said of it by others.
  if (!isChosen || around.some(hasProse)) return { named, lent: new Set(items) };
  const said = new Set(around.length === 0 ? [] : items.filter((item) => isSaidOf(item, spoken)));
  return { named: new Set(things.filter((thing) => !said.has(thing))), lent: said };
}

const SAID_OF = /\/(comment|repl(?:y|ie)|review|remark|annotation|response|note)s?\/\d+(?:\/|$)/i;

/** Whether it is what others said of the record that it stands in, and the person does not speak of that. */
function isSaidOf({ leaves }: Thing, { words }: Spoken): boolean {
  const kind = SAID_OF.exec(leaves[0]?.pointer ?? '')?.[1]?.toLowerCase();
  return kind !== undefined && !words.has(kind) && !words.has(`${kind}s`);
}

/** Somebody's own, of which there is one. */
const CONTACT = /^(?:e-?mail|mail|contact)(?:[ _-]?address)?$/i;

function registered(email: string): string {
  return registeredOf(email.slice(email.indexOf('@') + 1));
}

function hasProse({ leaves }: Thing): boolean {
  return leaves.some(({ isProse }) => isProse);
}
