// Who asks is known here, and so is what they ask about. Without that no other rule has anything to judge,
// so these stop early.

import { entryOf } from '../lookup.ts';
import type { KillTarget } from '../event.ts';
import { because, isReason } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { Request } from '../request.ts';
import type { Hold } from '../hold/held.ts';
import { narrowed } from '../org/registered.ts';
import type { Agent, Operator } from '../org/registered.ts';
import type { ConnectorState, State, TaskState, Workflow } from '../state.ts';

export function findOperator(state: State, { actor, roles }: Request): Operator | Reason {
  if (state.org.mode === null) return notFounded();
  const operator = actor.kind === 'operator' ? entryOf(state.org.operators, actor.id) : null;
  const lift =
    actor.kind === 'agent'
      ? 'No agent may: an operator asks.'
      : 'Ask as an operator that an admin has added.';
  return operator === null ? unknownOperator(actor.id, lift) : narrowed(operator, roles);
}

export function findAgent(state: State, { actor }: Request): Agent | Reason {
  if (state.org.mode === null) return notFounded();
  const agent = actor.kind === 'agent' ? entryOf(state.org.agents, actor.id) : null;
  return agent ?? unknownAgent(actor.id);
}

export function findRegistered(state: State, id: string): Agent | Reason {
  return entryOf(state.org.agents, id) ?? unknownAgent(id);
}

export function findTask(state: State, id: string): TaskState | Reason {
  if (state.task?.id === id) return state.task;
  return because('identity', 'unknown-task', { task: id }, 'Name one of them: holdpoint task list.');
}

/** The task, where it is the asking agent's own. */
export function findOwnTask(state: State, request: Request & { readonly task: string }): TaskState | Reason {
  const task = findTask(state, request.task);
  if (isReason(task) || task.agent === request.actor.id) return task;
  const facts = { task: task.id, actor: request.actor.id };
  return because(
    'identity',
    'not-this-task',
    facts,
    'Only the agent that the task was opened for acts in it.',
  );
}

export function findHold(task: TaskState, id: string): Hold | Reason {
  const facts = { task: task.id, hold: id };
  return entryOf(task.holds, id) ?? because('identity', 'unknown-hold', facts, 'Name a hold of this task.');
}

export function findWorkflow(state: State, id: string): Workflow | Reason {
  const lift = 'Publish the workflow, or name one that is published.';
  return entryOf(state.org.workflows, id) ?? because('identity', 'unknown-workflow', { workflow: id }, lift);
}

export function findConnector(state: State, id: string): ConnectorState | Reason {
  const lift = 'Name one of them (holdpoint connector list), or add it and have it admitted.';
  return entryOf(state.connectors, id) ?? because('identity', 'unknown-connector', { connector: id }, lift);
}

/** A switch on a name that nobody bears would stop nothing and look as if it had. */
export function checkTarget(state: State, target: KillTarget): Reason[] {
  if (target.kind === 'all') return [];
  const found = target.kind === 'agent' ? findRegistered(state, target.id) : findConnector(state, target.id);
  return isReason(found) ? [found] : [];
}

/** Structural: what no policy may give to somebody else. */
export function checkAdmin(operator: Pick<Operator, 'id' | 'roles'>): Reason[] {
  if (operator.roles.includes('admin')) return [];
  const facts = { operator: operator.id, role: 'admin' };
  return [because('identity', 'role-missing', facts, 'Ask an operator with the role admin.')];
}

/** Whoever asks has shown lately that they are there, and not only that somebody has their session. */
export function checkProved({ at, provedAt }: Request, withinSeconds: number): Reason[] {
  if (provedAt !== undefined && at - provedAt <= withinSeconds * 1_000) return [];
  const lift = 'Sign in again: holdpoint login, holdpoint console, or with a passkey.';
  return [because('identity', 'proof-too-old', { withinSeconds }, lift)];
}

export function checkNew(entries: { readonly [id: string]: unknown }, id: string): Reason[] {
  if (entryOf(entries, id) === null) return [];
  return [because('identity', 'already-exists', { id }, 'Choose an id that is not taken.')];
}

/** Who answers for an agent or wrote a workflow must be somebody: a misspelt id would keep nobody apart. */
export function checkOperator(state: State, id: string): Reason[] {
  const lift = 'Name an operator that an admin has added.';
  return entryOf(state.org.operators, id) === null ? [unknownOperator(id, lift)] : [];
}

/** One key, and one subject of an identity provider, is one principal: two would fill two places alone. */
export function checkUnclaimed({ org }: State, claim: Pick<Operator, 'publicKey' | 'identity'>): Reason[] {
  const operators = Object.values(org.operators);
  const { publicKey, identity } = claim;
  const isKnownKey = publicKey !== null && operators.some((one) => one.publicKey === publicKey);
  const bearers = [...operators, ...Object.values(org.agents)].map((one) => one.identity);
  const isKnownIdentity = bearers.some(
    (one) => one !== null && one.issuer === identity?.issuer && one.subject === identity.subject,
  );
  if (!isKnownKey && !isKnownIdentity) return [];
  const facts = { claim: isKnownKey ? 'publicKey' : 'identity' };
  return [
    because('identity', 'already-exists', facts, 'Each principal has a key and an identity of its own.'),
  ];
}

function notFounded(): Reason {
  return because(
    'identity',
    'not-founded',
    {},
    'Initialise Holdpoint: nothing is decided before its genesis.',
  );
}

function unknownOperator(id: string, lift: string): Reason {
  return because('identity', 'unknown-operator', { actor: id }, lift);
}

function unknownAgent(id: string): Reason {
  const lift = 'Name one of them (holdpoint agent list), or register it.';
  return because('identity', 'unknown-agent', { actor: id }, lift);
}
