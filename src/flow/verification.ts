// Whether a call did what was asked is told by its result, where a person admitted what tells it: compared
// as it stands, never by its words, and what cannot be compared says nothing.

import type { Json } from '../kernel/json.ts';
import type { OutcomeCheck, Told, Verification } from '../kernel/action/verification.ts';
import { isList, isRecord } from './withhold.ts';

/**
 * @param asked the arguments of the call
 * @param answered its structured result; undefined: it has none
 */
export function verify(
  checks: readonly OutcomeCheck[],
  asked: Json,
  answered: Json | undefined,
): Verification {
  return summarise(checks.map((check) => [nameOf(check), look(check, asked, answered).told]));
}

/** What one check found against a call. */
export interface Difference {
  /** The check, as `verify` names it. */
  readonly check: string;
  readonly kind: OutcomeCheck['check'];
  readonly expected: Json | undefined;
  readonly found: Json | undefined;
}

/** What stood in what was asked and in what was answered, for each check that contradicts. */
export function differences(
  checks: readonly OutcomeCheck[],
  asked: Json,
  answered: Json | undefined,
): readonly Difference[] {
  return checks.flatMap((check) => {
    const { told, expected, found } = look(check, asked, answered);
    return told === 'contradicted' ? [{ check: nameOf(check), kind: check.check, expected, found }] : [];
  });
}

/** One contradiction is enough, and only all together confirm. */
function summarise(told: readonly (readonly [name: string, told: Told])[]): Verification {
  const says = (one: Told): boolean => told.some(([, verdict]) => verdict === one);
  const verdict = ORDER.find(says) ?? 'untold';
  return { verdict, by: told.flatMap(([name, one]) => (one === verdict ? [name] : [])) };
}

const ORDER: readonly Told[] = ['contradicted', 'untold', 'confirmed'];

function nameOf({ check, result }: OutcomeCheck): string {
  return `${check} ${result}`;
}

/** What one check compared, and what it told. */
interface Looked {
  readonly told: Told;
  /** Undefined: no value of its own, but that there is one. */
  readonly expected?: Json | undefined;
  readonly found: Json | undefined;
}

function look(check: OutcomeCheck, asked: Json, answered: Json | undefined): Looked {
  const found = placeIn(answered, check.result);
  switch (check.check) {
    case 'receipt':
      return { told: toldBy(!isEmpty(found)), found };
    case 'echo': {
      const expected = placeIn(asked, check.argument);
      const told = isNothing(found) || isNothing(expected) ? 'untold' : toldBy(isSame(expected, found));
      return { told, expected, found };
    }
    case 'count':
      return compare(sizeOf(placeIn(asked, check.argument)), sizeOf(found), (meant, is) => meant === is);
    case 'at-most':
      return compare(check.most, sizeOf(found), (most, is) => is <= most);
  }
}

function compare(
  expected: number | null,
  found: number | null,
  holds: (expected: number, found: number) => boolean,
): Looked {
  const told = expected === null || found === null ? 'untold' : toldBy(holds(expected, found));
  return { told, expected, found };
}

function toldBy(holds: boolean): Told {
  return holds ? 'confirmed' : 'contradicted';
}

/** RFC 6901 §4; undefined where nothing is there. */
export function placeIn(value: Json | undefined, pointer: string): Json | undefined {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<Json | undefined>((part, step) => {
      if (isList(part)) return /^(?:0|[1-9]\d*)$/.test(step) ? part[Number(step)] : undefined;
      return isRecord(part) && Object.hasOwn(part, step) ? part[step] : undefined;
    }, value);
}

/** Null: it is no count. */
function sizeOf(value: Json | undefined): number | null {
  if (isList(value)) return value.length;
  if (typeof value === 'string' && /^\d{1,15}$/.test(value)) return Number(value);
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function isNothing(value: Json | undefined): value is null | undefined {
  return value === undefined || value === null;
}

/** No receipt: nothing, `false`, blanks, or a list or object of nothing. */
function isEmpty(value: Json | undefined): boolean {
  if (isNothing(value) || value === false) return true;
  if (typeof value === 'string') return value.trim() === '';
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** As values: whatever the order of members, and a number is the text that writes it. */
function isSame(one: Json, other: Json): boolean {
  if (isList(one)) {
    return isList(other) && one.length === other.length && one.every((item, at) => isSame(item, other[at]!));
  }
  if (isRecord(one)) {
    const names = Object.keys(one);
    const isAlike = isRecord(other) && names.length === Object.keys(other).length;
    return isAlike && names.every((name) => Object.hasOwn(other, name) && isSame(one[name]!, other[name]!));
  }
  if (typeof one === 'number' && typeof other === 'string') return String(one) === other;
  return one === other || (typeof one === 'string' && typeof other === 'number' && one === String(other));
}
