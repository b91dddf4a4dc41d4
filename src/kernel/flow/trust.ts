// Where the arguments of an action may go, and how far the organisation trusts it: the worst of its
// destinations counts, and one that cannot be read is the worst of all.

import type { AskedAction } from '../action/action.ts';
import { hasRole, valuesOf } from '../action/argument-role.ts';
import type { JsonObject } from '../json.ts';
import { entryOf } from '../lookup.ts';
import type { Act, Destination } from '../request.ts';
import { clearedFor, isAmong } from './cleared.ts';
import type { OrgState, State, TaskState, ToolProfile } from '../state.ts';

/** From best to worst. */
const TRUST = ['own', 'listed', 'seen', 'new', 'unknown'] as const;

export type Trust = (typeof TRUST)[number];

const UNREAD: readonly Destination[] = [{ host: null, isName: false, commitment: '' }];

/**
 * The destinations of a call. One that was described before its tool's profile said that it has any goes
 * where nobody knows.
 */
export function destinationsOf(
  { destinations, arguments: input }: Pick<Act, 'destinations' | 'arguments'>,
  profile: ToolProfile,
): readonly Destination[] {
  if (destinations.length > 0) return destinations;
  return valuesOf(profile, 'destination', input).length > 0 ? UNREAD : destinations;
}

/** Commitments to destinations, each once; a task whose words are erased has none. */
export function commitmentsOf(destinations: readonly Destination[]): readonly string[] {
  if (destinations.length === 0) return NONE;
  return [...new Set(destinations.map(({ commitment }) => commitment))].filter((one) => one !== '');
}

const NONE: readonly string[] = [];

/** The context's `destination`; null where the tool sends nothing on and has no argument that says where. */
export function describeDestination(
  { state, task, request }: Pick<AskedAction, 'state' | 'task' | 'request'>,
  profile: ToolProfile,
  destinations: readonly Destination[],
): JsonObject | null {
  if (profile.egress === 'none' && destinations.length === 0) return null;
  const hosts = destinations.flatMap(({ host }) => host ?? []);
  // An address where the profile knows of none leads somewhere, too.
  const all = leadsElsewhere(profile, request.grounding) ? [...destinations, ...UNREAD] : destinations;
  return {
    hosts: [...new Set(hosts)],
    external: isBeyond(egressOf(state.org, profile, destinations)),
    public: all.some(({ isPublic }) => isPublic === true),
    ...trustIn(state, task, all),
    clearance: leastOf(all.map(({ host }) => clearedFor(state.org.destinations, host)?.level ?? 0)),
  };
}

/** Where none is named, it may go anywhere. */
function leastOf(levels: readonly number[]): number {
  return levels.length === 0 ? 0 : Math.min(...levels);
}

/** The worst of them counts: how far it is trusted, and whether the agent was at all of them in any task. */
export function trustIn(
  state: State,
  task: TaskState,
  destinations: readonly Destination[],
): { readonly trust: Trust; readonly known: boolean } {
  const levels = destinations.map((one) => TRUST.indexOf(trustOf(state.org, task, one)));
  return {
    trust: levels.length === 0 ? 'unknown' : TRUST[Math.max(...levels)]!,
    known: destinations.length > 0 && destinations.every((one) => isKnown(state, task.agent, one)),
  };
}

function leadsElsewhere(profile: ToolProfile, grounding: Act['grounding'] = []): boolean {
  return grounding.some(
    // An empty pointer names no argument: the call as a whole.
    ({ role, pointer }) => role === 'destination' && pointer !== '' && !hasRole(profile, role, pointer),
  );
}

/**
 * How far what the action is given may go: beyond what the profile says, where a host of others is named, or
 * an address that cannot be read.
 */
export function egressOf(
  { destinations: { own } }: OrgState,
  { egress }: ToolProfile,
  destinations: readonly Destination[],
): ToolProfile['egress'] {
  if (isBeyond(egress)) return egress;
  return destinations.some((one) => isElsewhere(own, one)) ? 'external' : egress;
}

function isElsewhere(own: readonly string[], { host, isName }: Destination): boolean {
  return host === null ? !isName : !isAmong(own, host);
}

/** Out of the organisation, for all that is known. */
export function isBeyond(egress: ToolProfile['egress']): boolean {
  return egress === 'external' || egress === 'unknown';
}

function trustOf(org: OrgState, { usage }: TaskState, destination: Destination): Trust {
  const { host, commitment } = destination;
  const declared = clearedFor(org.destinations, host);
  if (declared !== null) return declared.as;
  if (commitment !== '' && usage.destinations.includes(commitment)) return 'seen';
  return host === null ? 'unknown' : 'new';
}

/** Whether it is declared, or the agent addressed it in any of its tasks. */
export function isKnown(
  { org, addressed }: Pick<State, 'org' | 'addressed'>,
  agent: string,
  destination: Destination,
): boolean {
  const { host, ofAgent } = destination;
  if (clearedFor(org.destinations, host) !== null) return true;
  return ofAgent !== undefined && (entryOf(addressed, agent)?.includes(ofAgent) ?? false);
}
