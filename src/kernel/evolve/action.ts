// Actions that run, and those whose outcome an approval's asker has not yet got. All others are history.

import type { Event, EventOf } from '../event.ts';
import { entryOf } from '../lookup.ts';
import { joinLabels, NO_DATA, suspect } from '../flow/label.ts';
import { completePermitted } from './older.ts';
import type { ActionState, TaskState } from '../state.ts';
import { countContradicted, countMade, countReadBack, reserveCall, settleCall } from '../chain/usage.ts';

export function evolveAction(task: TaskState, event: Event): TaskState {
  switch (event.type) {
    case 'action-permitted':
      return start(task, event);
    case 'action-settled':
      return settle(task, event.body);
    case 'outcome-read-back':
      return { ...task, usage: countReadBack(task.usage, event.body) };
    case 'outcome-delivered':
      return deliver(task, event.body.action);
    default:
      return task;
  }
}

/** What it may read counts as read from here on: its result is on its way, however it is told. */
function start(task: TaskState, { id, time, body: recorded }: EventOf<'action-permitted'>): TaskState {
  const body = completePermitted(recorded);
  const action: ActionState = {
    id: body.action,
    digest: body.digest,
    connector: body.connector,
    tool: body.tool,
    effects: body.effects,
    ...(body.writesUnvouched === undefined ? {} : { writesUnvouched: body.writesUnvouched }),
    ...(body.unvouchedValues === undefined ? {} : { unvouchedValues: body.unvouchedValues }),
    ...(body.comesTo === undefined ? {} : { comesTo: body.comesTo }),
    ...(body.outside === undefined ? {} : { outside: body.outside }),
    output: body.output,
    obligations: body.obligations,
    allowance: body.allowance,
    preapproved: body.preapproved,
    hold: body.hold,
    lease: body.lease,
    owner: body.owner,
    startBefore: body.startBefore,
    reservedMs: body.reservedMs,
    reservedRecords: body.reservedRecords ?? 0,
    reservedBytes: body.reservedBytes ?? 0,
    status: 'running',
    outcome: null,
    result: null,
    record: id,
  };
  return {
    ...task,
    usage: reserveCall(task.usage, body, time),
    data: joinLabels(task.data, body.output),
    actions: { ...task.actions, [action.id]: action },
  };
}

/** The first outcome stands: a second one for the same action changes no count. */
function settle(task: TaskState, body: EventOf<'action-settled'>['body']): TaskState {
  const { findings = [], labels = NO_DATA } = body;
  const carried = joinLabels(task.data, labels);
  const data = findings.length === 0 ? carried : suspect(carried);
  const action = entryOf(task.actions, body.action);
  const counted = countMade(countContradicted(task.usage, body), body);
  if (action === null || action.status === 'settled') {
    return data === task.data && counted === task.usage ? task : { ...task, usage: counted, data };
  }
  const usage = settleCall(counted, action, body);
  const { outcome, result } = body;
  const output = joinLabels(action.output, labels);
  const kept = { ...action, output, status: 'settled', outcome, result } as const;
  const actions = isAwaited(task, action)
    ? { ...task.actions, [action.id]: kept }
    : without(task.actions, action.id);
  return { ...task, usage, data, actions };
}

/** Somebody was told to wait for it: it used a hold, or ran without the one that waited. */
function isAwaited({ holds }: TaskState, { id, hold }: ActionState): boolean {
  return hold !== null || Object.values(holds).some(({ usedBy }) => usedBy === id);
}

/** A running action is not forgotten, whatever is said to have been delivered. */
function deliver(task: TaskState, id: string): TaskState {
  if (entryOf(task.actions, id)?.status !== 'settled') return task;
  return { ...task, actions: without(task.actions, id) };
}

function without(actions: TaskState['actions'], id: string): TaskState['actions'] {
  return Object.fromEntries(Object.entries(actions).filter(([other]) => other !== id));
}
