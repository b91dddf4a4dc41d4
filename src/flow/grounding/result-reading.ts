// A result is taken apart by who may have written what: whole fields of the organisation, the records and
// sources that the person named, and everything else. Orders vouch for nothing, and a result that gives
// orders to the model vouches for nothing at all.

import type { ArgumentGrounding } from '../../kernel/flow/grounding.ts';
import type { Json } from '../../kernel/json.ts';
import { addressesOf, mixesAddresses } from './atom.ts';
import { authorsIn, bodyOf, isAuthorField } from './author.ts';
import { onlyOnes, type Whereabouts } from './entrusted.ts';
import { fold } from './fold.ts';
import { isShared, registeredOf } from './host.ts';
import { hostsIn, type KnownHosts } from './impostor.ts';
import { isHostile } from './hostile.ts';
import { SEEN } from './key-table.ts';
import { namedAmong } from './naming.ts';
import type { Spoken } from './naming.ts';
import { putsForward } from './own-praise.ts';
import { isPlace, passesOn } from './handing-over.ts';
import { sentencesOf } from './orders.ts';
import { isLetter, isWrittenIn, nameOf, thingsIn } from './records.ts';
import type { Leaf, Thing } from './records.ts';
import { accountsIn, isGiven, shapeOf } from './shape.ts';
import { quotesCode, stepsOf } from './steps.ts';
import { readAnswer } from './labelled.ts';
import { isMachine, voicesIn } from './voice.ts';
import { keepsRecords, lists, onlyChanges, runs, type SpokenTool } from './speaks-of.ts';
import { readStructured } from './structured-text.ts';
import { writtenAmong, type WrittenElsewhere } from './written-elsewhere.ts';

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
  readonly chosenBy: readonly Choice[];
  /** A scan found orders to the model in it. */
  readonly isSuspicious: boolean;
  /** It was read from where the agent wrote. */
  readonly isOwn?: boolean;
  /** Other tasks wrote of it what nobody vouched for; absent: nothing that is known. */
  readonly written?: WrittenElsewhere;
  /** What gave it; absent: not known. */
  readonly tool?: SpokenTool;
}

/** What chose a result, and how it was grounded. */
export interface Choice extends ArgumentGrounding {
  /** Absent: not known. */
  readonly text?: string;
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
/** A field with more accounts, or boxes, is a list of whatever somebody put there. */
const MAX_RIVALS = 64;

interface Person {
  readonly spoken: Spoken;
  /** Their words leave to what a source says how something is done. */
  readonly isDelegating: boolean;
  /** They leave to it what is done, too. */
  readonly isHandingOver: boolean;
  /** The only places that they leave anything to; null: more than can be told. */
  readonly leftTo: readonly string[] | null;
  /** They speak of all that there are, or of whoever they are. */
  readonly isOfAll: boolean;
  /** They gave an address or account of that kind, and not this one. */
  readonly isElse: (address: string) => boolean;
  /** They speak of something new. */
  readonly isExpecting: boolean;
  /** They leave it to what they have read where something goes. */
  readonly left: ReadonlySet<Whereabouts>;
  /** Whether a step that they have followed speaks of it. */
  readonly isInStep: (name: string) => boolean;
  /** The records that were followed so far, and whether they leave it to another source what to do. */
  readonly followed: Map<string, boolean>;
}

export function readResult(
  { source, value, fields, chosenBy, isSuspicious, tool, written }: ToolResult,
  person: Person,
  hosts: KnownHosts,
) {
  const isChange = tool !== undefined && onlyChanges(tool);
  const answer = isChange && typeof value === 'string' ? readAnswer(value) : null;
  const read =
    answer ?? (typeof value === 'string' ? readStructured(value, tool !== undefined && lists(tool)) : value);
  const { things, isCut } = thingsIn(read);
  const hostile = isSuspicious || things.some(({ leaves }) => leaves.some(({ text }) => isHostile(text)));
  // What was not read whole may give orders where nobody looked.
  const isBarred = hostile || isCut;
  const isMade = !isBarred && isChange;
  const elsewhere = written === undefined ? NONE.named : writtenAmong(things, written);
  const {
    named: spoken,
    lent,
    heard,
  } = isBarred ? NONE : namedThings(vouching(things, tool), chosenBy, person);
  const named = elsewhere.size === 0 ? spoken : new Set([...spoken].filter((one) => !elsewhere.has(one)));
  const { meant, others } = person.isOfAll ? NO_PICK : pickedFrom(things, named, person);
  const followed = followedAmong(things, named, person, chosenBy);
  const left = new Set([...followed].filter((thing) => isLeftTo(thing, person, chosenBy)));
  const orders = [...left].flatMap(ordersIn);
  if (orders.length > 0) person.followed.set(source, orders.some(passesOn));
  const isKept = !isBarred && tool !== undefined && keepsRecords(tool) && isRegister(things, chosenBy);
  const parts = things.flatMap((thing) => {
    if (elsewhere.has(thing)) return thing.leaves.map(({ text }) => part(text, SEEN.untrusted));
    const isNamed = named.has(thing);
    const isFollowed = followed.has(thing);
    const isWeak = isKept || lent.has(thing);
    const standing = isNamed ? SEEN.named : isWeak ? SEEN.field | SEEN.kept : SEEN.field;
    if (thing.isItem && (putsForward(thing) || isFromImpostor(thing, hosts)))
      return thing.leaves.map(({ text }) => part(text, SEEN.untrusted | SEEN.ordered));
    const only = isNamed ? onlyIn(thing, person) : [];
    const all = thing.leaves.flatMap((leaf) => {
      const writer = fields.get(leaf.pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*')) ?? 'unknown';
      if (isBarred && leaf.isProse) return [part(leaf.text, SEEN.untrusted | SEEN.ordered)];
      // What a change answers repeats what others wrote into the thing that it changed.
      const isWeaker =
        (isMade && isWrittenIn(leaf) && leads(leaf.text)) || (isFollowed && isRemark(leaf, thing));
      const usual = isWeaker ? SEEN.field : standing;
      const isOwn = isMade && isGiven(nameOf(leaf), leaf.text);
      return readLeaf(leaf, writer, isOwn ? usual | SEEN.made : usual, {
        isExpecting: person.isExpecting,
        // What a thing is called, in whatever words, gives no orders.
        isFollowed: isFollowed && usual === standing && (left.has(thing) || !leaf.isProse),
        isRival: heard.has(thing) && !person.isDelegating ? person.isElse : null,
      });
    });
    return [...all, ...only, ...(isNamed ? ownAddresses(thing) : [])];
  });
  const facts = [...factsOf(meant, true), ...factsOf(others, false)];
  const letters = things.map(letterOf);
  return { parts, hostile, isCut, facts, letters, isInWords: answer !== null };
}

interface Pick {
  readonly meant: readonly Thing[];
  readonly others: readonly Thing[];
}

const NO_PICK: Pick = { meant: [], others: [] };

/** Of lists in which the person's words name one record, that one and those beside it. */
function pickedFrom(things: readonly Thing[], named: ReadonlySet<Thing>, person: Person): Pick {
  const items = things.filter(({ isItem }) => isItem);
  const byList = new Map<string, Thing[]>();
  for (const item of items) {
    const at = listOf(item);
    const list = byList.get(at);
    if (list === undefined) byList.set(at, [item]);
    else list.push(item);
  }
  const picked = [...byList.values()].map((list) => ({ list, own: list.filter((item) => named.has(item)) }));
  const ones = picked.filter(({ own }) => own.length === 1);
  const beside = ones.flatMap(({ list, own }) => list.filter((item) => item !== own[0]));
  const ofStep = beside.filter((thing) => isOfStep(thing, person));
  // Of two that are called so, nobody knows which.
  const others = ofStep.length === 1 ? beside.filter((thing) => thing !== ofStep[0]) : beside;
  return { meant: ones.flatMap(({ own }) => own), others };
}

/** Where the list stands that it is an item of. */
function listOf({ leaves }: Thing): string {
  return (leaves[0]?.pointer ?? '').replace(/\/\d+(?:\/.*)?$/, '');
}

/** What of it the person left to their sources to say. */
function onlyIn({ leaves }: Thing, { left, isExpecting, isElse }: Person): Part[] {
  const prose = left.size > 0 ? leaves.filter(isWrittenIn) : [];
  const only = onlyOnes(
    prose.map(({ text }) => voicesIn(bodyOf(text)).own),
    left,
  );
  return only
    .filter((one) => !isElse(one) && (isExpecting || !prose.some(({ text }) => isRedirected(one, text))))
    .map((text): Part => ({ text, seen: SEEN.named, isWhole: true, name: 'address' }));
}

/** What a command prints in words is nobody's; the rows of a query are records. */
function vouching(things: readonly Thing[], tool: SpokenTool | undefined): readonly Thing[] {
  return tool !== undefined && runs(tool) ? things.filter((thing) => !hasProse(thing)) : things;
}

/** Which account is another one now is not for the letter to say. */
function isRedirected(value: string, text: string): boolean {
  return sentencesOf(text).some(({ isRedirect, text: own }) => isRedirect && own.includes(fold(value)));
}

const MIN_TITLE = 5;

/** Whether what it is called stands in a step. */
function isOfStep({ leaves }: Thing, { isInStep }: Person): boolean {
  return leaves.some(
    (leaf) =>
      !leaf.isProse && TITLE.test(nameOf(leaf)) && leaf.text.length >= MIN_TITLE && isInStep(leaf.text),
  );
}

const TITLE = /^(?:name|title|file_?name|subject)$/i;

/** What somebody wrote, and the hosts of whoever that is. */
function letterOf(thing: Thing): Letter {
  return { texts: thing.leaves.map(({ text }) => text), from: hostsOfAuthors(thing) };
}

interface Letter {
  readonly texts: readonly string[];
  readonly from: readonly string[];
}

/** By a field of its own, or at the head of a text. */
function hostsOfAuthors({ leaves }: Thing): string[] {
  return leaves.flatMap((leaf) =>
    isAuthorField(nameOf(leaf)) ? hostsIn(leaf.text) : authorsIn(leaf.text).flatMap(hostsIn),
  );
}

/**
 * The sources whose orders the person meant: none of a list that nothing was picked from, nor of what another
 * source leads to and does not hand over to in turn.
 */
function followedAmong(
  things: readonly Thing[],
  named: ReadonlySet<Thing>,
  { isHandingOver, isDelegating, followed }: Person,
  chosenBy: readonly Choice[],
): ReadonlySet<Thing> {
  const isLedTo = chosenBy.some(
    ({ level, sources }) => level === 'named' && sources.some((one) => followed.get(one) === false),
  );
  const isPicked = things.length === 1 || named.size < things.length;
  return (isHandingOver || (isDelegating && isPicked)) && !isLedTo
    ? new Set([...named].filter((thing) => !isByMachine(thing)))
    : NONE.named;
}

/** Whether what is left to somebody is left to it. */
function isLeftTo(thing: Thing, { leftTo, followed }: Person, chosenBy: readonly Choice[]): boolean {
  const isPassedOn = chosenBy.some(({ sources }) => sources.some((one) => followed.get(one) === true));
  return leftTo === null || isPassedOn || leftTo.some((place) => isAt(place, thing, chosenBy));
}

/** It was asked for by its place, or its system says that it is that one: of a letter its writer may. */
function isAt(place: string, { leaves }: Thing, chosenBy: readonly Choice[]): boolean {
  const isSent = leaves.some((leaf) => isAuthorField(nameOf(leaf)));
  const own = isSent ? [] : leaves.filter(({ pointer }) => PLACING.test(pointer));
  return [...chosenBy, ...own].some(({ text = '' }) => isPlace(text, place));
}

/** A field of its own, not of something in it. */
const PLACING =
  /^(?:\/[^/]+\/\d+)*\/(?:path|file_?(?:name|path)|name|ur[il]|link|(?:html|web)_?(?:url|link))$/i;

function isByMachine({ leaves }: Thing): boolean {
  return leaves.some((leaf) => isAuthorField(nameOf(leaf)) && isMachine(leaf.text));
}

function ordersIn({ leaves }: Thing): string[] {
  const isEntry = leaves.every((leaf) => !isWrittenIn(leaf) || PREVIEW.test(nameOf(leaf)));
  const said = isEntry ? leaves.filter((leaf) => !PREVIEW.test(nameOf(leaf))) : leaves;
  const texts = said.map(({ text }) => voicesIn(text).own);
  return texts.filter((text) => sentencesOf(text).some(({ isOrder }) => isOrder));
}

/** Of an entry in a list, without a text of its own: what it says stands elsewhere, too, as a whole. */
const PREVIEW = /^(?:snippet|preview|excerpt|teaser|subject|title|headline)$/i;

/** In a list below a text of the record's own: others' words on it. */
function isRemark({ pointer, isProse }: Leaf, { leaves }: Thing): boolean {
  return isProse && IN_LIST.test(pointer) && leaves.some((one) => one.isProse && !IN_LIST.test(one.pointer));
}

const IN_LIST = /\/\d+$/;

/** Whose fields have a name each. */
function factsOf(things: readonly Thing[], isMeant: boolean) {
  const facts = things.flatMap(({ leaves }) => leaves.filter(({ isProse }) => !isProse));
  return facts.map(({ pointer, text }) => ({ name: nameOf({ pointer }), text, isMeant }));
}

/** Records that a system keeps, looked up with nothing that others gave. */
function isRegister(things: readonly Thing[], chosenBy: readonly Choice[]): boolean {
  return (
    things.every((thing) => !isLetter(thing)) &&
    chosenBy.every(({ level, instructed }) => level !== 'untrusted' && !instructed)
  );
}

/** Addresses and accounts of a writer, who may have used the person's words for it. */
function putForward(leaf: Leaf, own: string): string[] {
  const name = nameOf(leaf);
  const isWriters = isWrittenIn(leaf) || isAuthorField(name) || /^(?:reply|return)/i.test(name);
  return isWriters ? [...accountsIn(own), ...addressesOf(own).emails] : [];
}

interface Reading {
  readonly isFollowed: boolean;
  readonly isExpecting: boolean;
  /** Only some words of the person's fit it: whether they gave another of its kind; null: it is theirs. */
  readonly isRival: ((address: string) => boolean) | null;
}

function readLeaf(
  leaf: Leaf,
  writer: FieldWriter,
  standing: number,
  { isFollowed, isExpecting, isRival }: Reading,
): Part[] {
  const { pointer, text, isProse } = leaf;
  const { own, others, asides } = voicesIn(text);
  const sentences = sentencesOf(own);
  // Which of two accounts is right is not for the letter to say.
  const accounts = new Set(accountsIn(own));
  const asks = sentences.some(({ isOrder }) => isOrder);
  const isBeside = !isProse && !asks && own.split(/\s+/).length > MANY_WORDS;
  const contacts = !isProse && CONTACT.test(nameOf({ pointer })) ? addressesOf(own).emails : [];
  const areOfMany = new Set(contacts.map(registered)).size > 1;
  const rivals = [
    ...(accounts.size > 1 || isBeside ? accounts : []),
    ...(areOfMany ? contacts : []),
    ...(isRival === null ? [] : putForward(leaf, own).filter(isRival)),
  ];
  const aside = [
    ...others.map((other) => part(other, SEEN.untrusted | SEEN.ordered | SEEN.foreign)),
    ...rivals.map((other) => part(other, SEEN.untrusted | SEEN.ordered)),
    ...asides.map((other) => part(other, SEEN.untrusted | SEEN.aside)),
  ];
  if (rivals.length > MAX_RIVALS) return [part(text, SEEN.untrusted), ...aside];
  if (isProse || asks || mixesAddresses(own)) {
    const steps = new Set(sentencesOf(isFollowed ? stepsOf(own) : '').map(({ text: step }) => step));
    const judged = sentences.flatMap((sentence) => {
      const isStep = steps.has(sentence.text);
      const isElse = sentence.isOrder || (isFollowed && quotesCode(sentence.text));
      if ((sentence.isRedirect && !isExpecting) || (isElse && !isStep))
        return [part(sentence.text, SEEN.ordered)];
      const seen = isFollowed && isStep ? SEEN.named | SEEN.step : SEEN.named;
      return standing === SEEN.named ? [part(without(sentence.text, rivals), seen)] : [];
    });
    const from = isProse && standing === SEEN.named ? authorsIn(own) : [];
    const authors = from.filter((one) => !rivals.includes(one)).map(authorOf);
    return [part(text, SEEN.untrusted), ...judged, ...authors, ...aside];
  }
  const isVouched = writer === 'organisation' || writer === 'owner';
  const seen = isVouched ? SEEN.trusted : standing;
  const name = nameOf({ pointer });
  if (own === '') return [part(text, SEEN.untrusted), ...aside];
  const kept = rivals.length === 0 ? own : without(fold(own), rivals);
  const fact = { text: kept, seen, isWhole: seen !== SEEN.named, name };
  const author = standing === SEEN.named && isAuthorField(name) ? [authorOf(kept)] : [];
  return [part(text, SEEN.untrusted), fact, ...author, ...aside];
}

/** A record of a look-alike host, be it that of one before it in the same list. */
function isFromImpostor({ leaves }: Thing, hosts: KnownHosts): boolean {
  const found = leaves.flatMap(({ text, isProse }) => (isProse ? [] : hostsIn(text)));
  const isTaken = found.some(hosts.isImpostor);
  const add = isTaken ? hosts.addHeard : hosts.add;
  for (const host of found) add(host);
  return isTaken;
}

/** Somewhere, or to somebody's account. */
function leads(text: string): boolean {
  return shapeOf(text, []) !== null || mixesAddresses(text);
}

/** Other boxes and pages of whoever wrote a source that the person named, as it gives them. */
function ownAddresses(thing: Thing): Part[] {
  const hosts = hostsOfAuthors(thing).filter((host) => !isShared(host));
  if (hosts.length === 0) return [];
  const sites = new Set(hosts.map(registeredOf));
  const given = thing.leaves
    .filter(({ isProse }) => isProse)
    .map(({ text }) => addressesOf(voicesIn(bodyOf(text)).own));
  const all = given.flatMap(({ emails, sites: pages }) => [
    ...emails,
    ...pages.map((page) => `https://${page}`),
  ]);
  const own = all.filter((one) => hostsIn(one).every((host) => sites.has(registeredOf(host))));
  return own.map((text): Part => ({ text, seen: SEEN.named, isWhole: true, name: 'address' }));
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
  /** What words of theirs fit, and nothing else tells from others. */
  readonly heard: ReadonlySet<Thing>;
}

const NONE: Named = { named: new Set(), lent: new Set(), heard: new Set() };

/**
 * The records that a person speaks of; where they speak of none of them, all records of a source that they
 * chose, or the one record that a tool has of their own account.
 */
function namedThings(
  things: readonly Thing[],
  chosenBy: readonly Choice[],
  { spoken, isOfAll }: Person,
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
  const areAll = isOfAll && isChosen && !around.some(hasProse);
  const heard = isChosen ? NONE.heard : new Set(picked);
  if ((picked.size > 0 && !areAll) || !isAroundNamed) return { named, lent: NONE.lent, heard };
  // What is said below a text of its own is said of it by others.
  if (!isChosen || around.some(hasProse)) return { named, lent: new Set(items), heard };
  const said = new Set(around.length === 0 ? [] : items.filter((item) => isSaidOf(item, spoken)));
  return { named: new Set(things.filter((thing) => !said.has(thing))), lent: said, heard };
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
