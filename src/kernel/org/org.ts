// Who belongs to the organisation and what its agents may be asked to do changes by recorded decisions alone.

import { permit, recordOf, refuse } from '../answer.ts';
import type { Decision } from '../decision.ts';
import { checkGates } from '../task/next-step.ts';
import { isReason } from '../reason.ts';
import type {
  AddOperator,
  ChangeAgentAllowance,
  ChangeAgentModel,
  Kill,
  LimitAgentHolds,
  PublishWorkflow,
  RegisterAgent,
} from '../request.ts';
import { checkLiftable } from '../rules/control.ts';
import {
  checkAdmin,
  checkNew,
  checkOperator,
  checkTarget,
  checkUnclaimed,
  findRegistered,
} from '../rules/identity.ts';
import type { State } from '../state.ts';
import { judgeVerb } from '../verb.ts';

export function decideAddOperator(state: State, request: AddOperator): Decision {
  const { operator: added } = request;
  const rules = [...checkNew(state.org.operators, added.id), ...checkUnclaimed(state, added)];
  const reasons = judgeVerb(state, request, (operator) => [...checkAdmin(operator), ...rules]);
  if (reasons.length > 0) return refuse(state, request, reasons);
  const body = { operator: added };
  return permit([recordOf(request, { stream: 'org', type: 'operator-added', causes: [], body })]);
}

export function decideRegisterAgent(state: State, request: RegisterAgent): Decision {
  const { agent } = request;
  const { identity } = agent;
  const rules = [
    ...checkNew(state.org.agents, agent.id),
    ...checkUnclaimed(state, { publicKey: null, identity }),
    ...checkOperator(state, agent.owner),
  ];
  const reasons = judgeVerb(state, request, () => rules);
  if (reasons.length > 0) return refuse(state, request, reasons);
  return permit([
    recordOf(request, { stream: 'org', type: 'agent-registered', causes: [], body: { agent } }),
  ]);
}

/** Who may register an agent may say what is behind it. */
export function decideChangeModel(state: State, request: ChangeAgentModel): Decision {
  const { model } = request;
  const agent = findRegistered(state, request.agent);
  const reasons = judgeVerb(state, request, () => (isReason(agent) ? [agent] : []));
  if (reasons.length > 0) return refuse(state, request, reasons);
  const body = { agent: request.agent, model };
  return permit([recordOf(request, { stream: 'org', type: 'agent-model-changed', causes: [], body })]);
}

/** As for the model. What was drawn of a window stays drawn. */
export function decideChangeAllowance(state: State, request: ChangeAgentAllowance): Decision {
  const { agent: id, windowSeconds, limit } = request;
  const agent = findRegistered(state, id);
  const reasons = judgeVerb(state, request, () => (isReason(agent) ? [agent] : []));
  if (reasons.length > 0) return refuse(state, request, reasons);
  const body = { agent: id, windowSeconds, limit };
  return permit([recordOf(request, { stream: 'org', type: 'agent-allowance-changed', causes: [], body })]);
}

/** As for the model. What waits already goes on waiting. */
export function decideLimitAgentHolds(state: State, request: LimitAgentHolds): Decision {
  const { agent: id, holds } = request;
  const agent = findRegistered(state, id);
  const reasons = judgeVerb(state, request, () => (isReason(agent) ? [agent] : []));
  if (reasons.length > 0) return refuse(state, request, reasons);
  const body = { agent: id, holds };
  return permit([recordOf(request, { stream: 'org', type: 'agent-holds-limited', causes: [], body })]);
}

/** The publisher is who asks, whatever the request says. */
export function decidePublishWorkflow(state: State, request: PublishWorkflow): Decision {
  const { workflow: asked, actor } = request;
  const reasons = judgeVerb(state, request, () => [
    ...checkOperator(state, asked.author),
    ...checkGates(state, asked, actor.id),
  ]);
  if (reasons.length > 0) return refuse(state, request, reasons);
  const workflow = { ...request.workflow, publisher: request.actor.id };
  const body = { workflow, spec: request.spec };
  return permit([recordOf(request, { stream: 'org', type: 'workflow-published', causes: [], body })]);
}

export function decideKill(state: State, request: Kill): Decision {
  const { target, reason, lift } = request;
  const reasons = lift
    ? judgeVerb(state, request, (one) => [...checkAdmin(one), ...checkLiftable(state, target)], 'lift-kill')
    : judgeVerb(state, request, () => checkTarget(state, target));
  if (reasons.length > 0) return refuse(state, request, reasons);
  const draft = { stream: 'org', causes: [], body: { target, reason } };
  return lift
    ? permit([recordOf(request, { ...draft, type: 'kill-lifted' })])
    : permit([recordOf(request, { ...draft, type: 'killed' })], [{ kind: 'contain', target }]);
}
