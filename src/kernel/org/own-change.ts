// What a chain changed is told apart from what was there before, as well as anybody can: by what its calls
// named, and by whether a person named it before the chain began.

import type { AskedAction } from '../action/action.ts';
import { isAbout } from '../flow/grounding.ts';
import { MAX_CHANGED, placeOf } from '../chain/usage.ts';

/** `possible`: nobody can tell, as what a call makes has a name only afterwards. */
export type OwnChange = 'none' | 'possible' | 'certain';

/** Whether the action approves what its chain changed at the connector. */
export function ownChange({ task, connector, request, admitted }: AskedAction): OwnChange {
  if (admitted?.tool.effects.includes('approve') !== true) return 'none';
  const changed = [...task.usage.changed, ...task.inherited.changed];
  const { objects = [], grounding = [] } = request;
  if (objects.some((one) => changed.includes(one))) return 'certain';
  // Past what is remembered anything may be among it.
  if (changed.length >= MAX_CHANGED) return 'possible';
  const about = grounding.filter(isAbout);
  const isGiven = objects.length > 0 && about.length > 0 && about.every(({ level }) => level === 'person');
  return isGiven || !changed.includes(placeOf(connector.id)) ? 'none' : 'possible';
}
