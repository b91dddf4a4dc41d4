// How grave an effect is, said once. `unknown` is always among the worst.

/** All that there are. */
export const EFFECTS = [
  'read',
  'write',
  'delete',
  'send',
  'spend',
  'execute',
  'approve',
  'admin',
  'impersonate',
  'unknown',
] as const;

export type Effect = (typeof EFFECTS)[number];

const CHANGING: ReadonlySet<Effect> = new Set<Effect>([
  'write',
  'delete',
  'send',
  'spend',
  'execute',
  'admin',
  'impersonate',
  'unknown',
]);

const HIGH_IMPACT: ReadonlySet<Effect> = new Set<Effect>([
  'delete',
  'spend',
  'execute',
  'approve',
  'admin',
  'impersonate',
  'unknown',
]);

const SETTING_UP: ReadonlySet<Effect> = new Set<Effect>(['write', 'admin', 'unknown']);

/** What one sets things up for. */
const USING: ReadonlySet<Effect> = new Set<Effect>(['send', 'spend', 'approve', 'impersonate']);

/** Whether a tool with these effects may change a thing that somebody could be asked to approve. */
export function isChanging(effects: readonly Effect[]): boolean {
  return effects.some((effect) => CHANGING.has(effect));
}

/** Whether a call with these effects may change, or make, what somebody is to approve: approving does not. */
export function altersThings(effects: readonly Effect[]): boolean {
  return isChanging(effects) && !effects.includes('approve');
}

/** Whether an action with these effects gets a lease of its own. */
export function isHighImpact(effects: readonly Effect[]): boolean {
  return effects.some((effect) => HIGH_IMPACT.has(effect));
}

/** Whether a call with these effects sets something up, or changes it, without being what that is for. */
export function setsUp(effects: readonly Effect[]): boolean {
  return effects.some((effect) => SETTING_UP.has(effect)) && !effects.some((effect) => USING.has(effect));
}
