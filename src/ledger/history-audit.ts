// Records agree with each other: stream versions count without a gap, time never runs backwards, ids are
// unique, and all but the beginnings of chains name their causes, which come first. A record that could not
// be read excuses what may have stood in it, and no more.

import type { Finding } from './finding.ts';
import { createIdTable } from './id-table.ts';
import type { LedgerRecord } from './record.ts';

/**
 * What a person or a workload begins a chain with. How a call ended is judged with its permit; that it was
 * delivered may be said again when nobody remembers the call.
 */
export const BEGINNINGS: ReadonlySet<string> = new Set([
  'founded',
  'operator-added',
  'operator-limited',
  'operator-roles-changed',
  'duty-delegated',
  'passkey-added',
  'passkey-removed',
  'passkey-used',
  'agent-registered',
  'agent-model-changed',
  'agent-allowance-changed',
  'agent-holds-limited',
  'destinations-declared',
  'clearances-declared',
  'workflow-published',
  'policy-published',
  'fact-proposed',
  'connector-proposed',
  'killed',
  'kill-lifted',
  'request-denied',
  'action-settled',
  'outcome-delivered',
  'outcome-read-back',
]);

export interface HistoryAudit {
  /** So many records are gone or unreadable. */
  readonly lose: (count: number) => void;
  readonly hasLosses: () => boolean;
  /** Takes note of a record that is out of its place, without judging it. */
  readonly admit: (record: LedgerRecord) => void;
  /** Judges a record in its place against all before it. */
  readonly judge: (record: LedgerRecord) => void;
}

export function createHistoryAudit(report: (finding: Finding) => void): HistoryAudit {
  const versions = new Map<string, number>();
  const ids = createIdTable();
  const excusedIds = new Set<string>();
  let lost = 0;
  let excusedVersions = 0;
  let time = 0;

  function lose(count: number): void {
    lost += count;
  }

  function judge(record: LedgerRecord): void {
    judgeVersion(record);
    judgeTime(record);
    judgeCauses(record);
    if (ids.get(record.id) > 0) report({ code: 'id-repeated', seq: record.seq, id: record.id });
    ids.set(record.id, 1);
  }

  function judgeVersion({ seq, stream, version: found }: LedgerRecord): void {
    const expected = (versions.get(stream) ?? 0) + 1;
    const skipped = found - expected;
    if (skipped > 0 && excusedVersions + skipped <= lost) excusedVersions += skipped;
    else if (skipped !== 0) report({ code: 'version-wrong', seq, stream, expected, found });
    versions.set(stream, found);
  }

  function judgeTime({ seq, time: found }: LedgerRecord): void {
    if (found < time) report({ code: 'time-backwards', seq, previous: time, found });
    time = found;
  }

  function judgeCauses({ seq, type, causes }: LedgerRecord): void {
    if (causes.length === 0 && !BEGINNINGS.has(type)) report({ code: 'cause-missing', seq });
    for (const cause of causes) judgeCause(seq, cause);
  }

  function judgeCause(seq: number, cause: string): void {
    if (ids.get(cause) > 0 || excusedIds.has(cause)) return;
    // Blamed or excused once; the next record that names it adds nothing.
    if (excusedIds.size >= lost) report({ code: 'cause-unknown', seq, cause });
    excusedIds.add(cause);
  }

  return { lose, hasLosses: () => lost > 0, admit: (record) => ids.set(record.id, 1), judge };
}
