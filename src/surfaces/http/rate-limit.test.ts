// Who asks too often is told when to come back; others are not held up by it.

import { describe, expect, it } from 'vitest';
import type { Failure } from './failure.ts';
import { toResponse } from './failure.ts';
import { addressOf, createRateLimit } from './rate-limit.ts';
import { BASE, startSample } from './sample-gateway.contract.ts';

describe('a rate limit', () => {
  it('lets a burst through, then as much as time brings, for each key by itself', () => {
    let now = 0;
    const limit = createRateLimit({ now: () => now }, 'sign-ins', { burst: 2, perSecond: 0.5 });
    limit.take('a');
    limit.take('a');
    const refusal = caught(() => limit.take('a'));
    expect(refusal).toMatchObject({ code: 'too-many-requests', details: { retryAfterSeconds: 2 } });
    expect(toResponse(refusal).status).toBe(429);
    expect(toResponse(refusal).headers.get('retry-after')).toBe('2');
    limit.take('b');
    now = 2_000;
    limit.take('a');
    expect(() => limit.take('a')).toThrow('too many sign-ins at once');
    now = 1_000;
    expect(() => limit.take('a')).toThrow('too many sign-ins at once');
  });

  it('goes by whom the proxy says it answers, and by nothing that a caller says of itself', () => {
    const listen = { url: BASE, origin: 'https://holdpoint.example' };
    const from = (headers: Record<string, string>) => addressOf(new Request(BASE, { headers }), listen);
    const host = 'holdpoint.example';
    expect(from({ host, 'x-forwarded-for': '198.51.100.9, 203.0.113.7' })).toBe('203.0.113.7');
    expect(from({ host })).toBe('proxy');
    expect(from({ host: '127.0.0.1:4180', 'x-forwarded-for': '203.0.113.7' })).toBe('local');
  });

  it('is on sign-ins and on decisions', async () => {
    const sample = await startSample();
    try {
      const statuses = new Set<number>();
      const json = { code: 'guessed' };
      const headers = { origin: BASE };
      for (let count = 0; count < 130; count++) {
        const response = await sample.call('/api/v1/session/browser', { token: null, json, headers });
        statuses.add(response.status);
      }
      expect([...statuses]).toEqual([401, 429]);
      const token = await sample.operatorToken('ada');
      const decided = new Set<number>();
      for (let count = 0; count < 310; count++) {
        decided.add((await sample.call('/api/v1/holds/hold_x/decision', { token, json: {} })).status);
      }
      expect([...decided]).toEqual([400, 429]);
    } finally {
      await sample.stop();
    }
  });
});

function caught(run: () => void): Failure {
  try {
    run();
  } catch (error) {
    return error as Failure;
  }
  throw new Error('it did not throw');
}
