// What a call writes down is read again by tasks that know nothing of this one: that nobody vouches for it is
// told now or never, value by value. Words of the agent's own are its work; what leads somewhere, stands for
// one thing, or was brought up by others alone is somebody's.

import type { Json } from '../../kernel/json.ts';
import type { ArgumentRole } from '../../kernel/role.ts';
import { argumentsOf, roleOf, type Argument } from './argument.ts';
import { wordsIn } from './atom.ts';
import { fold } from './fold.ts';
import type { GroundingIndex } from './grounding-index.ts';
import { isVouched } from './lookup.ts';
import { isTelling } from './naming.ts';
import type { SpokenTool } from './speaks-of.ts';
import type { ToolProfile } from '../../kernel/state.ts';
import { addressesIn, asInside, isOneThing, MAX_TEXT, valuesOf } from './written-elsewhere.ts';

/** What a writing is known by later where nothing says what it is called. */
export interface Unvouched {
  readonly values: readonly string[];
  /** It says nothing itself. */
  readonly isCopy: boolean;
}

/** Whose values are judged one by one, as whoever acts or receives is. */
const CARRYING: ReadonlySet<ArgumentRole> = new Set<ArgumentRole>(['destination', 'identity', 'credential']);
/** Beside whoever acts or receives; more are not remembered, as each alone marks what is read. */
const MAX_VALUES = 256;
const MAX_LOOKED_AT = 1_024;
/** Of one text. */
const MAX_LINES = 64;

/** What nobody vouches for of what a call writes; null: it writes no such thing. */
export function unvouchedIn(
  index: GroundingIndex,
  tool: SpokenTool & { readonly profile: ToolProfile },
  input: Json,
): Unvouched | null {
  const isSent = tool.effects.includes('send');
  if (!isSent && !tool.effects.includes('write')) return null;
  const { read, isCut } = argumentsOf(tool.profile, input);
  const said = read.filter((one) => !isPlace(one, isSent));
  if (said.length === 0 && !isCut) return { values: [], isCopy: true };
  const doubtful = said.filter((one) => !vouches(index, one));
  if (doubtful.length === 0 && !isCut) return null;
  // What stands at a path is known by that, and nobody reads here what is sent.
  const isKnownElse = !tool.effects.includes('write') || read.some((one) => roleOf(one) === 'path');
  return { values: isKnownElse ? [] : valuesAmong(index, doubtful), isCopy: false };
}

function valuesAmong(index: GroundingIndex, doubtful: readonly Argument[]): readonly string[] {
  const all = doubtful.map((one) => ({ ...valuesOf(one.text), role: roleOf(one) }));
  // Nobody vouches for these: that was judged.
  const found = new Set(all.flatMap(({ role, whole }) => (CARRYING.has(role) ? whole : [])));
  // Code makes what it has inside into values of their own; its words are its files' and commands'.
  const whole = all.flatMap((one) => [...one.whole, ...(one.role === 'code' ? one.leading : [])]);
  const inside = all.flatMap((one) => [
    ...(one.role === 'code' ? one.leading : one.inside),
    ...one.lines.slice(0, MAX_LINES),
  ]);
  const named = [
    ...whole.map((value) => [value, value] as const),
    ...inside.map((value) => [asInside(value), value] as const),
  ].filter(([name]) => !found.has(name));
  const bound = found.size + MAX_VALUES;
  for (const [name, value] of named.slice(0, MAX_LOOKED_AT))
    if (found.size < bound && !isVouchedValue(index, value)) found.add(name);
  return [...found];
}

/** Of what a call says that it writes into, what is not judged as a value, as whoever acts or receives is. */
export function placesAmong(profile: ToolProfile, input: Json, places: readonly string[]): string[] {
  const { read } = argumentsOf(profile, input);
  const isJudged = (one: Argument): boolean => isParty(one.role) && isParty(roleOf(one));
  const judged = new Set(read.filter(isJudged).map(({ text }) => text));
  for (const one of read) if (one.role !== null && !isJudged(one)) judged.delete(one.text);
  return places.filter((place) => !judged.has(place));
}

function isParty(role: ArgumentRole | null): boolean {
  return role === 'destination' || role === 'identity';
}

/** Where it is written, not what: to whom something is sent does not stand in it. */
function isPlace(one: Argument, isSent: boolean): boolean {
  const role = roleOf(one);
  return role === 'selector' || role === 'path' || (isSent && role === 'destination');
}

function vouches(index: GroundingIndex, one: Argument): boolean {
  const role = roleOf(one);
  if (CARRYING.has(role)) return isVouched(index.ground(one.pointer, role, one.value));
  return isVouchedText(index, one.text);
}

function isVouchedText(index: GroundingIndex, text: string): boolean {
  const led = addressesIn(text);
  if (led.length === 0 && isVouchedValue(index, text)) return true;
  if (text.length > MAX_TEXT || index.isFull()) return false;
  const words = wordsIn(fold(text));
  return led.every((one) => isVouchedValue(index, one)) && words.every((word) => isPlainWord(index, word));
}

/** For what it could be at best. */
function isVouchedValue(index: GroundingIndex, text: string): boolean {
  return isVouched(index.ground('', 'identity', text));
}

function isPlainWord(index: GroundingIndex, word: string): boolean {
  if (isOneThing(word)) return isVouchedValue(index, word);
  return !(isTelling(word) || /^\d{2,}/.test(word)) || !index.isOthers(word);
}
