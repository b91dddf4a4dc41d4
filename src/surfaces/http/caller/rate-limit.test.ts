// Who asks too often is told when to come back; others are not held up by it.

import { describe, expect, it } from 'vitest';
import type { Failure } from '../failure.ts';
import { toResponse } from '../failure.ts';
import { addressOf, createRateLimit } from './rate-limit.ts';
import { BASE, startSample } from '../sample-gateway.contract.ts';

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

  it('is on sign-ins from everywhere together, however many addresses are named', async () => {
    const origin = 'https://holdpoint.example';
    const sample = await startSample('separated', {}, { listen: { url: BASE, origin } });
    try {
      const statuses: number[] = [];
      for (let count = 0; count < 5_000 && !statuses.includes(429); count++) {
        const headers = { host: 'holdpoint.example', origin, 'x-forwarded-for': `198.51.100.${count}` };
        const json = { code: 'guessed' };
        const said = await sample.call('/api/v1/session/browser', { token: null, json, headers });
        statuses.push(said.status);
      }
      expect(new Set(statuses)).toEqual(new Set([401, 429]));
      expect(statuses.length).toBeGreaterThan(1_200);
    } finally {
      await sample.stop();
    }
  });

  it('is on requests for tokens, of each caller, whatever headers say of them', async () => {
    const sample = await startSample();
    try {
      const token = await sample.operatorToken('ada');
      const ask = async (path: string, init: object): Promise<number> =>
        (await sample.call(path, init)).status;
      const statuses = new Set<number>();
      for (let count = 0; count < 500 && !statuses.has(429); count++) {
        const headers = { 'x-forwarded-for': `198.51.100.${count}`, 'x-request-id': String(count) };
        statuses.add(await ask('/api/v1/agents/nobody/token', { token, json: { ttlSeconds: 60 }, headers }));
      }
      expect([...statuses]).toEqual([404, 429]);
      expect(await ask('/api/v1/introspect', { body: 'token=x' })).toBe(415);
      expect(await ask('/api/v1/status', { token })).toBe(200);
    } finally {
      await sample.stop();
    }
  });

  it('is on sign-ins and on decisions', async () => {
    const sample = await startSample();
    try {
      const statuses = new Set<number>();
      const json = { code: 'guessed' };
      const headers = { origin: BASE };
      for (let count = 0; count < 500 && !statuses.has(429); count++) {
        const response = await sample.call('/api/v1/session/browser', { token: null, json, headers });
        statuses.add(response.status);
      }
      expect([...statuses]).toEqual([401, 429]);
      // Whoever holds the daemon's key is locked out by none of it.
      const login = await sample.call('/api/v1/session/challenge', { json: { operator: 'ada' } });
      expect(login.status).toBe(200);
      const token = await sample.operatorToken('ada');
      const decided = new Set<number>();
      for (let count = 0; count < 2_000 && !decided.has(429); count++) {
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
