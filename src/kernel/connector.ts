// A connector enters as a proposal and works only as a person admitted it, tool by tool, effect by effect.

import { permit, recordOf, refuse } from './answer.ts';
import type { Decision } from './decision.ts';
import { entryOf } from './lookup.ts';
import { isReason } from './reason.ts';
import type { AdmitConnector, ProposeConnector } from './request.ts';
import { checkCorrections, findProposal } from './rules/definition.ts';
import { checkConnectorKilled } from './rules/control.ts';
import { findConnector } from './rules/identity.ts';
import type { Effect, Proposal, State } from './state.ts';
import { judgeVerb } from './verb.ts';

export function decidePropose(state: State, request: ProposeConnector): Decision {
  const reasons = judgeVerb(state, request, () => checkConnectorKilled(state, request.connector));
  if (reasons.length > 0) return refuse(state, request, reasons);
  const { digest, upstream, credential, tools, definitions } = request;
  const stream = `connector/${request.connector}`;
  const body = { digest, upstream, credential, tools, definitions };
  return permit([recordOf(request, { stream, type: 'connector-proposed', causes: [], body })]);
}

export function decideAdmit(state: State, request: AdmitConnector): Decision {
  const connector = findConnector(state, request.connector);
  const proposal = isReason(connector) ? connector : findProposal(connector, request);
  const reasons = judgeVerb(state, request, () =>
    isReason(proposal) ? [proposal] : checkCorrections(proposal, request),
  );
  if (isReason(proposal) || reasons.length > 0) return refuse(state, request, reasons);
  const admitted = recordOf(request, {
    stream: `connector/${request.connector}`,
    type: 'connector-admitted',
    causes: [proposal.record],
    body: { digest: proposal.digest, proposal: proposal.record, effects: effectsOf(proposal, request) },
  });
  return permit([admitted]);
}

/** The effects of every tool as reviewed. A tool that is said to have none may have any. */
function effectsOf(proposal: Proposal, { effects }: AdmitConnector): { [tool: string]: readonly Effect[] } {
  return Object.fromEntries(
    proposal.tools.map((tool) => {
      const reviewed = entryOf(effects, tool.name) ?? tool.effects;
      return [tool.name, reviewed.length > 0 ? reviewed : ['unknown']];
    }),
  );
}
