// What a call gives away of what its task learned: told apart are what surely is in its arguments and what
// may be, so that policy can refuse the one and ask people about the other. What a person said is theirs to
// give.

import type { AskedAction } from '../action/action.ts';
import { labelsOfArgument } from '../action/argument-label.ts';
import type { ArgumentLabels } from '../action/argument-label.ts';
import { isAboveListed } from './cleared.ts';
import { lowerCarried } from './declassified.ts';
import { exposedElsewhere } from './exposure.ts';
import { isSaid } from './grounding.ts';
import type { JsonObject } from '../json.ts';
import { levelOf } from './label.ts';
import type { Destination } from '../request.ts';
import type { ArgumentRole } from '../role.ts';

/** They say where it goes and what it is about: one that stands in a sensitive record is not that record. */
export const REFERENCES: ReadonlySet<ArgumentRole> = new Set<ArgumentRole>([
  'destination',
  'identity',
  'selector',
]);

type Asked = Pick<AskedAction, 'state' | 'request' | 'task'>;

interface Leaving {
  readonly certain: number;
  readonly possible: number;
  readonly elsewhere: number;
}

/** The context's `leaving`, by sensitivity. */
export function describeLeaving(asked: Asked, destinations: readonly Destination[]): JsonObject {
  const { certain, possible, elsewhere } = leavingOf(asked);
  const uncleared = isAboveListed(asked.state.org.destinations, destinations, certain);
  return { certain, possible, elsewhere, uncleared };
}

/**
 * Where nobody looked, it may be all that the task read. What nobody can place may come of what the agent
 * read in another task, too.
 */
function leavingOf(asked: Asked): Leaving {
  const { state, request, task } = asked;
  const { carried, grounding = [] } = request;
  const others = exposedElsewhere(state, task, request.at);
  if (carried === undefined)
    return { certain: 0, possible: levelOf(task.data.sensitivity), elsewhere: others };
  const said = new Set(grounding.filter(isSaid).map(({ pointer }) => pointer));
  const learned = carried.filter(({ pointer }) => !said.has(pointer));
  const known = learned.filter(({ role }) => !REFERENCES.has(role));
  const isUnplaced = (one: ArgumentLabels): boolean => !one.isPlaced && lowerCarried(asked, one) === null;
  const possible = (one: ArgumentLabels): number =>
    levelOf((lowerCarried(asked, one) ?? labelsOfArgument(one, task.data)).sensitivity);
  const certain = (one: ArgumentLabels): number => Math.min(levelOf(one.labels.sensitivity), possible(one));
  return {
    certain: Math.max(0, ...known.map(certain)),
    possible: Math.max(0, ...learned.map(possible)),
    elsewhere: learned.some(isUnplaced) ? others : 0,
  };
}
