import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import * as onNoble from '../../src/verify-browser.ts';
import * as onNode from '../../src/verify.ts';
import { reachOf } from './reach.ts';

// An auditor trusts what the verifier loads: so that is the ledger's own pure files, and hash and curve.

const entry = (name: string): string => fileURLToPath(new URL(`../../src/${name}`, import.meta.url));

/** The folder of the tree, or the package, that a file belongs to. */
function homeOf(file: string): string {
  const own = /\/build\/(src(?:\/[^/]+)*)\/[^/]+$/.exec(file);
  return own?.[1] ?? /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)![1]!;
}

const homesOf = (files: readonly string[]): string[] => [...new Set(files.map(homeOf))].toSorted();

test('the verifier of Node reaches the ledger and node:crypto: no database, engine, HTTP or files', () => {
  const { files, builtins } = reachOf(entry('verify.js'));
  expect(homesOf(files)).toEqual(['src', 'src/adapters/crypto', 'src/ledger']);
  expect(builtins).toEqual(['node:crypto']);
  expect(files.filter((file) => !file.includes('/src/ledger/')).toSorted()).toEqual(
    ['adapters/crypto/node.js', 'verify.js'].map(entry),
  );
});

test('the verifier of browsers reaches the ledger and two libraries: nothing of Node', () => {
  const { files, builtins, bytes } = reachOf(entry('verify-browser.js'));
  expect(homesOf(files)).toEqual([
    '@noble/curves',
    '@noble/hashes',
    'src',
    'src/adapters/crypto',
    'src/ledger',
  ]);
  expect(builtins).toEqual([]);
  // Not minified, with all its comments: what a page has to load at the very most.
  expect(bytes).toBeLessThan(700_000);
});

test('both verifiers are one: the same names, and the same ledger files', () => {
  expect(Object.keys(onNoble)).toEqual(Object.keys(onNode));
  const ledgerFiles = (name: string): string[] =>
    reachOf(entry(name))
      .files.filter((file) => file.includes('/src/ledger/'))
      .toSorted();
  expect(ledgerFiles('verify-browser.js')).toEqual(ledgerFiles('verify.js'));
});

test.each(['verify.js', 'verify-browser.js'])('%s loads in a process of its own', (name) => {
  const script = `console.log(Object.keys(await import(${JSON.stringify(entry(name))})).join())`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(output).toBe('LedgerFormatError,describeFinding,verifyExport,verifyProof,verifyReceipt\n');
});
