// Which arguments of a call are looked up: those with a role, the object that it acts on, and every address,
// whatever the profile takes it for.

import type { ArgumentGrounding } from '../../kernel/flow/grounding.ts';
import type { Json } from '../../kernel/json.ts';
import type { ArgumentRole } from '../../kernel/role.ts';
import type { ToolProfile } from '../../kernel/state.ts';
import {
  argumentsOf,
  asJourney,
  asResource,
  isAddressee,
  isLowest,
  isMeasure,
  isObject,
  isReference,
  objectOf,
  roleOf,
  shapedRoleOf,
  URL_ALONE,
  wordsOf,
  type Argument,
} from './argument.ts';
import { entriesOf, saidBy } from './answers.ts';
import { addressesOf } from './atom.ts';
import type { GroundingIndex } from './grounding-index.ts';
import { hostsOf, isSite } from './impostor.ts';
import { isVouched } from './lookup.ts';
import { nameOf } from './records.ts';
import type { Choice } from './result-reading.ts';
import { accountsIn, commandsIn, isDark } from './shape.ts';
import { entrusts, fetches, isGrave, type SpokenTool } from './speaks-of.ts';

/** What stands there; '': it is the call as a whole. */
type TextOf = (found: ArgumentGrounding) => string;

/** Of the arguments of one call, in their order; no value is in the answer. */
export function groundArguments(
  index: GroundingIndex,
  tool: SpokenTool & { readonly profile: ToolProfile },
  input: Json,
): ArgumentGrounding[] {
  const { read, isCut } = argumentsOf(tool.profile, input);
  const texts = new Map(read.map(({ pointer, text }) => [pointer, text]));
  const textOf: TextOf = ({ pointer }) => texts.get(pointer) ?? '';
  const found = withoutStrays(index, textOf, withLabels(tool, textOf, groundEach(index, tool, read, input)));
  const isTold = found.some((one) => isSaid(one) && isTelling(tool, one, textOf(one)));
  const isUnasked = isGrave(tool) && (index.isRuledOut(tool) || (!isTold && index.isUnasked(tool)));
  const isTooFar = index.isTooFar(
    tool,
    read.map(({ text }) => text),
  );
  const whole = isUnasked || isTooFar || isCut ? [UNASKED, ...found] : found;
  return isCut ? [...whole, ...UNREAD] : whole;
}

/**
 * Beside an account that is vouched for, a name that nobody brought up is what the agent calls its owner, or
 * where the money comes from.
 */
function withLabels(
  { effects }: SpokenTool,
  textOf: TextOf,
  found: ArgumentGrounding[],
): ArgumentGrounding[] {
  const isPaid = (one: ArgumentGrounding): boolean =>
    isVouched(one) && accountsIn(textOf(one)).length > 0 && !isFrom(one) && !lastWords(one).includes('note');
  const paid = found.filter(isPaid);
  const isPaidWhereSaid =
    effects.includes('spend') && found.some((one) => one.role === 'identity' && isSaid(one) && !isFrom(one));
  return found.map((one) => {
    const isLabel = paid.some(isSaid) || (paid.length > 0 && lastWords(one).some((word) => LABELS.has(word)));
    // `from: "my account"`
    const isOwn = isPaidWhereSaid && isFrom(one);
    const isUnseen = one.role === 'identity' && one.level === 'unseen' && !/\d|@/.test(textOf(one));
    return isUnseen && (isLabel || isOwn) ? { ...one, role: 'content' } : one;
  });
}

/** Where money comes from: the account of a payment stands elsewhere. */
function isFrom(one: ArgumentGrounding): boolean {
  return lastWords(one).some((word) => word === 'from' || word === 'source');
}

const LABELS = new Set(['payee', 'beneficiary', 'holder', 'name']);

/** A code goes back to whoever issued it, or where the person said. */
function withoutStrays(
  index: GroundingIndex,
  textOf: TextOf,
  found: ArgumentGrounding[],
): ArgumentGrounding[] {
  const goingTo = found
    .filter((one) => one.role === 'destination' && !isSaid(one))
    .flatMap((one) => hostsOf(textOf(one)));
  if (goingTo.length === 0) return found;
  return found.map((one) => (index.strays(textOf(one), goingTo) ? untrusted(one) : one));
}

function untrusted(found: ArgumentGrounding): ArgumentGrounding {
  return { ...found, level: 'untrusted' };
}

function isSaid({ level }: ArgumentGrounding): boolean {
  return level === 'person' || level === 'approved';
}

/** They say what a call is about. */
const TELLING: ReadonlySet<ArgumentRole> = new Set<ArgumentRole>([
  'destination',
  'identity',
  'credential',
  'selector',
  'path',
]);
/** `owner/name`, `A-12`: so does it, whatever the profile takes it for. */
const NAME = /^(?=.*\p{L})(?=.*[\d/])[^\s:]+$/u;
/** `tl-invoices`: so it does as what the tool is for. */
const JOINED = /^(?=.*\p{L})(?=.*[_-])[^\s:]+$/u;
const CALLED = new Set(['id', 'name', 'slug', 'key']);

function isTelling({ name }: SpokenTool, one: ArgumentGrounding, text: string): boolean {
  if (TELLING.has(one.role) || NAME.test(text)) return true;
  const own = wordsOf(name);
  return JOINED.test(text) && lastWords(one).some((word) => CALLED.has(word) || own.includes(word));
}

function lastWords(one: ArgumentGrounding): string[] {
  return wordsOf(nameOf(one));
}

/** The call as a whole: nothing ties it to what was asked. */
const UNASKED: ArgumentGrounding = {
  pointer: '',
  role: 'selector',
  level: 'untrusted',
  match: 'none',
  sources: [],
  instructed: false,
};

/** What stands in what was not read, it may go anywhere and to anybody. */
const UNREAD: readonly ArgumentGrounding[] = (['destination', 'identity', 'amount', 'code'] as const).map(
  (role) => ({ ...UNASKED, role }),
);

function groundEach(
  index: GroundingIndex,
  tool: SpokenTool & { readonly profile: ToolProfile },
  read: readonly Argument[],
  input: Json,
): ArgumentGrounding[] {
  const all = read.some(({ words }) => words.includes('origin'))
    ? read.map(asJourney)
    : tool.name === '@resources/read'
      ? read.map(asResource)
      : read;
  const spoken = wordsOf(tool.name);
  const isChange = tool.effects.some((effect) => effect !== 'read');
  const entries = entriesOf(all);
  const call = {
    tool,
    spoken,
    object: objectOf(spoken, all),
    isChange,
    said: saidBy(tool, all, entries, input),
    entries,
    replaced: replacedIn(all),
  };
  return all.flatMap((one) => groundOne(index, call, one) ?? []);
}

interface Call {
  readonly tool: SpokenTool;
  /** The words of its name. */
  readonly spoken: readonly string[];
  readonly object: Argument | null;
  readonly isChange: boolean;
  /** What it says, where it does no more than that; else null. */
  readonly said: readonly string[] | null;
  /** Pointers of what a form is filled in with. */
  readonly entries: ReadonlySet<string>;
  /** Pointers of what is replaced by something that is hardly shorter. */
  readonly replaced: ReadonlySet<string>;
}

const OLD = /^old/i;

/** `/edits/0/oldText` beside `/edits/0/newText`. */
function replacedIn(all: readonly Argument[]): ReadonlySet<string> {
  const lengths = new Map(all.map(({ pointer, text }) => [pointer, text.trim().length]));
  const isReplaced = ({ pointer, name, text }: Argument): boolean => {
    const other = pointer.slice(0, -name.length) + name.replace(OLD, name.startsWith('O') ? 'New' : 'new');
    const length = lengths.get(other) ?? 0;
    return OLD.test(name) && length > 0 && length * 2 >= text.trim().length;
  };
  return new Set(all.filter(isReplaced).map(({ pointer }) => pointer));
}

/** Null: nothing hangs on where it comes from. */
function groundOne(index: GroundingIndex, call: Call, one: Argument): ArgumentGrounding | null {
  const { tool, object, isChange } = call;
  const { pointer, value, text } = one;
  const usual = isChange || isAddressee(one) ? shapedRoleOf(one) : roleOf(one);
  // Who fetches takes a page without its scheme, too, whatever it calls it.
  const role = fetches(tool) && ASKS.has(usual) && PAGE.test(text) ? 'destination' : usual;
  const other = groundOther(index, call, one, role);
  if (other !== null) return other;
  // What is there already, and is replaced by as much, says nothing.
  if (role === 'content' && call.replaced.has(pointer)) return null;
  // So few are no text's own.
  if (role === 'content' && isFew(value) && !isReference(one)) return null;
  if (role === 'content') return groundContent(index, one, tool);
  if (
    (role === 'selector' && !isReference(one) && !isActedOn(call, one)) ||
    (role === 'identity' && isLowest(one))
  )
    return null;
  const found = index.ground(pointer, role, value);
  // Where somebody is reached, as a record says, is told to whom the form goes; it goes nowhere itself.
  if (role === 'destination' && call.entries.has(pointer) && isKept(index, found, text)) return null;
  if (role === 'selector' && found.level === 'unseen' && isNewName(call, one)) return null;
  const isBeside = object !== null && object.pointer !== pointer;
  // Nobody brought it up, and the person another one, or that nothing of the kind be done.
  if (role === 'selector' && found.level === 'unseen' && !isBeside && isNotMeant(index, call, text))
    return untrusted(found);
  if (role === 'selector' && (isBeside || one.role === 'code')) {
    // It may be made up: a thing that is not there, what opens a door.
    if (found.level === 'unseen') return null;
    if (isBeside) return found;
  }
  // What is deleted is there, and somebody has to say that it is meant.
  if (role === 'path' && found.level === 'unseen' && isRemoval(tool)) return untrusted(found);
  if (role === 'code' && found.level === 'named' && isDark(text)) return untrusted(found);
  // The agent writes code itself, and does not make up where it leads.
  if (role === 'code' && found.level === 'unseen' && addressesOf(text).sites.length > 0)
    return { ...found, match: 'embedded' };
  if (found.level !== 'named') return found;
  const isMore = role === 'amount' && index.isMoreThanSaid(text);
  return isMore || isTaken(index, call, found, text) || index.isSpeltLike(text) ? untrusted(found) : found;
}

function isNotMeant(index: GroundingIndex, { tool, isChange }: Call, text: string): boolean {
  return isChange && (index.isSibling(text) || index.isRuledOut(tool));
}

/** `repo` of `repo_delete`: whatever it is called by, it is no way to search. */
function isActedOn({ tool, spoken }: Call, { words }: Argument): boolean {
  return isGrave(tool) && words.some((word) => spoken.includes(word));
}

const ASKS: ReadonlySet<ArgumentRole> = new Set<ArgumentRole>(['content', 'selector']);
/** A host with more behind it. */
const PAGE = /^\s*(?:[\p{L}\p{N}-]{1,63}\.){1,10}\p{L}{2,20}(?::\d{1,5})?[/?]\S*\s*$/u;

function isKept(index: GroundingIndex, { level, instructed }: ArgumentGrounding, text: string): boolean {
  return level === 'untrusted' && !instructed && index.isFact(text);
}

function isFew(value: string | number): boolean {
  return Number.isInteger(value) && Number(value) > 0 && Number(value) < 10;
}

/** What makes a thing may give it a name of its own. */
function isNewName({ tool, spoken }: Call, { words }: Argument): boolean {
  const isMaking = /^(?:create|new)$/.test(spoken[0] ?? '') || spoken.at(-1) === 'create';
  const isSure = !spoken.includes('or') && !spoken.includes('update');
  return isMaking && isSure && tool.effects.includes('write') && /^(?:name|title)$/.test(words.join(' '));
}

/** Where it names another thing than the one that is meant; null: it does not, as far as is known. */
function groundOther(
  index: GroundingIndex,
  { spoken, object, isChange, entries }: Call,
  one: Argument,
  role: ArgumentRole,
): ArgumentGrounding | null {
  const { name, pointer, value, text } = one;
  if (isChange && isObject(one, role, object) && index.isPassedOver(name, text)) {
    const found = index.ground(pointer, role === 'content' ? 'selector' : role, value);
    if (found.level === 'named' || found.level === 'untrusted') return untrusted(found);
  }
  if ((role !== 'content' && role !== 'selector') || entries.has(pointer)) return null;
  const isOther =
    (isChange && index.isSibling(text)) || (!isMeasure(one, spoken) && index.isForeign(name, text));
  const found = isOther ? index.ground(pointer, 'selector', value) : null;
  return found?.level === 'named' ? untrusted(found) : null;
}

/** By its number, or a name that only those around it know; some names are numbers, too. */
const NAMELESS = new RegExp(
  '^(?:[\\d.]+|\\[.*\\]|[^.]*|.*\\.(?:local|localhost|localdomain|internal|intranet|private|lan|home|corp|' +
    'svc|arpa|(?:nip|sslip|xip)\\.io))\\.?$',
);

/** Whether an address leads to a machine without a name of its own, or nobody can say to which. */
function isNameless(text: string): boolean {
  try {
    return NAMELESS.test(new URL(/^[a-z][a-z\d+.-]*:/i.test(text) ? text : `https:${text}`).hostname);
  } catch {
    return true;
  }
}

/** Whether only a source says that something is to go there. */
function isTaken(
  index: GroundingIndex,
  { tool, isChange, said }: Call,
  { role }: ArgumentGrounding,
  text: string,
): boolean {
  const isPlace = role === 'destination';
  const isPage = isPlace ? isSite(text) : URL_ALONE.test(text);
  // A page that a source speaks of may be read; what is put there goes where only that source says.
  const isRead = tool.effects.includes('read') && !isNameless(text);
  const isPutThere = isPage && isPlace && !isRead && !index.isOfPerson(text);
  // Whom a source has something go to, or code come from, is somebody it has to do with.
  const isTheirs = (role === 'code' || (isChange && !isPage)) && index.isStrange(text);
  return (isPutThere || isTheirs) && !(isPlace && said !== null && index.isAnswered(text, said));
}

/** It makes nothing: no path of its own is new. */
function isRemoval({ effects }: SpokenTool): boolean {
  return effects.includes('delete') && effects.every((effect) => effect === 'delete' || effect === 'read');
}

/** Free text is the agent's own; what it leads to, and what it was told to say, is not. */
function groundContent(
  index: GroundingIndex,
  { pointer, text }: Argument,
  tool: SpokenTool,
): ArgumentGrounding {
  const { sites, emails } = addressesOf(text);
  // Whoever is told what to do goes where the words say.
  const strange = entrusts(tool) ? emails.filter(index.isStrange) : [];
  if (strange.length > 0) return untrusted(index.ground(pointer, 'destination', strange[0]!));
  const links = [...sites.map((site) => `https://${site}`), ...accountsIn(text)];
  const whole = index.ground(pointer, 'content', text);
  if (index.isDictated(text) || index.isSpeltLike(text)) return { ...untrusted(whole), instructed: true };
  // What people are told to type in is theirs to run: the agent may have made it up, a stranger may not.
  const commands = tool.effects.includes('send') ? commandsIn(text) : [];
  const told = commands.map((command) => index.ground(pointer, 'content', command));
  const strangers = told.find(({ level }) => level === 'untrusted');
  if (strangers !== undefined) return { ...strangers, match: 'embedded' };
  if (links.length === 0)
    return whole.level === 'untrusted' && !whole.instructed ? { ...whole, level: 'named' } : whole;
  const found = links.map((link) => {
    const one = index.ground(pointer, 'content', link);
    // Who has a text followed does not send others where only its steps lead.
    const isPassedOn = one.level === 'named' && tool.effects.includes('send') && index.isOfStep(link);
    const isTheirs = isPassedOn && index.isStrange(link);
    return isTheirs ? untrusted(one) : one;
  });
  const worst = ['untrusted', 'unseen'].flatMap((level) => found.find((one) => one.level === level) ?? []);
  return { ...(worst[0] ?? found[0]!), match: 'embedded' };
}

/** How all that chose a result was grounded: small numbers and switches choose nothing. */
export function groundChoice(index: GroundingIndex, profile: ToolProfile, input: Json): Choice[] {
  const telling = argumentsOf(profile, input).read.filter(({ text }) => text.length >= 3);
  return telling.map((one) => {
    const found = { ...index.ground(one.pointer, roleOf(one), one.value), text: one.text };
    // The agent's own words for what the person speaks of.
    return found.level === 'unseen' && index.speaksOf(one.text) ? { ...found, level: 'named' } : found;
  });
}

/** What a call puts into the world, with how it was grounded. */
export function writtenBy(index: GroundingIndex, profile: ToolProfile, input: Json) {
  return argumentsOf(profile, input).read.map((one) => {
    const { pointer, text } = one;
    const role = roleOf(one);
    const { level } = index.ground(pointer, role === 'path' ? role : 'content', text);
    return { text, level, isPlace: PLACING.has(role) };
  });
}

const PLACING: ReadonlySet<ArgumentRole> = new Set(['path', 'selector', 'identity', 'destination']);

/** Whether one of its arguments chooses what the agent wrote into. */
export function readsOwn(index: GroundingIndex, profile: ToolProfile, input: Json): boolean {
  return argumentsOf(profile, input).read.some(({ text }) => index.isOwnPlace(text));
}
