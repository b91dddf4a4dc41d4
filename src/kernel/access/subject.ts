// Whom a question is about is somebody of the ledger, with what the ledger says of them: what a caller says
// of a subject is read by nobody.

import { registerOf } from './question.ts';
import { entryOf } from '../lookup.ts';
import type { PolicyPrincipal } from '../policy.ts';
import { agentPrincipal, operatorPrincipal } from '../principal.ts';
import { because, isReason } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { AccessQuestion } from '../request.ts';
import { findTask } from '../rules/identity.ts';
import type { Agent } from '../org/registered.ts';
import type { OrgState, State, TaskState } from '../state.ts';

type Subject = AccessQuestion['subject'];

export function findSubject({ org }: State, subject: Subject): PolicyPrincipal | Reason {
  if (registerOf(subject.type) !== 'operators') {
    const agent = findAgentSubject(org, subject);
    return isReason(agent) ? agent : agentPrincipal(agent);
  }
  const operator = entryOf(org.operators, subject.id);
  return operator === null ? unknownSubject(subject, 'unknown-operator') : operatorPrincipal(operator);
}

/** Tools are for agents. */
export function findAgentSubject({ agents }: OrgState, subject: Subject): Agent | Reason {
  const agent = registerOf(subject.type) === 'agents' ? entryOf(agents, subject.id) : null;
  return agent ?? unknownSubject(subject, 'unknown-agent');
}

/** The task, where it was opened for the agent that the question is about. */
export function findTaskOf(state: State, agent: Agent, id: string): TaskState | Reason {
  const task = findTask(state, id);
  if (isReason(task) || task.agent === agent.id) return task;
  const facts = { task: task.id, subject: agent.id };
  return because('identity', 'not-this-task', facts, 'Name a task that was opened for the subject.');
}

/** The id as records may hold it: of somebody unknown it may be a person's address. */
export function recordedSubject({ org }: State, { type, id }: Subject): { type: string; id: string | null } {
  const register = registerOf(type);
  return { type, id: register !== null && entryOf<object>(org[register], id) !== null ? id : null };
}

function unknownSubject({ type }: Subject, code: 'unknown-agent' | 'unknown-operator'): Reason {
  return because('identity', code, { type }, 'Register the subject, or name one that is registered.');
}
