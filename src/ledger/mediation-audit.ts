// Nothing happened that was not decided before: every call and every lease has its permit, every lifted hold
// its approvals, and no permit stands after what forbade it. A gap shows in the records alone.

import { createCallAudit } from './call-audit.ts';
import { createContainmentAudit } from './containment-audit.ts';
import type { Finding } from './finding.ts';
import { createHoldAudit } from './hold-audit.ts';
import type { LedgerRecord } from './record.ts';

/**
 * Judges a record against all before it, of which none may be lost or out of place: else an honest record
 * would be blamed for what is missing. A body of another shape is not judged.
 */
export type MediationAudit = (record: LedgerRecord) => void;

export function createMediationAudit(report: (finding: Finding) => void): MediationAudit {
  const audits = [createContainmentAudit(report), createCallAudit(report), createHoldAudit(report)];
  return (record) => {
    for (const judge of audits) judge(record);
  };
}
