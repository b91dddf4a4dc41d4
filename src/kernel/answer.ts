// Every answer is recorded: a permit where it takes effect, a refusal on a stream that nothing else waits
// for.

import { idOf } from './action/action.ts';
import type { Command } from './command.ts';
import type { Decision } from './decision.ts';
import type { Event, EventOf, EventType } from './event.ts';
import type { Hold } from './hold/held.ts';
import type { Reason } from './reason.ts';
import type { Request } from './request.ts';
import type { State, TaskState } from './state.ts';

interface Draft<Type extends EventType> {
  readonly stream: string;
  readonly type: Type;
  readonly causes: readonly string[];
  readonly body: EventOf<Type>['body'];
}

/** The request's `n`th event, counted from 0. */
export function recordOf<Type extends EventType>(request: Request, draft: Draft<Type>, n = 0): EventOf<Type> {
  const { stream, type, causes, body } = draft;
  const id = `${idOf('rec', request)}.${n}`;
  return { id, time: request.at, stream, type, actor: request.actor, causes, body } as EventOf<Type>;
}

/** A permit; `made` names what it created or joined. */
export function permit(
  events: readonly Event[],
  commands: readonly Command[] = [],
  made: Partial<Pick<Decision, 'task' | 'action' | 'hold'>> = {},
): Decision {
  return { verdict: 'permit', reasons: [], events, commands, task: null, action: null, hold: null, ...made };
}

/** What goes on with a hold that it uses up comes of its approvals; null: of the task alone. */
export function causesOfUse({ record }: TaskState, used: Hold | null): readonly string[] {
  if (used === null) return [record];
  return [record, used.record, ...used.approvals.map((approval) => approval.record)];
}

/** A denial. It moves no one's stream but the asking one's, so that a refused stranger slows nobody. */
export function refuse(state: State, request: Request, reasons: readonly Reason[]): Decision {
  const named = 'task' in request ? request.task : null;
  const task = taskAskedAbout(state, request);
  const refused = recordOf(request, {
    stream: task !== null && isLiveFor(task, request) ? `task/${task.id}` : streamOfActor(request),
    type: 'request-denied',
    causes: task === null ? [] : [task.record],
    body: { request: request.kind, task: named, reasons, ...countedOf(request) },
  });
  return denial([refused], reasons, task?.id ?? null);
}

/** Of the actor's roles those that counted, where they were fewer. */
export function countedOf({ roles }: Request): Pick<Request, 'roles'> {
  return roles === undefined ? {} : { roles };
}

export function denial(events: readonly Event[], reasons: readonly Reason[], task: string | null): Decision {
  return { verdict: 'deny', reasons, events, commands: [], task, action: null, hold: null };
}

/** The loaded task, where the request is about it. */
export function taskAskedAbout(state: State, request: Request): TaskState | null {
  return 'task' in request && state.task?.id === request.task ? state.task : null;
}

/** Whether the task is open and the actor's own: its agent, or the operator who asked for it. */
export function isLiveFor(task: TaskState, { actor }: Request): boolean {
  const owner = { agent: task.agent, operator: task.requester, system: null }[actor.kind];
  return task.status === 'open' && owner === actor.id;
}

export function streamOfActor({ actor }: Request): string {
  return actor.kind === 'system' ? 'agent/system' : `${actor.kind}/${actor.id}`;
}
