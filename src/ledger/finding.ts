// Every way in which a ledger can fail to be what it should, with the place: one closed union, one sentence
// each.

export type Finding =
  /** Bytes that are no record. `offset` is the first offending byte, where one can be named. */
  | {
      readonly code: 'record-malformed';
      readonly seq: number;
      readonly offset: number | null;
      readonly why: string;
    }
  /** A record whose bytes are not canonical; `offset` is the first byte that is not. */
  | { readonly code: 'record-not-canonical'; readonly seq: number; readonly offset: number }
  /** The hash that the store keeps beside the bytes is not theirs: one of the two was changed. */
  | { readonly code: 'record-changed'; readonly seq: number }
  /** Records `seq` to `until` - 1 are gone. */
  | { readonly code: 'records-missing'; readonly seq: number; readonly until: number }
  /**
   * Where record `seq` should stand there is one that says it is `found`: reordered, repeated or
   * renumbered.
   */
  | { readonly code: 'record-misplaced'; readonly seq: number; readonly found: number }
  | {
      readonly code: 'version-wrong';
      readonly seq: number;
      readonly stream: string;
      readonly expected: number;
      readonly found: number;
    }
  | {
      readonly code: 'time-backwards';
      readonly seq: number;
      readonly previous: number;
      readonly found: number;
    }
  /** A cause that no earlier record is. */
  | { readonly code: 'cause-unknown'; readonly seq: number; readonly cause: string }
  | { readonly code: 'id-repeated'; readonly seq: number; readonly id: string }
  | { readonly code: 'approval-invalid'; readonly seq: number; readonly why: ApprovalFault }
  /** `checkpoint` counts the checkpoints given, from 0; an export's closing one comes last. */
  | { readonly code: 'checkpoint-malformed'; readonly checkpoint: number }
  | { readonly code: 'checkpoint-signature-invalid'; readonly checkpoint: number }
  /** The log's key signed two roots for one size: somebody was shown another history. */
  | { readonly code: 'checkpoint-conflict'; readonly size: number }
  /**
   * Records `seq` to `until` - 1 are not, or not all, those that the checkpoint of size `until` was signed
   * over.
   */
  | { readonly code: 'checkpoint-mismatch'; readonly seq: number; readonly until: number }
  /** A checkpoint says that records `seq` to `until` - 1 existed: the tail was cut off. */
  | { readonly code: 'tail-missing'; readonly seq: number; readonly until: number }
  /** Records `seq` to `until` - 1 follow the checkpoint that should close the log. */
  | { readonly code: 'tail-uncovered'; readonly seq: number; readonly until: number }
  /** `line` counts from 1. */
  | { readonly code: 'export-malformed'; readonly line: number; readonly why: ExportFault };

export type FindingCode = Finding['code'];

export type ApprovalFault =
  | 'no-statement'
  | 'wrong-verdict'
  | 'wrong-ledger'
  | 'unknown-operator'
  | 'no-public-key'
  | 'bad-signature';

export type ExportFault = 'no-header' | 'other-origin' | 'no-checkpoint' | 'line-after-checkpoint';

export interface VerificationReport {
  /** True where there is no finding. */
  readonly ok: boolean;
  /** Entries read. */
  readonly size: number;
  /** RFC 6962 root over the entries as read, base64 as in a checkpoint. */
  readonly root: string;
  readonly checkpointsVerified: number;
  /**
   * Size of the largest verified checkpoint: the records before it are those that were signed; later ones
   * only agree.
   */
  readonly coveredSize: number;
  /** In the order of the log; findings without a place in it come last. */
  readonly findings: readonly Finding[];
}

const APPROVAL_FAULTS: { readonly [fault in ApprovalFault]: string } = {
  'no-statement': 'it carries no well-formed statement and signature',
  'wrong-verdict': 'its statement gives the other verdict',
  'wrong-ledger': 'its statement is for another ledger',
  'unknown-operator': 'its operator is not in the ledger',
  'no-public-key': 'its operator has no public key',
  'bad-signature': "the signature is not the operator's over this statement",
};

const EXPORT_FAULTS: { readonly [fault in ExportFault]: string } = {
  'no-header': 'not the header of an export',
  'other-origin': 'an export of another ledger',
  'no-checkpoint': 'the export ends without its checkpoint',
  'line-after-checkpoint': 'a line after the closing checkpoint',
};

/** One sentence for a person, without the content of any record. */
export function describeFinding(finding: Finding): string {
  switch (finding.code) {
    case 'record-malformed': {
      const place = finding.offset === null ? '' : ` at byte ${finding.offset}`;
      return `record ${finding.seq} is malformed${place}: ${finding.why}`;
    }
    case 'record-not-canonical':
      return `record ${finding.seq} is not canonical JSON from byte ${finding.offset} on`;
    case 'record-changed':
      return `record ${finding.seq} was changed: its bytes do not have the hash stored beside them`;
    case 'records-missing':
      return `${span(finding)} dropped`;
    case 'record-misplaced':
      return `record ${finding.found} stands where ${finding.seq} should: reordered, repeated or renumbered`;
    case 'version-wrong':
      return `record ${finding.seq} is version ${finding.found} of its stream, expected ${finding.expected}`;
    case 'time-backwards':
      return `record ${finding.seq} is ${finding.previous - finding.found} ms older than the one before it`;
    case 'cause-unknown':
      return `record ${finding.seq} names a cause that no earlier record is`;
    case 'id-repeated':
      return `record ${finding.seq} has the id of an earlier record`;
    case 'approval-invalid':
      return `the approval in record ${finding.seq} does not hold: ${APPROVAL_FAULTS[finding.why]}`;
    default:
      return describeOuterFinding(finding);
  }
}

type OuterCode = Extract<FindingCode, `checkpoint-${string}` | `tail-${string}` | `export-${string}`>;

function describeOuterFinding(finding: Extract<Finding, { code: OuterCode }>): string {
  switch (finding.code) {
    case 'checkpoint-malformed':
      return `checkpoint ${finding.checkpoint} is not a checkpoint of this ledger`;
    case 'checkpoint-signature-invalid':
      return `checkpoint ${finding.checkpoint} does not bear a valid signature by this ledger's key`;
    case 'checkpoint-conflict':
      return `two different checkpoints of size ${finding.size} were signed: the history was forked`;
    case 'checkpoint-mismatch':
      return `${span(finding)} changed since the checkpoint of size ${finding.until} was signed`;
    case 'tail-missing':
      return `${span(finding)} cut off: a checkpoint of size ${finding.until} was signed over them`;
    case 'tail-uncovered':
      return `the closing checkpoint does not cover records ${finding.seq} to ${finding.until - 1}`;
    case 'export-malformed':
      return `line ${finding.line}: ${EXPORT_FAULTS[finding.why]}`;
  }
}

function span(finding: { readonly seq: number; readonly until: number }): string {
  const last = finding.until - 1;
  return finding.seq === last ? `record ${last} was` : `records between ${finding.seq} and ${last} were`;
}
