// A task that nobody opened, for questions that name none: it was just begun, by the agent itself, and has
// read, done and been allowed nothing.

import { NO_DATA } from '../flow/label.ts';
import type { Agent } from '../org/registered.ts';
import type { TaskState } from '../state.ts';
import { NOTHING_INHERITED, NOTHING_USED } from '../chain/usage.ts';

export function emptyTask({ id, owner, model }: Agent, at: number): TaskState {
  return {
    id: '',
    status: 'open',
    workflow: { id: '', digest: '', author: '', publisher: '' },
    agent: id,
    requester: owner,
    prompt: null,
    trigger: 'agent',
    cause: null,
    depth: 0,
    inherited: NOTHING_INHERITED,
    model: model ?? null,
    scope: { purpose: '', allowances: [], limits: { calls: 0, wallSeconds: 0, callSeconds: 0, holds: 0 } },
    openedAt: at,
    expiresAt: at,
    endedAt: null,
    usage: NOTHING_USED,
    data: NO_DATA,
    holds: {},
    actions: {},
    leases: {},
    erasure: null,
    record: '',
  };
}
