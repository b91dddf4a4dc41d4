// The one question: may this be, now? Pure, synchronous and total: same state, same request, same answer,
// never a throw.

import { decideRequestAccess } from './access/request.ts';
import { decideAct } from './action/act.ts';
import { decideDeclareClearances } from './flow/clearance.ts';
import { withAsked } from './chain/asked-people.ts';
import { decideAdmit, decideObserve, decidePropose } from './org/connector.ts';
import type { Decision } from './decision.ts';
import { decideDeclassify } from './flow/declassify.ts';
import { decideDeclareDestinations } from './flow/destinations.ts';
import { decideDuty } from './org/delegate.ts';
import { decideErase } from './erase.ts';
import { decideEvaluate } from './access/evaluate.ts';
import { decideFound } from './org/genesis.ts';
import { decideHold } from './hold/hold.ts';
import { decideNextStep } from './task/next-step.ts';
import { decideReportNotices } from './notices.ts';
import { decideOpen } from './task/open.ts';
import {
  decideAddOperator,
  decideChangeAllowance,
  decideChangeModel,
  decideKill,
  decideLimitAgentHolds,
  decidePublishWorkflow,
  decideRegisterAgent,
} from './org/org.ts';
import { decideAddPasskey, decideRemovePasskey, decideUsePasskey } from './org/decide-passkey.ts';
import { decideProposePolicy, decidePublishPolicy, decideRollbackPolicy } from './org/publish-policy.ts';
import { decideDropFact, decideProposeFact } from './org/proposed-fact.ts';
import { decideProvisionOperator } from './org/provision.ts';
import type { Request } from './request.ts';
import { decideRotateKey } from './org/rotate-key.ts';
import { decideSearchAccess } from './access/search.ts';
import { decideSettle } from './action/settle.ts';
import { decideShadowPolicy } from './shadow.ts';
import type { State } from './state.ts';
import { decideClose, decideQuarantine } from './task/end.ts';
import { decideRejectInChannel } from './hold/reject-in-channel.ts';
import { decideTend } from './hold/tend.ts';
import { decideUseKey } from './access/use-key.ts';
import { decideWatchAccess } from './access/watch.ts';
import { decideWithdraw } from './hold/withdraw.ts';
import { decideRenew } from './task/token.ts';

/**
 * Judges a request against all that is known. Nothing may be done before the decision's events are durable;
 * then its commands are carried out in their order.
 */
export function decide(state: State, request: Request): Decision {
  return withAsked(state, request, judge(state, request));
}

function judge(state: State, request: Request): Decision {
  switch (request.kind) {
    case 'found':
      return decideFound(state, request);
    case 'add-operator':
    case 'provision-operator':
    case 'change-operator-roles':
    case 'limit-operator':
    case 'delegate-duty':
    case 'revoke-delegation':
    case 'add-passkey':
    case 'remove-passkey':
    case 'use-passkey':
      return decideOnPeople(state, request);
    case 'register-agent':
    case 'change-agent-model':
    case 'change-agent-allowance':
    case 'limit-agent-holds':
      return decideOnAgents(state, request);
    case 'propose-fact':
      return decideProposeFact(state, request);
    case 'drop-fact':
      return decideDropFact(state, request);
    case 'declare-destinations':
      return decideDeclareDestinations(state, request);
    case 'declare-clearances':
      return decideDeclareClearances(state, request);
    case 'publish-workflow':
      return decidePublishWorkflow(state, request);
    case 'propose-policy':
      return decideProposePolicy(state, request);
    case 'publish-policy':
      return decidePublishPolicy(state, request);
    case 'rollback-policy':
      return decideRollbackPolicy(state, request);
    case 'shadow-policy':
      return decideShadowPolicy(state, request);
    case 'propose-connector':
      return decidePropose(state, request);
    case 'admit-connector':
      return decideAdmit(state, request);
    case 'observe-connector':
      return decideObserve(state, request);
    case 'rotate-key':
      return decideRotateKey(state, request);
    case 'kill':
      return decideKill(state, request);
    case 'open-task':
      return decideOpen(state, request);
    case 'evaluate-access':
      return decideEvaluate(state, request);
    case 'search-access':
      return decideSearchAccess(state, request);
    case 'report-notices':
      return decideReportNotices(request);
    default:
      return decideOnTask(state, request);
  }
}

type OnPeople = Extract<
  Request,
  {
    readonly kind:
      | 'add-operator'
      | 'provision-operator'
      | 'change-operator-roles'
      | 'limit-operator'
      | 'delegate-duty'
      | 'revoke-delegation'
      | 'add-passkey'
      | 'remove-passkey'
      | 'use-passkey';
  }
>;

/** Who belongs to the organisation, and how far what they approve goes. */
function decideOnPeople(state: State, request: OnPeople): Decision {
  switch (request.kind) {
    case 'add-operator':
      return decideAddOperator(state, request);
    case 'provision-operator':
      return decideProvisionOperator(state, request);
    case 'add-passkey':
      return decideAddPasskey(state, request);
    case 'remove-passkey':
      return decideRemovePasskey(state, request);
    case 'use-passkey':
      return decideUsePasskey(state, request);
    default:
      return decideDuty(state, request);
  }
}

type OnAgents = Extract<
  Request,
  {
    readonly kind: 'register-agent' | 'change-agent-model' | 'change-agent-allowance' | 'limit-agent-holds';
  }
>;

/** Which agents there are, and how far all tasks of one go together. */
function decideOnAgents(state: State, request: OnAgents): Decision {
  switch (request.kind) {
    case 'register-agent':
      return decideRegisterAgent(state, request);
    case 'change-agent-model':
      return decideChangeModel(state, request);
    case 'change-agent-allowance':
      return decideChangeAllowance(state, request);
    case 'limit-agent-holds':
      return decideLimitAgentHolds(state, request);
  }
}

type OnTask = Extract<Request, { readonly task: string }>;

/** What is asked of a task that there is. */
function decideOnTask(state: State, request: OnTask): Decision {
  switch (request.kind) {
    case 'act':
      return decideAct(state, request);
    case 'approve':
    case 'reject':
      return decideHold(state, request);
    case 'reject-in-channel':
      return decideRejectInChannel(state, request);
    case 'tend-hold':
      return decideTend(state, request);
    case 'withdraw-hold':
      return decideWithdraw(state, request);
    case 'renew':
      return decideRenew(state, request);
    case 'declassify':
      return decideDeclassify(state, request);
    case 'next-step':
      return decideNextStep(state, request);
    case 'request-access':
      return decideRequestAccess(state, request);
    case 'use-idempotency-key':
      return decideUseKey(state, request);
    case 'watch-access':
      return decideWatchAccess(state, request);
    case 'close-task':
      return decideClose(state, request);
    case 'quarantine':
      return decideQuarantine(state, request);
    case 'erase':
      return decideErase(state, request);
    case 'settle':
      return decideSettle(state, request);
  }
}
