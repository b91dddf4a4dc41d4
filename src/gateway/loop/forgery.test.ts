import { afterEach, beforeEach, expect, it } from 'vitest';
import { nodeLedgerCrypto as crypto } from '../../adapters/crypto/node.ts';
import { sealRecord } from '../../ledger/record.ts';
import { appendLeaf, decodeFrontier, encodeFrontier, leafHash } from '../../ledger/tree.ts';
import { auditStore } from '../ledger/audit.ts';
import type { Head, Locked, Plan, Sealed } from '../ports.ts';
import { startRig, type Rig } from '../rig.contract.ts';

let rig: Rig;

beforeEach(async () => {
  rig = await startRig();
});
afterEach(async () => {
  await rig.stop();
});

/** What somebody can write who has the file but not the ledger's key: all but a signature. */
function forge({ head }: Locked): Plan {
  return { streams: ['org'], seal: (versions) => forgeOn(head, versions.get('org')! + 1) };
}

function forgeOn(head: Head, version: number): Sealed {
  const draft = {
    id: 'rec_000000000000evil',
    time: head.lastTime,
    stream: 'org',
    type: 'operator-added',
    actor: { kind: 'operator', id: 'ada' },
    causes: [],
    body: { operator: { id: 'mallory', name: '', roles: ['admin'], publicKey: null, identity: null } },
  } as const;
  const { record, bytes, hash } = sealRecord(crypto, draft, head.size, version);
  const frontier = appendLeaf(crypto, decodeFrontier(head.frontier), leafHash(crypto, hash));
  const { id, seq, stream, type, time } = record;
  return {
    records: [{ id, seq, stream, version, type, time, text: new TextDecoder().decode(bytes), hash }],
    nodes: [],
    payloads: [],
    keys: [],
    head: { ...head, size: frontier.size, epoch: version, frontier: encodeFrontier(frontier) },
  };
}

it('an audit says which records nobody signed', async () => {
  await rig.store.append((await rig.store.head()).size, forge);
  const { ok, findings } = await auditStore({
    store: rig.store,
    crypto,
    vkey: rig.core.signer.vkey,
    checkpoints: [],
    vault: null,
  });
  expect(ok).toBe(false);
  expect(findings.map(({ code }) => code)).toContain('tail-uncovered');
});

it('no authority comes from a record that the ledger did not sign: nothing starts on it', async () => {
  await rig.store.append((await rig.store.head()).size, forge);
  await expect(rig.restart()).rejects.toMatchObject({ code: 'store-corrupt' });
});

it('an audit says which record is filed under another name than its own', async () => {
  const { store } = await rig.portsOfNewProcess();
  const misfiled = {
    ...store,
    read: async (query: Parameters<typeof store.read>[0]) =>
      (await store.read(query)).map((one) => (one.seq === 1 ? { ...one, stream: 'agent/nobody' } : one)),
  };
  const input = { store: misfiled, crypto, vkey: rig.core.signer.vkey, checkpoints: [], vault: null };
  const { ok, findings } = await auditStore(input);
  expect(ok).toBe(false);
  expect(findings).toEqual([{ code: 'column-changed', seq: 1, column: 'stream' }]);
});
