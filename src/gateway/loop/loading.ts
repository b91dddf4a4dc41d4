// A task that is not in memory has ended: whatever lives is kept there. It comes back from the whole of its
// stream, each record shown to be in the tree that this process has checked, or not at all.

import type { Event } from '../../kernel/event.ts';
import { utf8 } from '../../ledger/bytes.ts';
import type { LedgerCrypto } from '../../ledger/crypto.ts';
import { verifyInclusion } from '../../ledger/proof.ts';
import { leafHash, rootOf } from '../../ledger/tree.ts';
import { toItem, type NewsItem } from './news.ts';
import { StoreFault, type LedgerStore, type StoredRecord, type WrappedKey } from '../ports.ts';
import { inclusionProof } from '../ledger/proofs.ts';
import type { Standing } from '../ledger/sealing.ts';
import type { Vault } from '../ports/vault.ts';
import type { World } from './world.ts';

export interface LoadingDeps {
  readonly store: LedgerStore;
  readonly vault: Vault;
  readonly world: World;
  readonly crypto: LedgerCrypto;
  /** Where the ledger stands; it does not move while the work of `between` is under way. */
  readonly standing: () => Standing;
  /** Takes in the news, then runs the work before anything else is decided. */
  readonly between: (work: () => Promise<void>) => Promise<void>;
}

export interface Loading {
  /** Brings a task and its key into memory, if it exists. Rejects with a `StoreFault`. */
  load(task: string): Promise<void>;
  /** The same for tasks that the lane itself misses, while nothing else is decided. */
  loadNow(tasks: readonly string[]): Promise<void>;
  /** The records of a task up to this moment, in order. Rejects with a `StoreFault`. */
  records(task: string): Promise<readonly Event[]>;
}

const PAGE = 2_000;
const TASK_ID = /^task_[0-9a-z]{16}$/;

export function createLoading(deps: LoadingDeps): Loading {
  const { vault, world } = deps;
  const loading = new Map<string, Promise<void>>();

  const loadNow = async (task: string): Promise<void> => {
    if (world.task(task) === null) world.install(task, await readEnded(deps, task));
    const known = world.task(task);
    if (known !== null && known.erasure === null) await loadKey(deps, `task/${task}`);
  };

  return {
    load(task) {
      const state = world.task(task);
      const isThere = state !== null && (state.erasure !== null || vault.has(`task/${task}`));
      if (isThere || !TASK_ID.test(task)) return Promise.resolve();
      const start = (): Promise<void> =>
        deps.between(() => loadNow(task)).finally(() => loading.delete(task));
      const running = loading.get(task) ?? start();
      loading.set(task, running);
      return running;
    },
    async loadNow(tasks) {
      for (const task of tasks) await loadNow(task);
    },
    async records(task) {
      let records: readonly Event[] = [];
      await deps.between(async () => {
        records = await readWhole(deps, task);
      });
      return records;
    },
  };
}

async function readEnded(deps: LoadingDeps, task: string): Promise<readonly Event[]> {
  const events = await readWhole(deps, task);
  // An end that somebody took away would let the task go on.
  if (events.length > 0 && !hasEnded(events)) throw changed(task);
  return events;
}

async function readWhole(deps: LoadingDeps, task: string): Promise<readonly Event[]> {
  const stream = `task/${task}`;
  const items: NewsItem[] = [];
  const { size } = deps.standing().frontier;
  for (let fromSeq = 0; ;) {
    const page = await deps.store.read({ fromSeq, limit: PAGE, stream });
    // What another replica appends meanwhile is news, and comes as such.
    const before = page.filter(({ seq }) => seq < size);
    for (const stored of before) items.push(await checkIncluded(deps, stored));
    if (before.length < PAGE) break;
    fromSeq = before.at(-1)!.seq + 1;
  }
  const isWhole = items.every(({ event, version }, index) => {
    return event.stream === stream && version === index + 1;
  });
  if (!isWhole) throw changed(task);
  return items.map(({ event }) => event);
}

function hasEnded(events: readonly Event[]): boolean {
  return events.some(({ type }) => type === 'task-closed' || type === 'task-quarantined');
}

/** The record, where its text is the entry of its place in the tree that the ledger's key signed. */
async function checkIncluded(deps: LoadingDeps, stored: StoredRecord): Promise<NewsItem> {
  const { crypto } = deps;
  const { frontier } = deps.standing();
  const item = toItem(stored);
  const { size } = frontier;
  if (!(item.seq < size)) throw changed(stored.stream);
  const leaf = leafHash(crypto, crypto.sha256(utf8(stored.text)));
  const proof = await inclusionProof(deps, item.seq, size);
  const claim = { index: item.seq, size, leaf, root: rootOf(crypto, frontier), proof };
  if (!verifyInclusion(crypto, claim)) throw changed(stored.stream);
  return item;
}

function changed(what: string): StoreFault {
  return new StoreFault('store-corrupt', `the records of ${what} were changed: see holdpoint ledger verify`);
}

/** Brings a scope's key into memory, where there is one. */
export async function loadKey(
  { store, vault }: { readonly store: Pick<LedgerStore, 'key'>; readonly vault: Vault },
  scope: string,
): Promise<void> {
  const key = vault.has(scope) ? null : await store.key(scope);
  if (key !== null && !vault.has(scope)) vault.load(key);
}

/** The key of a scope that has none yet; none where it has one, which is in memory then. */
export async function keyFor(
  deps: { readonly store: Pick<LedgerStore, 'key'>; readonly vault: Vault },
  scope: string,
): Promise<WrappedKey[]> {
  await loadKey(deps, scope);
  return deps.vault.has(scope) ? [] : [deps.vault.create(scope)];
}
