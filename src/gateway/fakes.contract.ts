// Fakes of the gateway's ports, faithful to the contracts in ports.ts: they count and journal what is asked
// of them, and fail where a test says so. None of them is the real thing; the adapters' own suites test
// those.

import { openMemoryStore } from '../adapters/store/memory.ts';
import type { JsonObject } from '../kernel/json.ts';
import { BEGINNINGS } from '../ledger/history-audit.ts';
import type {
  CheckpointSink,
  MachineClock,
  CredentialIssuer,
  Description,
  Ids,
  LedgerStore,
  Log,
  MintRequest,
  Peers,
  Sealed,
  TokenIssuer,
  Upstream,
  UpstreamCall,
  UpstreamOutcome,
} from './ports.ts';
import { CredentialFault, StoreFault } from './ports.ts';

/** What happened, in order: `append <type> <action or lease>`, `call <action>`, `mint …`, `revoke …`. */
export type Journal = string[];

/** Numbers in [0, 1) that a seed fixes (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function seededIds(random: () => number): Ids {
  const digits = '0123456789abcdefghijklmnopqrstuvwxyz';
  return { mint: () => Array.from({ length: 16 }, () => digits[Math.floor(random() * 36)]).join('') };
}

export interface FakeClock extends MachineClock {
  advance(ms: number): void;
}

export function fakeClock(startsAt: number): FakeClock {
  let now = startsAt;
  return {
    now: () => now,
    running: () => now,
    advance: (ms) => {
      now += ms;
    },
  };
}

export interface FakeLog extends Log {
  readonly errors: { readonly facts: object; readonly message: string }[];
}

export function fakeLog(): FakeLog {
  const errors: FakeLog['errors'] = [];
  const ignore = (): void => undefined;
  return { errors, info: ignore, warn: ignore, error: (facts, message) => errors.push({ facts, message }) };
}

export interface FakeStore extends LedgerStore {
  /** Sizes of the appends that became durable, in records. */
  readonly appends: number[];
  /** Asked before each append; an error is what the store answers, and nothing is written. */
  fault: (sealed: Sealed) => Error | null;
  /** The network is gone: nothing reaches the database, and nothing comes back. */
  isCutOff: boolean;
  /** The next append is not answered; whether it is taken is said here. */
  doubt: 'taken' | 'lost' | null;
  /** Each append waits for this before it is durable. */
  gate: Promise<void>;
  /** What the next gateway over the same records opens: closing one does not end them. */
  reopen(): FakeStore;
}

export function fakeStore(journal: Journal, inner: LedgerStore = openMemoryStore()): FakeStore {
  const appends: number[] = [];
  let closed = false;
  const store: FakeStore = {
    ...bindReads(inner),
    peers: inner.peers === null ? null : guard(inner.peers, () => closed || store.isCutOff),
    isCutOff: false,
    doubt: null,
    appends,
    fault: () => null,
    gate: Promise.resolve(),
    async append(since, plan) {
      await store.gate;
      if (closed || store.isCutOff) throw new StoreFault('store-unavailable', 'the store is closed');
      const { doubt } = store;
      store.doubt = null;
      if (doubt === 'lost') return unanswered(inner, since, plan);
      let written: Sealed | null = null;
      await inner.append(since, (locked) => {
        const { streams, seal } = plan(locked);
        return {
          streams,
          seal: (versions) => {
            const sealed = seal(versions);
            const fault = store.fault(sealed);
            if (fault !== null) throw fault;
            written = sealed;
            return sealed;
          },
        };
      });
      const { records } = written!;
      appends.push(records.length);
      for (const { type, text } of records) {
        expectCause(type, text);
        journal.push(`append ${type} ${subjectOf(text)}`.trim());
      }
      if (doubt === 'taken') throw inDoubt();
    },
    close() {
      closed = true;
      return Promise.resolve();
    },
    reopen: () => fakeStore(journal, inner),
  };
  return store;
}

/** What names no cause and is no beginning does not verify. */
function expectCause(type: string, text: string): void {
  const { causes } = JSON.parse(text) as { readonly causes?: readonly string[] };
  if (causes?.length === 0 && !BEGINNINGS.has(type)) throw new Error(`${type} names no cause`);
}

function inDoubt(): StoreFault {
  return new StoreFault('store-in-doubt', 'the fake network broke while the store committed');
}

/** Everything but the commit happens. */
async function unanswered(
  inner: LedgerStore,
  ...[since, plan]: Parameters<LedgerStore['append']>
): Promise<void> {
  await inner.append(since, (locked) => {
    const { streams, seal } = plan(locked);
    return {
      streams,
      seal(versions) {
        seal(versions);
        throw inDoubt();
      },
    };
  });
}

/** A port whose operations reject while its process is cut off. */
function guard(peers: Peers, isGone: () => boolean): Peers {
  const refuse = (): Promise<never> =>
    Promise.reject(new StoreFault('store-unavailable', 'the fake network is gone'));
  return {
    beat: (owner) => (isGone() ? refuse() : peers.beat(owner)),
    isAlive: (owner) => (isGone() ? refuse() : peers.isAlive(owner)),
    claim: (name, owner) => (isGone() ? refuse() : peers.claim(name, owner)),
    release: (name, owner) => (isGone() ? refuse() : peers.release(name, owner)),
    leave: (owner) => (isGone() ? refuse() : peers.leave(owner)),
    count: () => (isGone() ? refuse() : peers.count()),
    listen: (onNews) => peers.listen(() => void (isGone() || onNews())),
  };
}

function bindReads(inner: LedgerStore): Omit<LedgerStore, 'append' | 'close' | 'peers'> {
  return {
    head: () => inner.head(),
    views: inner.views,
    read: (query) => inner.read(query),
    find: (id) => inner.find(id),
    nodes: (level, index, count) => inner.nodes(level, index, count),
    erase: (scope) => inner.erase(scope),
    keepCheckpoint: (size, note) => inner.keepCheckpoint(size, note),
    snapshot: () => inner.snapshot(),
    keepSnapshot: (snapshot) => inner.keepSnapshot(snapshot),
    streams: (prefix) => inner.streams(prefix),
    payload: (commitment, scope) => inner.payload(commitment, scope),
    key: (scope) => inner.key(scope),
    checkpoints: () => inner.checkpoints(),
  };
}

function subjectOf(text: string): string {
  const { body } = JSON.parse(text) as { body: { lease?: string; action?: string } };
  return body.action ?? body.lease ?? '';
}

/** A second place in memory. */
export function fakeCheckpoints(): CheckpointSink {
  let newest: string | null = null;
  return {
    write(note) {
      newest = note;
      return Promise.resolve();
    },
    read: () => Promise.resolve(newest),
  };
}

export interface FakeUpstream extends Upstream {
  readonly calls: UpstreamCall[];
  readonly released: string[];
  /** What each connector presents. */
  readonly presents: { [connector: string]: { [tool: string]: JsonObject } };
  /** How a call ends, once it was sent. */
  answer: (call: UpstreamCall) => Promise<UpstreamOutcome>;
}

const DONE = { content: [{ type: 'text', text: 'done' }] };

export const succeed = (): Promise<UpstreamOutcome> =>
  Promise.resolve({ outcome: 'succeeded', result: DONE });

/** Sent, and never answered: ends only by being aborted. */
export function hang(call: UpstreamCall): Promise<UpstreamOutcome> {
  const aborted: UpstreamOutcome = { outcome: 'unknown', code: 'upstream-aborted' };
  if (call.signal.aborted) return Promise.resolve(aborted);
  return new Promise((resolve) => call.signal.addEventListener('abort', () => resolve(aborted)));
}

export function fakeUpstream(journal: Journal, presents: FakeUpstream['presents']): FakeUpstream {
  const describe = (connector: string): Promise<Description> =>
    Promise.resolve({
      server: { name: connector, version: '1', protocol: '2025-11-25' },
      definitions: { ...presents[connector] },
      instructions: null,
    });
  const upstream: FakeUpstream = {
    calls: [],
    released: [],
    presents,
    answer: succeed,
    describe,
    observe: describe,
    list: () => Promise.resolve({}),
    async call(call) {
      if (!call.expects(presents[call.connector]?.[call.tool] ?? null)) {
        return { outcome: 'not-started', code: 'definition-changed' };
      }
      upstream.calls.push(call);
      journal.push(`call ${call.action}`);
      return upstream.answer(call);
    },
    release(task) {
      upstream.released.push(task);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
  return upstream;
}

export interface FakeIssuer extends CredentialIssuer {
  readonly minted: MintRequest[];
  /** Leases whose secret is still good at the connector. */
  readonly live: Set<string>;
  /** Revocations asked for, confirmed or not. */
  readonly asked: string[];
  mintFails: () => boolean;
  revokeFails: () => boolean;
}

/** A connector's own issuer: it outlives Holdpoint's processes. */
export function fakeIssuer(journal: Journal): FakeIssuer {
  const issuer: FakeIssuer = {
    minted: [],
    live: new Set(),
    asked: [],
    mintFails: () => false,
    revokeFails: () => false,
    async mint(request) {
      if (issuer.mintFails()) throw new CredentialFault('issuer-unavailable', 'the fake issuer is down');
      issuer.minted.push(request);
      issuer.live.add(request.lease);
      journal.push(`mint ${request.lease}`);
      const { lease, expiresAt } = request;
      const fingerprint = `sha256:${'0'.repeat(64)}`;
      return { secret: `secret of ${lease}`, fingerprint, standing: false, expiresAt };
    },
    async revoke({ id }) {
      issuer.asked.push(id);
      if (issuer.revokeFails()) throw new CredentialFault('revocation-unconfirmed', 'the fake does not say');
      issuer.live.delete(id);
      journal.push(`revoke ${id}`);
      return { how: 'the fake issuer forgot it' };
    },
  };
  return issuer;
}

export function fakeTokens(): TokenIssuer {
  return { issuer: 'fake', issue: ({ subject, task }) => Promise.resolve(`${subject} for ${task}`) };
}
