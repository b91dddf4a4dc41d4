// An asked-for action with all the facts that the rules judge, gathered once so that all judge the same.

import type { OutcomeEffects } from './outcome.ts';
import type { Obligation, ShadowVerdict } from '../policy.ts';
import type { Act } from '../request.ts';
import type { Hold } from '../hold/held.ts';
import type { Outdated } from '../hold/shown-action.ts';
import type { Agent } from '../org/registered.ts';
import type {
  Bound,
  ConnectorState,
  CredentialRequirement,
  State,
  TaskState,
  Tool,
  Trigger,
} from '../state.ts';

export interface AskedAction {
  readonly state: State;
  readonly request: Act;
  readonly task: TaskState;
  readonly agent: Agent;
  readonly connector: ConnectorState;
  /** The tool as admitted; null where it was not. */
  readonly admitted: AdmittedTool | null;
  readonly match: ScopeMatch;
  /** What it counts in. */
  readonly bounds: readonly Bound[];
  /** Whether the review of the spec approved this call within its bounds. */
  readonly preapproved: boolean;
  /** Wall time that the call would reserve. */
  readonly reservedMs: number;
  /** Of an enforcement point that asks in its agent's place; absent: the agent itself asks. */
  readonly asker?: string;
  /** The hold that waits for exactly this action. */
  readonly pending: Hold | null;
  /** Its approvals that count no more; absent: none. */
  readonly outdated?: readonly Outdated[];
}

export interface AdmittedTool {
  readonly tool: Tool;
  readonly credential: CredentialRequirement | null;
  /** What the call may set off. */
  readonly triggers: readonly Trigger[];
  /** What the call comes to with all that it sets off. */
  readonly outcome: OutcomeEffects;
  /** That part of it which no other task counts. */
  readonly outside: OutcomeEffects;
}

/** What policy said of an action. */
export interface Grounds {
  /** Ids of the policies behind the verdict. */
  readonly determining: readonly string[];
  /** What a permit comes with. */
  readonly obligations: readonly Obligation[];
  /** What the set that is tried beside it said; null: the same, or none is tried. */
  readonly shadow: ShadowVerdict | null;
}

/** How the action meets its task's scope. */
export interface ScopeMatch {
  /** `fits`, or where every allowance fails: by the tool's name, by the arguments, by its count. */
  readonly outcome: 'fits' | 'no-tool' | 'no-arguments' | 'exhausted';
  /** Index of the allowance that applies, or that came closest; -1 where none names the tool. */
  readonly allowance: number;
  /** What is wrong with the arguments under the allowances that name the tool. */
  readonly problems: readonly string[];
}

/** Code units of `req_`: what follows is shared by all that the request creates. */
const PREFIX_LENGTH = 4;

/** The id of what a request creates. */
export function idOf(
  kind: 'task' | 'act' | 'hold' | 'lease' | 'rec' | 'dlg',
  request: { readonly id: string },
): string {
  return `${kind}_${request.id.slice(PREFIX_LENGTH)}`;
}
