// One thing that people could say of the world, and what would then have been true. Whether it is true is for
// them to know: here it is only supposed, on a copy of what was.

import { entryOf } from '../../kernel/lookup.ts';
import { canonicalize } from '../../ledger/canonical.ts';
import type { KnownFact } from '../../kernel/org/known-fact.ts';
import type { Admission, ConnectorState, State, TaskState, Tool } from '../../kernel/state.ts';

export type Fact = KnownFact;

/** A fact that changes what a tool is known to be. */
export type ToolFact = Extract<Fact, { readonly tool: string }>;

export function isOfTool(fact: Fact): fact is ToolFact {
  return 'tool' in fact;
}

/** The same catalog is supposed to be the same one each time: what was made of it is good again. */
export type Suppose = (state: State) => State;

export function supposing(fact: Fact): Suppose {
  if (fact.kind === 'destination') return (state) => withHost(state, fact);
  if (fact.kind === 'preapproval') return (state) => withPreapproval(state, fact);
  const known = new WeakMap<State['connectors'], State['connectors']>();
  return (state) => {
    const connectors = known.get(state.connectors) ?? withTool(state.connectors, fact);
    known.set(state.connectors, connectors);
    return connectors === state.connectors ? state : { ...state, connectors };
  };
}

/** Whether it is said already. */
export function isStated(fact: Fact, { org, connectors }: State): boolean {
  if (fact.kind === 'destination') return org.destinations[fact.list].includes(fact.host);
  if (fact.kind === 'preapproval') return false;
  const tool = entryOf(entryOf(connectors, fact.connector)?.admitted?.tools ?? {}, fact.tool);
  return tool !== null && canonicalize(asSaid(tool, fact)) === canonicalize(tool);
}

function withHost(state: State, { list, host }: Extract<Fact, { kind: 'destination' }>): State {
  const { destinations } = state.org;
  const declared = { ...destinations, [list]: [...destinations[list], host] };
  return { ...state, org: { ...state.org, destinations: declared } };
}

function withPreapproval(state: State, fact: Extract<Fact, { kind: 'preapproval' }>): State {
  const { task } = state;
  if (task === null || task.workflow.id !== fact.workflow) return state;
  return { ...state, task: { ...task, scope: approveBeforehand(task, fact.allowance) } };
}

function approveBeforehand({ scope }: TaskState, allowance: string): TaskState['scope'] {
  const preapproved = { arguments: null, max: null };
  const allowances = scope.allowances.map((one) => (one.tool === allowance ? { ...one, preapproved } : one));
  return { ...scope, allowances };
}

/** The very same catalog where it has no such tool. */
function withTool(connectors: State['connectors'], fact: ToolFact): State['connectors'] {
  const connector = entryOf(connectors, fact.connector);
  const admitted = connector?.admitted ?? null;
  const tool = entryOf(admitted?.tools ?? {}, fact.tool);
  if (connector === null || admitted === null || tool === null) return connectors;
  const tools: Admission['tools'] = { ...admitted.tools, [fact.tool]: asSaid(tool, fact) };
  const changed: ConnectorState = { ...connector, admitted: { ...admitted, tools } };
  return { ...connectors, [fact.connector]: changed };
}

function asSaid(tool: Tool, fact: ToolFact): Tool {
  const { profile } = tool;
  switch (fact.kind) {
    case 'field': {
      const categories = entryOf(profile.fields ?? {}, fact.pointer)?.categories ?? [];
      const field = { writer: 'organisation', categories } as const;
      return { ...tool, profile: { ...profile, fields: { ...profile.fields, [fact.pointer]: field } } };
    }
    case 'role': {
      const { [fact.pointer]: _, ...roles } = profile.roles;
      return { ...tool, profile: { ...profile, roles } };
    }
    case 'effects':
      return { ...tool, effects: fact.effects };
  }
}
