// A ledger with two witnesses, as its operator and its auditor see it from the command line.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nodeLedgerCrypto as crypto } from '../../adapters/crypto/node.ts';
import { cosignersOf } from '../../ledger/cosignature.ts';
import { witnessOf } from '../../ledger/sample-witness.contract.ts';
import { decodeVkey, encodeVkey, type VerifierKey } from '../../ledger/vkey.ts';
import { runWitness, type RunningWitness } from '../witness/running-witness.contract.ts';
import { startTerminal, type SampleTerminal } from './sample-terminal.contract.ts';

let witnesses: RunningWitness[];
let terminal: SampleTerminal;
let watched: string;

beforeAll(async () => {
  const logs: VerifierKey[] = [];
  witnesses = [await runWitness(1, logs), await runWitness(2, logs)];
  const clients = witnesses.map(({ client }) => client);
  terminal = await startTerminal({ witnessing: { witnesses: clients, quorum: 2, periodSeconds: 3600 } });
  logs.push(decodeVkey(crypto, terminal.sample.core.signer.vkey));
  watched = witnesses.map(({ key }) => `--witness ${encodeVkey(key)}`).join(' ');
});
afterAll(async () => {
  await terminal.stop();
  await Promise.all(witnesses.map((witness) => witness.stop()));
});

test('before anybody cosigned there is no cosigned checkpoint, and doctor warns', async () => {
  const none = await terminal.run('ledger checkpoint --cosigned');
  expect(none).toMatchObject({ exit: 1, err: expect.stringContaining('none has enough cosignatures') });
  const { out } = await terminal.run('doctor');
  expect(out).toMatch(/^warn {2}witnesses +enough have cosigned 0 of \d+ records$/m);
});

test('an export that asks the witnesses holds for whoever trusts them', async () => {
  const exported = await terminal.run('ledger export --cosigned --out l.ndjson');
  expect(exported).toMatchObject({ exit: 0 });
  const verify = `ledger verify --export l.ndjson --vkey ${terminal.sample.core.signer.vkey}`;
  const { size } = await terminal.sample.store.head();
  const report = await terminal.json(`${verify} ${watched}`);
  expect(report).toMatchObject({ ok: true, size, cosignedSize: size, findings: [] });
  const stranger = encodeVkey(witnessOf(3).key);
  expect(await terminal.run(`${verify} ${watched} --witness ${stranger} --quorum 2`)).toMatchObject({
    exit: 0,
  });
  const missing = await terminal.run(`${verify} ${watched} --witness ${stranger}`);
  expect(missing).toMatchObject({ exit: 2, out: expect.stringMatching(/2 .*3/) });
});

test('an export from before the witnesses saw it is found to lack them', async () => {
  await terminal.run('ledger export --out l.ndjson');
  const text = await readFile(join(terminal.folder, 'l.ndjson'), 'utf8');
  await terminal.write('bare.ndjson', text.replaceAll(/— witness\S+ \S+\\n/gu, ''));
  const verify = `ledger verify --export bare.ndjson --vkey ${terminal.sample.core.signer.vkey}`;
  expect(await terminal.run(verify)).toMatchObject({ exit: 0 });
  expect(await terminal.run(`${verify} ${watched}`)).toMatchObject({ exit: 2 });
});

test('the running daemon is verified with its witnesses, and shows what they cosigned', async () => {
  await terminal.write('.holdpoint/holdpoint.db', '');
  expect(await terminal.run(`ledger verify ${watched}`)).toMatchObject({ exit: 0 });
  const { checkpoint } = await terminal.json('ledger checkpoint --cosigned');
  const keys = witnesses.map(({ key }) => key);
  expect(cosignersOf(crypto, checkpoint as string, keys)).toHaveLength(2);
});

test('status and doctor say how the witnesses do', async () => {
  const { size } = await terminal.sample.store.head();
  const { out } = await terminal.run('status');
  expect(out).toContain(`2 of 2 needed cosigned the checkpoint of size ${size}; enough did for ${size}`);
  expect((await terminal.run('doctor')).out).toMatch(
    /^ok {4}witnesses +enough have cosigned (\d+) of \1 records$/m,
  );
  const { witnessing } = await terminal.json('status');
  expect(witnessing).toMatchObject({
    alarm: null,
    need: 2,
    witnesses: [{ failure: null }, { failure: null }],
  });
});

test('a quorum is of witnesses that were named, and a witness has the key of one', async () => {
  const wrong = await terminal.run('ledger verify --quorum 1');
  expect(wrong).toMatchObject({ exit: 1, err: expect.stringContaining('--quorum is a number of at most 0') });
  const words = await terminal.run(`ledger verify ${watched} --quorum all`);
  expect(words).toMatchObject({ exit: 1, err: expect.stringContaining('at most 2') });
  const logKey = await terminal.run(`ledger verify --witness ${terminal.sample.core.signer.vkey}`);
  expect(logKey).toMatchObject({ exit: 1, err: expect.stringContaining('is no verifier key of a witness') });
});
