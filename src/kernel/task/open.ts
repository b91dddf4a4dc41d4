// A task opens under a workflow that people reviewed, for an agent it was reviewed for, with the scope as
// it stands then.

import { idOf } from '../action/action.ts';
import { permit, recordOf, refuse } from '../answer.ts';
import type { Decision } from '../decision.ts';
import type { Json } from '../json.ts';
import { findPrincipal } from '../principal.ts';
import { because, isReason } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { OpenTask } from '../request.ts';
import { checkFaults } from '../rules/conduct.ts';
import { checkBeginning } from '../rules/budget.ts';
import { checkKilled } from '../rules/control.ts';
import { findRegistered, findWorkflow } from '../rules/identity.ts';
import { checkVerb } from '../rules/policy.ts';
import { checkWorkflow } from '../rules/scope.ts';
import type { State, TaskState, Workflow } from '../state.ts';
import { tokenUntil } from './token.ts';
import { checkDepth, originOf } from '../chain/trigger.ts';
import type { Origin } from '../chain/trigger.ts';

export function decideOpen(state: State, request: OpenTask): Decision {
  const opener = findPrincipal(state, request);
  if (isReason(opener)) return refuse(state, request, [opener]);
  if (opener.type === 'Agent' && opener.id !== request.agent)
    return refuse(state, request, [notFor(request)]);
  const agent = findRegistered(state, request.agent);
  if (isReason(agent)) return refuse(state, request, [agent]);
  const workflow = findWorkflow(state, request.workflow);
  if (isReason(workflow)) return refuse(state, request, [workflow]);
  const origin = originOf(state, request, workflow);
  if (isReason(origin)) return refuse(state, request, [origin]);
  // Where no person asks, the agent's owner answers for it.
  const byAgent = opener.type === 'Agent';
  const trigger = byAgent ? 'agent' : 'person';
  const reasons = [
    ...checkKilled(state, agent.id, null),
    ...checkWorkflow(workflow, request),
    ...checkDepth(workflow, origin),
    ...checkBeginning(state, origin, { trigger, workflow: workflow.id }),
    ...checkVerb(state, request, opener, 'open-task'),
    ...(byAgent ? checkFaults(state, agent.id, request.at) : []),
  ];
  if (reasons.length > 0) return refuse(state, request, reasons);
  return open(state, request, workflow, {
    ...origin,
    requester: byAgent ? agent.owner : opener.id,
    trigger,
    model: agent.model ?? null,
  });
}

function notFor({ actor, agent }: OpenTask): Reason {
  return because(
    'identity',
    'not-this-task',
    { actor: actor.id, agent },
    'An agent opens tasks for itself only.',
  );
}

type Opening = Pick<TaskState, 'requester' | 'trigger' | 'model'> & Origin;

function open(
  state: State,
  request: OpenTask,
  workflow: Workflow,
  { records, ...opening }: Opening,
): Decision {
  const task = idOf('task', request);
  const expiresAt = Math.min(request.at + workflow.taskSeconds * 1_000, workflow.expiresAt);
  const opened = recordOf(request, {
    stream: `task/${task}`,
    type: 'task-opened',
    causes: [workflow.record, ...records],
    body: {
      task,
      workflow: workflow.id,
      workflowDigest: workflow.digest,
      author: workflow.author,
      publisher: workflow.publisher,
      agent: request.agent,
      ...opening,
      prompt: request.prompt,
      scope: workflow.scope as unknown as Json,
      expiresAt,
      mode: state.org.mode === 'solo' ? 'solo' : 'separated',
    },
  });
  const token = {
    kind: 'token',
    task,
    agent: request.agent,
    expiresAt: tokenUntil(request.at, expiresAt),
  } as const;
  return permit([opened], [token], { task });
}
