// What would be decided if it were asked for now, by the same rules and the same policy. Nothing is reserved
// by it, and what waits for an approval is no.

import { argumentsOf, MAIN, targetOf } from './question.ts';
import type { AccessTarget } from './question.ts';
import { checkResource } from './resource.ts';
import { findAgentSubject, findSubject, findTaskOf } from './subject.ts';
import { gather, structuralReasons } from '../action/act.ts';
import type { AskedAction } from '../action/action.ts';
import { actionQuery } from '../action/query.ts';
import { emptyTask } from './empty-task.ts';
import { entryOf } from '../lookup.ts';
import type { Obligation } from '../policy.ts';
import { because, isReason } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { AccessQuestion, Act, Request } from '../request.ts';
import { checkAlive, checkKilled } from '../rules/control.ts';
import { checkDefinition } from '../rules/definition.ts';
import { findConnector } from '../rules/identity.ts';
import type { Enforce } from '../rules/obligation.ts';
import { consult, explainQuestionAsk, explainVerbAsk, verbQuery } from '../rules/policy.ts';
import type { Ruling } from '../rules/policy.ts';
import type { State } from '../state.ts';

export interface AccessAnswer {
  readonly verdict: 'permit' | 'hold' | 'deny';
  readonly determining: readonly string[];
  /** Why it was denied, or what the hold asks. */
  readonly reasons: readonly Reason[];
  /** What the permit comes with; empty on any other verdict. */
  readonly obligations: readonly Obligation[];
  /** What is held, and how it would be permitted; null on any other verdict. */
  readonly held: HeldAnswer | null;
}

type HoldRuling = Extract<Ruling, { verdict: 'hold' }>;

export interface HeldAnswer extends Pick<HoldRuling, 'asks' | 'permitting' | 'obligations'> {
  readonly asked: AskedAction;
}

type Asking = Pick<Request, 'id' | 'at' | 'actor'>;
type ToolTarget = Extract<AccessTarget, { kind: 'tool' }>;

export function answerAccess(state: State, request: Asking, question: AccessQuestion): AccessAnswer {
  const target = targetOf(question);
  return target.kind === 'tool'
    ? answerTool(state, request, question, target)
    : answerVerb(state, request, question, target.verb);
}

/** What policy says of the verb: what else it is about is not known yet. */
function answerVerb(state: State, request: Asking, question: AccessQuestion, verb: string): AccessAnswer {
  const principal = findSubject(state, question.subject);
  if (isReason(principal)) return denied([principal]);
  const { type, id } = question.resource;
  if (id !== MAIN)
    return denied([because('identity', 'unknown-connector', { type }, `It is named ${MAIN}.`)]);
  const control = principal.type === 'Agent' ? checkKilled(state, principal.id, null) : [];
  const enforce = enforceOutside(request, question);
  const ruling = consult(state.policy, verbQuery(state.org, principal, verb), enforce);
  if (ruling.verdict !== 'hold') return answerOf(control, ruling);
  // There is no waiting for approval of a verb.
  return denied([...control, ...ruling.asks.map(explainVerbAsk)], ruling.determining);
}

function answerTool(
  state: State,
  request: Asking,
  question: AccessQuestion,
  target: ToolTarget,
): AccessAnswer {
  const agent = findAgentSubject(state.org, question.subject);
  if (isReason(agent)) return denied([agent]);
  const { about } = question;
  const task = about === null ? emptyTask(agent, request.at) : findTaskOf(state, agent, about);
  if (isReason(task)) return denied([task]);
  const connector = findConnector(state, target.connector);
  if (isReason(connector)) return denied([connector]);
  const asked = gather(state, actOf(state, request, question, target), agent, task, connector);
  const ruling = ruleOn(asked, enforceOutside(request, question));
  const reasons = [
    ...(about === null ? [] : checkAlive(task, request.at)),
    ...checkKilled(state, agent.id, connector.id),
    ...checkResource(asked),
    ...(about === null ? checkDefinition(asked) : structuralReasons(asked, ruling)),
  ];
  const isHeld = ruling.verdict === 'hold' && reasons.length === 0;
  return isHeld ? heldFor(asked, ruling) : answerOf(reasons, ruling);
}

/** Policy speaks about admitted tools alone. */
function ruleOn(asked: AskedAction, enforce: Enforce): Ruling {
  const { state, admitted } = asked;
  if (admitted === null) return { verdict: 'deny', determining: [], reasons: [] };
  return consult(state.policy, actionQuery(asked, admitted), enforce);
}

/** The action as the agent would ask for it, of a tool that is presented as it was admitted. */
function actOf(
  { connectors }: State,
  { id, at }: Asking,
  question: AccessQuestion,
  { connector, tool }: ToolTarget,
): Act {
  const tools = entryOf(connectors, connector)?.admitted?.tools ?? {};
  return {
    kind: 'act',
    id,
    at,
    actor: { kind: 'agent', id: question.subject.id },
    task: question.about ?? '',
    connector,
    tool,
    arguments: argumentsOf(question),
    argumentsCommitment: '',
    // Of no action: neither an approval nor a rejection is for this one.
    digest: '',
    observed: entryOf(tools, tool)?.definition ?? null,
    owner: '',
    destinations: question.destinations,
    ...question.described,
  };
}

/** What watches over an agent is not left to it, whatever it says that it carries out. */
const NOT_FOR_AGENTS: readonly Obligation['kind'][] = ['notify', 'record-payload', 'step-up'];

/** What it does not say that it carries out, whoever enforces the answer does not. */
function enforceOutside({ actor }: Asking, { fulfils }: AccessQuestion): Enforce {
  return (obligation, policy) => {
    const { kind } = obligation;
    const isTrusted = actor.kind !== 'agent' || !NOT_FOR_AGENTS.includes(kind);
    if (isTrusted && fulfils.includes(kind === 'other' ? `obligation:${obligation.name}` : kind)) return null;
    const facts = { policy, obligation: obligation.kind };
    return because('policy', 'obligation-unmet', facts, 'Ask as one who says that it carries this out.');
  };
}

function answerOf(reasons: readonly Reason[], ruling: Ruling): AccessAnswer {
  const { verdict, determining } = ruling;
  if (verdict === 'deny') return denied([...reasons, ...ruling.reasons], determining);
  if (verdict === 'hold' || reasons.length > 0) return denied(reasons, determining);
  return { verdict, determining, reasons, obligations: ruling.obligations, held: null };
}

function heldFor(
  asked: AskedAction,
  { determining, asks, permitting, obligations }: HoldRuling,
): AccessAnswer {
  const reasons = asks.map(explainQuestionAsk);
  const held = { asked, asks, permitting, obligations };
  return { verdict: 'hold', determining, reasons, obligations: [], held };
}

function denied(reasons: readonly Reason[], determining: readonly string[] = []): AccessAnswer {
  return { verdict: 'deny', determining, reasons, obligations: [], held: null };
}
