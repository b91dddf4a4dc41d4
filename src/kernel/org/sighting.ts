// What a connector presents beside what was admitted is remembered until a person admits it anew: whoever
// flaps back to the old definition is not trusted for that.

import type { AskedAction } from '../action/action.ts';
import { recordOf } from '../answer.ts';
import type { Decision } from '../decision.ts';
import type { Event } from '../event.ts';
import { entryOf } from '../lookup.ts';
import type { Seen, ServerIdentity } from '../action/presented.ts';
import type { Request } from '../request.ts';
import type { Admission, ConnectorState } from '../state.ts';

/** More versions than these are one more sign of the same. */
const MAX_UPDATES = 8;

/**
 * Records of what is new about it, for the connector's stream: one for each drifted tool, one for another
 * server, one for each version, until the connector is admitted anew.
 *
 * @param first number of the request's events before these
 */
export function sightingsOf(
  request: Request,
  connector: ConnectorState,
  { tools, server }: Seen,
  first: number,
): readonly Event[] {
  const { id, admitted, drifted } = connector;
  if (admitted === null) return NONE;
  const place = { stream: `connector/${id}`, causes: [admitted.record] };
  const changed = tools.flatMap(([tool, observed]) => {
    const pinned = entryOf(admitted.tools, tool)?.definition ?? observed;
    return pinned === observed || entryOf(drifted, tool) !== null ? [] : [{ tool, pinned, observed }];
  });
  const events = changed.map((body, at) =>
    recordOf(request, { ...place, type: 'tool-drifted', body }, first + at),
  );
  const other = serverSighting(connector, admitted, server);
  if (other === null) return events;
  return [...events, recordOf(request, { ...place, ...other }, first + events.length)];
}

const NONE: readonly Event[] = [];

type ServerSighting = {
  readonly type: 'server-changed' | 'server-updated';
  readonly body: { readonly pinned: ServerIdentity; readonly observed: ServerIdentity };
};

function serverSighting(
  { swapped, updates }: ConnectorState,
  { server: pinned }: Admission,
  observed: ServerIdentity | null,
): ServerSighting | null {
  if (pinned === null || observed === null || swapped !== null) return null;
  const body = { pinned, observed };
  if (observed.name !== pinned.name) return { type: 'server-changed', body };
  const isKnown = updates.some((update) => update.observed.version === observed.version);
  const isNews = observed.version !== pinned.version && !isKnown && updates.length < MAX_UPDATES;
  return isNews ? { type: 'server-updated', body } : null;
}

/** The decision, with what the asking showed of the connector. */
export function withSightings(decision: Decision, { request, connector }: AskedAction): Decision {
  const { tool, observed, server = null } = request;
  const seen: Seen = { tools: observed === null ? [] : [[tool, observed]], server };
  const events = sightingsOf(request, connector, seen, decision.events.length);
  return events.length === 0 ? decision : { ...decision, events: [...decision.events, ...events] };
}

/** Whether the server is of another version than was admitted, now or at some time since. */
export function isUpdated({ admitted, updates }: ConnectorState, server: ServerIdentity | null): boolean {
  const pinned = admitted?.server ?? null;
  return updates.length > 0 || (pinned !== null && server !== null && server.version !== pinned.version);
}
