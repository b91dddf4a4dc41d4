import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { verifyExport } from '../verify.ts';
import { exportClosing, exportHeader } from './export.ts';
import { checkpointOf, ledgerOf, ORIGIN, VKEY } from './sample-ledger.contract.ts';

const records = ledgerOf(6);
const lines = [
  exportHeader({ origin: ORIGIN, vkey: VKEY }),
  ...records.map(({ bytes }) => Buffer.from(bytes).toString()),
  exportClosing(checkpointOf(records)),
];
const verify = (text: readonly string[], checkpoints: readonly string[] = []) =>
  verifyExport(text, { vkey: VKEY, checkpoints });

describe('an export', () => {
  test('verifies offline with the key alone', () => {
    expect(verifyExport(lines, { vkey: VKEY })).toMatchObject({
      ok: true,
      size: 6,
      coveredSize: 6,
      checkpointsVerified: 1,
      findings: [],
    });
    expect(verifyExport(`${lines.join('\n')}\n`.split('\n'), { vkey: VKEY }).ok).toBe(true);
  });

  test('of an empty ledger verifies', () => {
    expect(verify([lines[0]!, exportClosing(checkpointOf([]))]).ok).toBe(true);
  });

  test('with any byte of a record or of the checkpoint changed does not', () => {
    const text = lines.slice(1).join('\n');
    fc.assert(
      fc.property(fc.nat({ max: text.length - 1 }), fc.integer({ min: 1, max: 127 }), (at, mask) => {
        const other = String.fromCharCode(text.charCodeAt(at) ^ mask);
        const changed = text.slice(0, at) + other + text.slice(at + 1);
        expect(verify([lines[0]!, ...changed.split('\n')]).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test('cut short under an older checkpoint is found out only by one kept elsewhere', () => {
    const cut = [...lines.slice(0, 4), exportClosing(checkpointOf(records, 3))];
    expect(verify(cut).ok).toBe(true);
    expect(verify(cut, [checkpointOf(records)]).findings).toEqual([
      { code: 'tail-missing', seq: 3, until: 6 },
    ]);
  });

  test.each<[string, readonly string[], string, number]>([
    ['nothing at all', [], 'no-header', 1],
    ['another format', [lines[0]!.replace('@1', '@2'), ...lines.slice(1)], 'no-header', 1],
    ['a header that is not canonical', [` ${lines[0]}`, ...lines.slice(1)], 'no-header', 1],
    ['a header that is not JSON', ['{', ...lines.slice(1)], 'no-header', 1],
    ['another origin', [lines[0]!.replace(ORIGIN, 'other'), ...lines.slice(1)], 'other-origin', 1],
    ['no checkpoint', lines.slice(0, -1), 'no-checkpoint', 7],
    [
      'a checkpoint that is no line of its own',
      [...lines.slice(0, -1), '{"checkpoint":1}'],
      'no-checkpoint',
      8,
    ],
    ['a line after the checkpoint', [...lines, lines[1]!], 'no-checkpoint', 9],
    ['an empty line before the last one', [...lines, '', lines[1]!], 'no-checkpoint', 10],
  ])('with %s says so', (_, text, why, line) => {
    const report = verify(text);
    expect(report.ok).toBe(false);
    expect(report.findings).toContainEqual({ code: 'export-malformed', line, why });
  });

  test('cannot be verified with a key that is none', () => {
    expect(() => verifyExport(lines, { vkey: 'nonsense' })).toThrow('not an Ed25519 verifier key');
  });

  test('does not verify with another key', () => {
    const other = VKEY.replace(
      /.*/,
      () => `PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW`,
    );
    expect(verifyExport(lines, { vkey: other }).ok).toBe(false);
  });
});

describe('the published verifier', () => {
  const entry = fileURLToPath(new URL('../verify.js', import.meta.url));

  test('reaches only the ledger and the crypto of Node: no database, no policy engine, no network', () => {
    const seen = new Set<string>();
    const packages = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const [, specifier] of readFileSync(file, 'utf8').matchAll(/\bfrom '([^']+)'/g)) {
        if (specifier!.startsWith('.')) visit(resolve(dirname(file), specifier!));
        else packages.add(specifier!);
      }
    };
    visit(entry);
    expect([...packages]).toEqual(['node:crypto']);
    const folders = new Set([...seen].map((file) => dirname(file).split('/build/src')[1]));
    expect(folders).toEqual(new Set(['', '/adapters/crypto', '/ledger']));
  });

  test('runs by itself in a bare process', () => {
    const script = `
      const { verifyExport } = await import(${JSON.stringify(entry)});
      let text = '';
      for await (const chunk of process.stdin) text += chunk;
      const { lines, vkey } = JSON.parse(text);
      console.log(verifyExport(lines, { vkey }).ok);`;
    const input = JSON.stringify({ lines, vkey: VKEY });
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      input,
      encoding: 'utf8',
    });
    expect(output).toBe('true\n');
  });
});
