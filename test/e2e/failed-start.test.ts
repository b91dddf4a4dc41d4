// A start that fails leaves nothing behind: no lock, no process that counts as living, no key of its own.

import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, unlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseConfig, type Config } from '../../src/config.ts';
import { found } from '../../src/gateway/verbs.ts';
import { createLog, openHome, startDaemon } from '../../src/main.ts';
import { STARTER_POLICY } from '../../src/policy/starter.ts';

let home: string;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'holdpoint-start-'));
  const { running } = await openHome(configOf(0), createLog('silent'));
  const ada = { id: 'ada', name: 'Ada', roles: ['admin'], publicKey: null, identity: null };
  await found(running.core, { mode: 'separated', operator: ada, sources: [STARTER_POLICY] });
  await running.stop();
});
afterEach(() => rmSync(home, { recursive: true }));

function configOf(port: number): Config {
  const parsed = parseConfig(`listen: {port: ${port}}\n`, join(home, 'holdpoint.yaml'), {}, { home });
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}

async function expectStarts(): Promise<void> {
  const daemon = await startDaemon(configOf(0), createLog('silent'));
  await daemon.stop();
}

it('where its port is taken, the next start finds the ledger free', async () => {
  const squatter = createServer().listen(0, '127.0.0.1');
  await once(squatter, 'listening');
  const { port } = squatter.address() as { port: number };
  const failing = startDaemon(configOf(port), createLog('silent'));
  await expect(failing).rejects.toMatchObject({ code: 'EADDRINUSE' });
  squatter.close();
  await expectStarts();
});

it('where a key file is gone, none is made in its place, and the ledger is free', async () => {
  const keys = join(home, 'keys');
  unlinkSync(join(keys, 'payload.key'));
  const names = readdirSync(keys);
  await expect(startDaemon(configOf(0), createLog('silent'))).rejects.toMatchObject({
    code: 'key-file-missing',
  });
  await expect(startDaemon(configOf(0), createLog('silent'))).rejects.toMatchObject({
    code: 'key-file-missing',
  });
  expect(readdirSync(keys)).toEqual(names);
});

it('where the signing key is gone, the ledger is free', async () => {
  unlinkSync(join(home, 'keys', 'ledger.pem'));
  for (let time = 0; time < 2; time += 1) {
    await expect(startDaemon(configOf(0), createLog('silent'))).rejects.toMatchObject({
      code: 'signing-key-missing',
    });
  }
});
