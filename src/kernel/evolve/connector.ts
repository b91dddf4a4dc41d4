// A connector's part of the state: one proposal that waits for a person, what was admitted last, and what was
// seen since that is not that.

import type { Event, EventOf } from '../event.ts';
import { entryOf } from '../lookup.ts';
import { completeAdmitted, completeProposed, completeTool } from './older.ts';
import { NOTHING_SEEN } from '../action/presented.ts';
import type { Admission, ConnectorState, Proposal, State } from '../state.ts';

export function evolveConnectors(connectors: State['connectors'], event: Event): State['connectors'] {
  // What is set off changes nothing about the connector.
  if (!event.stream.startsWith('connector/') || event.type === 'trigger-fired') return connectors;
  const id = event.stream.slice('connector/'.length);
  const before = entryOf(connectors, id) ?? { id, proposal: null, admitted: null, ...NOTHING_SEEN };
  const after = apply(before, event);
  // What changes nothing here keeps what was made of it, such as the policies for its tools.
  return entryOf(connectors, id) === after ? connectors : { ...connectors, [id]: after };
}

function apply(connector: ConnectorState, event: Event): ConnectorState {
  const { id: record, time: at } = event;
  switch (event.type) {
    case 'connector-proposed': {
      const { digest, upstream, credential, tools: listed, server } = completeProposed(event.body);
      const tools = listed.map(completeTool);
      return { ...connector, proposal: { digest, upstream, credential, tools, server, record } };
    }
    case 'connector-admitted': {
      const { proposal } = connector;
      if (proposal === null) return connector;
      return { ...connector, ...NOTHING_SEEN, proposal: null, admitted: admit(proposal, event) };
    }
    case 'connector-observed': {
      const { added, vanished } = event.body;
      return { ...connector, checked: { added, vanished, at, record } };
    }
    case 'tool-drifted': {
      const { tool, observed } = event.body;
      return { ...connector, drifted: { ...connector.drifted, [tool]: { observed, at, record } } };
    }
    case 'server-changed':
      return { ...connector, swapped: { observed: event.body.observed, at, record } };
    case 'server-updated': {
      const { observed } = event.body;
      return { ...connector, updates: [...connector.updates, { observed, at, record }] };
    }
    default:
      return connector;
  }
}

function admit(proposal: Proposal, { id, actor, body }: EventOf<'connector-admitted'>): Admission {
  const { digest, upstream, credential, server } = proposal;
  const { effects, profiles, without, corrected } = completeAdmitted(body);
  const offered = proposal.tools.filter(({ name }) => !without.includes(name));
  const tools = offered.map((tool) => {
    const profile = entryOf(profiles, tool.name) ?? tool.profile;
    const reviewed = entryOf(effects, tool.name);
    if (reviewed === null) return [tool.name, { ...tool, profile }] as const;
    // Only what a person admits as a mere read may be repeated on the proposal's word.
    const idempotent = tool.idempotent && reviewed.every((effect) => effect === 'read');
    return [tool.name, { ...tool, effects: reviewed, idempotent, profile }] as const;
  });
  const kept = { tools: Object.fromEntries(tools), corrected, without };
  return { digest, upstream, credential, server, ...kept, by: actor.id, record: id };
}
