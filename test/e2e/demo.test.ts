// The demo is a promise to newcomers: it is run here as they run it.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const DEMO = fileURLToPath(new URL('../../examples/demo/main.js', import.meta.url));

test('the demo tells its whole story on real servers, and everything in it holds', () => {
  const demo = spawnSync(process.execPath, [DEMO, '--json'], { encoding: 'utf8', timeout: 240_000 });
  expect(demo.status, demo.stderr).toBe(0);
  const summary = JSON.parse(demo.stdout.trim().split('\n').at(-1)!) as Record<string, unknown>;
  expect(summary).toMatchObject({ ok: true, held: 2, approved: 1, leasesIssued: 1, leasesRevoked: 1 });
  expect(summary).toMatchObject({ actions: 13, permitted: 7, denied: 4, ledger: { verified: true } });
});
