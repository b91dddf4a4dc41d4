// Which arguments of a call are looked up: those with a role, the object that it acts on, and every address,
// whatever the profile takes it for.

import type { ArgumentGrounding } from '../../kernel/flow/grounding.ts';
import type { Json } from '../../kernel/json.ts';
import type { ArgumentRole } from '../../kernel/role.ts';
import type { ToolProfile } from '../../kernel/state.ts';
import { addressesOf } from './atom.ts';
import { fold } from './fold.ts';
import type { GroundingIndex } from './grounding-index.ts';
import { accountsIn, shapeOf } from './shape.ts';
import { hostsOf, isSite } from './impostor.ts';
import { entrusts, isGrave, type SpokenTool } from './speaks-of.ts';

export interface Argument {
  readonly pointer: string;
  /** The innermost name, and its words. */
  readonly name: string;
  readonly words: readonly string[];
  readonly role: ArgumentRole | null;
  readonly value: string | number;
}

/** More of one call are not told apart. */
export const MAX_ARGUMENTS = 512;
/** Deeper ones are not read. */
export const MAX_DEPTH = 8;

/** Of the arguments of one call, in their order; no value is in the answer. */
export function groundArguments(
  index: GroundingIndex,
  tool: SpokenTool & { readonly profile: ToolProfile },
  input: Json,
): ArgumentGrounding[] {
  const read = argumentsOf(tool.profile, input).slice(0, MAX_ARGUMENTS);
  const found = withoutStrays(index, read, withLabels(read, groundEach(index, tool, read)));
  const names = new Set(read.filter(({ value }) => NAME.test(String(value))).map(({ pointer }) => pointer));
  const isSaid = found.some(
    ({ role, level, pointer }) => (TELLING.has(role) || names.has(pointer)) && SAID.has(level),
  );
  const isUnasked = isGrave(tool) && !isSaid && index.isUnasked(tool);
  const isTooFar = index.isTooFar(
    tool,
    read.map(({ value }) => String(value)),
  );
  return isUnasked || isTooFar ? [UNASKED, ...found] : found;
}

/** Beside an account that a person gave, a name that nobody brought up is what the agent calls its owner. */
function withLabels(read: readonly Argument[], found: ArgumentGrounding[]): ArgumentGrounding[] {
  const texts = new Map(read.map(({ pointer, value }) => [pointer, String(value)]));
  const isGiven = found.some(
    ({ pointer, level }) => SAID.has(level) && accountsIn(texts.get(pointer) ?? '').length > 0,
  );
  if (!isGiven) return found;
  return found.map((one) =>
    one.role === 'identity' && one.level === 'unseen' && !/\d|@/.test(texts.get(one.pointer) ?? '')
      ? { ...one, role: 'content' }
      : one,
  );
}

const SAID: ReadonlySet<ArgumentGrounding['level']> = new Set<ArgumentGrounding['level']>([
  'person',
  'approved',
]);

/** A code goes back to whoever issued it, or where the person said. */
function withoutStrays(
  index: GroundingIndex,
  read: readonly Argument[],
  found: ArgumentGrounding[],
): ArgumentGrounding[] {
  const texts = new Map(read.map(({ pointer, value }) => [pointer, String(value)]));
  const goingTo = found
    .filter(({ role, level }) => role === 'destination' && !SAID.has(level))
    .flatMap(({ pointer }) => hostsOf(texts.get(pointer) ?? ''));
  if (goingTo.length === 0) return found;
  return found.map((one) =>
    index.strays(texts.get(one.pointer) ?? '', goingTo) ? { ...one, level: 'untrusted' } : one,
  );
}

/** What a person says of a call that they ask for, if they do not name what it does. */
const TELLING: ReadonlySet<ArgumentRole> = new Set<ArgumentRole>([
  'destination',
  'identity',
  'credential',
  'selector',
  'path',
]);
/** `owner/name`, `A-12`: whatever the profile takes it for. */
const NAME = /^(?=.*\p{L})(?=.*[\d/])[^\s:]+$/u;
/** The call as a whole: nothing ties it to what was asked. */
const UNASKED: ArgumentGrounding = {
  pointer: '',
  role: 'selector',
  level: 'untrusted',
  match: 'none',
  sources: [],
  instructed: false,
};

function groundEach(
  index: GroundingIndex,
  tool: SpokenTool & { readonly profile: ToolProfile },
  read: readonly Argument[],
): ArgumentGrounding[] {
  const all = read.some(({ words }) => words.includes('origin'))
    ? read.map(asJourney)
    : tool.name === '@resources/read'
      ? read.map(asResource)
      : read;
  const spoken = wordsOf(tool.name);
  const object = objectOf(spoken, all);
  const isReading = tool.effects.includes('read');
  const isChange = tool.effects.some((effect) => effect !== 'read');
  return all.flatMap((one) => {
    const { pointer, value } = one;
    const role = (isChange || isAddressee(one) ? shapedRole(one) : null) ?? roleOf(one);
    const isAbout = isObject(one, role, object);
    if (isChange && isAbout && index.isPassedOver(one.name, String(value))) {
      const found = index.ground(pointer, role === 'content' ? 'selector' : role, value);
      if (found.level === 'named' || found.level === 'untrusted')
        return [{ ...found, level: 'untrusted' as const }];
    }
    const isOther = isChange && index.isSibling(String(value));
    if (
      (role === 'content' || role === 'selector') &&
      (isOther || (!isMeasure(one, spoken) && index.isForeign(one.name, String(value))))
    ) {
      const found = index.ground(pointer, 'selector', value);
      if (found.level === 'named') return [{ ...found, level: 'untrusted' as const }];
    }
    if (role === 'content') return [groundContent(index, one, entrusts(tool))];
    if (role === 'selector' && isReference(one) && object !== null && object.pointer !== pointer) {
      const found = index.ground(pointer, role, value);
      return found.level === 'unseen' ? [] : [found];
    }
    if (role === 'selector' && !isReference(one)) return [];
    // What opens a door is made up by whoever sets it.
    if (one.role === 'code' && role === 'selector' && index.ground(pointer, role, value).level === 'unseen')
      return [];
    const found = index.ground(pointer, role, value);
    // What is deleted is there, and somebody has to say that it is meant.
    if (role === 'path' && found.level === 'unseen' && isRemoval(tool))
      return [{ ...found, level: 'untrusted' as const }];
    // The agent writes code itself, and does not make up where it leads.
    if (role === 'code' && found.level === 'unseen' && addressesOf(String(value)).sites.length > 0)
      return [{ ...found, match: 'embedded' as const }];
    // A page that a source speaks of may be read; what is put there goes where only that source says.
    const isPage = role === 'destination' ? isSite(String(value)) : URL_ALONE.test(String(value));
    const isPutOut = isPage && role === 'destination' && !isReading && !index.isOfPerson(String(value));
    // Whom a source has something go to, or code come from, is somebody it has to do with.
    const isNear = role === 'code' || (isChange && !isPage);
    const isTaken = found.level === 'named' && (isPutOut || (isNear && index.isStrange(String(value))));
    return [isTaken ? { ...found, level: 'untrusted' as const } : found];
  });
}

/** It makes nothing: no path of its own is new. */
function isRemoval({ effects }: SpokenTool): boolean {
  return effects.includes('delete') && effects.every((effect) => effect === 'delete' || effect === 'read');
}

/** Where the call has no id of one, whatever is called like a thing. */
function isObject({ name }: Argument, role: ArgumentRole, object: Argument | null): boolean {
  if (role === 'path') return true;
  return ['content', 'selector', 'identity'].includes(role) && (object === null || object.name === name);
}

const URL_ALONE = /^\s*(?:[a-z][a-z0-9+.-]*:\/\/|www\.)\S+\s*$/i;

/** Also of what only reads: what it finds goes there. */
function isAddressee({ words }: Argument): boolean {
  return ADDRESSEES.has(words.at(-1) ?? '');
}

const ADDRESSEES = new Set(['to', 'cc', 'bcc', 'recipient', 'recipients']);

function shapedRole({ role, value, words }: Argument): ArgumentRole | null {
  return role === null && typeof value === 'string' ? shapeOf(value, words) : null;
}

/** A profile knows no address that only selects what is read; it leads somewhere all the same. */
export function roleOf({ role, value, words }: Argument): ArgumentRole {
  if (role === 'destination' && words.some((word) => PLACES.has(word))) return 'path';
  // A coupon, an airport: what runs has more to it.
  if (role === 'code' && words.includes('code') && /^[\p{L}\d-]{1,32}$/u.test(String(value)))
    return 'selector';
  if (typeof value === 'string' && (role === null || role === 'selector' || role === 'path')) {
    if (URL_ALONE.test(value)) return 'destination';
  }
  return role ?? 'content';
}

/** Free text is the agent's own; what it leads to, and what it was told to say, is not. */
function groundContent(
  index: GroundingIndex,
  { pointer, value }: Argument,
  isEntrusted: boolean,
): ArgumentGrounding {
  const text = String(value);
  const { sites, emails } = addressesOf(text);
  // Whoever is told what to do goes where the words say.
  const strange = isEntrusted ? emails.filter(index.isStrange) : [];
  if (strange.length > 0) return { ...index.ground(pointer, 'destination', strange[0]!), level: 'untrusted' };
  const links = [...sites.map((site) => `https://${site}`), ...accountsIn(text)];
  const whole = index.ground(pointer, 'content', text);
  if (index.isDictated(text)) return { ...whole, level: 'untrusted', instructed: true };
  if (links.length === 0)
    return whole.level === 'untrusted' && !whole.instructed ? { ...whole, level: 'named' } : whole;
  const found = links.map((link) => index.ground(pointer, 'content', link));
  const worst = ['untrusted', 'unseen'].flatMap((level) => found.find((one) => one.level === level) ?? []);
  return { ...(worst[0] ?? found[0]!), match: 'embedded' };
}

/** The object that the call is about: the id that the tool's own name speaks of, else the first. */
function objectOf(spoken: readonly string[], all: readonly Argument[]): Argument | null {
  const ids = all.filter((one) => ['selector', 'identity'].includes(roleOf(one)) && isReference(one));
  const isAbout = (word: string): boolean => spoken.includes(word) && !ID_WORDS.has(word);
  return ids.find(({ words }) => words.some(isAbout)) ?? ids[0] ?? null;
}

/** Degrees, a share: what a thing is set to, unless the tool's own name or its own calls it an object. */
function isMeasure({ words, value }: Argument, spoken: readonly string[]): boolean {
  return (
    /^\d{1,4}$/.test(String(value)) && !words.some((word) => ID_WORDS.has(word) || spoken.includes(word))
  );
}

const PLACES = new Set(['path', 'folder', 'directory', 'dir', 'file']);
const ID_WORDS = new Set(['id', 'ids', 'uuid', 'ref', 'reference', 'number', 'no']);

/** Beside an origin, a destination is a place to travel to. */
function asJourney(one: Argument): Argument {
  const isPlace = one.role === 'destination' && one.words.join() === 'destination';
  return isPlace ? { ...one, role: 'content' } : one;
}

/** Schemes that lead to other systems, whoever serves them. */
const LEADS_OUT = /^\s*(?:https?|wss?|s?ftps?|ssh|git|svn|s3|gs|az|smb|nfs|ldaps?|mailto)\b/i;

/** The names of a connector's own resources are its own, but for addresses that it would have to fetch. */
function asResource(one: Argument): Argument {
  const isOwn = typeof one.value === 'string' && !LEADS_OUT.test(one.value);
  return isOwn && one.role === 'destination' ? { ...one, role: 'content' } : one;
}

/** It stands for one thing that exists, not for a way to search. */
function isReference({ words, value }: Argument): boolean {
  if (words.some((word) => ID_WORDS.has(word))) return true;
  return typeof value === 'string' && /^\S*\d\S*$/.test(value) && /^[\w#:/.-]{4,}$/.test(value);
}

export function argumentsOf(profile: ToolProfile, input: Json): Argument[] {
  const roles = new Map(Object.entries(profile.roles));
  const visit = (value: Json, pointer: string, asked: string, name: string, depth: number): Argument[] => {
    if (value === null || typeof value === 'boolean' || depth > MAX_DEPTH) return [];
    if (typeof value !== 'object')
      return [{ pointer, name, words: wordsOf(name), role: roles.get(asked) ?? null, value }];
    const isList = Array.isArray(value);
    return Object.entries(value as { [key: string]: Json }).flatMap(([key, one]) => {
      const step = key.replaceAll('~', '~0').replaceAll('/', '~1');
      // A list stands for its items, with or without a `*` in the profile's pointer.
      const starred = `${asked}/*`;
      const next = !isList
        ? `${asked}/${step}`
        : roles.has(asked) || !hasBelow(roles, starred)
          ? asked
          : starred;
      return visit(one, `${pointer}/${step}`, next, isList ? name : key, depth + 1);
    });
  };
  return visit(input, '', '', '', 0);
}

function hasBelow(roles: ReadonlyMap<string, ArgumentRole>, pointer: string): boolean {
  return [...roles.keys()].some((one) => one === pointer || one.startsWith(`${pointer}/`));
}

function wordsOf(name: string): string[] {
  return fold(name.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')).split(/[^\p{L}\p{N}]+/u);
}

/** How all that chose a result was grounded: small numbers and switches choose nothing. */
export function groundChoice(index: GroundingIndex, profile: ToolProfile, input: Json): ArgumentGrounding[] {
  const telling = argumentsOf(profile, input).filter(({ value }) => String(value).length >= 3);
  return telling.slice(0, MAX_ARGUMENTS).map((one) => {
    const found = index.ground(one.pointer, roleOf(one), one.value);
    // The agent's own words for what the person speaks of.
    return found.level === 'unseen' && index.speaksOf(String(one.value))
      ? { ...found, level: 'named' }
      : found;
  });
}

/** What a call puts into the world, with how it was grounded. */
export function writtenBy(index: GroundingIndex, profile: ToolProfile, input: Json) {
  return argumentsOf(profile, input).map((one) => {
    const text = String(one.value);
    const { level } = index.ground(one.pointer, 'content', text);
    return { text, level, isPlace: PLACING.has(roleOf(one)) };
  });
}

const PLACING: ReadonlySet<ArgumentRole> = new Set(['path', 'selector', 'identity', 'destination']);

/** Whether one of its arguments chooses what the agent wrote into. */
export function readsOwn(index: GroundingIndex, profile: ToolProfile, input: Json): boolean {
  return argumentsOf(profile, input).some(({ value }) => index.isOwnPlace(String(value)));
}
