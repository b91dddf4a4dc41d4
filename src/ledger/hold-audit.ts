// A hold is lifted for exactly the action that was held, by approvals that name both, and once.

import type { Finding } from './finding.ts';
import type { LedgerRecord } from './record.ts';
import { covers, isStatement } from './statement.ts';

interface Hold {
  /** Of the action that is held. */
  readonly digest: unknown;
  /** Records of its approvals. */
  readonly approvals: Set<string>;
}

export function createHoldAudit(report: (finding: Finding) => void): (record: LedgerRecord) => void {
  /** Those that wait. */
  const holds = new Map<string, Hold>();

  return (record) => {
    const { id, seq, stream, type, causes, body } = record;
    if (typeof body['hold'] !== 'string') return;
    const place = `${stream}\n${body['hold']}`;
    const hold = holds.get(place);
    switch (type) {
      case 'action-held':
      case 'declassification-held':
        if (hold === undefined) holds.set(place, { digest: body['digest'], approvals: new Set() });
        return;
      case 'approval-given':
        if (hold !== undefined && isFor(body, hold.digest)) hold.approvals.add(id);
        return;
      case 'hold-rejected':
        holds.delete(place);
        return;
      case 'action-permitted':
      case 'value-declassified': {
        holds.delete(place);
        const approvals = hold?.digest === body['digest'] ? hold?.approvals : undefined;
        if (!causes.some((cause) => approvals?.has(cause))) report({ code: 'hold-unapproved', seq });
      }
    }
  };
}

function isFor({ hold, statement }: LedgerRecord['body'], digest: unknown): boolean {
  return isStatement(statement) && covers(statement, { hold, digest });
}
