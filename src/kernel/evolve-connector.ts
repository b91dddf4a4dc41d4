// A connector's part of the state: one proposal that waits for a person, and what was admitted last.

import type { Event } from './event.ts';
import { entryOf } from './lookup.ts';
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
      const { digest, upstream, credential, tools } = event.body;
      return { ...connector, proposal: { digest, upstream, credential, tools, record: event.id } };
    }
    case 'connector-admitted': {
      const { proposal } = connector;
      if (proposal === null) return connector;
      return { ...connector, proposal: null, admitted: admit(proposal, event.body.effects, event.id) };
    }
    default:
      return connector;
  }
}

function admit(
  proposal: Proposal,
  effects: { readonly [tool: string]: Admission['tools'][string]['effects'] },
  record: string,
): Admission {
  const { digest, upstream, credential } = proposal;
  const tools = proposal.tools.map((tool) => {
    const corrected = entryOf(effects, tool.name);
    if (corrected === null) return [tool.name, tool] as const;
    // Only what a person admits as a mere read may be repeated on the proposal's word.
    const idempotent = tool.idempotent && corrected.every((effect) => effect === 'read');
    return [tool.name, { ...tool, effects: corrected, idempotent }] as const;
  });
  return { digest, upstream, credential, tools: Object.fromEntries(tools), record };
}
