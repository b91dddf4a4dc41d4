// Where keys lie is for the configuration to say: a folder that several homes share, and a service that
// wraps the key above all payload keys.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTransitServer, type TransitServer } from '../../src/adapters/keys/transit-server.contract.ts';
import { parseConfig, type Config } from '../../src/config.ts';
import { createLog, openHome } from '../../src/main.ts';

const TOKEN = 'hvs.token-of-the-test';

let root: string;
let server: TransitServer;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'holdpoint-keys-'));
  server = await startTransitServer('holdpoint', TOKEN);
  process.env['HOLDPOINT_TEST_BAO'] = TOKEN;
});
afterEach(async () => {
  delete process.env['HOLDPOINT_TEST_BAO'];
  await server.stop();
  await rm(root, { recursive: true });
});

function configOf(home: string, keys: object): Config {
  const parsed = parseConfig(JSON.stringify({ home, keys }), join(root, 'holdpoint.yaml'), {}, {});
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}

/** Starts and stops a home; gives the ledger's name. */
async function runOnce(config: Config): Promise<string> {
  const { running } = await openHome(config, createLog('silent'));
  const { origin } = running.core.signer;
  await running.stop();
  return origin;
}

it('homes that share their keys are replicas of one ledger, and others are not', async () => {
  const keys = { path: 'shared' };
  const [first, second] = [await runOnce(configOf('a', keys)), await runOnce(configOf('b', keys))];
  expect(second).toBe(first);
  expect(await runOnce(configOf('c', {}))).not.toBe(first);
});

it('a root key elsewhere opens the key of the payloads, and nothing starts without it', async () => {
  const transit = { url: server.url, key: 'holdpoint', token: 'env:HOLDPOINT_TEST_BAO' };
  const config = configOf('a', { payload: { transit } });
  await runOnce(config);
  expect(await readFile(join(config.keys.path, 'payload.key'), 'utf8')).toMatch(
    /^holdpoint wrapped key file/,
  );
  await runOnce(config);
  expect(server.asked).toEqual(['encrypt holdpoint', 'decrypt holdpoint', 'decrypt holdpoint']);
  process.env['HOLDPOINT_TEST_BAO'] = 'hvs.withdrawn';
  await expect(runOnce(config)).rejects.toMatchObject({ code: 'root-key-unavailable' });
  await expect(runOnce(configOf('a', {}))).rejects.toMatchObject({ code: 'key-file-unusable' });
});
