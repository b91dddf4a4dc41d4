// What a chain changed is told apart from what was there before, as well as anybody can: by what its calls
// named, and by whether a person named it before the chain began.

import type { AskedAction } from '../action/action.ts';
import { countRoles, hasRole } from '../action/argument-role.ts';
import { isAbout } from '../flow/grounding.ts';
import { sharesIn } from '../chain/share.ts';
import { MAX_CHANGED, OTHERS, placeOf } from '../chain/usage.ts';
import type { State, TaskState, ToolProfile } from '../state.ts';

/** `possible`: nobody can tell, as what a call makes has a name only afterwards. */
export type OwnChange = 'none' | 'possible' | 'certain';

/** Whether the action approves what its chain changed at the connector. */
export function ownChange({ state, task, connector, request, admitted }: AskedAction): OwnChange {
  if (admitted?.tool.effects.includes('approve') !== true) return 'none';
  const { usage, inherited } = task;
  const changed = new Set([...usage.changed, ...inherited.changed, ...changedSince(state, task)]);
  const { objects = [], forms = [] } = request;
  if (objects.some((one) => one !== OTHERS && changed.has(one))) return 'certain';
  // The name that it was made with, or that an answer gave it: whoever else has it was not looked for.
  if (forms.some((one) => changed.has(one))) return 'possible';
  // Past what is remembered anything may be among it.
  if (changed.size >= MAX_CHANGED) return 'possible';
  if (!changed.has(placeOf(connector.id))) return 'none';
  const isTold = objects.length > 0 && !objects.includes(OTHERS) && !changed.has(OTHERS);
  return isTold && isGiven(request, admitted.tool.profile) ? 'none' : 'possible';
}

/** What the tasks above changed after this one was opened, as long as their calls may set something off. */
function changedSince({ firings }: State, { cause, inherited }: TaskState): readonly string[] {
  if (cause === null) return [];
  const above = new Set(sharesIn({ task: cause.task, usage: inherited }).map(({ task }) => task));
  // Whose it is may not be known of either.
  const isAbove = (task: string | null): boolean => task === null || above.has(task) || above.has(null);
  return firings.filter(({ task }) => isAbove(task)).flatMap(({ usage }) => usage.changed);
}

/** Whether all that it says it is about, each part of it, is in a person's own words. */
function isGiven(
  { arguments: input, grounding = [] }: AskedAction['request'],
  profile: ToolProfile,
): boolean {
  const about = grounding.filter(isAbout);
  const counts = [...countRoles(profile, input)].filter(([role]) => isAbout({ role }));
  const looked = about.filter(({ pointer }) => counts.some(([role]) => hasRole(profile, role, pointer)));
  // What was not looked up, as a filter is not, may cover anything.
  return (
    about.length > 0 &&
    about.every(({ level }) => level === 'person') &&
    looked.length >= counts.reduce((sum, [, count]) => sum + count, 0)
  );
}
