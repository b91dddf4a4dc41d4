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
import { addressesIn, knownBy, MAX_TEXT } from './written-elsewhere.ts';

/** Texts that a writing is known by later, wherever it is read. */
export interface Unvouched {
  readonly texts: readonly string[];
  /** It says nothing itself. */
  readonly isCopy: boolean;
}

/** Whose values are judged one by one, as whoever acts or receives is. */
const CARRYING: ReadonlySet<ArgumentRole> = new Set<ArgumentRole>(['destination', 'identity', 'credential']);

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
  if (said.length === 0 && !isCut) return { texts: [], isCopy: true };
  const doubtful = said.filter((one) => !vouches(index, one));
  if (doubtful.length === 0 && !isCut) return null;
  const texts = doubtful.flatMap(({ text }) => knownBy(text).filter((one) => !isVouchedValue(index, one)));
  return { texts: [...new Set(texts)], isCopy: false };
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

/** A time of day, or a date, stands for no thing; digits among letters, many digits and signs within do. */
const WHEN = /^\d{1,4}(?:[-/.]\d{1,2}){1,2}(?:t[\d:.+z-]*)?$/u;
const ONE_THING = /^(?=.{5,})(?:.*[@#]|.*[._]\p{L}|(?=.*\p{L}).*\d|\P{L}*\d{2,}\D*\d{3})/u;

function isPlainWord(index: GroundingIndex, word: string): boolean {
  if (ONE_THING.test(word) && !WHEN.test(word)) return isVouchedValue(index, word);
  return !(isTelling(word) || /^\d{2,}/.test(word)) || !index.isOthers(word);
}
