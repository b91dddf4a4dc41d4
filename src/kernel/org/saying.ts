// What a person says otherwise than it stood is a change like the connector's own: nobody has it pass for a
// harmless update.

import type { Json } from '../json.ts';
import { entryOf } from '../lookup.ts';
import type { AdmitConnector } from '../request.ts';
import { isLight, worstOf } from './review.ts';
import type { Drift } from './review.ts';
import type { Admission, Tool } from '../state.ts';

type Saying = Pick<AdmitConnector, 'effects' | 'profiles' | 'without' | 'accepted'>;
type Before = Pick<Admission, 'corrected' | 'without'> & {
  readonly tools: { readonly [name: string]: Pick<Tool, 'effects' | 'profile'> };
};
type Proposed = Pick<Tool, 'name'>;

/** Tools of the proposal that are left out: as the person says now, or else as was said before. */
export function leftOutOf(
  tools: readonly Proposed[],
  before: Before | null,
  { without = before?.without ?? [] }: Pick<Saying, 'without'>,
): readonly string[] {
  return tools.map(({ name }) => name).filter((name) => without.includes(name));
}

/**
 * How much is changed by an admission: by the connector and by who admits it.
 *
 * @param tools as proposed, those that are left out too
 */
export function driftOf(
  tools: readonly Proposed[],
  before: Before | null,
  request: Saying & Pick<AdmitConnector, 'review'>,
): Drift {
  const left = leftOutOf(tools, before, request);
  const kept = tools.map(({ name }) => name).filter((name) => !left.includes(name));
  const drift = worstOf(request.review, kept);
  // What was never admitted is for review whatever is said of it.
  if (before === null || !isLight(drift)) return drift;
  const takesAway = left.some((name) => entryOf(before.tools, name) !== null);
  return takesAway || corrects(before, request) ? 'review' : drift;
}

/** Whether anything at all is said of the tools. */
export function saysAnything({ effects, profiles = {}, without = [], accepted = [] }: Saying): boolean {
  const said = [...Object.keys(effects), ...Object.keys(profiles), ...without, ...accepted];
  return said.length > 0;
}

/** What is said again, word for word, corrects nothing. */
function corrects({ tools, corrected }: Before, { effects, profiles = {} }: Saying): boolean {
  const stands = (name: string, member: 'effects' | 'profile', said: unknown): boolean => {
    const known = entryOf(tools, name);
    return known !== null && isSame(said as Json, known[member] as unknown as Json);
  };
  return (
    Object.entries(effects).some(
      ([name, said]) => !corrected.effects.includes(name) || !stands(name, 'effects', said),
    ) ||
    Object.entries(profiles).some(
      ([name, said]) => !corrected.profiles.includes(name) || !stands(name, 'profile', said),
    )
  );
}

/** Whatever the order of members. */
function isSame(one: Json, other: Json): boolean {
  if (one === null || other === null || typeof one !== 'object' || typeof other !== 'object') {
    return one === other;
  }
  const [left, right] = [Object.entries(one), new Map(Object.entries(other))];
  return (
    Array.isArray(one) === Array.isArray(other) &&
    left.length === right.size &&
    left.every(([key, value]) => right.has(key) && isSame(value, right.get(key)!))
  );
}
