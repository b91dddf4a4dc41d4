import { afterAll, beforeAll, expect, it } from 'vitest';
import { browserResponse } from '../http/contract/browser.ts';
import { BASE } from '../http/sample-gateway.contract.ts';
import { startTerminal, type SampleTerminal } from './sample-terminal.contract.ts';

let terminal: SampleTerminal;

beforeAll(async () => {
  terminal = await startTerminal();
});
afterAll(() => terminal.stop());

it('prints a link that signs a browser in as the operator, once', async () => {
  const { exit, out, err } = await terminal.run('console --operator grace');
  expect(exit).toBe(0);
  expect(err).toContain('grace within a minute');
  const [, code] = /^http:\/\/localhost:4180\/sign-in#([\w-]{43})\n$/.exec(out)!;
  const redeem = () =>
    terminal.sample.call('/api/v1/session/browser', {
      token: null,
      json: { code },
      headers: { origin: BASE },
    });
  expect(browserResponse.parse(await (await redeem()).json()).operator).toBe('grace');
  expect((await redeem()).status).toBe(401);
});

it('prints the link as data with --json', async () => {
  const { operator, url } = await terminal.json('console --operator grace');
  expect(operator).toBe('grace');
  expect(url).toContain('/sign-in#');
});

it('leads to the address that people reach the console at', async () => {
  await terminal.write('holdpoint.yaml', 'home: .holdpoint\nconsole:\n  origin: https://gate.example.com\n');
  const { out } = await terminal.run('console --operator grace');
  expect(out).toMatch(/^https:\/\/gate\.example\.com\/sign-in#[\w-]{43}\n$/);
  await terminal.write('holdpoint.yaml', 'home: .holdpoint\n');
});

it('gives none without the passphrase', async () => {
  const wrong = { env: { HOLDPOINT_PASSPHRASE: 'something else' } };
  const refused = await terminal.run('console --operator grace', wrong);
  expect([refused.exit, refused.out]).toEqual([1, '']);
});
