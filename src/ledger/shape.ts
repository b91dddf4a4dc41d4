// A frozen shape has exactly its members: one too many is refused like one missing.

/** A test for each member, by name. */
export type Shape = { readonly [member: string]: (value: unknown) => boolean };

export function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A whole number from zero to 2^53 - 1: sizes, positions and milliseconds since the Unix epoch. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

export function isText(pattern: RegExp): (value: unknown) => value is string {
  return (value): value is string => typeof value === 'string' && pattern.test(value);
}

/**
 * JSON pointer to the first member that is missing or of another form (to the whole where there is a member
 * too many, whose name is not ours to repeat); null where all fit.
 */
export function findMisfit(value: unknown, shape: Shape): string | null {
  if (!isObject(value)) return '';
  for (const member of Object.keys(value)) if (!Object.hasOwn(shape, member)) return '';
  for (const [member, fits] of Object.entries(shape)) if (!fits(value[member])) return `/${member}`;
  return null;
}
