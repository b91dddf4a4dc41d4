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

const AUTHORITY: ReadonlySet<ArgumentRole> = new Set<ArgumentRole>([
  'destination',
  'identity',
  'amount',
  'credential',
  'code',
]);

/** Whether it gives an argument its say over what a call does to whom. */
export function isAuthority(role: ArgumentRole): boolean {
  return AUTHORITY.has(role);
}
