// A task's records begin with its opening, and nothing is permitted after its end, nor while a kill switch
// covers it.

import type { Finding } from './finding.ts';
import type { LedgerRecord } from './record.ts';
import { isObject } from './shape.ts';
import { ORG_STREAM, taskStream } from './stream.ts';

const TASK_STREAMS = taskStream('x').slice(0, -1);

/** What belongs in a task's stream, wherever it stands. */
const OF_A_TASK: ReadonlySet<string> = new Set([
  'action-permitted',
  'action-settled',
  'lease-granted',
  'lease-issued',
  'lease-revoked',
  'lease-revocation-failed',
]);

export function createContainmentAudit(report: (finding: Finding) => void): (record: LedgerRecord) => void {
  const tasks = new Map<string, 'open' | 'ended'>();
  const killed = new Set<string>();

  function followTask({ seq, stream, type }: LedgerRecord): void {
    if (!stream.startsWith(TASK_STREAMS) && !OF_A_TASK.has(type)) return;
    if (!tasks.has(stream)) {
      if (type !== 'task-opened') report({ code: 'task-unopened', seq, stream });
      tasks.set(stream, 'open');
    }
    if (type === 'task-closed' || type === 'task-quarantined') tasks.set(stream, 'ended');
  }

  function followSwitch({ stream, type, body }: LedgerRecord): void {
    const { target } = body;
    if (stream !== ORG_STREAM || !isObject(target)) return;
    const name = nameOf(target['kind'], target['id']);
    if (type === 'killed') killed.add(name);
    if (type === 'kill-lifted') killed.delete(name);
  }

  return (record) => {
    followTask(record);
    followSwitch(record);
    const { seq, stream, type, body } = record;
    if (type !== 'action-permitted') return;
    if (tasks.get(stream) === 'ended') report({ code: 'permit-after-end', seq });
    const targets = [nameOf('all'), nameOf('agent', body['agent']), nameOf('connector', body['connector'])];
    if (targets.some((name) => killed.has(name))) report({ code: 'permit-after-kill', seq });
  };
}

function nameOf(kind: unknown, id?: unknown): string {
  return JSON.stringify(kind === 'all' ? [kind] : [kind, id]);
}
