// What the arguments of a tool can be for.

/** All that there are. */
export const ARGUMENT_ROLES = [
  'destination',
  'identity',
  'amount',
  'credential',
  'code',
  'content',
  'selector',
  'path',
] as const;

export type ArgumentRole = (typeof ARGUMENT_ROLES)[number];
