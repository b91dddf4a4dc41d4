// What a gateway once wrote, write by write, with real records under a real key: told again to any database,
// as far as a test wants it.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeLedgerCrypto } from '../../src/adapters/crypto/node.ts';
import { openMemoryStore } from '../../src/adapters/store/memory.ts';
import { place, type Batch } from '../../src/adapters/store/sql/place.ts';
import type { LedgerDatabase } from '../../src/adapters/store/sqlite/database.ts';
import { openFileVault } from '../../src/adapters/vault/file.ts';
import { eraseTask } from '../../src/gateway/ledger/erase.ts';
import { fakeClock, seededIds, seededRandom } from '../../src/gateway/fakes.contract.ts';
import type { LedgerStore, Sealed, StoredPayload } from '../../src/gateway/ports.ts';
import type { Vault } from '../../src/gateway/ports/vault.ts';
import { formatSignature } from '../../src/ledger/note.ts';
import { ADA, openSite, type Site } from './site.ts';

type Operation = 'append' | 'erase' | 'keepCheckpoint' | 'keepSnapshot' | 'writeViews' | 'clearViews';

/** One write of the gateway: one transaction of the store. */
export interface Step {
  readonly operation: Operation;
  /** What an append wrote; null for other operations. */
  readonly batch: Batch | null;
  readonly write: (on: LedgerDatabase) => void;
}

export interface Story {
  readonly steps: readonly Step[];
  readonly vkey: string;
  /** Opens the payloads of the story. */
  readonly vault: Vault;
  /** All that any step wrote, still there or not. */
  readonly payloads: readonly StoredPayload[];
  readonly scopes: readonly string[];
}

/** A witness's, whom nobody here knows. */
const COSIGNATURE = formatSignature({
  name: 'witness.test',
  id: new Uint8Array(4).fill(7),
  signature: new Uint8Array(72),
});
/** As many checkpoints as are kept without exception, and some. */
const APPENDS = 80;

/** More than 256 records and 64 checkpoints, an erased task, read models cleared and folded again. */
export async function recordStory(): Promise<Story> {
  const home = await mkdtemp(join(tmpdir(), 'holdpoint-story-'));
  const steps: Step[] = [];
  const store = recording(openMemoryStore(), steps);
  const [clock, ids] = [fakeClock(Date.UTC(2026, 10, 20)), seededIds(seededRandom(1))];
  const site = await openSite(home, { store, clock, ids });
  await live(site, store);
  const { vkey } = site.core.signer;
  await site.stop();
  const vault = await openFileVault(join(home, 'payload.key'), nodeLedgerCrypto);
  await rm(home, { recursive: true });
  const batches = steps.flatMap(({ batch }) => batch ?? []);
  const payloads = batches.flatMap((batch) => batch.payloads);
  const scopes = batches.flatMap(({ keys }) => keys.map(({ scope }) => scope));
  return { steps, vkey, vault, payloads, scopes };
}

async function live(site: Site, store: LedgerStore): Promise<void> {
  const [first, second] = [await site.openTask('Tidy up'), await site.openTask('Look around')];
  for (let n = 0; n < APPENDS / 4; n++) {
    await site.call(first, 'notes/read', n);
    await site.call(second, 'desk/look', n);
  }
  const { size, checkpoint } = await store.head();
  await store.keepCheckpoint(size, `${checkpoint!}${COSIGNATURE}`);
  await Promise.all(Array.from({ length: 80 }, (_, n) => site.call(first, 'notes/read', 100 + n)));
  await site.core.models.fold();
  await site.core.models.rebuild();
  await site.closeTask(first);
  await eraseTask(site.core, ADA, first);
  for (let n = 0; n < APPENDS / 2; n++) await site.call(second, 'desk/look', 200 + n);
  await site.core.models.fold();
}

/** The store, with every write that it takes put on the list. */
function recording(store: LedgerStore, steps: Step[]): LedgerStore {
  const inner = {
    append: store.append.bind(store),
    erase: store.erase.bind(store),
    keepCheckpoint: store.keepCheckpoint.bind(store),
    keepSnapshot: store.keepSnapshot.bind(store),
    write: store.views.write.bind(store.views),
    clear: store.views.clear.bind(store.views),
  };
  const note = (operation: Operation, on: Step['write'], batch: Batch | null = null): void => {
    steps.push({ operation, batch, write: on });
  };
  Object.assign(store.views, {
    write: (move) => {
      note('writeViews', (on) => void on.writeViews(move));
      return inner.write(move);
    },
    clear: () => {
      note('clearViews', (on) => on.clearViews());
      return inner.clear();
    },
  } satisfies Partial<LedgerStore['views']>);
  return Object.assign(store, {
    append: (since, plan) =>
      inner.append(since, (locked) => {
        const { streams, seal } = plan(locked);
        const sealNoted = (versions: ReadonlyMap<string, number>): Sealed => {
          const sealed = seal(versions);
          const batch = place(locked.head, versions, sealed);
          note('append', (on) => on.append(batch), batch);
          return sealed;
        };
        return { streams, seal: sealNoted };
      }),
    erase: (scope) => {
      note('erase', (on) => on.erase(scope));
      return inner.erase(scope);
    },
    keepCheckpoint: (size, text) => {
      note('keepCheckpoint', (on) => on.keepCheckpoint(size, text));
      return inner.keepCheckpoint(size, text);
    },
    keepSnapshot: (snapshot) => {
      note('keepSnapshot', (on) => on.keepSnapshot(snapshot));
      return inner.keepSnapshot(snapshot);
    },
  } satisfies Partial<LedgerStore>);
}
