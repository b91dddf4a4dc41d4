// An action is judged by every rule on the facts of this moment. Any refusal denies; else what policy asks
// holds; else, and only then, it is permitted.

import type { AdmittedTool, AskedAction, Grounds } from './action.ts';
import { actionFacts, NO_GROUNDS } from './facts.ts';
import { holdAction } from './hold.ts';
import { permitAction, rejoinAction } from './permit.ts';
import { actionQuery } from './query.ts';
import { denial, isLiveFor, recordOf, refuse, taskAskedAbout } from '../answer.ts';
import { boundsOf } from '../chain/tree.ts';
import { batchFor } from '../hold/batch.ts';
import { checkClearance } from '../flow/clearance.ts';
import type { Decision } from '../decision.ts';
import type { ShadowVerdict } from '../policy.ts';
import { entryOf } from '../lookup.ts';
import { outcomeOf, outsideOf, triggersOf } from './outcome.ts';
import { isAskable, missingApprovals } from '../hold/quorum.ts';
import { isReason } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { Ask } from '../hold/held.ts';
import type { Act } from '../request.ts';
import { checkEdited, checkRejected } from '../rules/approval.ts';
import { checkBreaker, checkDenials, checkVariations, hasTripped } from '../rules/breaker.ts';
import { checkFaultAgain, checkWaiting } from '../rules/conduct.ts';
import { checkBudget, checkHolds, timeToReserve } from '../rules/budget.ts';
import { checkAlive, checkKilled } from '../rules/control.ts';
import { checkCooling, checkRejectedElsewhere } from '../rules/cooling.ts';
import { checkCredential } from '../rules/credential.ts';
import { checkDefinition } from '../rules/definition.ts';
import { checkChain } from '../rules/duty.ts';
import { findAgent, findConnector, findOwnTask } from '../rules/identity.ts';
import { enforceOnAction } from '../rules/obligation.ts';
import { consult } from '../rules/policy.ts';
import type { Ruling } from '../rules/policy.ts';
import { checkOutcome, checkScope, isPreapproved, matchScope } from '../rules/scope.ts';
import { checkStep } from '../rules/step.ts';
import { disagreement } from '../shadow.ts';
import { recordFaults } from '../chain/faults.ts';
import { quarantineRunaway } from '../task/end.ts';
import { withSightings } from '../org/sighting.ts';
import { stakesOf } from '../hold/stakes.ts';
import { hasUse, waitingFor } from '../hold/uses.ts';
import { withVouched } from '../hold/vouched.ts';
import type { Agent } from '../org/registered.ts';
import type { Admission, ConnectorState, State, TaskState, Tool } from '../state.ts';

export function decideAct(state: State, request: Act): Decision {
  const agent = findAgent(state, request);
  if (isReason(agent)) return denyAction(state, request, [agent]);
  const task = findOwnTask(state, request);
  if (isReason(task)) return denyAction(state, request, [task]);
  const connector = findConnector(state, request.connector);
  if (isReason(connector)) return denyAction(state, request, [connector]);
  const asked = gather(state, request, agent, task, connector);
  return withSightings(judge(asked), asked);
}

function judge(asked: AskedAction): Decision {
  const { state, request, task, admitted } = asked;
  const control = [...checkAlive(task, request.at), ...checkKilled(state, task.agent, request.connector)];
  const rejoined = control.length === 0 ? rejoin(asked) : null;
  if (rejoined !== null) return rejoined;
  const { ruling, shadow } = ruleOn(asked);
  const reasons = [
    ...control,
    ...structuralReasons(asked, ruling),
    ...(ruling.verdict === 'deny' ? ruling.reasons : []),
    ...(control.length === 0 ? checkBreaker(asked) : []),
  ];
  if (admitted === null || ruling.verdict === 'deny' || reasons.length > 0) {
    const { determining } = ruling;
    return denyAction(state, request, reasons, { determining, obligations: [], shadow });
  }
  return ruling.verdict === 'permit'
    ? permitAction(asked, admitted, { ...ruling, shadow }, null)
    : permitOrHold(asked, admitted, ruling, shadow);
}

/** What no policy may permit, in the order of the rules; control comes before it. */
export function structuralReasons(asked: AskedAction, { verdict }: Ruling): readonly Reason[] {
  const { request, task, match } = asked;
  return [
    ...checkDefinition(asked),
    ...checkScope(task, request, match),
    ...checkOutcome(asked),
    ...checkStep(asked),
    ...checkBudget(asked),
    ...checkChain(asked, verdict === 'hold'),
    ...checkRejected(asked),
    ...checkEdited(asked),
    ...checkClearance(asked),
    ...checkCredential(asked),
  ];
}

/** Approvals are an input to this fresh decision: they lift exactly the asks that their givers were shown. */
function permitOrHold(
  asked: AskedAction,
  admitted: AdmittedTool,
  { asks, permitting, determining, obligations }: Extract<Ruling, { verdict: 'hold' }>,
  shadow: ShadowVerdict | null,
): Decision {
  const { state, request, task } = asked;
  // What it comes to is what it comes to now: an approver's limits are held against that.
  const approved = asked.pending && {
    ...withVouched(asked, admitted, asked.pending, asks),
    stakes: stakesOf(asked, admitted),
  };
  const grounds = { determining, obligations, shadow };
  const isMet = approved !== null && missingApprovals(state.org, asks, approved, request.at).length === 0;
  if (isMet && isAskable(asks) && hasUse(approved, asks)) {
    return permitAction(asked, admitted, { ...grounds, determining: permitting }, approved);
  }
  // What was approved for several and does not do now is asked for like anything new.
  const pending = asked.pending?.status === 'pending' ? asked.pending : null;
  const batch = pending === null ? batchFor(asked, admitted.tool, asks) : null;
  const isNew = pending === null && (batch?.first ?? null) === null;
  const exhausted = [
    ...(isNew ? [...checkHolds(task), ...checkWaiting(state, request, task)] : []),
    ...(pending === null ? checkPatience(asked, asks) : []),
  ];
  if (exhausted.length === 0) return holdAction({ ...asked, pending }, admitted, grounds, asks, batch);
  return denyAction(state, request, exhausted, grounds);
}

/** Whether people who said no are left alone. */
function checkPatience(asked: AskedAction, asks: readonly Ask[]): readonly Reason[] {
  return [...checkCooling(asked, asks), ...checkRejectedElsewhere(asked), ...checkVariations(asked)];
}

/** All that the rules judge of an action. */
export function gather(
  state: State,
  request: Act,
  agent: Agent,
  task: TaskState,
  connector: ConnectorState,
): AskedAction {
  const { admitted } = connector;
  const tool = admitted === null ? null : entryOf(admitted.tools, request.tool);
  const match = matchScope(state, task, request);
  return {
    state,
    request,
    task,
    agent,
    connector,
    admitted: admitted === null || tool === null ? null : admittedTool(state, request, admitted, tool),
    match,
    bounds: boundsOf(state, task),
    preapproved: isPreapproved(state, task, request, match),
    reservedMs: timeToReserve(task, request.at),
    ...waitingFor(state, task, request),
  };
}

function admittedTool(
  state: State,
  { arguments: input }: Act,
  { credential }: Admission,
  tool: Tool,
): AdmittedTool {
  const triggers = triggersOf(state, tool, input);
  const outcome = outcomeOf(state, tool, triggers);
  return { tool, credential, triggers, outcome, outside: outsideOf(state, tool, triggers) };
}

/** Policy speaks about admitted tools alone: it knows no others. */
function ruleOn(asked: AskedAction): { readonly ruling: Ruling; readonly shadow: ShadowVerdict | null } {
  const { state, admitted, request } = asked;
  if (admitted === null) return { ruling: { verdict: 'deny', determining: [], reasons: [] }, shadow: null };
  const query = actionQuery(asked, admitted);
  const enforce = enforceOnAction(request);
  const ruling = consult(state.policy, query, enforce);
  const tried = state.org.shadow;
  if (tried === null) return { ruling, shadow: null };
  return { ruling, shadow: disagreement(tried.digest, ruling, consult(state.shadow, query, enforce)) };
}

function rejoin(asked: AskedAction): Decision | null {
  const { task, request } = asked;
  for (const hold of Object.values(task.holds)) {
    const kept = hold.digest === request.digest ? entryOf(task.actions, hold.usedBy ?? '') : null;
    if (kept !== null) return rejoinAction(asked, kept, hold);
  }
  // Whoever waited on it hears of what ran without it, however late; nothing runs for that.
  const waited = entryOf(task.holds, request.waited ?? '');
  if (waited === null || waited.digest !== request.digest || waited.status !== 'void') return null;
  const { usedBy, ended } = waited;
  return usedBy === null ? null : rejoinAction(asked, { id: usedBy, record: ended!.record }, waited);
}

/**
 * In the asking agent's own live task a refused action is part of its history, and may be one too many;
 * elsewhere it is a mere refusal.
 */
function denyAction(
  state: State,
  request: Act,
  reasons: readonly Reason[],
  grounds: Grounds = NO_GROUNDS,
): Decision {
  const task = taskAskedAbout(state, request);
  if (task === null || !isLiveFor(task, request) || request.actor.kind !== 'agent')
    return refuse(state, request, reasons);
  const again = checkFaultAgain(state, task, reasons, request.at);
  const all = [...reasons, ...checkDenials(task, reasons), ...again];
  const denied = recordOf(request, {
    stream: `task/${task.id}`,
    type: 'action-denied',
    causes: [task.record],
    body: { ...actionFacts(state, request, task, grounds), reasons: all },
  });
  const events = hasTripped(all) ? [denied, quarantineRunaway(request, task, denied, all)] : [denied];
  const told = recordFaults(request, task, denied, events.length);
  return denial([...events, ...told], all, task.id);
}
