// What a call comes to in the end: its own effects with all that it sets off, however far that goes. What
// cannot be followed counts as unknown, and a trigger is left out only where the arguments surely miss it.

import type { Json } from '../json.ts';
import { entryOf } from '../lookup.ts';
import type { Effect } from '../effect.ts';
import type { State, Tool, ToolProfile, Trigger } from '../state.ts';
import { mayMeet } from '../chain/trigger-match.ts';

export type OutcomeEffects = {
  /** Each once; the tool's own first. */
  readonly effects: readonly Effect[];
  /** Those of what comes after it: the tool's own only where that comes back to them. */
  readonly downstream: readonly Effect[];
  readonly egress: ToolProfile['egress'];
  /** Names of the triggers it passes through. */
  readonly via: readonly string[];
};

/** What closures are made of. */
export type Reachable = Pick<State, 'connectors'> & { readonly org: Pick<State['org'], 'workflows'> };

const NO_TRIGGERS: readonly Trigger[] = [];

/** The triggers that a call with these arguments may set off. */
export function triggersOf(
  { constraints }: Pick<State, 'constraints'>,
  { profile }: Tool,
  input: Json,
): readonly Trigger[] {
  const { triggers = NO_TRIGGERS } = profile;
  if (triggers.length === 0) return triggers;
  return triggers.filter(({ when }) => when === null || mayMeet(constraints, when, input));
}

/** What a call of the tool comes to where it sets off these triggers. */
export function outcomeOf(state: Reachable, tool: Tool, triggers: readonly Trigger[]): OutcomeEffects {
  const own = ownOutcome(tool);
  if (triggers.length === 0) return own;
  return goesOn(
    own,
    triggers.map((trigger) => through(state, trigger, 'all')),
  );
}

/** That part of it which no other task counts: the calls of what is started as a task are its own. */
export function outsideOf(state: Reachable, tool: Tool, triggers: readonly Trigger[]): OutcomeEffects {
  const own = ownOutcome(tool);
  if (triggers.length === 0) return own;
  return goesOn(
    own,
    triggers.map((trigger) => through(state, trigger, 'outside')),
  );
}

function goesOn(own: OutcomeEffects, after: readonly Reached[]): OutcomeEffects {
  return { ...unite([own, ...after]), downstream: unite(after).effects };
}

/** What is at a place on the way. */
type Reached = Omit<OutcomeEffects, 'downstream'>;

/** How far one goes: on through everything, or not into workflows. */
type Reach = 'all' | 'outside';

const known = new WeakMap<Tool, OutcomeEffects>();

/** What a call of the tool comes to where it sets nothing off. */
export function ownOutcome(tool: Tool): OutcomeEffects {
  const before = known.get(tool);
  if (before !== undefined) return before;
  const own = { effects: tool.effects, downstream: [], egress: tool.profile.egress, via: [] };
  known.set(tool, own);
  return own;
}

type Closures = Map<string, Reached>;

const closures = new WeakMap<State['connectors'], WeakMap<object, Closures>>();

function through(state: Reachable, trigger: Trigger, reach: Reach): Reached {
  const { starts } = trigger;
  return starts === '' ? beyond(trigger) : unite([beyond(trigger), closureOf(state, starts, reach)]);
}

function beyond({ name, effects, egress = 'none' }: Trigger): Reached {
  return { effects, egress, via: [name] };
}

/** All that may come of what is started: worked out once for as long as catalog and workflows stand. */
function closureOf(state: Reachable, starts: string, reach: Reach): Reached {
  const kept = closuresOf(state);
  const key = `${reach} ${starts}`;
  const before = kept.get(key);
  if (before !== undefined) return before;
  const closure = unite([...reachedFrom(state, [starts], reach).values()].flat());
  kept.set(key, closure);
  return closure;
}

/** What is at each name that is reached, by the name. */
function reachedFrom(
  state: Reachable,
  starts: readonly string[],
  reach: Reach,
): ReadonlyMap<string, readonly Reached[]> {
  const reached = new Set(starts);
  const found = new Map<string, readonly Reached[]>();
  // Grows while it is gone through; each is reached once, so a cycle ends.
  for (const name of reached) {
    const { outcomes, next } = step(state, name, reach);
    found.set(name, outcomes);
    for (const one of next) reached.add(one);
  }
  return found;
}

/** A part of an outcome, and what it is there for: a trigger, a tool or a name that nothing is known of. */
export type OutcomePart = Pick<OutcomeEffects, 'effects' | 'egress'> & { readonly name: string };

/** What the outcome of a call that sets these triggers off is made of, beside the call's own. */
export function outcomeParts(state: Reachable, triggers: readonly Trigger[]): readonly OutcomePart[] {
  const started = triggers.flatMap(({ starts }) => (starts === '' ? [] : [starts]));
  const parts = [
    ...triggers.map((trigger) => [trigger.name, [beyond(trigger)]] as const),
    ...reachedFrom(state, started, 'all'),
  ];
  return parts.flatMap(([name, outcomes]) => {
    const { effects, egress } = unite(outcomes);
    return effects.length === 0 ? [] : [{ name, effects, egress }];
  });
}

function closuresOf({ connectors, org }: Reachable): Closures {
  const byWorkflows = closures.get(connectors) ?? new WeakMap<object, Closures>();
  closures.set(connectors, byWorkflows);
  const kept = byWorkflows.get(org.workflows) ?? new Map<string, Reached>();
  byWorkflows.set(org.workflows, kept);
  return kept;
}

const UNKNOWN: Reached = { effects: ['unknown'], egress: 'unknown', via: [] };

/** What is at the name itself, and the names that are reached from there. */
function step(
  state: Reachable,
  name: string,
  reach: Reach,
): { readonly outcomes: readonly Reached[]; readonly next: readonly string[] } {
  const workflow = findStarted(state, name);
  if (workflow !== null && reach === 'outside') return { outcomes: [], next: [] };
  const tool = findTool(state, name);
  if (workflow === null && tool === null) return { outcomes: [UNKNOWN], next: [] };
  const triggers = tool?.profile.triggers ?? NO_TRIGGERS;
  const started = triggers.flatMap(({ starts }) => (starts === '' ? [] : [starts]));
  const allowed = workflow === null ? [] : allowedTools(state, workflow.scope.allowances);
  return {
    outcomes: tool === null ? [] : [ownOutcome(tool), ...triggers.map(beyond)],
    next: [...allowed, ...started],
  };
}

const WORKFLOW = 'workflow/';

/** The workflow that is named as `workflow/<id>`. */
export function findStarted({ org }: Reachable, name: string): State['org']['workflows'][string] | null {
  return name.startsWith(WORKFLOW) ? entryOf(org.workflows, name.slice(WORKFLOW.length)) : null;
}

/** The admitted tool of the name `connector/tool`. */
export function findTool({ connectors }: Pick<State, 'connectors'>, name: string): Tool | null {
  const place = name.indexOf('/');
  const admitted = entryOf(connectors, name.slice(0, place))?.admitted ?? null;
  return admitted === null ? null : entryOf(admitted.tools, name.slice(place + 1));
}

/** Names of the admitted tools under the allowances: what is not admitted cannot run. */
function allowedTools(state: Reachable, allowances: readonly { readonly tool: string }[]): readonly string[] {
  return allowances.flatMap(({ tool }) => {
    if (!tool.endsWith('/*')) return findTool(state, tool) === null ? [] : [tool];
    const connector = tool.slice(0, -2);
    const tools = entryOf(state.connectors, connector)?.admitted?.tools ?? {};
    return Object.keys(tools).map((name) => `${connector}/${name}`);
  });
}

/** The farther of both. */
export function farther(one: ToolProfile['egress'], other: ToolProfile['egress']): ToolProfile['egress'] {
  return FARTHEST.indexOf(one) < FARTHEST.indexOf(other) ? one : other;
}

const FARTHEST: readonly ToolProfile['egress'][] = ['unknown', 'external', 'shared', 'none'];

function unite(outcomes: readonly Reached[]): Reached {
  return {
    effects: [...new Set(outcomes.flatMap(({ effects }) => effects))],
    egress: FARTHEST.find((level) => outcomes.some(({ egress }) => egress === level)) ?? 'none',
    via: [...new Set(outcomes.flatMap(({ via }) => via))],
  };
}
