// A hold is raised once, approved, rejected or taken back while it waits, used once, and void when its task
// ends.

import type { Event, EventOf } from '../event.ts';
import { entryOf } from '../lookup.ts';
import type { Approval, Hold, HoldDue, HoldEnd } from '../hold/held.ts';
import { shownIn, valuesOf } from '../hold/shown.ts';
import type { TaskState } from '../state.ts';
import { withoutOutdated } from '../hold/uses.ts';

type Holds = TaskState['holds'];

export function evolveHolds(holds: Holds, event: Event): Holds {
  switch (event.type) {
    case 'action-held':
      return { ...holds, [event.body.hold]: raise(entryOf(holds, event.body.hold), event) };
    case 'action-permitted':
      return event.body.hold === null ? holds : use(holds, event.body.hold, event, event.body.action);
    case 'declassification-held':
      return { ...holds, [event.body.hold]: raiseAsked(entryOf(holds, event.body.hold), event) };
    case 'step-held':
      return { ...holds, [event.body.hold]: raiseNext(entryOf(holds, event.body.hold), event) };
    case 'access-held':
      return { ...holds, [event.body.hold]: raiseAccess(entryOf(holds, event.body.hold), event) };
    case 'access-approved':
      return change(holds, event.body.hold, () => ({ approved: { record: event.id, at: event.time } }));
    case 'access-granted':
      return use(holds, event.body.hold, event, event.body.evaluation);
    case 'step-begun':
    case 'value-declassified':
      return event.body.hold === null ? holds : use(holds, event.body.hold, event, event.id);
    case 'approval-given': {
      const approval = approvalOf(event);
      return change(holds, event.body.hold, ({ approvals }) => ({ approvals: [...approvals, approval] }));
    }
    case 'hold-edited':
      return replace(holds, event.body.hold, (hold) => editHold(hold, event));
    case 'call-deferred':
      return change(holds, event.body.hold, () => ({ deferredTo: event.body.owner }));
    case 'hold-reminded':
      return tend(holds, event.body.hold, 'reminded');
    case 'hold-escalated':
      return tend(holds, event.body.hold, 'escalated');
    case 'hold-expired':
      return tend(holds, event.body.hold, 'expired');
    case 'hold-rejected':
      return change(holds, event.body.hold, () => ({
        status: 'rejected',
        rejectedAt: event.time,
        ...rejectionOf(event),
        ended: endedBy(event),
      }));
    case 'hold-rejected-in-channel':
      return change(holds, event.body.hold, () => ({
        status: 'rejected',
        rejectedAt: event.time,
        ended: endedBy(event),
      }));
    case 'hold-withdrawn':
      return change(holds, event.body.hold, () => ({
        status: 'void',
        usedBy: event.body.ran ?? null,
        ended: endedBy(event),
      }));
    default:
      return holds;
  }
}

/** Nobody can approve what its task can no longer do. */
export function voidHolds(holds: Holds, event: Event): Holds {
  const ended = endedBy(event);
  return Object.fromEntries(
    Object.entries(holds).map(([id, hold]) => [
      id,
      hold.status === 'pending' ? { ...hold, status: 'void', ended } : hold,
    ]),
  );
}

function endedBy({ id: record, actor, time: at }: Event): HoldEnd {
  return { by: [actor.id], at, record };
}

function use(holds: Holds, id: string, { id: record, time: at }: Event, usedBy: string): Holds {
  return change(holds, id, ({ uses = 0, approvals }) => {
    const by = approvals.map(({ operator }) => operator);
    return { status: 'used', usedBy, uses: uses + 1, ended: { by, at, record } };
  });
}

/** What counts of an approval, once it is recorded. */
export function approvalOf({ id, time: at, body }: EventOf<'approval-given' | 'hold-edited'>): Approval {
  const { hold, statement, policies, roles, onBehalfOf } = body;
  const shown = shownIn(statement, hold);
  return {
    operator: statement.operator,
    policies,
    ...(shown === undefined ? {} : { shown }),
    ...(statement.times === undefined ? {} : { times: statement.times }),
    ...(roles === undefined ? {} : { roles }),
    ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
    at,
    record: id,
  };
}

/** It waits for other arguments now, of which nothing is known but who wrote them. */
function editHold(hold: Hold, event: EventOf<'hold-edited'>): Hold {
  const { values: _values, batch: _batch, stakes: _stakes, ...others } = hold;
  const { ofAgent: _ofAgent, call: _call, ...rest } = others;
  const { digest, arguments: written, statement } = event.body;
  const was = [...(hold.edited?.was ?? []), hold.digest];
  const now = {
    digest,
    arguments: written,
    approvals: [withWritten(approvalOf(event), written)],
    destinations: [],
    edited: { operator: statement.operator, was },
    record: event.id,
  };
  return { ...rest, ...now };
}

/** Whoever writes the values vouches for them, whatever is found out about them later. */
function withWritten(approval: Approval, written: string): Approval {
  const { shown } = approval;
  if (shown === undefined) return approval;
  return { ...approval, shown: { ...shown, arguments: written, labels: null, grounding: null } };
}

function tend(holds: Holds, id: string, due: HoldDue): Holds {
  return change(holds, id, ({ tended = [] }) => ({ tended: [...tended, due] }));
}

function rejectionOf({ body: { statement } }: EventOf<'hold-rejected'>): Pick<Hold, 'rejection'> {
  const { category, tell, reason } = statement;
  return category === undefined ? {} : { rejection: { category, words: tell === true ? reason : null } };
}

/**
 * Asked again, a hold asks what policy asks now; its approvals stay with the policies they were given for.
 */
function raise(hold: Hold | null, event: EventOf<'action-held'>): Hold {
  const { body } = event;
  const stakes = body.stakes === undefined ? {} : { stakes: body.stakes };
  const known = {
    ...stakes,
    ...(body.ofAgent === undefined ? {} : { ofAgent: body.ofAgent }),
    ...(body.call === undefined ? {} : { call: body.call }),
  };
  const values = valuesOf(body);
  if (hold !== null) {
    const { effects, destinations } = callOf(event);
    const asked = { asks: body.asks, values, effects, destinations };
    // What an approver wrote is looked at for the first time.
    const record = hold.values === undefined ? event.id : hold.record;
    return { ...withoutOutdated(hold, body.outdated ?? []), ...asked, ...known, record };
  }
  return {
    ...begin(event),
    ...callOf(event),
    values,
    ...known,
    ...(body.batch === undefined ? {} : { batch: body.batch }),
  };
}

function callOf({ body }: EventOf<'action-held' | 'access-held'>) {
  const { connector, tool, effects, destinations = [], variationOf = null } = body;
  return { connector, tool, effects, destinations, variationOf };
}

function raiseAsked(hold: Hold | null, event: EventOf<'declassification-held'>): Hold {
  const { asks, asked } = event.body;
  return hold === null ? { ...begin(event), ...callsNothing('@declassify'), asked } : { ...hold, asks };
}

/** What was approved before the task did more was approved of another task, as it were. */
function raiseNext(hold: Hold | null, event: EventOf<'step-held'>): Hold {
  const { asks, next: asked, digest, arguments: shown } = event.body;
  if (hold?.next === undefined) return { ...begin(event), ...callsNothing('@next-step'), next: asked };
  const isSame = hold.digest === digest && hold.next.soFar.calls === asked.soFar.calls;
  // It stays with whoever asked first; nobody else who asks for it approves it either.
  const { actor, also = [] } = hold.next;
  const next = { ...asked, actor, also: [...new Set([...also, asked.actor.id])] };
  return { ...hold, asks, next, digest, arguments: shown, approvals: isSame ? hold.approvals : [] };
}

function raiseAccess(hold: Hold | null, event: EventOf<'access-held'>): Hold {
  const { asks, access } = event.body;
  const values = valuesOf(event.body);
  return hold === null ? { ...begin(event), ...callOf(event), access, values } : { ...hold, asks, values };
}

/** There is no tool; a name stands for one in what people are shown of the hold. */
function callsNothing(tool: string) {
  return { connector: 'holdpoint', tool, effects: [], destinations: [], variationOf: null };
}

type Raised = 'action-held' | 'declassification-held' | 'step-held' | 'access-held';

/** What every hold begins with, whatever it is that waits. */
function begin({ body, id, time }: EventOf<Raised>) {
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

function change(holds: Holds, id: string, how: (hold: Hold) => Partial<Hold>): Holds {
  return replace(holds, id, (hold) => ({ ...hold, ...how(hold) }));
}

function replace(holds: Holds, id: string, how: (hold: Hold) => Hold): Holds {
  const hold = entryOf(holds, id);
  return hold === null ? holds : { ...holds, [id]: how(hold) };
}
