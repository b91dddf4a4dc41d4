// Every call that ended was permitted before, in the same task, and ended once; every lease hangs on such a
// permit.

import type { Finding } from './finding.ts';
import { createIdTable } from './id-table.ts';
import type { LedgerRecord } from './record.ts';

/** What became of a call, beside the number of its stream. */
const RUNNING = 1;
/** Nobody knew how it ended: its process was gone, and may yet say. */
const UNKNOWN = 2;
const SETTLED = 3;
const STATES = 4;

export function createCallAudit(report: (finding: Finding) => void): (record: LedgerRecord) => void {
  const streams = new Map<string, number>();
  const calls = createIdTable();
  const leases = createIdTable();
  /** Records of the permits whose calls have not ended, with their streams: a lease is granted meanwhile. */
  const running = new Map<string, string>();

  /** From 1 on. */
  function numberOf(stream: string): number {
    const number = streams.get(stream) ?? streams.size + 1;
    streams.set(stream, number);
    return number;
  }

  function settle({ seq, stream, causes, body }: LedgerRecord, call: string): void {
    const known = calls.get(call);
    const state = known % STATES;
    const number = numberOf(stream);
    if (known - state !== number * STATES) {
      report({ code: 'call-undecided', seq });
      return;
    }
    const isUnknown = body['outcome'] === 'unknown';
    if (state === SETTLED && !isUnknown) report({ code: 'call-settled-twice', seq });
    if (state === RUNNING && causes.length === 0) report({ code: 'cause-missing', seq });
    for (const cause of causes) running.delete(cause);
    calls.set(call, number * STATES + (isUnknown && state !== SETTLED ? UNKNOWN : SETTLED));
  }

  function followCall(record: LedgerRecord): void {
    const { id, stream, type } = record;
    const call = record.body['action'];
    if (typeof call !== 'string') return;
    if (type === 'action-settled') settle(record, call);
    if (type !== 'action-permitted') return;
    calls.set(call, numberOf(stream) * STATES + RUNNING);
    running.set(id, stream);
  }

  function followLease({ seq, stream, type, causes, body }: LedgerRecord): void {
    const { lease } = body;
    if (typeof lease !== 'string' || !type.startsWith('lease-')) return;
    const isGrant = type === 'lease-granted';
    const isDecided = isGrant
      ? causes.some((cause) => running.get(cause) === stream)
      : leases.get(lease) === numberOf(stream);
    if (!isDecided) report({ code: 'lease-undecided', seq });
    if (isGrant) leases.set(lease, numberOf(stream));
  }

  return (record) => {
    followCall(record);
    followLease(record);
  };
}
