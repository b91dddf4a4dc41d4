// What a person admitted is what runs: the tool's definition is pinned, and its arguments fit it.

import type { AskedAction } from '../action.ts';
import { because } from '../reason.ts';
import type { Reason, ReasonCode } from '../reason.ts';
import type { AdmitConnector } from '../request.ts';
import type { ConnectorState, Proposal } from '../state.ts';

export function checkDefinition(asked: AskedAction): Reason[] {
  const { request, connector, admitted } = asked;
  const facts = { connector: connector.id, tool: request.tool };
  if (connector.admitted === null) {
    return [
      reason('connector-not-admitted', facts, 'A person reviews the proposal and admits the connector.'),
    ];
  }
  if (admitted === null) {
    return [reason('unknown-tool', facts, 'Propose the connector again if it has gained this tool.')];
  }
  const pinned = admitted.tool.definition;
  const problems = argumentProblems(asked, admitted.tool.inputSchema);
  return [
    ...checkPin({ connector: connector.id, tool: request.tool, pinned, observed: request.observed }),
    ...(problems.length === 0
      ? []
      : [
          reason(
            'arguments-malformed',
            { ...facts, problems },
            "Ask with arguments that fit the tool's schema.",
          ),
        ]),
  ];
}

/** What a person admits is exactly the proposal that was reviewed. */
export function findProposal({ id, proposal }: ConnectorState, request: AdmitConnector): Proposal | Reason {
  if (proposal?.digest === request.proposal) return proposal;
  const facts = { connector: id, reviewed: request.proposal, current: proposal?.digest ?? null };
  return reason('proposal-changed', facts, 'Review the current proposal and admit that.');
}

export function checkCorrections(
  proposal: Proposal,
  { connector, effects, profiles = {} }: AdmitConnector,
): Reason[] {
  const names = new Set(proposal.tools.map((tool) => tool.name));
  return [...new Set([...Object.keys(effects), ...Object.keys(profiles)])]
    .filter((tool) => !names.has(tool))
    .map((tool) =>
      reason('unknown-tool', { connector, tool }, 'Correct only tools that the proposal lists.'),
    );
}

function checkPin(facts: { readonly [name: string]: string | null }): Reason[] {
  if (facts['observed'] === null) {
    return [reason('definition-unseen', facts, 'The connector must present the tool as it was admitted.')];
  }
  if (facts['observed'] === facts['pinned']) return [];
  return [reason('definition-changed', facts, 'Review what changed and admit the connector again.')];
}

function argumentProblems(
  { state, request }: AskedAction,
  schema: AskedAction['request']['arguments'],
): readonly string[] {
  const value = request.arguments;
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    return ['the arguments are no object'];
  return state.constraints.check(schema, value);
}

function reason(code: ReasonCode, facts: Reason['facts'], lift: string): Reason {
  return because('definition', code, facts, lift);
}
