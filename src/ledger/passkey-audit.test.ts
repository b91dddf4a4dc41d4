import { expect, test } from 'vitest';
import { nodeLedgerCrypto as crypto } from '../adapters/crypto/node.ts';
import { createApprovalAudit } from './approval-audit.ts';
import { challengeOf } from './assertion.ts';
import { parseRecord, type Draft } from './record.ts';
import { draftOf, ORIGIN, sealAll, statementOf } from './sample-ledger.contract.ts';
import { makePasskey, type Bent } from './sample-passkey.contract.ts';

const laptop = makePasskey('laptop');
const passkey = { id: laptop.id, publicKey: laptop.publicKey, rpId: 'localhost', signCount: 0 };

const added = (changes: object = {}): Partial<Draft> => ({
  stream: 'org',
  type: 'passkey-added',
  body: { operator: 'ada', passkey: { ...passkey, ...changes } },
});
const removed: Partial<Draft> = {
  stream: 'org',
  type: 'passkey-removed',
  body: { operator: 'ada', credential: laptop.id },
};

function approved(bent: Bent = {}, changes: object = {}): Partial<Draft> {
  const statement = statementOf();
  const signed = laptop.sign(challengeOf(crypto, statement), bent);
  const body = { hold: statement.hold, statement, ...signed, ...changes } as Draft['body'];
  return { stream: 'task/task_1', type: 'approval-given', body };
}

/** What is said of each record, in order. */
function faultsOf(drafts: readonly Partial<Draft>[], hasLosses = false): (string | null)[] {
  const audit = createApprovalAudit(crypto, ORIGIN);
  const sealed = sealAll([draftOf(0), ...drafts.map((draft, index) => draftOf(index + 10, draft))]);
  return sealed
    .map(({ bytes }) => parseRecord(bytes))
    .map((record) => {
      audit.learn(record);
      return audit.check(record, hasLosses);
    })
    .slice(1);
}

test('a passkey counts from the record that adds it to the one that removes it', () => {
  const drafts = [approved(), added(), approved(), removed, approved()];
  expect(faultsOf(drafts)).toEqual(['unknown-passkey', null, null, null, 'unknown-passkey']);
  expect(faultsOf([approved()], true)).toEqual([null]);
});

test('its signature is over this statement, by this key, for this host', () => {
  expect(faultsOf([added(), approved({ flags: 0x01 })])).toEqual([null, 'bad-signature']);
  expect(faultsOf([added({ rpId: 'ops.example' }), approved()])).toEqual([null, 'bad-signature']);
  const other = approved({}, { statement: statementOf({ hold: 'hold_2' }) });
  expect(faultsOf([added(), other])).toEqual([null, 'bad-signature']);
  const byAnother = approved({}, { statement: statementOf({ operator: 'eve' }) });
  expect(faultsOf([added(), byAnother])).toEqual([null, 'unknown-passkey']);
});

test('its counter moves on with each signature, and may say nothing', () => {
  const one = approved({ signCount: 4 });
  expect(faultsOf([added(), one, one, approved({ signCount: 5 })])).toEqual([null, null, null, null]);
  expect(faultsOf([added(), one, approved({ signCount: 4 })])).toEqual([null, null, 'copied-passkey']);
  expect(faultsOf([added(), one, approved()])).toEqual([null, null, 'copied-passkey']);
  expect(faultsOf([added({ signCount: 4 }), one])).toEqual([null, 'copied-passkey']);
  expect(faultsOf([added(), approved(), approved()])).toEqual([null, null, null]);
});

test('what is no passkey, or stands elsewhere, adds none; what is no assertion is no statement', () => {
  const bad = [{ publicKey: 1 }, { rpId: null }, { signCount: -1 }].map((changes) => added(changes));
  const elsewhere = { ...added(), stream: 'operator/ada' };
  const none = { ...added(), body: { operator: 'ada', passkey: 7 } };
  expect(faultsOf([...bad, elsewhere, none, approved()]).at(-1)).toBe('unknown-passkey');
  expect(faultsOf([added(), approved({}, { assertion: { credential: 'x' } })]).at(-1)).toBe('no-statement');
});
