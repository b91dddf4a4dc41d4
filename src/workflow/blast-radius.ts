// Everything that can be reached from one place, and where policy or a person stands in between. Each thing
// is there once, so a circle ends; what policy always denies is shown and counts for nothing.

import { entryOf } from '../kernel/lookup.ts';
import { findStarted, findTool, outcomeOf } from '../kernel/action/outcome.ts';
import type { OutcomeEffects } from '../kernel/action/outcome.ts';
import { agentPrincipal } from '../kernel/principal.ts';
import type { Agent } from '../kernel/org/registered.ts';
import type { Allowance, OrgState, State, Tool, Trigger, Workflow } from '../kernel/state.ts';
import { joinViews } from './blast-judge.ts';
import type { JudgeCall, PolicyView } from './blast-judge.ts';
import type { BlastLead, BlastNode, BlastRadius, Obstacle } from './blast-node.ts';
import { reachOf } from './blast-reach.ts';

export interface BlastWorld {
  readonly org: Pick<OrgState, 'agents' | 'workflows' | 'killed'>;
  readonly connectors: State['connectors'];
  readonly judge: JudgeCall;
  /** Unix milliseconds. */
  readonly at: number;
}

/** Where to begin: at a name, or at a lease with the task that holds it. */
export type BlastStart =
  | { readonly kind: 'agent' | 'workflow' | 'tool'; readonly name: string }
  | {
      readonly kind: 'lease';
      readonly name: string;
      readonly connector: string;
      readonly agent: string;
      readonly workflow: string;
      readonly allowances: readonly Allowance[];
    };

/** Something to look at; a workflow `as` one agent is another thing than as any of several. */
interface Place {
  readonly key: string;
  readonly node: () => BlastNode & { readonly next: readonly Place[] };
}

type Step = readonly [lead: Omit<BlastLead, 'to'>, to: Place];

export function buildBlastRadius(world: BlastWorld, start: BlastStart): BlastRadius {
  const root = placeOf(world, start);
  const nodes = new Map<string, BlastNode>();
  const waiting = [root];
  // Grows while it is gone through.
  for (const place of waiting) {
    if (nodes.has(place.key)) continue;
    const { next, ...node } = place.node();
    nodes.set(place.key, node);
    waiting.push(...next);
  }
  const found = [...nodes.values()];
  const policy = start.kind === 'tool' ? calledView(world, start.name) : null;
  const first = { to: root.key, trigger: null, policy, needsPerson: false };
  return {
    root: root.key,
    policy,
    nodes: found,
    reach: reachOf(first, found, () => true),
    unheld: reachOf(first, found, (lead) => !lead.needsPerson && mayPass(lead.policy)),
  };
}

function mayPass(policy: PolicyView | null): boolean {
  return policy === null || policy.among.includes('permit');
}

/** What policy says of the calls of a tool, whichever workflow allows them. */
function calledView(world: BlastWorld, name: string): PolicyView {
  const steps = Object.values(world.org.workflows).flatMap((workflow) => {
    const { allowances } = workflow.scope;
    const own = allowances.flatMap((one) =>
      toolsUnder(world, one.tool).includes(name) ? [{ ...one, tool: name }] : [],
    );
    return allowed(world, own, { workflow: workflow.id, agents: agentsOf(world, workflow, null) });
  });
  return joinViews(steps.flatMap(([{ policy }]) => policy ?? []));
}

function placeOf(world: BlastWorld, start: BlastStart): Place {
  switch (start.kind) {
    case 'agent':
      return agentPlace(world, start.name);
    case 'workflow':
      return workflowPlace(world, start.name, null);
    case 'tool':
      return toolPlace(world, start.name);
    case 'lease':
      return leasePlace(world, start);
  }
}

type About = Pick<BlastNode, 'kind' | 'name'> & Partial<BlastNode>;

function placed(key: string, about: () => About, steps: () => readonly Step[]): Place {
  const node = () => {
    const taken = steps();
    return {
      key,
      obstacle: null,
      effects: [],
      egress: 'none' as const,
      output: null,
      words: '',
      ...about(),
      leads: taken.map(([lead, to]) => ({ to: to.key, ...lead })),
      next: taken.map(([, to]) => to),
    };
  };
  return { key, node };
}

function agentPlace(world: BlastWorld, name: string): Place {
  const { org } = world;
  const killed = org.killed.all || org.killed.agents.includes(name);
  const runs = Object.values(org.workflows).filter(({ agents }) => agents.includes(name));
  return placed(
    `agent ${name}`,
    () => ({ kind: 'agent', name, obstacle: killed ? 'killed' : null }),
    () => runs.map((workflow) => [opening(world, workflow, name), workflowPlace(world, workflow.id, name)]),
  );
}

/** Who opens a task under it: its agents by themselves, where the review lets them, else a person. */
function opening(world: BlastWorld, workflow: Workflow, as: string | null): Omit<BlastLead, 'to'> {
  const action = { action: 'open-task', workflow: null, preapproved: false, outcomes: [] };
  const views = agentsOf(world, workflow, as).map((agent) =>
    world.judge({ principal: agentPrincipal(agent), ...action }),
  );
  const policy = workflow.unattended ? joinViews(views) : null;
  return { trigger: null, policy, needsPerson: !workflow.unattended };
}

function agentsOf({ org }: BlastWorld, { agents }: Workflow, as: string | null): readonly Agent[] {
  return (as === null ? agents : [as]).flatMap((id) => entryOf(org.agents, id) ?? []);
}

function workflowPlace(world: BlastWorld, id: string, as: string | null): Place {
  const workflow = entryOf(world.org.workflows, id);
  const isAnyone = as === null || workflow?.agents.every((agent) => agent === as) === true;
  return placed(
    isAnyone ? `workflow ${id}` : `workflow ${id} as ${as}`,
    () => ({
      kind: 'workflow',
      name: id,
      obstacle: workflow === null ? 'not-published' : world.at >= workflow.expiresAt ? 'expired' : null,
      words: workflow?.scope.purpose ?? '',
    }),
    () =>
      workflow === null
        ? []
        : allowed(world, workflow.scope.allowances, {
            workflow: id,
            agents: agentsOf(world, workflow, as),
          }),
  );
}

interface Runner {
  readonly workflow: string;
  readonly agents: readonly Agent[];
}

/** The calls that the allowances allow; a tool under several of them once. */
function allowed(world: BlastWorld, allowances: readonly Allowance[], runner: Runner): readonly Step[] {
  const preapproved = new Map<string, boolean>();
  for (const { tool, preapproved: bounds } of allowances) {
    for (const name of toolsUnder(world, tool)) {
      preapproved.set(name, bounds !== null || preapproved.get(name) === true);
    }
  }
  return [...preapproved].map(([name, isApproved]) => [
    { trigger: null, policy: callView(world, name, runner, isApproved), needsPerson: false },
    toolPlace(world, name),
  ]);
}

/** Of a connector that is not admitted, its `*` stands for what it may offer. */
function toolsUnder({ connectors }: BlastWorld, tool: string): readonly string[] {
  if (!tool.endsWith('/*')) return [tool];
  const connector = tool.slice(0, -2);
  const admitted = entryOf(connectors, connector)?.admitted ?? null;
  return admitted === null ? [tool] : Object.keys(admitted.tools).map((name) => `${connector}/${name}`);
}

function callView(
  world: BlastWorld,
  name: string,
  { workflow, agents }: Runner,
  preapproved: boolean,
): PolicyView {
  const kind = { action: name, workflow, preapproved, outcomes: outcomesOf(world, findTool(world, name)) };
  return joinViews(agents.map((agent) => world.judge({ principal: agentPrincipal(agent), ...kind })));
}

/** More triggers that depend on arguments are not told apart: nobody knows then. */
const MAX_CONDITIONAL = 4;

/** What a call may come to: with or without each trigger that takes some arguments only. */
function outcomesOf(world: BlastWorld, tool: Tool | null): readonly OutcomeEffects[] {
  const { triggers = [] } = tool?.profile ?? {};
  const conditional = triggers.filter(({ when }) => when !== null);
  if (tool === null || conditional.length > MAX_CONDITIONAL) return [];
  const sets = conditional.reduce<readonly (readonly Trigger[])[]>(
    (all, one) => all.flatMap((set) => [set, [...set, one]]),
    [triggers.filter(({ when }) => when === null)],
  );
  return sets.map((set) => outcomeOf(world, tool, set));
}

function toolPlace(world: BlastWorld, name: string): Place {
  const tool = findTool(world, name);
  return placed(
    `tool ${name}`,
    () => ({
      kind: 'tool',
      name,
      obstacle: obstacleOf(world, name, tool),
      effects: tool?.effects ?? [],
      egress: tool?.profile.egress ?? 'none',
      output: tool?.profile.output ?? null,
    }),
    () => (tool?.profile.triggers ?? []).map((trigger) => triggered(world, name, trigger)),
  );
}

function obstacleOf({ org, connectors }: BlastWorld, name: string, tool: Tool | null): Obstacle | null {
  const connector = entryOf(connectors, name.slice(0, name.indexOf('/')));
  if (tool === null || connector === null) return 'not-admitted';
  if (org.killed.all || org.killed.connectors.includes(connector.id)) return 'killed';
  const isDrifted = connector.swapped !== null || entryOf(connector.drifted, tool.name) !== null;
  return isDrifted ? 'quarantined' : null;
}

function triggered(world: BlastWorld, from: string, trigger: Trigger): Step {
  const { name, starts, words, when } = trigger;
  const workflow = findStarted(world, starts);
  const opened = workflow === null ? UNASKED : opening(world, workflow, null);
  const lead = {
    ...opened,
    trigger: { name, words, isConditional: when !== null },
  };
  // What it does by itself is a place of its own, that what it starts lies behind.
  if (starts !== '' && trigger.effects.length === 0) return [lead, startedPlace(world, starts)];
  const { effects, egress = 'none' } = trigger;
  const outside = placed(
    `outside ${from} ${name}`,
    () => ({ kind: 'outside', name, effects, egress, words }),
    () => (starts === '' ? [] : [[opened, startedPlace(world, starts)]]),
  );
  return [{ ...UNASKED, trigger: lead.trigger }, outside];
}

const UNASKED = { trigger: null, policy: null, needsPerson: false };

function startedPlace(world: BlastWorld, starts: string): Place {
  const workflow = findStarted(world, starts);
  if (workflow !== null) return workflowPlace(world, workflow.id, null);
  if (findTool(world, starts) !== null) return toolPlace(world, starts);
  const unknown = { kind: 'unknown', name: starts, effects: ['unknown'], egress: 'unknown' } as const;
  return placed(
    `unknown ${starts}`,
    () => unknown,
    () => [],
  );
}

function leasePlace(world: BlastWorld, start: Extract<BlastStart, { kind: 'lease' }>): Place {
  const { name, connector, workflow, agent } = start;
  const own = start.allowances.filter(({ tool }) => tool.startsWith(`${connector}/`));
  const agents = [entryOf(world.org.agents, agent)].filter((one) => one !== null);
  return placed(
    `lease ${name}`,
    () => ({ kind: 'lease', name, words: connector }),
    () => allowed(world, own, { workflow, agents }),
  );
}
