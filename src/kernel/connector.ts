// A connector enters as a proposal and works only as a person admitted it, tool by tool, effect by effect.

import { permit, recordOf, refuse } from './answer.ts';
import type { Decision } from './decision.ts';
import { entryOf } from './lookup.ts';
import { isReason } from './reason.ts';
import type { AdmitConnector, ProposeConnector } from './request.ts';
import { checkCorrections, findProposal } from './rules/definition.ts';
import { checkConnectorKilled } from './rules/control.ts';
import { findConnector } from './rules/identity.ts';
import type { Effect, Proposal, State, Tool, ToolProfile } from './state.ts';
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
    body: {
      digest: proposal.digest,
      proposal: proposal.record,
      effects: reviewed(proposal, (tool) => effectsOf(tool, request)),
      profiles: reviewed(proposal, (tool) => profileOf(tool, request)),
    },
  });
  return permit([admitted]);
}

function reviewed<T>({ tools }: Proposal, of: (tool: Tool) => T): { [tool: string]: T } {
  return Object.fromEntries(tools.map((tool) => [tool.name, of(tool)]));
}

/** A tool that is said to have no effect may have any. */
function effectsOf(tool: Tool, { effects }: AdmitConnector): readonly Effect[] {
  const corrected = entryOf(effects, tool.name) ?? tool.effects;
  return corrected.length > 0 ? corrected : ['unknown'];
}

/** Of a tool with effects that the proposal had not seen, its word that nothing goes on is worth little. */
function profileOf(tool: Tool, request: AdmitConnector): ToolProfile {
  const corrected = entryOf(request.profiles ?? {}, tool.name);
  if (corrected !== null) return corrected;
  const isSeen = effectsOf(tool, request).every((effect) => tool.effects.includes(effect));
  return isSeen || tool.profile.egress !== 'none' ? tool.profile : { ...tool.profile, egress: 'unknown' };
}
