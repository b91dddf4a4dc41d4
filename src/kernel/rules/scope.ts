// Outside the scope that was reviewed there is nothing: an action fits one allowance entirely, or is denied.

import type { AskedAction, ScopeMatch } from '../action/action.ts';
import { entryOf } from '../lookup.ts';
import { because } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { Act, OpenTask } from '../request.ts';
import type { Allowance, State, TaskState, Workflow } from '../state.ts';

/** The first allowance that names the tool, takes the arguments and is not used up. */
export function matchScope(state: State, task: TaskState, request: Act): ScopeMatch {
  const named = [...task.scope.allowances.entries()].filter(([, allowance]) =>
    allows(allowance, request.connector, request.tool),
  );
  const judged = named.map(([index, allowance]) => {
    const problems = checkBounds(state, allowance.arguments, request);
    return { index, problems, isLeft: isLeft(allowance.max, task.usage.byAllowance, index) };
  });
  const fitting = judged.filter(({ problems }) => problems.length === 0);
  const match = fitting.find(({ isLeft: left }) => left);
  const closest = match ?? fitting[0] ?? judged[0];
  const outcome = match ? 'fits' : fitting[0] ? 'exhausted' : judged[0] ? 'no-arguments' : 'no-tool';
  return { outcome, allowance: closest?.index ?? -1, problems: judged.flatMap(({ problems }) => problems) };
}

export function allows({ tool }: Pick<Allowance, 'tool'>, connector: string, name: string): boolean {
  return tool === `${connector}/${name}` || tool === `${connector}/*`;
}

/** Whether the review approved calls like this one under the allowance, and how many more. */
export function isPreapproved(state: State, task: TaskState, request: Act, match: ScopeMatch): boolean {
  const bounds = task.scope.allowances[match.allowance]?.preapproved ?? null;
  if (bounds === null || match.outcome !== 'fits') return false;
  if (!isLeft(bounds.max, task.usage.preapprovedByAllowance, match.allowance)) return false;
  return checkBounds(state, bounds.arguments, request).length === 0;
}

export function checkScope(task: TaskState, request: Act, match: ScopeMatch): Reason[] {
  const facts = { task: task.id, workflow: task.workflow.id, tool: `${request.connector}/${request.tool}` };
  switch (match.outcome) {
    case 'no-tool':
      return [because('scope', 'tool-not-in-scope', facts, 'Review a workflow that allows this tool.')];
    case 'no-arguments': {
      const { problems } = match;
      const lift = 'Ask within the bounds, or review a workflow with wider ones.';
      return [because('scope', 'arguments-out-of-scope', { ...facts, problems }, lift)];
    }
    case 'fits':
    case 'exhausted':
      return [];
  }
}

/** A call that comes to more than the scope lets its actions come to, by itself or by what it sets off. */
export function checkOutcome({ task, request, admitted }: AskedAction): Reason[] {
  const { outcomes } = task.scope;
  if (outcomes === undefined || admitted === null) return [];
  const { effects, via } = admitted.outcome;
  const beyond = effects.filter((effect) => !outcomes.includes(effect));
  if (beyond.length === 0) return [];
  const tool = `${request.connector}/${request.tool}`;
  const facts = { task: task.id, workflow: task.workflow.id, tool, effects: beyond, via };
  const lift = 'Review a workflow whose outcomes include these effects, or ask for what sets off less.';
  return [because('scope', 'outcome-out-of-scope', facts, lift)];
}

/** Whether a task may open under the workflow, for that agent and by whoever asks. */
export function checkWorkflow(workflow: Workflow, request: OpenTask): Reason[] {
  const { agent, at, actor, prompt } = request;
  const facts = { workflow: workflow.id, agent };
  const reasons: Reason[] = [];
  if (at >= workflow.expiresAt) {
    const expired = { ...facts, expiresAt: workflow.expiresAt };
    reasons.push(because('scope', 'workflow-expired', expired, 'Review the workflow and publish it again.'));
  }
  if (!workflow.agents.includes(agent)) {
    const lift = 'Review the workflow with this agent among those that may run it.';
    reasons.push(because('scope', 'workflow-not-for-agent', facts, lift));
  }
  // What an agent says that its user said is no person's prompt.
  if (actor.kind === 'agent' && (!workflow.unattended || prompt !== null)) {
    const lift = 'An operator opens the task, or a review lets agents: unattended: true in the workflow.';
    reasons.push(because('scope', 'workflow-needs-person', facts, lift));
  }
  return reasons;
}

function checkBounds(state: State, schema: Allowance['arguments'], request: Act): readonly string[] {
  return schema === null ? [] : state.constraints.check(schema, request.arguments);
}

function isLeft(max: number | null, used: { readonly [index: string]: number }, index: number): boolean {
  return max === null || (entryOf(used, String(index)) ?? 0) < max;
}
