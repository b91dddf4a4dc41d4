// How far an action that waits goes, as an approver's limit asks: what it may do with all that it sets off,
// what data it gives away or reads, where it goes, how much it spends. What is unknown is beyond every limit.

import type { AdmittedTool, AskedAction } from '../action/action.ts';
import { amountOf, countRoles, MAX_AMOUNT } from '../action/argument-role.ts';
import { labelsSent } from '../flow/declassified.ts';
import type { Hold, Stakes } from './held.ts';
import { joinLabels, levelOf } from '../flow/label.ts';
import { outputOf } from '../flow/memory.ts';
import type { ApproverLimit } from '../org/registered.ts';
import type { Destination } from '../request.ts';
import type { OrgState } from '../state.ts';
import { isAmong } from '../flow/cleared.ts';
import { destinationsOf, egressOf, isBeyond } from '../flow/trust.ts';

export function stakesOf(asked: AskedAction, { tool, outcome }: AdmittedTool): Stakes {
  const { state, request } = asked;
  const { org } = state;
  const { sensitivity, categories } = joinLabels(labelsSent(asked), outputOf(state, request, tool));
  const destinations = destinationsOf(request, tool.profile);
  const named = destinations.map((one) => namesOf(org, one));
  const isElsewhere = isBeyond(egressOf(org, tool.profile, destinations)) || isBeyond(outcome.egress);
  const effects = [...new Set([...tool.effects, ...outcome.effects])];
  const isUnpriced = effects.includes('spend') && !countRoles(tool.profile, request.arguments).has('amount');
  return {
    effects,
    sensitivity,
    categories,
    // It goes out, and nothing says where.
    destinations: named.length === 0 && isElsewhere ? [[]] : named,
    // It spends, and nothing says how much.
    amount: isUnpriced ? MAX_AMOUNT : amountOf(tool.profile, request.arguments),
  };
}

/** Parts of the limit that the hold is beyond; empty where its approver may decide. */
export function beyondLimit(
  limit: ApproverLimit | undefined,
  hold: Pick<Hold, 'stakes' | 'asked'>,
): string[] {
  if (limit === undefined) return [];
  const stakes = hold.stakes ?? stakesOfRelease(hold);
  const exceeds = <Most>(most: Most | undefined, isWithin: (most: Most, known: Stakes) => boolean): boolean =>
    most !== undefined && (stakes === null || !isWithin(most, stakes));
  const parts = {
    effects: exceeds(limit.effects, (most, { effects }) => effects.every((one) => most.includes(one))),
    sensitivity: exceeds(limit.sensitivity, (most, known) => levelOf(known.sensitivity) <= levelOf(most)),
    categories: exceeds(limit.categories, (most, known) =>
      known.categories.every((one) => most.includes(one)),
    ),
    destinations: exceeds(limit.destinations, (most, { destinations }) =>
      destinations.every((names) => names.some((one) => most.includes(one))),
    ),
    amount: exceeds(limit.amount, (most, { amount }) => amount <= most),
  };
  return Object.entries(parts).flatMap(([part, isOver]) => (isOver ? [part] : []));
}

/** Data that would count as less: wherever that is let, it may go. */
function stakesOfRelease({ asked }: Pick<Hold, 'asked'>): Stakes | null {
  if (asked === undefined) return null;
  const { sensitivity, categories } = asked.from;
  return { effects: [], sensitivity, categories, destinations: [[]], amount: 0 };
}

/** `own`, `known`, and the hosts of the limits that it is among; of what is no host, none. */
function namesOf(org: OrgState, { host }: Destination): string[] {
  if (host === null) return [];
  const isOwn = isAmong(org.destinations.own, host);
  const isKnown = isOwn || isAmong(org.destinations.listed, host);
  const hosts = hostsOf(org).filter((one) => isAmong([one], host));
  return [...(isOwn ? ['own'] : []), ...(isKnown ? ['known'] : []), ...hosts];
}

/** Those that any limit names: the organisation said them already. */
function hostsOf({ operators, delegations }: OrgState): string[] {
  const limits = [...Object.values(operators), ...Object.values(delegations)].map(({ limit }) => limit);
  const named = limits.flatMap((limit) => limit?.destinations ?? []);
  return [...new Set(named)].filter((one) => one !== 'own' && one !== 'known');
}
