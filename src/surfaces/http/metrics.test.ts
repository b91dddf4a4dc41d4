import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { StoreFault } from '../../gateway/ports.ts';
import { registerAgent } from '../../gateway/verbs.ts';
import type { Witness } from '../../gateway/ports/witness.ts';
import { witnessOf } from '../../ledger/sample-witness.contract.ts';
import { encodeVkey } from '../../ledger/vkey.ts';
import { readExposition, type ReadFamily } from './exposition.contract.ts';
import { startSample, type SampleGateway } from './sample-gateway.contract.ts';

const { key } = witnessOf(1);
const witness: Witness = {
  name: key.name,
  vkey: encodeVkey(key),
  submit: () => Promise.resolve({ outcome: 'failed', code: 'unreachable' }),
};

let sample: SampleGateway;

beforeAll(async () => {
  sample = await startSample('solo', {
    witnessing: { witnesses: [witness], quorum: 1, periodSeconds: 3600 },
  });
  const agent = { id: 'scribe', owner: 'ada', environment: 'test', groups: [], identity: null };
  await registerAgent(sample.core, { kind: 'operator', id: 'ada' }, agent);
  await registerAgent(sample.core, { kind: 'operator', id: 'nobody' }, agent);
});
afterAll(() => sample.stop());

async function scrape(): Promise<Map<string, ReadFamily>> {
  return readExposition(await (await sample.call('/metrics')).text());
}

const valueOf = (families: Map<string, ReadFamily>, series: string): number | undefined =>
  families.get(series.replace(/\{.*/, ''))?.series.get(series);

test('the whole answer is of the text format, with a help, a type and a unit for every name', async () => {
  const response = await sample.call('/metrics');
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(response.headers.get('cache-control')).toBe('no-store');
  const families = readExposition(await response.text());
  expect(families.size).toBeGreaterThan(15);
  for (const [name, { help, type }] of families) {
    expect(name).toMatch(/^holdpoint_[a-z_]+$/);
    expect(help).toMatch(/\.$/);
    expect(name.endsWith('_total'), name).toBe(type === 'counter');
  }
});

test('decisions, requests and the ledger are counted', async () => {
  const families = await scrape();
  const { size } = await sample.store.head();
  const { decisions, requests } = sample.core.meters.read();
  expect(decisions).toMatchObject({ permit: 2, deny: 1 });
  expect(valueOf(families, 'holdpoint_decisions_total{verdict="permit"}')).toBe(2);
  expect(valueOf(families, 'holdpoint_decisions_total{verdict="deny"}')).toBe(1);
  expect(valueOf(families, 'holdpoint_decisions_total{verdict="hold"}')).toBe(0);
  expect(valueOf(families, 'holdpoint_requests_total')).toBe(requests);
  expect(valueOf(families, 'holdpoint_ledger_records')).toBe(size);
  expect(valueOf(families, 'holdpoint_store_up')).toBe(1);
  expect(valueOf(families, 'holdpoint_replicas')).toBe(1);
  expect(valueOf(families, 'holdpoint_queued_requests')).toBe(0);
  expect(valueOf(families, 'holdpoint_running_calls')).toBe(0);
  expect(valueOf(families, 'holdpoint_uptime_seconds')).toBeGreaterThan(0);
});

test('the buckets of the commit time only grow, and the last one has them all', async () => {
  const { series } = (await scrape()).get('holdpoint_commit_seconds')!;
  const buckets = [...series].filter(([name]) => name.includes('_bucket'));
  const counts = buckets.map(([, count]) => count);
  expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  const bounds = buckets.map(([name]) => Number(/le="(.*)"/.exec(name)![1]!.replace('+Inf', 'Infinity')));
  expect(bounds).toEqual(bounds.toSorted((a, b) => a - b));
  expect(bounds.at(-1)).toBe(Number.POSITIVE_INFINITY);
  const batches = series.get('holdpoint_commit_seconds_count');
  expect(counts.at(-1)).toBe(batches);
  expect(batches).toBe(sample.core.meters.read().batches);
  expect(series.get('holdpoint_commit_seconds_sum')).toBeGreaterThan(0);
});

test('a witness that does not answer shows', async () => {
  const failing = `holdpoint_witness_failing{witness="${key.name}"}`;
  expect(valueOf(await scrape(), failing)).toBe(0);
  await sample.core.witnessing!.round();
  const families = await scrape();
  expect(valueOf(families, failing)).toBe(1);
  expect(valueOf(families, `holdpoint_witness_cosigned_records{witness="${key.name}"}`)).toBe(0);
  expect(valueOf(families, 'holdpoint_witnessing_active')).toBe(1);
  expect(valueOf(families, 'holdpoint_witness_alarm')).toBe(0);
  expect(valueOf(families, 'holdpoint_cosigned_records')).toBe(0);
});

test('a store that is away is a number too, and takes no other with it', async () => {
  const fault = new StoreFault('store-unavailable', 'gone');
  const append = vi.spyOn(sample.store, 'append').mockRejectedValue(fault);
  const head = vi.spyOn(sample.store, 'head').mockRejectedValue(fault);
  const agent = { id: 'late', owner: 'ada', environment: 'test', groups: [], identity: null };
  await expect(registerAgent(sample.core, { kind: 'operator', id: 'ada' }, agent)).rejects.toBe(fault);
  const families = await scrape();
  append.mockRestore();
  head.mockRestore();
  expect(valueOf(families, 'holdpoint_store_up')).toBe(0);
  expect(families.has('holdpoint_ledger_records')).toBe(false);
  expect(valueOf(families, 'holdpoint_batch_faults_total{code="store-unavailable"}')).toBe(1);
});

test("metrics are for readers: an operator or who reads this user's files", async () => {
  const issuedAt = Date.now();
  const agent = {
    use: 'agent',
    subject: 'scribe',
    task: null,
    issuedAt,
    expiresAt: issuedAt + 60_000,
  } as const;
  const answers = await Promise.all([
    sample.call('/metrics', { token: await sample.operatorToken('ada') }),
    sample.call('/metrics', { token: await sample.tokens.issue(agent) }),
    sample.call('/metrics', { token: null }),
    sample.call('/metrics', { headers: { host: 'evil.example:4180' } }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 403, 401, 403]);
});

test('the page for whoever runs Holdpoint has every metric, and no other', async () => {
  const page = readFileSync(
    fileURLToPath(new URL('../../../../docs/operations.md', import.meta.url)),
    'utf8',
  );
  const documented = [...page.matchAll(/^\| `(holdpoint_[a-z_]+)/gm)].map((match) => match[1]!);
  expect(documented.toSorted()).toEqual([...(await scrape()).keys()].toSorted());
});
