// What an operator's roles are, how far their approvals may go, and to whom they lend a part of that, changes
// by recorded decisions alone. What is lent is a part of one's own: never what was lent to oneself, and not
// without an end.

import { idOf } from '../action/action.ts';
import { permit, recordOf, refuse } from '../answer.ts';
import type { Decision } from '../decision.ts';
import type { EventOf } from '../event.ts';
import { entryOf } from '../lookup.ts';
import { because, isReason } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { Operator } from './registered.ts';
import type { ChangeOperatorRoles, DelegateDuty, LimitOperator, RevokeDelegation } from '../request.ts';
import { checkAdmin, checkOperator, findOperator } from '../rules/identity.ts';
import type { OrgState, State } from '../state.ts';
import { judgeVerb } from '../verb.ts';

/** A duty that is lent for longer is somebody else's, and is given to them. */
const LONGEST_MS = 90 * 24 * 3_600_000;

type AboutDuty = ChangeOperatorRoles | LimitOperator | DelegateDuty | RevokeDelegation;

export function decideDuty(state: State, request: AboutDuty): Decision {
  switch (request.kind) {
    case 'change-operator-roles':
      return decideChangeRoles(state, request);
    case 'limit-operator':
      return decideLimitOperator(state, request);
    case 'delegate-duty':
      return decideDelegateDuty(state, request);
    case 'revoke-delegation':
      return decideRevokeDelegation(state, request);
  }
}

/** Who may add operators changes what they may; about one's own there is more to say. */
function judgeAdmin(
  state: State,
  request: ChangeOperatorRoles | LimitOperator,
  checkOwn: (actor: Operator) => Reason[],
): readonly Reason[] {
  const check = (actor: Operator): Reason[] => [
    ...checkAdmin(actor),
    ...checkOperator(state, request.operator),
    ...(actor.id === request.operator ? checkOwn(actor) : []),
  ];
  return judgeVerb(state, request, check);
}

/** Who may add operators gives and takes roles; one's own are for others to change. */
function decideChangeRoles(state: State, request: ChangeOperatorRoles): Decision {
  const { operator, given } = request;
  const reasons = judgeAdmin(state, request, () => checkOwnRoles(state.org, request));
  if (reasons.length > 0) return refuse(state, request, reasons);
  const body = { operator, roles: [...new Set(given)] };
  return permit([recordOf(request, { stream: 'org', type: 'operator-roles-changed', causes: [], body })]);
}

/** So there is always an admin: whoever takes the role from somebody else keeps it. */
function checkOwnRoles({ mode }: OrgState, { operator, given }: ChangeOperatorRoles): Reason[] {
  if (mode === 'solo' && given.includes('admin')) return [];
  const lift = 'Another admin changes them; alone, stay admin.';
  return [because('duty', 'own-roles', { operator }, lift)];
}

/** Who may add operators says how far their approvals go; a limit of one's own is for others to lift. */
function decideLimitOperator(state: State, request: LimitOperator): Decision {
  const { operator, limit } = request;
  const reasons = judgeAdmin(state, request, (actor) => checkOwnLimit(state.org, actor));
  if (reasons.length > 0) return refuse(state, request, reasons);
  const body = { operator, limit };
  return permit([recordOf(request, { stream: 'org', type: 'operator-limited', causes: [], body })]);
}

function checkOwnLimit({ mode }: OrgState, { id, limit }: Operator): Reason[] {
  if (mode === 'solo' || limit === undefined) return [];
  return [
    because('duty', 'own-limit', { operator: id }, 'Another admin changes it: this one is bound by it.'),
  ];
}

function decideDelegateDuty(state: State, request: DelegateDuty): Decision {
  const { to, lent: roles, until, limit } = request;
  const reasons = judgeVerb(state, request, (actor) => [
    ...checkOperator(state, to),
    ...checkLent(actor, request),
  ]);
  if (reasons.length > 0) return refuse(state, request, reasons);
  const id = idOf('dlg', request);
  const lent = { id, from: request.actor.id, to, roles, until };
  const body = { delegation: limit === undefined ? lent : { ...lent, limit } };
  return permit([recordOf(request, { stream: 'org', type: 'duty-delegated', causes: [], body })]);
}

/** Only roles of the actor's own are lent, to somebody else, and for a time. */
function checkLent({ id, roles: own }: Operator, { to, lent, until, at }: DelegateDuty): Reason[] {
  const foreign = lent.filter((role) => !own.includes(role));
  const wrong = [
    ...(to === id ? ['to'] : []),
    ...(foreign.length > 0 || lent.length === 0 ? ['roles'] : []),
    ...(until <= at || until - at > LONGEST_MS ? ['until'] : []),
  ];
  if (wrong.length === 0) return [];
  const facts = { operator: id, wrong, roles: foreign };
  const lift = 'Lend roles that you have yourself, to somebody else, for at most 90 days.';
  return [because('duty', 'duty-not-own', facts, lift)];
}

/** Either of the two may end it, and an admin. Policy lets people lend; it keeps nobody from ending that. */
function decideRevokeDelegation(state: State, request: RevokeDelegation): Decision {
  const lent = entryOf(state.org.delegations, request.delegation);
  const actor = findOperator(state, request);
  if (isReason(actor)) return refuse(state, request, [actor]);
  if (lent === null) return refuse(state, request, [unknownDelegation(request.delegation)]);
  const reasons = [lent.from, lent.to].includes(actor.id) ? [] : checkAdmin(actor);
  if (reasons.length > 0) return refuse(state, request, reasons);
  const body = { delegation: lent.id, from: lent.from, to: lent.to };
  const causes = [lent.record];
  return permit([recordOf(request, { stream: 'org', type: 'delegation-revoked', causes, body })]);
}

function unknownDelegation(delegation: string): Reason {
  const lift = 'Name a delegation that lasts: holdpoint operator delegations.';
  return because('identity', 'unknown-delegation', { delegation }, lift);
}

export function evolveDuty(
  org: OrgState,
  event: EventOf<'operator-limited' | 'operator-roles-changed' | 'duty-delegated' | 'delegation-revoked'>,
): OrgState {
  switch (event.type) {
    case 'operator-limited':
      return { ...org, operators: withLimit(org.operators, event.body) };
    case 'operator-roles-changed': {
      const { operator: id, roles } = event.body;
      return { ...org, operators: { ...org.operators, [id]: { ...org.operators[id]!, roles } } };
    }
    default:
      return { ...org, delegations: evolveDelegations(org.delegations, event) };
  }
}

/** Those that are over are forgotten when another one is recorded. */
function evolveDelegations(
  delegations: OrgState['delegations'],
  { id: record, time, type, body }: EventOf<'duty-delegated'> | EventOf<'delegation-revoked'>,
): OrgState['delegations'] {
  const ended = type === 'delegation-revoked' ? body.delegation : null;
  const lasting = Object.entries(delegations).filter(([id, { until }]) => id !== ended && time < until);
  const begun =
    type === 'duty-delegated' ? [[body.delegation.id, { ...body.delegation, record }] as const] : [];
  return Object.fromEntries([...lasting, ...begun]);
}

function withLimit(
  operators: OrgState['operators'],
  { operator: id, limit }: EventOf<'operator-limited'>['body'],
): OrgState['operators'] {
  const { limit: _, ...operator } = operators[id]!;
  return { ...operators, [id]: limit === null ? operator : { ...operator, limit } };
}
