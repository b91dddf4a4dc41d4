import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findChromium, installChromium } from './chromium.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdpoint-chromium-'));
const executable = join(folder, 'chromium-browser');
writeFileSync(executable, '#!/bin/sh\n');
chmodSync(executable, 0o755);
writeFileSync(join(folder, 'chromium'), 'not to be run', { mode: 0o644 });
afterAll(() => rmSync(folder, { recursive: true }));

test('the first Chromium in the path that can be run is taken', () => {
  expect(findChromium({ PATH: ['', '/nowhere', folder].join(delimiter) })).toBe(executable);
});

test('one that is named is taken before all others', () => {
  expect(findChromium({ PATH: folder, HOLDPOINT_CHROMIUM: '/opt/chromium' })).toBe('/opt/chromium');
});

test('none is found where there is none', () => {
  expect(findChromium({ PATH: '/nowhere' })).toBeUndefined();
  expect(findChromium({})).toBeUndefined();
});

test('nothing is installed outside CI, or where there is one', () => {
  expect(installChromium({ PATH: '/nowhere' })).toBeUndefined();
  expect(installChromium({ PATH: folder, CI: 'true' })).toBeUndefined();
});
