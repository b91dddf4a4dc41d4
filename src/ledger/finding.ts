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
  /** Only what a person or a workload begins has no cause. */
  | { readonly code: 'cause-missing'; readonly seq: number }
  /** A task's records do not begin with its opening. */
  | { readonly code: 'task-unopened'; readonly seq: number; readonly stream: string }
  /** The outcome of a call that nothing permitted in that task. */
  | { readonly code: 'call-undecided'; readonly seq: number }
  | { readonly code: 'call-settled-twice'; readonly seq: number }
  /** A lease without a permit in its task, or a fact of a lease that was not granted there. */
  | { readonly code: 'lease-undecided'; readonly seq: number }
  /** A permit under a hold without a hold of the same action, or without an approval among its causes. */
  | { readonly code: 'hold-unapproved'; readonly seq: number }
  | { readonly code: 'permit-after-end'; readonly seq: number }
  | { readonly code: 'permit-after-kill'; readonly seq: number }
  /** A change of the ledger's key that does not follow on the key in force. */
  | { readonly code: 'rotation-invalid'; readonly seq: number }
  | { readonly code: 'approval-invalid'; readonly seq: number; readonly why: ApprovalFault }
  /** `checkpoint` counts the checkpoints given, from 0; an export's closing one comes last. */
  | { readonly code: 'checkpoint-malformed'; readonly checkpoint: number }
  | { readonly code: 'checkpoint-signature-invalid'; readonly checkpoint: number }
  /** Only a key signed that another one had replaced by then: whoever holds it forks the log. */
  | { readonly code: 'key-retired'; readonly checkpoint: number; readonly size: number }
  /** A trusted key signed that the ledger never names. */
  | { readonly code: 'key-unknown'; readonly checkpoint: number }
  /** A key of the ledger signed, but no key that the reader trusts leads to it. */
  | { readonly code: 'key-untrusted'; readonly checkpoint: number }
  /** The newest checkpoint, of size `size`. */
  | {
      readonly code: 'cosignatures-missing';
      readonly size: number;
      readonly have: number;
      readonly need: number;
    }
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
  | 'unknown-passkey'
  | 'copied-passkey'
  | 'bad-signature';

export type ExportFault = 'no-header' | 'other-origin' | 'no-checkpoint';

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
  /** Size of the largest one that enough witnesses cosigned; 0 where none need to. */
  readonly cosignedSize: number;
  /** In the order of the log; findings without a place in it come last. */
  readonly findings: readonly Finding[];
}

const APPROVAL_FAULTS: { readonly [fault in ApprovalFault]: string } = {
  'no-statement': 'it carries no well-formed statement and signature',
  'wrong-verdict': 'its statement gives the other verdict',
  'wrong-ledger': 'its statement is for another ledger',
  'unknown-operator': 'its operator is not in the ledger',
  'no-public-key': 'its operator has no public key',
  'unknown-passkey': 'its operator had no such passkey',
  'copied-passkey': "the passkey's counter had been there before: there is a copy of it",
  'bad-signature': "the signature is not the operator's over this statement",
};

const EXPORT_FAULTS: { readonly [fault in ExportFault]: string } = {
  'no-header': 'not the header of an export',
  'other-origin': 'an export of another ledger',
  'no-checkpoint': 'the export ends without its checkpoint',
};

type Sentences = { readonly [code in FindingCode]: (finding: Extract<Finding, { code: code }>) => string };

const SENTENCES: Sentences = {
  'record-malformed': ({ seq, offset, why }) =>
    `record ${seq} is malformed${offset === null ? '' : ` at byte ${offset}`}: ${why}`,
  'record-not-canonical': ({ seq, offset }) => `record ${seq} is not canonical JSON from byte ${offset} on`,
  'record-changed': ({ seq }) =>
    `record ${seq} was changed: its bytes do not have the hash stored beside them`,
  'records-missing': (finding) => `${span(finding)} dropped`,
  'record-misplaced': ({ seq, found }) =>
    `record ${found} stands where ${seq} should: reordered, repeated or renumbered`,
  'version-wrong': ({ seq, expected, found }) =>
    `record ${seq} is version ${found} of its stream, expected ${expected}`,
  'time-backwards': ({ seq, previous, found }) =>
    `record ${seq} is ${previous - found} ms older than the one before it`,
  'cause-unknown': ({ seq }) => `record ${seq} names a cause that no earlier record is`,
  'cause-missing': ({ seq }) => `record ${seq} names no cause`,
  'id-repeated': ({ seq }) => `record ${seq} has the id of an earlier record`,
  'task-unopened': ({ seq }) => `record ${seq} is of a task that was not opened before`,
  'call-undecided': ({ seq }) => `record ${seq} settles a call that nothing permitted in its task`,
  'call-settled-twice': ({ seq }) => `record ${seq} settles a call that had ended already`,
  'lease-undecided': ({ seq }) => `record ${seq} is of a lease that hangs on no permit in its task`,
  'hold-unapproved': ({ seq }) =>
    `record ${seq} permits under a hold that was not raised and approved for this action`,
  'permit-after-end': ({ seq }) => `record ${seq} permits an action of a task that had ended`,
  'permit-after-kill': ({ seq }) => `record ${seq} permits an action under a kill switch`,
  'rotation-invalid': ({ seq }) => `record ${seq} changes the ledger's key, but not from the key in force`,
  'approval-invalid': ({ seq, why }) =>
    `the approval in record ${seq} does not hold: ${APPROVAL_FAULTS[why]}`,
  'checkpoint-malformed': ({ checkpoint }) => `checkpoint ${checkpoint} is not a checkpoint of this ledger`,
  'checkpoint-signature-invalid': ({ checkpoint }) =>
    `checkpoint ${checkpoint} does not bear a valid signature by this ledger's key`,
  'key-retired': ({ checkpoint, size }) =>
    `checkpoint ${checkpoint}, of size ${size}, is signed by a key that another had replaced by then`,
  'key-unknown': ({ checkpoint }) =>
    `checkpoint ${checkpoint} is signed by a key that the ledger does not name`,
  'key-untrusted': ({ checkpoint }) =>
    `checkpoint ${checkpoint} is signed by a key that no trusted key leads to`,
  'cosignatures-missing': ({ size, have, need }) =>
    `the newest checkpoint, of size ${size}, bears ${have} of the ${need} cosignatures that it needs`,
  'checkpoint-conflict': ({ size }) =>
    `two different checkpoints of size ${size} were signed: the history was forked`,
  'checkpoint-mismatch': (finding) =>
    `${span(finding)} changed since the checkpoint of size ${finding.until} was signed`,
  'tail-missing': (finding) =>
    `${span(finding)} cut off: a checkpoint of size ${finding.until} was signed over them`,
  'tail-uncovered': ({ seq, until }) =>
    `the closing checkpoint does not cover records ${seq} to ${until - 1}`,
  'export-malformed': ({ line, why }) => `line ${line}: ${EXPORT_FAULTS[why]}`,
};

/** One sentence for a person, without the content of any record. */
export function describeFinding(finding: Finding): string {
  const describe = SENTENCES[finding.code] as (finding: Finding) => string;
  return describe(finding);
}

function span(finding: { readonly seq: number; readonly until: number }): string {
  const last = finding.until - 1;
  return finding.seq === last ? `record ${last} was` : `records between ${finding.seq} and ${last} were`;
}
