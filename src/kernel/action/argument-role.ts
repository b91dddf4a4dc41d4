// What an argument is for is what a person admitted, not what the caller says: values are found by the tool's
// profile; what stands where it cannot be read still counts, as the worst that it may be.

import type { Json } from '../json.ts';
import type { ArgumentRole } from '../role.ts';
import type { ToolProfile } from '../state.ts';

interface RolePath {
  readonly role: ArgumentRole;
  readonly steps: readonly string[];
}

const paths = new WeakMap<ToolProfile, readonly RolePath[]>();

/**
 * The arguments with a role, in the order of the profile's pointers. A list stands for its items, and `*` for
 * the members of an object, too; what is absent or null is no value. A value where the pointer goes on comes
 * within a list, as none comes that can be read.
 */
export function valuesOf(profile: ToolProfile, role: ArgumentRole, input: Json): readonly Json[] {
  return pathsOf(profile).flatMap((path) => (path.role === role ? valuesAt(input, path.steps, 0) : []));
}

/** Whether what stands there has the role: an item of a list has that of the list. */
export function hasRole(profile: ToolProfile, role: ArgumentRole, pointer: string): boolean {
  const place = stepsOf(pointer);
  return pathsOf(profile).some((path) => path.role === role && leadsTo(path.steps, place));
}

const INDEX = /^\d+$/;

function leadsTo(steps: readonly string[], [here, ...rest]: readonly string[]): boolean {
  if (here === undefined) return steps.length === 0;
  const [step, ...further] = steps;
  if ((step === here || step === '*') && leadsTo(further, rest)) return true;
  return INDEX.test(here) && leadsTo(steps, rest);
}

/** How many arguments have each role; a role that none has is left out. */
export function countRoles(profile: ToolProfile, input: Json): ReadonlyMap<ArgumentRole, number> {
  const counts = new Map<ArgumentRole, number>();
  for (const { role, steps } of pathsOf(profile)) {
    const count = valuesAt(input, steps, 0).length;
    if (count > 0) counts.set(role, (counts.get(role) ?? 0) + count);
  }
  return counts;
}

function pathsOf(profile: ToolProfile): readonly RolePath[] {
  const known = paths.get(profile);
  if (known !== undefined) return known;
  const read = Object.entries(profile.roles).map(([pointer, role]) => ({ role, steps: stepsOf(pointer) }));
  paths.set(profile, read);
  return read;
}

/** RFC 6901 §4. */
function stepsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function valuesAt(value: Json | undefined, steps: readonly string[], from: number): readonly Json[] {
  if (value === undefined || value === null) return [];
  const step = steps[from];
  if (isList(value)) {
    const rest = step === '*' ? from + 1 : from;
    return value.flatMap((item) => valuesAt(item, steps, rest));
  }
  if (step === undefined) return [value];
  if (typeof value !== 'object') return isLast(steps, from) ? [value] : [[value]];
  if (step === '*') return Object.values(value).flatMap((one) => valuesAt(one, steps, from + 1));
  return valuesAt(Object.hasOwn(value, step) ? value[step] : undefined, steps, from + 1);
}

/** One value stands for a list of one. */
function isLast(steps: readonly string[], from: number): boolean {
  return steps.every((step, index) => index < from || step === '*');
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** The largest amount there is, in ten-thousandths: what none that is larger or unreadable falls below. */
export const MAX_AMOUNT = Number.MAX_SAFE_INTEGER;

const PLAIN_DECIMAL = /^-?(\d+)(?:\.(\d+))?$/;

/**
 * The sum of the arguments with the role `amount`, in ten-thousandths, at most `MAX_AMOUNT`. Each counts by
 * its magnitude, so that a negative one makes no room, and rounded up.
 */
export function amountOf(profile: ToolProfile, input: Json): number {
  return valuesOf(profile, 'amount', input).reduce<number>(
    (sum, value) => addAmounts(sum, tenThousandths(value)),
    0,
  );
}

export function addAmounts(one: number, other: number): number {
  return Math.min(one + other, MAX_AMOUNT);
}

function tenThousandths(value: Json): number {
  const isText = typeof value === 'number' || typeof value === 'string';
  const match = isText ? PLAIN_DECIMAL.exec(String(value)) : null;
  if (match === null) return MAX_AMOUNT;
  const [, whole = '', fraction = ''] = match;
  const exact = Number(`${whole}${fraction.slice(0, 4).padEnd(4, '0')}`);
  const rest = /[1-9]/.test(fraction.slice(4)) ? 1 : 0;
  return Math.min(exact + rest, MAX_AMOUNT);
}
