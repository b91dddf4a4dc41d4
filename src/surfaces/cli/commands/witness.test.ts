// What a witness's own files and flags say wrong is said before anything listens, with the next step.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseConfig } from '../../../config.ts';
import { VKEY } from '../../../ledger/sample-ledger.contract.ts';
import { witnessOf } from '../../../ledger/sample-witness.contract.ts';
import { decodeVkey, encodeVkey } from '../../../ledger/vkey.ts';
import { createCliDeps } from '../../../main.ts';
import { runCli } from '../run.ts';
import { readWitnessSettings } from '../given/witness-settings.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdpoint-witness-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function witness(...args: string[]): Promise<{ exit: number; told: string }> {
  let told = '';
  const output = { write: (text: string) => void (told += text), isTerminal: false };
  const io = {
    env: {},
    cwd: folder,
    stdout: output,
    stderr: output,
    readInput: () => Promise.resolve(''),
    ask: () => Promise.resolve(null),
  };
  return { exit: await runCli(['witness', ...args], io, createCliDeps('bin.js')), told };
}

const failed = (text: RegExp, exit = 1): unknown => ({ exit, told: expect.stringMatching(text) as unknown });

test('what the page shows as settings are settings, of the ledger and of the witness', async () => {
  const page = await readFile(new URL('../../../../../docs/witness.md', import.meta.url), 'utf8');
  const [ofWitness = '', ofLedger = ''] = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text]) => text);
  await writeFile(join(folder, 'witness.yaml'), ofWitness);
  const { logs } = await readWitnessSettings(folder);
  const { crypto } = createCliDeps('bin.js');
  expect(logs.map((vkey) => decodeVkey(crypto, vkey).algorithm)).toEqual(['ed25519']);
  expect(parseConfig(ofLedger, 'holdpoint.yaml', {}, {})).not.toHaveProperty('problems');
  const shown = ofLedger.match(/(?<=vkey: )\S+/g) ?? [];
  expect(shown.map((vkey) => decodeVkey(crypto, vkey).algorithm)).toEqual(['cosignature', 'cosignature']);
});

test('init takes a name that can be one, and keys of logs', async () => {
  expect(await witness('init', '--dir', 'w', '--name', 'two words')).toEqual(failed(/--name has a space/));
  const asWitness = encodeVkey(witnessOf(1).key);
  for (const key of [asWitness, 'nonsense', VKEY.replace('ledger.example', 'ledger.invalid')]) {
    const result = await witness('init', '--dir', 'w', '--name', 'w', '--log', key);
    expect(result, key).toEqual(failed(/is no verifier key of a log/));
  }
  const address = await witness('init', '--dir', 'w', '--name', 'w', '--listen', '[::1]:65536');
  expect(address).toEqual(failed(/is no address to listen at/));
});

test('init makes one witness in a folder, and goes on where it was interrupted', async () => {
  const keyOf = async (): Promise<unknown> => {
    const { told } = await witness('init', '--dir', 'w', '--name', 'w', '--log', VKEY, '--json');
    return (JSON.parse(told.split('\n')[0]!) as { vkey: string }).vkey;
  };
  const vkey = await keyOf();
  const again = await witness('init', '--dir', 'w', '--name', 'w');
  expect(again).toEqual(failed(/is a witness already\n.*witness run --dir/));
  await rm(join(folder, 'w', 'witness.yaml'));
  expect(await keyOf()).toBe(vkey);
});

test('run needs a witness, its key, its settings, a ledger and an address', async () => {
  const none = await witness('run', '--dir', 'none');
  expect(none).toEqual(failed(/witness\.yaml cannot be read\n.*witness init --dir/));
  await witness('init', '--dir', 'w', '--name', 'w');
  expect(await witness('run', '--dir', 'w')).toEqual(failed(/there is no ledger to witness\n.*--log/));
  const address = await witness('run', '--dir', 'w', '--log', VKEY, '--listen', '4190');
  expect(address).toEqual(failed(/is no address to listen at/));
  await rm(join(folder, 'w', 'witness.pem'));
  const keyless = await witness('run', '--dir', 'w', '--log', VKEY);
  expect(keyless).toEqual(failed(/witness\.pem is not there: restore it from its backup/));
  await writeFile(join(folder, 'w', 'witness.yaml'), 'name: w\nlog: []\n');
  expect(await witness('run', '--dir', 'w')).toEqual(failed(/witness\.yaml:2:1: log unknown key "log"/, 3));
});
