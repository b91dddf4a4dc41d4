import { expect, test } from 'vitest';
import { describeFinding, type Finding } from './finding.ts';

const SENTENCES: readonly (readonly [Finding, string])[] = [
  [
    { code: 'record-malformed', seq: 3, offset: 7, why: 'not UTF-8' },
    'record 3 is malformed at byte 7: not UTF-8',
  ],
  [{ code: 'record-malformed', seq: 3, offset: null, why: 'x' }, 'record 3 is malformed: x'],
  [{ code: 'record-not-canonical', seq: 3, offset: 7 }, 'record 3 is not canonical JSON from byte 7 on'],
  [
    { code: 'record-changed', seq: 3 },
    'record 3 was changed: its bytes do not have the hash stored beside them',
  ],
  [{ code: 'records-missing', seq: 3, until: 4 }, 'record 3 was dropped'],
  [{ code: 'records-missing', seq: 3, until: 6 }, 'records between 3 and 5 were dropped'],
  [
    { code: 'record-misplaced', seq: 3, found: 4 },
    'record 4 stands where 3 should: reordered, repeated or renumbered',
  ],
  [
    { code: 'version-wrong', seq: 3, stream: 'org', expected: 2, found: 4 },
    'record 3 is version 4 of its stream, expected 2',
  ],
  [
    { code: 'time-backwards', seq: 3, previous: 30, found: 10 },
    'record 3 is 20 ms older than the one before it',
  ],
  [
    { code: 'cause-unknown', seq: 3, cause: 'rec_0000000000000001' },
    'record 3 names a cause that no earlier record is',
  ],
  [{ code: 'id-repeated', seq: 3, id: 'rec_0000000000000001' }, 'record 3 has the id of an earlier record'],
  [
    { code: 'approval-invalid', seq: 3, why: 'bad-signature' },
    "the approval in record 3 does not hold: the signature is not the operator's over this statement",
  ],
  [{ code: 'cause-missing', seq: 3 }, 'record 3 names no cause'],
  [{ code: 'task-unopened', seq: 3, stream: 'task/x' }, 'record 3 is of a task that was not opened before'],
  [{ code: 'call-undecided', seq: 3 }, 'record 3 settles a call that nothing permitted in its task'],
  [{ code: 'call-settled-twice', seq: 3 }, 'record 3 settles a call that had ended already'],
  [{ code: 'lease-undecided', seq: 3 }, 'record 3 is of a lease that hangs on no permit in its task'],
  [
    { code: 'hold-unapproved', seq: 3 },
    'record 3 permits under a hold that was not raised and approved for this action',
  ],
  [{ code: 'permit-after-end', seq: 3 }, 'record 3 permits an action of a task that had ended'],
  [{ code: 'permit-after-kill', seq: 3 }, 'record 3 permits an action under a kill switch'],
  [{ code: 'rotation-invalid', seq: 3 }, "record 3 changes the ledger's key, but not from the key in force"],
  [
    { code: 'key-retired', checkpoint: 1, size: 8 },
    'checkpoint 1, of size 8, is signed by a key that another had replaced by then',
  ],
  [{ code: 'key-unknown', checkpoint: 1 }, 'checkpoint 1 is signed by a key that the ledger does not name'],
  [{ code: 'key-untrusted', checkpoint: 1 }, 'checkpoint 1 is signed by a key that no trusted key leads to'],
  [
    { code: 'cosignatures-missing', size: 8, have: 1, need: 2 },
    'the newest checkpoint, of size 8, bears 1 of the 2 cosignatures that it needs',
  ],
  [{ code: 'checkpoint-malformed', checkpoint: 0 }, 'checkpoint 0 is not a checkpoint of this ledger'],
  [
    { code: 'checkpoint-signature-invalid', checkpoint: 1 },
    "checkpoint 1 does not bear a valid signature by this ledger's key",
  ],
  [
    { code: 'checkpoint-conflict', size: 8 },
    'two different checkpoints of size 8 were signed: the history was forked',
  ],
  [
    { code: 'checkpoint-mismatch', seq: 4, until: 8 },
    'records between 4 and 7 were changed since the checkpoint of size 8 was signed',
  ],
  [
    { code: 'tail-missing', seq: 7, until: 8 },
    'record 7 was cut off: a checkpoint of size 8 was signed over them',
  ],
  [{ code: 'tail-uncovered', seq: 4, until: 8 }, 'the closing checkpoint does not cover records 4 to 7'],
  [{ code: 'export-malformed', line: 1, why: 'no-header' }, 'line 1: not the header of an export'],
];

test.each(SENTENCES)('the finding %j is one sentence', (finding, sentence) => {
  expect(describeFinding(finding)).toBe(sentence);
});
