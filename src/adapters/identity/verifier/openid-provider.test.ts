import { expect, it } from 'vitest';
import { createOpenIdProvider } from './openid-provider.ts';

const BACK = 'http://localhost:4180/back';

function begin(issuer: string, fetcher: typeof fetch) {
  const options = { issuer, clientId: 'holdpoint', scopes: [], maxAgeSeconds: 300, clockSkewSeconds: 30 };
  return createOpenIdProvider({ ...options, env: {}, fetcher }).begin(BACK);
}

const fails = (error: Error): typeof fetch => {
  return async () => {
    throw error;
  };
};

it.each([
  ['that nobody listens', 'ECONNREFUSED', Object.assign(new Error('no'), { code: 'ECONNREFUSED' })],
  ['that it takes too long', 'TimeoutError', new DOMException('secret words', 'TimeoutError')],
])('names for the log %s, in a word', async (_, code, error) => {
  const answer = await begin('https://idp.example', fails(error));
  expect(answer).toEqual({ refusal: 'unusable', code });
});

it('names for the log an address that is not allowed, and an answer that is too long', async () => {
  const never = fails(new Error('asked'));
  expect(await begin('http://idp.example', never)).toEqual({
    refusal: 'unusable',
    code: 'address-not-allowed',
  });
  const endless: typeof fetch = () => Promise.resolve(new Response('x'.repeat(300_000)));
  expect(await begin('https://idp.example', endless)).toEqual({
    refusal: 'unusable',
    code: 'answer-too-large',
  });
});
