// How fast a stranger checks a whole export offline, and in how much memory, against hashing the same bytes.
// Each pass is a process of its own.

import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openSqliteStore } from '../src/adapters/store/sqlite/sqlite.ts';
import type { LedgerStore } from '../src/gateway/ports.ts';
import { exportClosing, exportHeader } from '../src/ledger/export.ts';
import { decodeVkey } from '../src/ledger/vkey.ts';
import { nodeLedgerCrypto } from '../src/adapters/crypto/node.ts';
import { benchConfig } from './home.ts';
import { toResult, type Bench } from './result.ts';
import { askRole } from './role.ts';
import type { Pass } from './roles/verifier.ts';
import { vkeyOf } from './vkey.ts';

const SIZE = 100_000;
const ROUNDS = 3;
const PAGE = 2_000;

export const verifying: Bench = {
  names: ['verify-rate', 'verify-memory'],
  async run({ progress, ledgers }) {
    const home = await ledgers.home(SIZE);
    const file = join(home, 'export.jsonl');
    const { records, vkey } = await writeExport(home, file);
    const passes = { ours: [] as Pass[], other: [] as Pass[] };
    for (let round = 1; round <= ROUNDS; round += 1) {
      passes.ours.push(await askRole<Pass>('verifier', 'verify', file, vkey));
      passes.other.push(await askRole<Pass>('verifier', 'hash', file, vkey));
      progress(`round ${round} of ${ROUNDS}: ${records} records`);
    }
    const rates = (side: readonly Pass[]): number[] => side.map(({ seconds }) => records / seconds);
    const memory = (side: readonly Pass[]): number[] => side.map(({ peakMiB }) => peakMiB);
    return [
      toResult('verify-rate', 'records/s', rates(passes.ours), rates(passes.other)),
      toResult('verify-memory', 'MiB', memory(passes.ours), memory(passes.other)),
    ];
  },
};

async function writeExport(home: string, file: string): Promise<{ records: number; vkey: string }> {
  const store = await openSqliteStore({ path: benchConfig(home).store.path });
  try {
    const vkey = await vkeyOf(store);
    await pipeline(Readable.from(linesOf(store, vkey)), createWriteStream(file));
    return { records: (await store.head()).size, vkey };
  } finally {
    await store.close();
  }
}

async function* linesOf(store: LedgerStore, vkey: string): AsyncGenerator<string> {
  const { size, checkpoint } = await store.head();
  yield `${exportHeader({ origin: decodeVkey(nodeLedgerCrypto, vkey).name, vkey })}\n`;
  for (let fromSeq = 0; fromSeq < size; fromSeq += PAGE) {
    const page = await store.read({ fromSeq, limit: PAGE });
    yield page.map(({ text }) => `${text}\n`).join('');
  }
  yield `${exportClosing(checkpoint!)}\n`;
}
