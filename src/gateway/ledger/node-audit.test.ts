import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { nodeLedgerCrypto as crypto } from '../../adapters/crypto/node.ts';
import { openMemoryDatabase } from '../../adapters/store/memory.ts';
import { openSqliteStore } from '../../adapters/store/sqlite/sqlite.ts';
import { VKEY } from '../../ledger/sample-ledger.contract.ts';
import { auditStore } from './audit.ts';
import type { LedgerStore } from '../ports.ts';
import { growTo } from './witnessed-log.contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdpoint-nodes-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** More than a page of the audit: the last node that is complete is over records of two. */
const SIZE = 1_100;

async function nodesFound(store: LedgerStore): Promise<unknown[]> {
  const { findings } = await auditStore({ store, crypto, vkey: VKEY, checkpoints: [], vault: null });
  return findings.filter(({ code }) => code === 'node-changed');
}

const FOUND = [{ code: 'node-changed', level: 1, index: 3 }];

describe('an audit', () => {
  it('says which node of the tree is not what its records hash to', async () => {
    const store = openMemoryDatabase().connect();
    await growTo(store, SIZE);
    expect(await nodesFound(store)).toEqual([]);
    const [node] = await store.nodes(1, 3, 1);
    node!.fill(7);
    expect(await nodesFound(store)).toEqual(FOUND);
  });

  it('says which node is not there', async () => {
    const store = openMemoryDatabase().connect();
    await growTo(store, SIZE);
    const nodes = store.nodes.bind(store);
    vi.spyOn(store, 'nodes').mockImplementation(async (level, index, count) =>
      level === 1 && index === 3 ? [] : nodes(level, index, count),
    );
    expect(await nodesFound(store)).toEqual(FOUND);
  });

  it('misses nothing of what is appended while it reads, and all that a head covers', async () => {
    const store = openMemoryDatabase().connect();
    await growTo(store, 5);
    const missing = async () => {
      const { findings } = await auditStore({ store, crypto, vkey: VKEY, checkpoints: [], vault: null });
      return findings.filter(({ code }) => code !== 'cause-missing');
    };
    const read = store.read.bind(store);
    let size = 5;
    const reads = vi.spyOn(store, 'read').mockImplementation(async (query) => {
      const page = await read(query);
      if (size < 8) await growTo(store, (size += 1));
      return page;
    });
    expect(await missing()).toEqual([]);
    reads.mockImplementation(async (query) => (await read(query)).filter(({ seq }) => seq < 7));
    expect(await missing()).toMatchObject([{ code: 'tail-missing', seq: 7 }]);
  });

  it('blames no node for a record that is gone', async () => {
    const store = openMemoryDatabase().connect();
    await growTo(store, SIZE);
    const read = store.read.bind(store);
    vi.spyOn(store, 'read').mockImplementation(async ({ fromSeq, limit }) =>
      (await read({ fromSeq, limit: limit + 1 })).filter(({ seq }) => seq !== 300).slice(0, limit),
    );
    const input = { store, crypto, vkey: VKEY, checkpoints: [], vault: null };
    const { findings } = await auditStore(input);
    const codes = findings.map(({ code }) => code);
    expect(codes).toContain('records-missing');
    expect(codes).not.toContain('node-changed');
  });

  it('reads the nodes that SQLite keeps', async () => {
    const path = join(folder, 'ledger.db');
    const written = await openSqliteStore({ path });
    await growTo(written, SIZE);
    expect(await nodesFound(written)).toEqual([]);
    await written.close();
    const db = new Database(path);
    db.exec('update nodes set hash = zeroblob(32) where level = 1 and idx = 3');
    db.close();
    const store = await openSqliteStore({ path });
    try {
      expect(await nodesFound(store)).toEqual(FOUND);
    } finally {
      await store.close();
    }
  });
});
