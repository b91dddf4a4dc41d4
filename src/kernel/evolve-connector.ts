// A connector's part of the state: one proposal that waits for a person, and what was admitted last.

import type { Event, EventOf } from './event.ts';
import { entryOf } from './lookup.ts';
import { completeAdmitted, completeTool } from './older.ts';
import type { Admission, ConnectorState, Proposal, State } from './state.ts';

export function evolveConnectors(connectors: State['connectors'], event: Event): State['connectors'] {
  if (!event.stream.startsWith('connector/')) return connectors;
  const id = event.stream.slice('connector/'.length);
  const before = entryOf(connectors, id) ?? { id, proposal: null, admitted: null };
  return { ...connectors, [id]: apply(before, event) };
}

function apply(connector: ConnectorState, event: Event): ConnectorState {
  switch (event.type) {
    case 'connector-proposed': {
      const { digest, upstream, credential } = event.body;
      const tools = event.body.tools.map(completeTool);
      return { ...connector, proposal: { digest, upstream, credential, tools, record: event.id } };
    }
    case 'connector-admitted': {
      const { proposal } = connector;
      if (proposal === null) return connector;
      return { ...connector, proposal: null, admitted: admit(proposal, event) };
    }
    default:
      return connector;
  }
}

function admit(proposal: Proposal, { id, body }: EventOf<'connector-admitted'>): Admission {
  const { digest, upstream, credential } = proposal;
  const { effects, profiles } = completeAdmitted(body);
  const tools = proposal.tools.map((tool) => {
    const profile = entryOf(profiles, tool.name) ?? tool.profile;
    const corrected = entryOf(effects, tool.name);
    if (corrected === null) return [tool.name, { ...tool, profile }] as const;
    // Only what a person admits as a mere read may be repeated on the proposal's word.
    const idempotent = tool.idempotent && corrected.every((effect) => effect === 'read');
    return [tool.name, { ...tool, effects: corrected, idempotent, profile }] as const;
  });
  return { digest, upstream, credential, tools: Object.fromEntries(tools), record: id };
}
