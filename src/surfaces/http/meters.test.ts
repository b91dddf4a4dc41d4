import { afterAll, beforeAll, expect, test } from 'vitest';
import { metersResponse } from './contract/meters.ts';
import { startSample, type SampleGateway } from './sample-gateway.contract.ts';

let sample: SampleGateway;
beforeAll(async () => {
  sample = await startSample('solo');
});
afterAll(() => sample.stop());

test('what was counted is told as numbers, and each batch was timed', async () => {
  const response = await sample.call('/api/v1/meters', {});
  const meters = metersResponse.parse(await response.json());
  expect(meters.decisions).toEqual(sample.core.meters.read().decisions);
  expect(meters.batches).toBeGreaterThan(0);
  expect(meters.commitSeconds.count).toBe(meters.batches);
  expect(meters.faults).toEqual({});
});
