// A log and its witnesses, real ones over HTTP: what is cosigned is kept, what goes wrong is said, and a
// history that the witnesses did not see raises the alarm.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { nodeLedgerCrypto as crypto } from '../../adapters/crypto/node.ts';
import { openMemoryDatabase, openMemoryStore } from '../../adapters/store/memory.ts';
import { cosign, cosignersOf } from '../../ledger/cosignature.ts';
import { parseNote } from '../../ledger/note.ts';
import { LOG_KEY, witnessOf } from '../../ledger/sample-witness.contract.ts';
import { encodeVkey } from '../../ledger/vkey.ts';
import { runWitness, type RunningWitness } from '../../surfaces/witness/running-witness.contract.ts';
import { fakeClock } from '../fakes.contract.ts';
import { StoreFault, type LedgerStore } from '../ports.ts';
import type { Witness, WitnessAnswer } from '../ports/witness.ts';
import { growTo } from './witnessed-log.contract.ts';
import { createWitnessing, type Witnessing } from './witnessing.ts';

let one: RunningWitness;
let two: RunningWitness;
let logged: { level: string; code?: string; witness?: string }[] = [];
beforeEach(async () => {
  logged = [];
  [one, two] = [await runWitness(1, [LOG_KEY]), await runWitness(2, [LOG_KEY])];
});
afterEach(async () => {
  await Promise.all([one.stop(), two.stop()]);
});

function witnessing(
  store: LedgerStore,
  witnesses: readonly Witness[] = [one.client, two.client],
  owner = 'process_1',
): Witnessing {
  const say =
    (level: string) =>
    (facts: object): void =>
      void logged.push({ level, ...facts });
  const log = { info: say('info'), warn: say('warn'), error: say('error') };
  const rules = { quorum: 2, periodSeconds: 10, owner: () => owner };
  return createWitnessing({ store, crypto, clock: fakeClock(7), log, witnesses, ...rules });
}

/** Sizes of the checkpoints kept with both cosignatures. */
async function witnessed(store: LedgerStore): Promise<number[]> {
  const keys = [one.key, two.key];
  const kept = await store.checkpoints();
  return kept.filter(({ note }) => cosignersOf(crypto, note, keys).length === 2).map(({ size }) => size);
}

/** A witness that always answers this, and counts how often it is asked. */
function answering(answer: (request: string) => WitnessAnswer): Witness & { readonly asked: string[] } {
  const asked: string[] = [];
  const { name, key } = witnessOf(9);
  return {
    name,
    vkey: encodeVkey(key),
    asked,
    submit: (request) => Promise.resolve(answer(asked[asked.push(request) - 1]!)),
  };
}

const failuresOf = (log: Witnessing): unknown[] => log.status().witnesses.map(({ failure }) => failure);

test('as the log grows, each checkpoint is cosigned by all, with proofs from stored nodes', async () => {
  const store = openMemoryStore();
  const log = witnessing(store);
  await log.round();
  expect(log.status()).toMatchObject({ isActive: true, size: 0, have: 0, need: 2, cosignedSize: 0 });
  const sizes = [1, 2, 255, 256, 257, 511, 700];
  for (const size of sizes) {
    await growTo(store, size);
    await log.round();
  }
  expect(await witnessed(store)).toEqual(sizes);
  const cosigned = { size: 700, cosignedAt: 7, failure: null };
  expect(log.status()).toEqual({
    isActive: true,
    size: 700,
    have: 2,
    need: 2,
    cosignedSize: 700,
    alarm: null,
    witnesses: [one, two].map(({ client: { name, vkey } }) => ({ name, vkey, ...cosigned })),
  });
  expect(logged).toEqual([]);
});

test('a checkpoint that all have cosigned is not submitted again', async () => {
  const store = openMemoryStore();
  await growTo(store, 3);
  const asked: string[] = [];
  const counting = (client: Witness): Witness => ({
    ...client,
    submit: (request, signal) => {
      asked.push(client.name);
      return client.submit(request, signal);
    },
  });
  const log = witnessing(store, [counting(one.client), counting(two.client)]);
  await log.round();
  await log.round();
  expect(asked).toHaveLength(2);
});

test('a log that starts again asks what the witnesses know and goes on from there', async () => {
  const store = openMemoryStore();
  await growTo(store, 300);
  await witnessing(store).round();
  await growTo(store, 600);
  const again = witnessing(store);
  await again.round();
  expect(again.status()).toMatchObject({ cosignedSize: 600, alarm: null });
  expect(await witnessed(store)).toEqual([300, 600]);
});

test('one witness gone is no quorum, and it catches up when it is back', async () => {
  const store = openMemoryStore();
  const log = witnessing(store);
  await growTo(store, 10);
  await log.round();
  await two.pause();
  await growTo(store, 40);
  await log.round();
  expect(log.status()).toMatchObject({ size: 40, have: 1, cosignedSize: 10, alarm: null });
  expect(failuresOf(log)).toEqual([null, 'unreachable']);
  expect(await witnessed(store)).toEqual([10]);
  await two.resume();
  await log.round();
  expect(log.status()).toMatchObject({ size: 40, have: 2, cosignedSize: 40 });
  expect(await witnessed(store)).toEqual([10, 40]);
  expect(logged).toEqual([
    { level: 'warn', witness: two.client.name, code: 'unreachable' },
    { level: 'info', witness: two.client.name },
  ]);
});

test('a store that lost its tail is found by its own log: the witnesses know a larger size', async () => {
  const store = openMemoryStore();
  await growTo(store, 300);
  await witnessing(store).round();
  const older = openMemoryStore();
  await growTo(older, 290);
  const log = witnessing(older);
  await log.round();
  await log.round();
  expect(log.status()).toMatchObject({ alarm: 'rolled-back', have: 0, cosignedSize: 0 });
  expect(logged.map(({ level, code }) => [level, code])).toEqual([
    ['error', 'rolled-back'],
    ['error', 'rolled-back'],
  ]);
  // Grown past what was seen, along another way: now the proof does not hold.
  await growTo(older, 400, 'other');
  await log.round();
  expect(log.status()).toMatchObject({ alarm: 'forked', cosignedSize: 0 });
  expect(await witnessed(older)).toEqual([]);
});

test('a log that shows each witness another history raises the alarm, without a quorum', async () => {
  const [shown, hidden] = [openMemoryStore(), openMemoryStore()];
  await growTo(shown, 20);
  await growTo(hidden, 20);
  await growTo(shown, 30, 'shown');
  await growTo(hidden, 30, 'hidden');
  await witnessing(shown, [one.client]).round();
  const log = witnessing(hidden);
  await log.round();
  expect(failuresOf(log)).toEqual(['forked', null]);
  expect(log.status()).toMatchObject({ alarm: 'forked', have: 1, cosignedSize: 0 });
  await growTo(hidden, 35, 'hidden');
  await log.round();
  expect(failuresOf(log)).toEqual(['forked', null]);
});

test('one that is not served there, or under another key, says so', async () => {
  const store = openMemoryStore();
  await growTo(store, 3);
  const stranger = await runWitness(3, []);
  const log = witnessing(store, [stranger.client]);
  await log.round();
  expect(failuresOf(log)).toEqual(['origin-unknown']);
  await stranger.stop();
});

test.each<[string, (request: string) => WitnessAnswer]>([
  ['no signature line', () => ({ outcome: 'cosigned', lines: 'thanks\n' })],
  [
    'a cosignature over something else',
    () => ({ outcome: 'cosigned', lines: cosign(crypto, 'words\n', witnessOf(9), 1) }),
  ],
  [
    "another witness's",
    (request) => {
      const { text } = parseNote(request.slice(request.indexOf('\n\n') + 2));
      return { outcome: 'cosigned', lines: cosign(crypto, text, witnessOf(8), 1) };
    },
  ],
  ['a refusal to take the first checkpoint', () => ({ outcome: 'failed', code: 'not-consistent' })],
  ['a conflict about nothing', () => ({ outcome: 'conflict', size: null })],
  [
    'another size every time',
    (request) => ({ outcome: 'conflict', size: request.startsWith('old 1\n') ? 2 : 1 }),
  ],
])('a witness that answers with %s makes no sense, and is no alarm', async (_title, answer) => {
  const store = openMemoryStore();
  await growTo(store, 3);
  const witness = answering(answer);
  const log = witnessing(store, [witness]);
  await log.round();
  expect(failuresOf(log)).toEqual(['nonsense']);
  expect(log.status()).toMatchObject({ alarm: null, have: 0 });
  expect(witness.asked.length).toBeLessThanOrEqual(3);
  const [kept] = await store.checkpoints();
  expect(parseNote(kept!.note).signatures).toHaveLength(1);
});

test('of several replicas one submits, and another goes on when that one is gone', async () => {
  const clock = fakeClock(0);
  const database = openMemoryDatabase(clock);
  const [a, b] = [database.connect(), database.connect()];
  await a.peers!.beat('process_a');
  await b.peers!.beat('process_b');
  await growTo(a, 5);
  const [first, second] = [witnessing(a, undefined, 'process_a'), witnessing(b, undefined, 'process_b')];
  await first.round();
  await second.round();
  expect([first.status(), second.status()]).toMatchObject([
    { isActive: true, cosignedSize: 5 },
    { isActive: false, cosignedSize: 0 },
  ]);
  await first.stop();
  await growTo(b, 9);
  await second.round();
  expect(second.status()).toMatchObject({ isActive: true, cosignedSize: 9, alarm: null });
});

test('a larger checkpoint that another replica submitted meanwhile is no alarm', async () => {
  const store = openMemoryStore();
  await growTo(store, 5);
  const overtaken = answering(() => ({ outcome: 'conflict', size: 8 }));
  const late: Witness = {
    ...overtaken,
    async submit(request, signal) {
      await growTo(store, 8);
      return overtaken.submit(request, signal);
    },
  };
  const log = witnessing(store, [late]);
  await log.round();
  expect(log.status().alarm).toBeNull();
  expect(failuresOf(log)).toEqual(['outrun']);
});

test.each(['head', 'nodes', 'keepCheckpoint'] as const)(
  'a store that fails at %s costs a round and nothing else',
  async (broken) => {
    const store = openMemoryStore();
    await growTo(store, 3);
    const log = witnessing(store);
    await log.round();
    await growTo(store, 5);
    const fault = vi.spyOn(store, broken).mockRejectedValue(new StoreFault('store-unavailable', 'away'));
    await log.round();
    expect(logged).toEqual([{ level: 'warn', code: 'store-unavailable' }]);
    fault.mockRestore();
    await log.round();
    expect(log.status()).toMatchObject({ have: 2, cosignedSize: 5 });
    expect(await witnessed(store)).toEqual([3, 5]);
  },
);

test('a stop shows the witnesses what was recorded last', async () => {
  const store = openMemoryStore();
  const log = witnessing(store);
  log.start();
  await growTo(store, 5);
  await log.stop();
  expect(await log.newestCosigned()).toMatchObject({ size: 5 });
});

test('a stop waits for a witness that hangs a moment and no longer', async () => {
  const store = openMemoryStore();
  await growTo(store, 5);
  let ask = (): void => undefined;
  const asked = new Promise<void>((resolve) => {
    ask = resolve;
  });
  const hanging: Witness = {
    ...one.client,
    submit: (_request, signal) =>
      new Promise((resolve) => {
        const end = (): void => resolve({ outcome: 'failed', code: 'unreachable' });
        if (signal.aborted) end();
        signal.addEventListener('abort', end);
        ask();
      }),
  };
  const log = witnessing(store, [hanging]);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const stopped = log.stop();
  await asked;
  await vi.advanceTimersByTimeAsync(2_000);
  await stopped;
  vi.useRealTimers();
  expect(failuresOf(log)).toEqual(['unreachable']);
});

test('the newest cosigned checkpoint is found in the store, after a restart too', async () => {
  const store = openMemoryStore();
  expect(await witnessing(store).newestCosigned()).toBeNull();
  await growTo(store, 5);
  await witnessing(store).round();
  await growTo(store, 9);
  await witnessing(store, [one.client]).round();
  const found = await witnessing(store).newestCosigned();
  expect(found?.size).toBe(5);
  expect(cosignersOf(crypto, found!.note, [one.key, two.key])).toHaveLength(2);
});
