// What somebody takes away from a ledger to show it elsewhere, and how it is checked there: offline.

import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { sha256, treeHash } from '../../gateway/ledger/tree-hash.contract.ts';
import { registerAgent } from '../../gateway/verbs.ts';
import { witnessOf } from '../../ledger/sample-witness.contract.ts';
import { encodeVkey } from '../../ledger/vkey.ts';
import { startTerminal, type SampleTerminal } from './sample-terminal.contract.ts';

let terminal: SampleTerminal;
let trusted: string;

beforeAll(async () => {
  terminal = await startTerminal();
  await register(520);
  trusted = `--vkey ${terminal.sample.core.signer.vkey}`;
});
afterAll(() => terminal.stop());

let registered = 0;
async function register(count: number): Promise<void> {
  const rest = { owner: 'ada', environment: 'test', groups: [], identity: null };
  const agents = Array.from({ length: count }, () => ({ ...rest, id: `agent-${registered++}` }));
  while (agents.length > 0) {
    const some = agents.splice(0, 80);
    await Promise.all(
      some.map((agent) => registerAgent(terminal.sample.core, { kind: 'operator', id: 'ada' }, agent)),
    );
  }
}

const file = (...names: string[]): string => join(terminal.folder, ...names);
const read = (...names: string[]): Promise<string> => readFile(file(...names), 'utf8');

async function recordOf(seq: number): Promise<{ id: string; text: string }> {
  const [record] = await terminal.sample.store.read({ fromSeq: seq, limit: 1 });
  return record!;
}

describe('a proof of one record', () => {
  test('is written beside the record, and holds offline for whoever has the key', async () => {
    const { id, text } = await recordOf(300);
    const proven = await terminal.run(`ledger prove ${id} --out r.tlog-proof --record r.json`);
    expect(proven).toMatchObject({ exit: 0, out: expect.stringContaining('300 of') });
    expect(await read('r.json')).toBe(text);
    const offline = { ...terminal.deps, fetch: vi.fn<typeof fetch>() };
    const { deps } = terminal;
    terminal.deps = offline;
    const line = `ledger verify --proof r.tlog-proof --record r.json ${trusted}`;
    const held = await terminal.run(line);
    expect(held).toMatchObject({ exit: 0, out: expect.stringContaining('the ledger holds the record') });
    const { size } = await terminal.sample.store.head();
    const checkpoint = { origin: 'test/ledger', size, root: expect.any(String) };
    expect(await terminal.json(line)).toMatchObject({ ok: true, index: 300, cosigners: 0, checkpoint });
    expect(offline.fetch).not.toHaveBeenCalled();
    terminal.deps = deps;
  });

  test('goes to standard output as it is, and is found by its number too', async () => {
    const { id } = await recordOf(7);
    const { out } = await terminal.run('ledger prove 7');
    expect(out).toMatch(/^c2sp\.org\/tlog-proof@v1\nindex 7\n/);
    expect((await terminal.run(`ledger prove ${id}`)).out).toBe(out);
    expect(await terminal.json(`ledger prove ${id}`)).toMatchObject({ record: id, index: 7, proof: out });
    await terminal.write('7.tlog-proof', out);
    await terminal.write('7.json', `${(await recordOf(7)).text}\n`);
    expect(await terminal.run(`ledger verify --proof 7.tlog-proof --record 7.json ${trusted}`)).toMatchObject(
      { exit: 0 },
    );
  });

  test('proves nothing else: another record, another key, a changed or missing cosignature', async () => {
    await terminal.run('ledger prove 5 --out five.tlog-proof --record five.json');
    await terminal.write('six.json', (await recordOf(6)).text);
    await terminal.write('note.txt', 'hello\n');
    const { vkey } = terminal.sample.core.signer;
    const stranger = encodeVkey(witnessOf(1).key);
    const proof = (await read('five.tlog-proof')).replace(/^index 5$/m, 'index 4');
    await terminal.write('four.tlog-proof', proof);
    const faults = [
      [`--proof five.tlog-proof --record six.json ${trusted}`, 'not-included'],
      [`--proof four.tlog-proof --record five.json ${trusted}`, 'not-included'],
      [`--proof note.txt --record five.json ${trusted}`, 'malformed-proof'],
      [`--proof five.tlog-proof --record five.json ${trusted} --witness ${stranger}`, 'cosignatures-missing'],
    ];
    for (const [line, fault] of faults) {
      const found = await terminal.json(`ledger verify ${line}`);
      expect(found).toMatchObject({ ok: false, fault, explanation: expect.stringMatching(/\w+ \w+/) });
      expect(await terminal.run(`ledger verify ${line}`)).toMatchObject({
        exit: 2,
        out: expect.stringContaining('is not proven'),
      });
    }
    const key = await terminal.run(
      `ledger verify --proof five.tlog-proof --record five.json --vkey ${vkey}x`,
    );
    expect(key).toMatchObject({ exit: 1, err: expect.stringContaining('no verifier key') });
  });

  test('is refused with the next command where something is missing', async () => {
    await terminal.run('ledger prove 5 --out five.tlog-proof --record five.json');
    const lines: [string, RegExp][] = [
      [`verify --proof five.tlog-proof ${trusted}`, /--record FILE[^]*ledger prove/],
      ['verify --proof five.tlog-proof --record five.json', /--vkey KEY[^]*ledger keys/],
      [`verify --record five.json ${trusted}`, /--proof FILE[^]*ledger prove/],
      [`verify --proof none --record five.json ${trusted}`, /none cannot be read/],
      [`verify --proof five.tlog-proof --export l.ndjson ${trusted}`, /cannot be used with/],
      [`verify --proof five.tlog-proof --receipt five.json ${trusted}`, /cannot be used with/],
      ['prove rec_none', /no such record[^]*holdpoint trace/],
      ['prove 5 --cosigned', /enough cosignatures[^]*holdpoint status/],
      ['export --cosigned --out none.ndjson', /enough cosignatures[^]*holdpoint status/],
      ['checkpoint --cosigned', /enough cosignatures[^]*holdpoint status/],
    ];
    for (const [line, says] of lines) {
      const { exit, err } = await terminal.run(`ledger ${line}`);
      expect([line, exit]).toEqual([line, 1]);
      expect(err).toMatch(says);
    }
  });
});

test('a record that was changed is not proven, and no file says that it is', async () => {
  const { store } = terminal.sample;
  const record = await recordOf(9);
  const text = record.text.replace(/"time":\d+/, '"time":1');
  const found = vi.spyOn(store, 'read').mockResolvedValue([{ ...record, text } as never]);
  const { exit, err } = await terminal.run('ledger prove 9 --out changed.tlog-proof --record changed.json');
  found.mockRestore();
  expect(exit).toBe(2);
  expect(err).toMatch(/does not prove 9[^]*holdpoint ledger verify/);
  await expect(read('changed.tlog-proof')).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(read('changed.json')).rejects.toMatchObject({ code: 'ENOENT' });
});

describe('a receipt', () => {
  test('holds offline, alone or in its answer, and for its own record only', async () => {
    const agent = { id: 'scribe', owner: 'ada', environment: 'test', groups: [], identity: null };
    const answer = await registerAgent(terminal.sample.core, { kind: 'operator', id: 'ada' }, agent);
    await terminal.write('receipt.json', JSON.stringify(answer.receipt));
    await terminal.write('answer.json', JSON.stringify(answer));
    await terminal.write('own.json', (await recordOf(answer.receipt.seq)).text);
    await terminal.write('other.json', (await recordOf(0)).text);
    for (const line of ['receipt.json', 'answer.json', 'receipt.json --record own.json']) {
      const held = await terminal.json(`ledger verify --receipt ${line} ${trusted}`);
      expect(held).toMatchObject({ ok: true, index: answer.receipt.seq });
    }
    const other = await terminal.json(`ledger verify --receipt receipt.json --record other.json ${trusted}`);
    expect(other).toMatchObject({ ok: false, fault: 'other-record' });
    const changed = { ...answer.receipt, seq: answer.receipt.seq - 1 };
    await terminal.write('changed.json', JSON.stringify(changed));
    expect(await terminal.run(`ledger verify --receipt changed.json ${trusted}`)).toMatchObject({ exit: 2 });
  });

  test('is found in every answer that brings one, over HTTP and over MCP', async () => {
    const agent = { id: 'scribbler', owner: 'ada', environment: 'test', groups: [], identity: null };
    const { receipt } = await registerAgent(terminal.sample.core, { kind: 'operator', id: 'ada' }, agent);
    const _meta = { 'holdpoint/receipt': receipt };
    const message = { jsonrpc: '2.0', id: 1, result: { content: [], _meta } };
    const progress = { jsonrpc: '2.0', method: 'notifications/progress', params: {} };
    const data = (value: object): string => `event: message\r\ndata: ${JSON.stringify(value)}\r\n\r\n`;
    const answers = [
      { error: { code: 'denied', message: 'denied', receipt } },
      message.result,
      message,
      { jsonrpc: '2.0', id: 1, error: { code: 40_300, message: 'no', data: { _meta } } },
    ].map((value) => JSON.stringify(value, null, 2));
    const streams = [
      data(progress) + data(message),
      `id: 7\ndata: ${JSON.stringify(message)}`,
      [{ event: 'recorded', receipt }, { event: 'quiesced' }].map((line) => JSON.stringify(line)).join('\n'),
    ];
    for (const text of [...answers, ...streams]) {
      await terminal.write('answer.txt', text);
      const held = await terminal.json(`ledger verify --receipt answer.txt ${trusted}`);
      expect(held, text).toMatchObject({ ok: true, index: receipt.seq });
    }
  });

  test('that is not there is no fault of the key, and what a tool answers is none', async () => {
    const forged = { record: 'rec_x', inclusion: [] };
    const answer = { result: { content: [{ receipt: forged }], structuredContent: { receipt: forged } } };
    for (const text of ['not JSON', '{}', '[]', 'null', '', JSON.stringify(answer), 'data: {}\n\n']) {
      await terminal.write('none.json', text);
      const { exit, err } = await terminal.run(`ledger verify --receipt none.json ${trusted}`);
      expect([text, exit]).toEqual([text, 3]);
      expect(err).toMatch(/no receipt in none\.json\n.*"receipt".*_meta\["holdpoint\/receipt"\]/);
    }
  });

  test('without its proof names the command that fetches one', async () => {
    await terminal.write('bare.json', JSON.stringify({ record: 'rec_x', inclusion: null }));
    const { exit, err } = await terminal.run(`ledger verify --receipt bare.json ${trusted}`);
    expect(exit).toBe(1);
    expect(err).toContain('holdpoint ledger prove rec_x');
  });
});

describe('the tree as files', () => {
  /** Root over the files alone, by the width that the checkpoint gives. */
  async function rootOfFiles(folder: string, size: number): Promise<string> {
    const hashes: Buffer[] = [];
    for (let index = 0; index * 256 < size; index++) {
      const width = Math.min(256, size - index * 256);
      const name = `${String(index).padStart(3, '0')}${width === 256 ? '' : `.p/${width}`}`;
      const leaves = await readFile(file(folder, 'tile', '0', name));
      const entries = await readFile(file(folder, 'tile', 'entries', name));
      for (let at = 0; at < width; at++) {
        const leaf = leaves.subarray(at * 32, at * 32 + 32);
        const entry = entries.subarray(at * 34 + 2, at * 34 + 34);
        expect(sha256(Buffer.of(0), entry)).toEqual(leaf);
        hashes.push(leaf);
      }
    }
    return treeHash(hashes).toString('base64');
  }

  const fetched = async (line: string) => (await terminal.json(line))['fetched'];

  test('leads to its checkpoint, and every file is what the ledger serves', async () => {
    const shown = await terminal.run('ledger export --tiles tiles', { terminal: true });
    const { size, checkpoint } = await terminal.sample.store.head();
    expect(shown).toMatchObject({ exit: 0, out: expect.stringContaining(`tiles of ${size} records`) });
    expect(shown.err).toBe(`\r256 of ${size} records\r512 of ${size} records\r${size} of ${size} records\n`);
    expect(await read('tiles', 'checkpoint')).toBe(checkpoint);
    expect(await rootOfFiles('tiles', size)).toBe(checkpoint!.split('\n')[2]);
    const names = await readdir(file('tiles'), { recursive: true, withFileTypes: true });
    const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    expect(files.map((path) => path.slice(file('tiles').length + 1)).toSorted()).toEqual(
      [
        'checkpoint',
        ...['0', 'entries'].flatMap((level) => [
          `tile/${level}/000`,
          `tile/${level}/001`,
          `tile/${level}/002.p/${size - 512}`,
        ]),
        'tile/1/000.p/2',
      ].toSorted(),
    );
    for (const path of files) {
      const served = await terminal.sample.call(
        `/api/v1/ledger/tiles/${path.slice(file('tiles').length + 1)}`,
      );
      expect(Buffer.from(await served.arrayBuffer())).toEqual(await readFile(path));
    }
  });

  test('goes on where an earlier export ended, and fetches what was cut short', async () => {
    await cp(file('tiles'), file('grown'), { recursive: true });
    expect(await fetched('ledger export --tiles grown')).toBe(0);
    await register(30);
    expect(await fetched('ledger export --tiles grown')).toBe(1);
    await writeFile(file('grown', 'tile', 'entries', '001'), 'cut');
    await rm(file('grown', 'tile', '0', '000'));
    await writeFile(file('grown', 'tile', '1', '000.p', '2'), 'rot');
    expect(await fetched('ledger export --tiles grown')).toBe(1);
    const { size, checkpoint } = await terminal.sample.store.head();
    expect(await rootOfFiles('grown', size)).toBe(checkpoint!.split('\n')[2]);
    expect((await readFile(file('grown', 'tile', '1', '000.p', '2'))).length).toBe(64);
  });

  test("is no checkpoint's where a bundle in the folder was changed", async () => {
    await cp(file('tiles'), file('odd'), { recursive: true });
    const before = await read('odd', 'checkpoint');
    await register(1);
    for (const at of [0, 40]) {
      const bundle = await readFile(file('tiles', 'tile', 'entries', '000'));
      bundle[at]! ^= 1;
      await writeFile(file('odd', 'tile', 'entries', '000'), bundle);
      const { exit, err } = await terminal.run('ledger export --tiles odd');
      expect(exit).toBe(1);
      expect(err).toMatch(/does not lead to the signed checkpoint[^]*ledger verify/);
      expect(await read('odd', 'checkpoint')).toBe(before);
    }
  });

  test('never goes into the folder of another ledger', async () => {
    await mkdir(file('theirs'));
    await terminal.write('theirs/checkpoint', 'other/ledger\n1\nAAAA\n');
    const { exit, err } = await terminal.run('ledger export --tiles theirs');
    expect(exit).toBe(1);
    expect(err).toMatch(/another ledger[^]*new folder/);
    expect(await readdir(file('theirs'))).toEqual(['checkpoint']);
    expect((await terminal.run('ledger export --tiles a --out b')).err).toContain('cannot be used with');
  });
});

test('a checkpoint is kept in a file', async () => {
  const kept = await terminal.json('ledger checkpoint --out kept/checkpoint');
  const { checkpoint } = await terminal.sample.store.head();
  expect(kept).toMatchObject({ file: file('kept', 'checkpoint'), checkpoint });
  expect(await read('kept', 'checkpoint')).toBe(checkpoint);
});
