// Data is called less sensitive by a decision of its own: asked for one value, one sink and a time, by
// somebody whom policy lets, approved by others wherever policy asks for that, and recorded.

import { causesOfUse, permit, recordOf, refuse } from '../answer.ts';
import { joinCarried } from '../action/argument-label.ts';
import { lowers } from './declassified.ts';
import type { AskedDeclassification } from './declassification.ts';
import type { Decision } from '../decision.ts';
import type { Event } from '../event.ts';
import type { JsonObject } from '../json.ts';
import { levelOf } from './label.ts';
import { entryOf } from '../lookup.ts';
import type { PolicyPrincipal } from '../policy.ts';
import { agentPrincipal, findPrincipal, operatorPrincipal } from '../principal.ts';
import { missingApprovals } from '../hold/quorum.ts';
import { because, isReason } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { Approve, Declassify, Reject, Request } from '../request.ts';
import { checkRejected, isPending } from '../rules/approval.ts';
import { checkHolds, holdsAskedBy } from '../rules/budget.ts';
import { checkWaiting } from '../rules/conduct.ts';
import { checkAlive } from '../rules/control.ts';
import { findOwnTask, findTask } from '../rules/identity.ts';
import { enforceOnVerb } from '../rules/obligation.ts';
import { consult, verbQuery } from '../rules/policy.ts';
import type { Ruling } from '../rules/policy.ts';
import type { Approval, Hold } from '../hold/held.ts';
import { raiseHold } from '../hold/raised.ts';
import type { State, TaskState } from '../state.ts';

export function decideDeclassify(state: State, request: Declassify): Decision {
  const principal = findPrincipal(state, request);
  if (isReason(principal)) return refuse(state, request, [principal]);
  const task = request.actor.kind === 'agent' ? findOwnTask(state, request) : findTask(state, request.task);
  if (isReason(task)) return refuse(state, request, [task]);
  const { actor, source, declassification } = request;
  const from = joinCarried(request.carried, task.data);
  const asked: AskedDeclassification = { actor, source, from, declassification };
  const ruling = rule(state, request, task, principal, asked);
  const reasons = [
    ...checkAlive(task, request.at),
    ...checkLower(asked, request.at),
    ...checkRejected({ task, request }),
    ...(ruling.verdict === 'deny' ? ruling.reasons : []),
  ];
  if (reasons.length > 0 || ruling.verdict === 'deny') return refuse(state, request, reasons);
  const pending = pendingOf(task, request);
  if (ruling.verdict === 'permit') {
    const { determining } = ruling;
    const event = declassified(state, request, task, { ...request, asked, determining }, pending);
    return permit([event], [], { task: task.id });
  }
  const isNew = pending === null;
  const exhausted = isNew
    ? [...checkHolds(task, holdsAskedBy(actor)), ...checkWaiting(state, request, task)]
    : [];
  if (exhausted.length > 0) return refuse(state, request, exhausted);
  return hold(state, request, task, { asked, pending, ruling });
}

/** What an approval given just now lets happen: judged again, on the state and policy of this moment. */
export function declassifyApproved(
  state: State,
  request: Approve | Reject,
  task: TaskState,
  held: Hold,
  given: Approval,
): readonly Event[] {
  const { asked } = held;
  if (asked === undefined) return [];
  const principal = principalOf(state, asked);
  if (principal === null) return [];
  const ruling = rule(state, request, task, principal, asked);
  const approved = { ...held, approvals: [...held.approvals, given] };
  const isMet =
    ruling.verdict === 'permit' ||
    (ruling.verdict === 'hold' &&
      missingApprovals(state.org, ruling.asks, approved, request.at).length === 0);
  if (!isMet || checkLower(asked, request.at).length > 0) return [];
  const determining = ruling.verdict === 'hold' ? ruling.permitting : ruling.determining;
  const { digest, arguments: argumentsCommitment } = held;
  return [
    declassified(state, request, task, { digest, argumentsCommitment, asked, determining }, approved, 1),
  ];
}

function rule(
  { org, policy }: State,
  request: Request,
  task: TaskState,
  principal: PolicyPrincipal,
  asked: AskedDeclassification,
): Ruling {
  const query = verbQuery(org, principal, 'declassify', contextOf(org, task, asked));
  return consult(policy, query, enforceOnVerb(request));
}

function contextOf(
  org: State['org'],
  task: TaskState,
  { actor, from, declassification }: AskedDeclassification,
): JsonObject {
  const { sensitivity, without, tool, destination } = declassification;
  return {
    declassification: {
      from: levelOf(from.sensitivity),
      to: levelOf(sensitivity),
      categories: from.categories,
      without,
      bound: tool !== null && destination !== null,
      ...(tool === null ? {} : { tool }),
    },
    asker: {
      ownsAgent: entryOf(org.agents, task.agent)?.owner === actor.id,
      isRequester: task.requester === actor.id,
    },
  };
}

function principalOf({ org }: State, { actor }: AskedDeclassification): PolicyPrincipal | null {
  const agent = actor.kind === 'agent' ? entryOf(org.agents, actor.id) : null;
  const operator = actor.kind === 'operator' ? entryOf(org.operators, actor.id) : null;
  return agent === null ? operator && operatorPrincipal(operator) : agentPrincipal(agent);
}

function checkLower({ from, declassification }: AskedDeclassification, at: number): Reason[] {
  const { until, sensitivity, without } = declassification;
  if (at < until && lowers(from, declassification)) return [];
  const facts = { until, from: { ...from }, sensitivity, without };
  const lift = 'Ask for less than what the value carries, until a time to come.';
  return [because('flow', 'nothing-to-lower', facts, lift)];
}

function pendingOf(task: TaskState, { digest, at }: Declassify): Hold | null {
  return Object.values(task.holds).find((one) => one.digest === digest && isPending(one, at)) ?? null;
}

interface Held {
  readonly asked: AskedDeclassification;
  readonly pending: Hold | null;
  readonly ruling: Extract<Ruling, { verdict: 'hold' }>;
}

function hold(
  state: State,
  request: Declassify,
  task: TaskState,
  { asked, pending, ruling: { asks, determining } }: Held,
): Decision {
  const { until } = asked.declassification;
  return raiseHold({ state, request, task, asks, pending, until }, 'declassification-held', {
    agent: task.agent,
    digest: request.digest,
    arguments: request.argumentsCommitment,
    policy: state.policy!.digest,
    determining,
    asked,
  });
}

interface Lowered {
  readonly digest: string;
  readonly argumentsCommitment: string;
  readonly asked: AskedDeclassification;
  readonly determining: readonly string[];
}

/** `used` is the hold that it uses up, and the approvals of which it comes. */
function declassified(
  state: State,
  request: Request,
  task: TaskState,
  { digest, argumentsCommitment, asked, determining }: Lowered,
  used: Hold | null,
  place = 0,
): Event {
  const lowered = {
    stream: `task/${task.id}`,
    type: 'value-declassified',
    causes: causesOfUse(task, used),
    body: {
      hold: used?.id ?? null,
      agent: task.agent,
      digest,
      arguments: argumentsCommitment,
      policy: state.policy!.digest,
      determining,
      ...asked,
    },
  } as const;
  return recordOf(request, lowered, place);
}
