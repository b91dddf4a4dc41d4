// What a person admitted is what runs: the tool's definition is pinned, and its arguments fit it.

import type { AskedAction } from '../action/action.ts';
import { entryOf } from '../lookup.ts';
import { because, isReason } from '../reason.ts';
import type { Reason, ReasonCode } from '../reason.ts';
import type { AdmitConnector } from '../request.ts';
import type { KeptTool } from '../org/keeping.ts';
import { isLight, reviewOf } from '../org/review.ts';
import type { Drift } from '../org/review.ts';
import { saysAnything } from '../org/saying.ts';
import type { Admission, ConnectorState, Proposal } from '../state.ts';

export function checkDefinition(asked: AskedAction): Reason[] {
  const { request, connector, admitted } = asked;
  const facts = { connector: connector.id, tool: request.tool };
  const admission = findAdmission(connector);
  if (isReason(admission)) return [admission];
  if (admitted === null) {
    return [reason('unknown-tool', facts, 'Propose the connector again if it has gained this tool.')];
  }
  const problems = argumentProblems(asked, admitted.tool.inputSchema);
  return [
    ...checkServer(asked),
    ...checkPin(asked, admitted.tool.definition),
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
  return reason('proposal-changed', facts, PROPOSED_AGAIN);
}

/** A connector that was never admitted is not checked against anything. */
export function findAdmission({ id, admitted }: ConnectorState): Admission | Reason {
  const lift = 'A person reviews the proposal and admits the connector.';
  return admitted ?? reason('connector-not-admitted', { connector: id }, lift);
}

const PROPOSED_AGAIN = 'Review the current proposal and admit that.';

/** What an admission comes to. */
export interface Weighed {
  /** The worst change of it. */
  readonly drift: Drift;
  /** Tools that are left out. */
  readonly without: readonly string[];
  /** The others, as they will be admitted. */
  readonly tools: readonly KeptTool[];
}

/** Nobody admits what they did not see: another proposal, tools beside it, findings they do not name. */
export function checkAdmission(
  { admitted }: ConnectorState,
  proposal: Proposal,
  request: AdmitConnector,
  { drift, without, tools }: Weighed,
): Reason[] {
  const { connector, review, light = false } = request;
  const against = admitted?.record ?? null;
  const moved = { connector, reviewed: review.against, current: against };
  const other = { connector, reviewed: review.of, current: proposal.record };
  return [
    ...checkNames(proposal, request),
    // It may have been proposed again while it was looked at.
    ...(review.of === proposal.record ? [] : [reason('proposal-changed', other, PROPOSED_AGAIN)]),
    ...(review.against === against
      ? []
      : [reason('proposal-changed', moved, 'It was admitted meanwhile: review it again.')]),
    ...checkFindings(proposal, request, without),
    ...checkAccepted(request),
    ...checkReadings(connector, tools),
    ...(light && (!isLight(drift) || saysAnything(request))
      ? [
          reason(
            'review-needed',
            { connector, drift },
            'Review the whole sheet, and admit it without --harmless: with it nothing is corrected.',
          ),
        ]
      : []),
  ];
}

function checkNames(
  proposal: Proposal,
  { connector, effects, profiles = {}, without = [], accepted = [] }: AdmitConnector,
): Reason[] {
  const names = new Set(proposal.tools.map((tool) => tool.name));
  const named = [
    ...Object.keys(effects),
    ...Object.keys(profiles),
    ...without,
    ...accepted.map(({ tool }) => tool),
  ];
  return [...new Set(named)]
    .filter((tool) => !names.has(tool))
    .map((tool) => reason('unknown-tool', { connector, tool }, 'Name only tools that the proposal lists.'));
}

/** What a call did is shown by a tool that only reads; what only reads is not read back in its turn. */
function checkReadings(connector: string, tools: readonly KeptTool[]): Reason[] {
  const reading = tools.filter(onlyReads).map(({ name }) => name);
  const lift = 'readBack names a tool of this connector that only reads, and stands at one that does more.';
  return tools.flatMap(({ name: tool, profile }) => {
    const reader = profile.readBack?.tool;
    if (reader === undefined || (reading.includes(reader) && !reading.includes(tool))) return [];
    return [reason('not-read-back', { connector, tool, readBack: reader }, lift)];
  });
}

/** Whether all that a tool is said to do is to read. */
export function onlyReads({ effects }: Pick<KeptTool, 'effects'>): boolean {
  return effects.every((effect) => effect === 'read');
}

/** Nobody takes on what was not found: whoever does has read something else. */
function checkAccepted({ connector, review, accepted = [] }: AdmitConnector): Reason[] {
  const lift = 'Name only findings that the review shows for this tool.';
  return accepted.flatMap(({ tool, rule }) => {
    const { findings, unread } = reviewOf(review, tool);
    if (findings.includes(rule) || unread.includes(rule)) return [];
    return [reason('unknown-finding', { connector, tool, finding: rule }, lift)];
  });
}

/** What the scan found in a tool that is new or changed is admitted by its name or not at all. */
function checkFindings(
  { tools }: Proposal,
  { connector, review, accepted = [] }: AdmitConnector,
  without: readonly string[],
): Reason[] {
  const lift = 'Name each finding that you take on with --accept, or leave the tool out with --without.';
  return tools.flatMap(({ name: tool }) => {
    const isAccepted = (rule: string): boolean =>
      accepted.some((one) => one.tool === tool && one.rule === rule);
    const rules = reviewOf(review, tool).unread.filter((rule) => !isAccepted(rule));
    if (rules.length === 0 || without.includes(tool)) return [];
    return [reason('findings-unread', { connector, tool, rules }, lift)];
  });
}

const READMIT = 'Review what changed and admit the connector again.';

/** Who answers was admitted as well as what is offered. */
function checkServer({ connector, request }: AskedAction): Reason[] {
  const pinned = connector.admitted?.server ?? null;
  const server = connector.swapped?.observed ?? request.server ?? null;
  if (pinned === null || server === null || server.name === pinned.name) return [];
  const facts = { connector: connector.id, admitted: pinned.name, server: server.name };
  return [reason('server-changed', facts, READMIT)];
}

function checkPin({ connector, request }: AskedAction, pinned: string): Reason[] {
  const drift = entryOf(connector.drifted, request.tool);
  const observed = drift?.observed ?? request.observed;
  const facts = { connector: connector.id, tool: request.tool, pinned, observed };
  if (drift !== null) return [reason('tool-quarantined', { ...facts, record: drift.record }, READMIT)];
  if (observed === null) {
    return [reason('definition-unseen', facts, 'The connector must present the tool as it was admitted.')];
  }
  return observed === pinned ? [] : [reason('definition-changed', facts, READMIT)];
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
