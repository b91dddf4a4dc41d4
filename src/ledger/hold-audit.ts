// A hold is lifted for exactly the action that was held, by approvals that name both, and as often as all of
// its approvals say, whichever a permit names: once, where they say nothing.

import type { Finding } from './finding.ts';
import type { LedgerRecord } from './record.ts';
import { isObject } from './shape.ts';
import { covers, isStatement, type ApprovalStatement } from './statement.ts';

interface Hold {
  /** Of the action that is held. */
  readonly digest: unknown;
  /** Records of its approvals, and for how many actions each is. */
  readonly approvals: Map<string, number>;
  readonly uses: number;
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
      case 'step-held':
      case 'access-held':
        // Asked again for something else, it waits for approvals of that.
        if (hold === undefined || hold.digest !== body['digest']) {
          holds.set(place, { digest: body['digest'], approvals: new Map(), uses: 0 });
        } else for (const approval of outdatedIn(body)) hold.approvals.delete(approval);
        return;
      case 'approval-given':
      case 'hold-edited': {
        if (hold === undefined) return;
        const statement = statementFor(body, hold.digest);
        if (statement === null) return;
        const { edited, times = 1 } = statement;
        if (type === 'approval-given' && edited === undefined) hold.approvals.set(id, times);
        if (type === 'hold-edited' && edited !== undefined && edited.digest === body['digest']) {
          holds.set(place, { digest: edited.digest, approvals: new Map([[id, times]]), uses: 0 });
        }
        return;
      }
      case 'hold-rejected':
      case 'hold-rejected-in-channel':
      case 'hold-withdrawn':
        holds.delete(place);
        return;
      case 'action-permitted':
      case 'value-declassified':
      case 'step-begun':
      case 'access-granted': {
        holds.delete(place);
        const held = hold?.digest === body['digest'] ? hold : undefined;
        if (held === undefined || !causes.some((cause) => held.approvals.has(cause))) {
          return report({ code: 'hold-unapproved', seq });
        }
        const uses = held.uses + 1;
        if (uses < Math.min(...held.approvals.values())) holds.set(place, { ...held, uses });
      }
    }
  };
}

/** What a record says of the hold, while it is for that action; null: it says nothing of it. */
function statementFor({ hold, statement }: LedgerRecord['body'], digest: unknown): ApprovalStatement | null {
  return isStatement(statement) && covers(statement, { hold, digest }) ? statement : null;
}

/** Records of approvals that count no more, as what their givers were shown had moved. */
function outdatedIn({ outdated }: LedgerRecord['body']): readonly string[] {
  if (!Array.isArray(outdated)) return [];
  return outdated.flatMap((one) =>
    isObject(one) && typeof one['approval'] === 'string' ? one['approval'] : [],
  );
}
