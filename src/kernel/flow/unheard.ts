// Before anything that others may have written can have reached its agent, what a call names is the person's
// or the agent's own; whatever may have reached it, or may have been held back from it, ends that.

import { countRoles } from '../action/argument-role.ts';
import type { AskedAction } from '../action/action.ts';
import { isClear } from '../chain/remembered-conduct.ts';
import { usageOfChain } from '../chain/usage.ts';
import { isInDoubt } from './grounding.ts';
import type { TaskState, ToolProfile } from '../state.ts';

/**
 * Whether one value alone of the call is in doubt, it was seen nowhere, and only the person or the agent can
 * have given it: the agent itself asks for the first call of a task that a person opened, under a scope that
 * names each of its tools, and people are asked nothing else of it.
 */
export function isUnheard(asked: AskedAction, profile: ToolProfile): boolean {
  const { state, agent, request } = asked;
  return isFirstCall(asked) && isOneUnseen(asked, profile) && isClear(state, agent.id, request.at);
}

/** A question about an action has no digest: what it is about is done elsewhere, and never counted. */
function isFirstCall({ task, request }: AskedAction): boolean {
  const isFirst = usageOfChain(task).calls === 0 && task.data.integrity === 'trusted';
  return request.digest !== '' && isFirst && task.trigger === 'person' && !mayList(task);
}

/** Lists of what a connector offers are no calls, and give its agent whatever words stand there. */
function mayList({ scope }: TaskState): boolean {
  return scope.allowances.some(({ tool }) => /\/[*@]/.test(tool));
}

function isOneUnseen({ request }: AskedAction, profile: ToolProfile): boolean {
  const [doubtful, ...more] = (request.grounding ?? []).filter(isInDoubt);
  if (doubtful === undefined || more.length > 0) return false;
  const { pointer, role, level, match } = doubtful;
  const isAlone =
    (countRoles(profile, request.arguments).get(role) ?? 1) === 1 && !/\/\d+(?:\/|$)/.test(pointer);
  return isAlone && level === 'unseen' && match === 'none';
}
