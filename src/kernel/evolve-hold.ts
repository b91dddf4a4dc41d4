// A hold is raised once, approved or rejected while it waits, used once, and void when its task ends.

import type { Event, EventOf } from './event.ts';
import { entryOf } from './lookup.ts';
import type { Hold } from './held.ts';
import type { TaskState } from './state.ts';

type Holds = TaskState['holds'];

export function evolveHolds(holds: Holds, event: Event): Holds {
  switch (event.type) {
    case 'action-held':
      return { ...holds, [event.body.hold]: raise(entryOf(holds, event.body.hold), event) };
    case 'action-permitted':
      return event.body.hold === null
        ? holds
        : change(holds, event.body.hold, () => ({ status: 'used', usedBy: event.body.action }));
    case 'declassification-held':
      return { ...holds, [event.body.hold]: raiseAsked(entryOf(holds, event.body.hold), event) };
    case 'value-declassified':
      return event.body.hold === null
        ? holds
        : change(holds, event.body.hold, () => ({ status: 'used', usedBy: event.id }));
    case 'approval-given': {
      const { hold, statement, policies } = event.body;
      const approval = { operator: statement.operator, policies, record: event.id };
      return change(holds, hold, ({ approvals }) => ({ approvals: [...approvals, approval] }));
    }
    case 'hold-rejected':
      return change(holds, event.body.hold, () => ({ status: 'rejected' }));
    default:
      return holds;
  }
}

/** Nobody can approve what its task can no longer do. */
export function voidHolds(holds: Holds): Holds {
  return Object.fromEntries(
    Object.entries(holds).map(([id, hold]) => [
      id,
      hold.status === 'pending' ? { ...hold, status: 'void' } : hold,
    ]),
  );
}

/**
 * Asked again, a hold asks what policy asks now; its approvals stay with the policies they were given for.
 */
function raise(hold: Hold | null, event: EventOf<'action-held'>): Hold {
  const { body } = event;
  if (hold !== null) return { ...hold, asks: body.asks };
  return {
    ...begin(event),
    connector: body.connector,
    tool: body.tool,
    effects: body.effects,
    destinations: body.destinations ?? [],
    variationOf: body.variationOf ?? null,
    ...(body.batch === undefined ? {} : { batch: body.batch }),
  };
}

/** It calls nothing, so that there is no tool. */
function raiseAsked(hold: Hold | null, event: EventOf<'declassification-held'>): Hold {
  const { body } = event;
  if (hold !== null) return { ...hold, asks: body.asks };
  return {
    ...begin(event),
    connector: 'holdpoint',
    tool: DECLASSIFY,
    effects: [],
    destinations: [],
    variationOf: null,
    asked: body.asked,
  };
}

/** What every hold begins with, whatever it is that waits. */
function begin({ body, id, time }: EventOf<'action-held' | 'declassification-held'>) {
  return {
    id: body.hold,
    digest: body.digest,
    arguments: body.arguments,
    asks: body.asks,
    approvals: [],
    status: 'pending',
    raisedAt: time,
    expiresAt: body.expiresAt,
    usedBy: null,
    record: id,
  } satisfies Partial<Hold>;
}

/** Stands for a tool in what people are shown of the hold. */
const DECLASSIFY = '@declassify';

function change(holds: Holds, id: string, how: (hold: Hold) => Partial<Hold>): Holds {
  const hold = entryOf(holds, id);
  return hold === null ? holds : { ...holds, [id]: { ...hold, ...how(hold) } };
}
