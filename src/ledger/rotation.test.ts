import { describe, expect, test } from 'vitest';
import { nodeLedgerCrypto as crypto } from '../adapters/crypto/node.ts';
import { verifyExport } from '../verify.ts';
import { formatCheckpoint } from './checkpoint.ts';
import { cosign } from './cosignature.ts';
import { exportClosing, exportHeader } from './export.ts';
import type { VerificationReport } from './finding.ts';
import { grow } from './growth.ts';
import { signNote, type NoteSigner } from './note.ts';
import type { Draft, SealedRecord } from './record.ts';
import { draftOf, keyPair, ORIGIN, sealAll } from './sample-ledger.contract.ts';
import { emptyFrontier } from './tree.ts';
import { createVerifier } from './verification.ts';
import { encodeVkey, verifierKey } from './vkey.ts';

// A ledger whose key changes twice: in record 4 from the first to the second, in record 8 to the third.

const signers = [1, 11, 12, 13].map((seed) => ({ name: ORIGIN, ...keyPair(seed) }));
const [first, second, third, stranger] = signers as [NoteSigner, NoteSigner, NoteSigner, NoteSigner];
const [vkey1, vkey2, vkey3, strangeVkey] = signers.map(vkeyOf) as [string, string, string, string];
const SIZE = 12;

function vkeyOf(signer: NoteSigner): string {
  return encodeVkey(verifierKey(crypto, signer.name, signer.publicKey));
}

function rotation(number: number, vkey: unknown, previous: unknown): Draft {
  return draftOf(number, { stream: 'org', type: 'ledger-key-rotated', body: { vkey, previous } });
}

function founding(vkey: unknown): Draft {
  const founded = draftOf(0);
  return { ...founded, body: { ...founded.body, vkey } };
}

function sealed(changed: readonly Draft[] = []): SealedRecord[] {
  const changes = new Map(
    [founding(vkey1), rotation(4, vkey2, vkey1), rotation(8, vkey3, vkey2), ...changed].map((draft) => [
      draft.id,
      draft,
    ]),
  );
  return sealAll(
    Array.from({ length: SIZE }, (_, number) => draftOf(number)).map(
      (draft) => changes.get(draft.id) ?? draft,
    ),
  );
}

const records = sealed();

/** A checkpoint that some keys signed. */
function signed(of: readonly SealedRecord[], size: number, ...by: readonly NoteSigner[]): string {
  const { root } = grow(
    crypto,
    emptyFrontier,
    of.slice(0, size).map(({ hash }) => hash),
  );
  const text = formatCheckpoint({ origin: ORIGIN, size, root });
  const lines = by.map((signer) => signNote(crypto, text, signer).slice(text.length + 1));
  return `${text}\n${lines.join('')}`;
}

/** What an honest ledger keeps: the batches with the rotations end at 5 and 10. */
const kept = [
  signed(records, 3, first),
  signed(records, 5, first, second),
  signed(records, 7, second),
  signed(records, 10, second, third),
  signed(records, SIZE, third),
];

interface Given {
  readonly of?: readonly SealedRecord[];
  readonly keys?: readonly string[];
  readonly checkpoints?: readonly string[];
  readonly witnesses?: readonly string[];
  readonly quorum?: number;
}

function verify({ of = records, keys = [vkey1], checkpoints = kept, ...more }: Given): VerificationReport {
  const verifier = createVerifier(crypto, { origin: ORIGIN, keys, checkpoints, ...more });
  for (const record of of) verifier.add(record);
  return verifier.finish();
}

describe('a ledger whose key rotated', () => {
  test.each([
    ['first', vkey1],
    ['second', vkey2],
    ['third', vkey3],
  ])('holds for who trusts the %s key', (_, vkey) => {
    expect(verify({ keys: [vkey] })).toMatchObject({
      ok: true,
      checkpointsVerified: 5,
      coveredSize: SIZE,
      findings: [],
    });
  });

  test('holds for who trusts the newest key with its newest checkpoint alone', () => {
    expect(verify({ keys: [vkey3], checkpoints: [kept[4]!] })).toMatchObject({ ok: true, coveredSize: SIZE });
  });

  test('needs, for who trusts an older key, the checkpoints at which it handed over', () => {
    expect(verify({ checkpoints: [kept[0]!, kept[1]!, kept[4]!] })).toMatchObject({
      checkpointsVerified: 2,
      coveredSize: 5,
      findings: [{ code: 'key-untrusted', checkpoint: 2 }],
    });
    expect(verify({ checkpoints: [kept[1]!, kept[3]!] })).toMatchObject({ ok: true, coveredSize: 10 });
  });

  test('does not hold for who trusts none of its keys', () => {
    const report = verify({ keys: [strangeVkey] });
    expect(report).toMatchObject({ ok: false, checkpointsVerified: 0, coveredSize: 0 });
    expect(new Set(report.findings.map(({ code }) => code))).toEqual(new Set(['key-untrusted']));
  });

  test('is exported with the checkpoints at which the key was handed over', () => {
    const lines = records.map(({ bytes }) => Buffer.from(bytes).toString());
    const text = [
      exportHeader({ origin: ORIGIN, vkey: vkey3 }),
      ...lines.slice(0, 5),
      exportClosing(kept[1]!),
      ...lines.slice(5, 10),
      exportClosing(kept[3]!),
      ...lines.slice(10),
      exportClosing(kept[4]!),
      '',
    ];
    for (const vkey of [vkey1, vkey2, vkey3]) {
      expect(verifyExport(text, { vkey })).toMatchObject({ ok: true, coveredSize: SIZE, size: SIZE });
    }
    const without = text.toSpliced(6, 1);
    expect(verifyExport(without, { vkey: vkey3 }).ok).toBe(true);
    expect(verifyExport(without, { vkey: vkey1 }).findings).toContainEqual({
      code: 'key-untrusted',
      checkpoint: 0,
    });
    const late = text.toSpliced(6, 1).toSpliced(9, 0, exportClosing(kept[1]!));
    expect(verifyExport(late, { vkey: vkey3 }).findings).toEqual([
      { code: 'checkpoint-mismatch', seq: 0, until: 5 },
    ]);
    expect(verifyExport([...text, exportClosing('x')], { vkey: vkey3 }).ok).toBe(false);
    const torn = text.toSpliced(3, 0, exportClosing('no note'));
    expect(verifyExport(torn, { vkey: vkey3 }).findings).toEqual([
      { code: 'checkpoint-malformed', checkpoint: 0 },
    ]);
  });
});

describe('a key that was replaced', () => {
  const forged = sealed([draftOf(6, { body: { note: 'something else' } })]);

  test('signs nothing any more: a fork after its end is found, whichever key one trusts', () => {
    for (const keys of [[vkey1], [vkey2], [vkey3], [vkey1, vkey2, vkey3]]) {
      const checkpoints = [...kept.slice(0, 2), signed(forged, 8, first)];
      const report = verify({ of: forged.slice(0, 8), keys, checkpoints });
      expect(report.findings).toContainEqual({ code: 'key-retired', checkpoint: 2, size: 8 });
      expect(report.coveredSize).toBeLessThan(6);
    }
  });

  test('does not cover what it signed after its end, though the tree agrees', () => {
    const report = verify({ keys: [vkey1], checkpoints: [...kept.slice(0, 2), signed(records, 7, first)] });
    expect(report).toMatchObject({ coveredSize: 5, checkpointsVerified: 2 });
    expect(report.findings).toEqual([{ code: 'key-retired', checkpoint: 2, size: 7 }]);
  });

  test('cannot pretend that the tail was cut off', () => {
    const report = verify({ checkpoints: [...kept, signed([...records, ...records], 20, first)] });
    expect(report.findings).toEqual([{ code: 'key-retired', checkpoint: 5, size: 20 }]);
  });

  test('still holds for what it signed in its time', () => {
    expect(verify({ keys: [vkey3], checkpoints: [kept[0]!, kept[4]!] })).toMatchObject({
      ok: true,
      checkpointsVerified: 2,
    });
  });
});

describe('a rotation that is none', () => {
  const elsewhere = encodeVkey(verifierKey(crypto, 'other.example', second.publicKey));
  const invalid = { code: 'rotation-invalid', seq: 4 };

  test.each([
    ['from a key that was not in force', rotation(4, vkey2, strangeVkey)],
    ['to itself', rotation(4, vkey1, vkey1)],
    ['to no key', rotation(4, 'none', vkey1)],
    ['to a key of another ledger', rotation(4, elsewhere, vkey1)],
    ['from no key', rotation(4, vkey2, null)],
  ])('%s is found, and the key stays in force', (_, draft) => {
    const of = sealed([draft]).slice(0, 7);
    expect(verify({ of, checkpoints: [signed(of, 7, first)] }).findings).toEqual([invalid]);
    const rogue = verify({ of, checkpoints: [signed(of, 7, second)] });
    expect(rogue.findings).toContainEqual({ code: 'checkpoint-signature-invalid', checkpoint: 0 });
  });

  test('of the organisation is none where somebody else says it', () => {
    const of = sealed([{ ...rotation(4, vkey2, vkey1), stream: 'operator/ada' }]).slice(0, 7);
    expect(verify({ of, checkpoints: [signed(of, 7, first)] }).ok).toBe(true);
  });

  test('is not blamed where the record before it may be lost', () => {
    const of = records.filter(({ record }) => record.seq !== 4);
    expect(verify({ of, checkpoints: [] }).findings).toEqual([{ code: 'records-missing', seq: 4, until: 5 }]);
  });
});

describe('a key that the ledger does not name', () => {
  test('is found, though the reader trusts it', () => {
    const of = records.slice(0, 4);
    expect(
      verify({ of, keys: [vkey1, strangeVkey], checkpoints: [signed(of, 4, stranger)] }).findings,
    ).toEqual([{ code: 'key-unknown', checkpoint: 0 }]);
  });

  test('signs nothing for who does not trust it either', () => {
    expect(verify({ checkpoints: [...kept, signed(records, SIZE, stranger)] }).findings).toEqual([
      { code: 'checkpoint-signature-invalid', checkpoint: 5 },
    ]);
  });

  test('may sign where the ledger names none, and the record of a rotation then names both', () => {
    const of = sealed([founding(null)]);
    expect(verify({ of, checkpoints: [signed(of, 3, first)] }).ok).toBe(true);
    const checkpoints = [signed(of, 5, first, second), signed(of, 7, second)];
    expect(verify({ of, checkpoints })).toMatchObject({ ok: true, coveredSize: 7 });
    expect(verify({ of, checkpoints: [...checkpoints, signed(of, 7, first)] }).findings).toEqual([
      { code: 'key-retired', checkpoint: 2, size: 7 },
    ]);
  });

  test("is passed over where it bears another name, or is a witness's", () => {
    const other = encodeVkey(verifierKey(crypto, 'other.example', third.publicKey));
    expect(verify({ keys: [vkey1, other] }).ok).toBe(true);
    expect(verify({ keys: [other] }).ok).toBe(false);
    const cosigning = encodeVkey(verifierKey(crypto, ORIGIN, first.publicKey, 'cosignature'));
    expect(verify({ keys: [cosigning] }).ok).toBe(false);
  });
});

describe('witnesses', () => {
  const witnesses = [21, 22, 23].map((seed) => ({ name: `witness.example/${seed}`, ...keyPair(seed) }));
  const vkeys = witnesses.map(({ name, publicKey }) =>
    encodeVkey(verifierKey(crypto, name, publicKey, 'cosignature')),
  );
  const cosigned = (note: string, ...by: readonly NoteSigner[]): string => {
    const text = note.slice(0, note.indexOf('\n\n') + 1);
    return note + by.map((witness) => cosign(crypto, text, witness, 1_800_000_000)).join('');
  };
  const [one, two] = witnesses as [NoteSigner, NoteSigner];
  const newest = kept[4]!;
  const older = kept.slice(0, 4);

  test('that cosigned the newest checkpoint, in as many notes as may be, are counted together', () => {
    const both = [...older, cosigned(newest, one), cosigned(newest, two), cosigned(newest, one)];
    expect(verify({ checkpoints: both, witnesses: vkeys, quorum: 2 })).toMatchObject({
      ok: true,
      cosignedSize: SIZE,
    });
  });

  test('that are too few are found, with the size up to which there were enough', () => {
    const checkpoints = [...older.slice(0, 3), cosigned(older[3]!, one, two), cosigned(newest, one)];
    expect(verify({ checkpoints, witnesses: vkeys, quorum: 2 })).toMatchObject({
      cosignedSize: 10,
      findings: [{ code: 'cosignatures-missing', size: SIZE, have: 1, need: 2 }],
    });
    expect(verify({ checkpoints, witnesses: vkeys })).toMatchObject({ ok: true, cosignedSize: 0 });
  });

  test('are missed where there is no checkpoint at all', () => {
    expect(verify({ checkpoints: [], witnesses: vkeys, quorum: 1 }).findings).toEqual([
      { code: 'cosignatures-missing', size: 0, have: 0, need: 1 },
    ]);
  });

  test('whose cosignature is not theirs refuse the checkpoint', () => {
    const false1 = cosigned(newest, { ...two, name: one.name, publicKey: one.publicKey });
    const report = verify({ checkpoints: [...older, false1], witnesses: vkeys, quorum: 1 });
    expect(report.findings).toContainEqual({ code: 'checkpoint-signature-invalid', checkpoint: 4 });
    expect(() => verify({ witnesses: ['x'] })).toThrow('not an Ed25519 verifier key');
  });

  test('are counted in an export by its closing checkpoint', () => {
    const lines = records.slice(0, 3).map(({ bytes }) => Buffer.from(bytes).toString());
    const text = (note: string): string[] => [
      exportHeader({ origin: ORIGIN, vkey: vkey1 }),
      ...lines,
      exportClosing(note),
    ];
    const options = { vkey: vkey1, witnesses: vkeys, quorum: 1 };
    expect(verifyExport(text(cosigned(kept[0]!, one)), options)).toMatchObject({ ok: true, cosignedSize: 3 });
    expect(verifyExport(text(kept[0]!), options).findings).toEqual([
      { code: 'cosignatures-missing', size: 3, have: 0, need: 1 },
    ]);
  });
});
