import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as verifier from '../../src/verify.ts';
import { findChromium } from '../../tools/check/chromium.ts';
import { exportOfGateway } from './gateway-ledger.ts';
import { servePage, type PageServer } from './page-server.ts';
import { PROOF, SAMPLES, type Sample } from './samples.ts';

interface InPage {
  readonly verifier: typeof verifier;
}

const executablePath = findChromium();
const why = executablePath === undefined ? ' (skipped: no Chromium here; set HOLDPOINT_CHROMIUM)' : '';

describe.skipIf(executablePath === undefined)(`the verifier in a browser${why}`, () => {
  let server: PageServer;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    server = await servePage();
    // Without its sandbox, as CI's root needs it: the page is this test's own.
    browser = await chromium.launch({ executablePath: executablePath!, chromiumSandbox: false });
    page = await browser.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(server.url);
    await page.waitForFunction(() => 'verifier' in globalThis);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test('loads nothing but the ledger, its cryptography and two libraries, without a complaint', () => {
    const homes = server.served.map((path) => /^\/(build\/src|node_modules)\/[^/]+/.exec(path)![0]);
    expect([...new Set(homes)].toSorted()).toEqual([
      '/build/src/adapters',
      '/build/src/ledger',
      '/build/src/verify-browser.js',
      '/node_modules/@noble',
    ]);
    expect(server.served.filter((path) => path.includes('adapters'))).toEqual([
      '/build/src/adapters/crypto/noble.js',
    ]);
    expect(complaints).toEqual([]);
  });

  test.each(SAMPLES)('reports on $name what Node reports', async (sample) => {
    const here = verifier.verifyExport(sample.lines, sample.options);
    expect(await reportInPage(sample)).toEqual({
      report: here,
      sentences: here.findings.map(verifier.describeFinding),
    });
  });

  test('finds the ledger of a real gateway whole, and not with one word changed', async () => {
    const sample = await exportOfGateway();
    const { report } = await reportInPage(sample);
    expect(report).toMatchObject({ ok: true, findings: [], size: sample.lines.length - 2 });
    expect(sample.lines.some((line) => line.includes('"type":"approval-given"'))).toBe(true);
    const lines = sample.lines.map((line) =>
      line.replace('"type":"action-settled"', '"type":"action-seemed"'),
    );
    expect(lines).not.toEqual(sample.lines);
    expect((await reportInPage({ ...sample, lines })).report.ok).toBe(false);
  });

  function reportInPage({ lines, options }: Sample) {
    return page.evaluate(
      ([text, trust]) => {
        const { verifyExport, describeFinding } = (globalThis as unknown as InPage).verifier;
        const report = verifyExport(text, trust);
        return { report, sentences: report.findings.map(describeFinding) };
      },
      [lines, options] as const,
    );
  }

  test('finds the untouched ledger whole and every other one not', () => {
    const ok = SAMPLES.filter(({ lines, options }) => verifier.verifyExport(lines, options).ok);
    expect(ok).toEqual(SAMPLES.slice(0, 2));
  });

  test('verifies the proof of one record, and refuses it for another', async () => {
    const inPage = ({ text, record, options }: typeof PROOF) =>
      (globalThis as unknown as InPage).verifier.verifyProof(text, record, options).ok;
    expect(verifier.verifyProof(PROOF.text, PROOF.record, PROOF.options).ok).toBe(true);
    expect(await page.evaluate(inPage, PROOF)).toBe(true);
    expect(await page.evaluate(inPage, { ...PROOF, record: PROOF.record.replace('triage', 'other') })).toBe(
      false,
    );
  });
});
