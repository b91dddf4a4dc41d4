import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSample, type SampleGateway } from './sample-gateway.contract.ts';
import type { CheckpointsView, RecordsView, StreamsView } from './contract/ledger.ts';

let sample: SampleGateway;
let size: number;

beforeAll(async () => {
  sample = await startSample('solo');
  ({ size } = await sample.store.head());
});
afterAll(() => sample.stop());

async function get<Answer>(path: string): Promise<Answer> {
  const response = await sample.call(`/api/v1/ledger/${path}`, {});
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}

test('the ledger is read a page at a time, to its end, in its order', async () => {
  const seen: number[] = [];
  let from: number | null = 0;
  while (from !== null) {
    const page: RecordsView = await get(`records?from=${from}&limit=2`);
    seen.push(...page.records.map(({ seq }) => seq));
    from = page.next;
  }
  expect(seen).toEqual(Array.from({ length: size }, (_, seq) => seq));
});

test('one stream is read alone, and streams are found by the beginning of their names', async () => {
  const { records } = await get<RecordsView>('records?stream=org');
  expect(records.length).toBeGreaterThan(0);
  expect(new Set(records.map(({ stream }) => stream))).toEqual(new Set(['org']));
  expect(await get<StreamsView>('streams?prefix=or')).toEqual({
    streams: [{ stream: 'org', version: records.length }],
    more: false,
  });
  expect((await get<StreamsView>('streams?prefix=nothing')).streams).toEqual([]);
});

test('the kept checkpoints are given newest first', async () => {
  const { checkpoints } = await get<CheckpointsView>('checkpoints');
  expect(checkpoints[0]?.size).toBe(size);
  expect(checkpoints[0]?.note).toContain(`\n${size}\n`);
});

test.each(['records?limit=1001', 'records?from=-1', 'records?other=1', 'streams?prefix=a&prefix=b'])(
  'a query that is not understood is refused: %s',
  async (path) => {
    expect((await sample.call(`/api/v1/ledger/${path}`, {})).status).toBe(400);
  },
);
