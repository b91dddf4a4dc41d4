// A connector enters as a proposal and works only as a person admitted it, tool by tool, effect by effect.

import { permit, recordOf, refuse } from '../answer.ts';
import type { Decision } from '../decision.ts';
import type { Event } from '../event.ts';
import { correctedBy, keepTool } from './keeping.ts';
import { entryOf } from '../lookup.ts';
import { checkTakenOver, takeOver } from './proposed-fact.ts';
import { isReason } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { AdmitConnector, ObserveConnector, ProposeConnector } from '../request.ts';
import type { Operator } from './registered.ts';
import { reviewOf } from './review.ts';
import { checkAdmission, findAdmission, findProposal } from '../rules/definition.ts';
import type { Weighed } from '../rules/definition.ts';
import { checkConnectorKilled } from '../rules/control.ts';
import { findConnector } from '../rules/identity.ts';
import { driftOf, leftOutOf } from './saying.ts';
import { sightingsOf } from './sighting.ts';
import type { ConnectorState, Proposal, State } from '../state.ts';
import { judgeVerb } from '../verb.ts';

export function decidePropose(state: State, request: ProposeConnector): Decision {
  const reasons = judgeVerb(state, request, () => checkConnectorKilled(state, request.connector));
  if (reasons.length > 0) return refuse(state, request, reasons);
  const { digest, upstream, credential, tools, server, definitions, modelSays } = request;
  const stream = `connector/${request.connector}`;
  const heard = modelSays === undefined ? {} : { modelSays };
  const body = { digest, upstream, credential, tools, server, definitions, ...heard };
  const proposed = recordOf(request, { stream, type: 'connector-proposed', causes: [], body });
  const connector = entryOf(state.connectors, request.connector);
  if (connector === null || request.seen === undefined) return permit([proposed]);
  return permit([proposed, ...sightingsOf(request, connector, request.seen, 1)]);
}

export function decideAdmit(state: State, request: AdmitConnector): Decision {
  const connector = findConnector(state, request.connector);
  const proposal = isReason(connector) ? connector : findProposal(connector, request);
  if (isReason(connector) || isReason(proposal)) {
    const reasons = judgeVerb(state, request, () => [proposal as Reason]);
    return refuse(state, request, reasons);
  }
  const { admitted } = connector;
  const without = leftOutOf(proposal.tools, admitted, request);
  const drift = driftOf(proposal.tools, admitted, request);
  const kept = proposal.tools.filter(({ name }) => !without.includes(name));
  const weighed = { drift, without, tools: kept.map((tool) => keepTool(tool, admitted, request)) };
  const rules = ({ id }: Operator): readonly Reason[] => [
    ...checkAdmission(connector, proposal, request, weighed),
    ...checkTakenOver(state, request, id),
  ];
  const context = { admission: { drift, first: admitted === null } };
  const reasons = judgeVerb(state, request, rules, request.kind, context);
  if (reasons.length > 0) return refuse(state, request, reasons);
  return permit([admission(request, connector, proposal, weighed), ...takeOver(state, request)]);
}

function admission(
  request: AdmitConnector,
  { admitted }: ConnectorState,
  proposal: Proposal,
  { drift, without, tools }: Weighed,
): Event {
  const { accepted = [], light = false, review } = request;
  const said = ({ name }: { readonly name: string }) => {
    const { verdict, findings } = reviewOf(review, name);
    return [name, { verdict, findings }] as const;
  };
  return recordOf(request, {
    stream: `connector/${request.connector}`,
    type: 'connector-admitted',
    causes: [proposal.record],
    body: {
      digest: proposal.digest,
      proposal: proposal.record,
      effects: Object.fromEntries(tools.map(({ name, effects }) => [name, effects])),
      profiles: Object.fromEntries(tools.map(({ name, profile }) => [name, profile])),
      corrected: correctedBy(tools, admitted, request),
      without,
      review: Object.fromEntries(tools.map(said)),
      accepted,
      drift,
      light,
    },
  });
}

/** First that it is asked, then what it answered. */
export function decideObserve(state: State, request: ObserveConnector): Decision {
  const connector = findConnector(state, request.connector);
  const admitted = isReason(connector) ? connector : findAdmission(connector);
  const reasons = judgeVerb(state, request, () => [
    ...checkConnectorKilled(state, request.connector),
    ...(isReason(admitted) ? [admitted] : []),
  ]);
  if (isReason(connector) || isReason(admitted) || reasons.length > 0) return refuse(state, request, reasons);
  const place = { stream: `connector/${request.connector}`, causes: [admitted.record] };
  const { seen } = request;
  if (seen === null) {
    const body = { admission: admitted.record };
    return permit([recordOf(request, { ...place, type: 'connector-asked', body })]);
  }
  const presented = new Set(seen.tools.map(([tool]) => tool));
  const body = {
    server: seen.server,
    added: [...presented].filter(
      (tool) => entryOf(admitted.tools, tool) === null && !admitted.without.includes(tool),
    ),
    vanished: Object.keys(admitted.tools).filter((tool) => !presented.has(tool)),
  };
  const observed = recordOf(request, { ...place, type: 'connector-observed', body });
  return permit([observed, ...sightingsOf(request, connector, seen, 1)]);
}
