// Each rule of the architecture is shown one tree that breaks it, and says exactly what is wrong there.

import { describe, expect, test } from 'vitest';
import { checkTree } from './check.ts';
import { formatFindings } from './finding.ts';
import { appended, treeWith } from './fixture.ts';

type Changes = Record<string, string | undefined>;
type Case = [title: string, changes: Changes, ...findings: string[]];

test('a tree that obeys every rule has no finding', () => {
  expect(findingsOf({})).toBe('');
});

describe('layers', () => {
  check([
    'the console takes types of the contract, and the verifier',
    {
      'console/src/page.tsx': `import type { Hold } from '../../src/surfaces/http/contract.ts';
import { verifyExport } from '../../src/verify-browser.ts';`,
    },
  ]);
  check([
    'the console takes nothing else of the tree',
    {
      'console/src/page.tsx': `import { api } from '../../src/surfaces/http/contract.ts';
import type { Verdict } from '../../src/kernel/decide.ts';
import { readFile } from 'node:fs/promises';
import { useState } from 'react';`,
    },
    'console/src/page.tsx:1 [edge] console may not import src/surfaces/http/contract.ts',
    'console/src/page.tsx:2 [edge] console may not import src/kernel/decide.ts',
    'console/src/page.tsx:3 [edge] console may not import node:fs/promises',
  ]);
  check([
    'the kernel imports nothing of the tree, not even a type',
    appended('src/kernel/decide.ts', `import type { rootOf } from '../ledger/tree.ts';`),
    'src/kernel/decide.ts:8 [edge] kernel may not import ledger (src/ledger/tree.ts)',
  ]);
  check([
    'the ledger imports no package',
    appended('src/ledger/tree.ts', `import { z } from 'zod';`),
    'src/ledger/tree.ts:3 [edge] ledger may not import the package zod',
  ]);
  check([
    'a pure folder takes types of the kernel, not values',
    appended('src/flow/label.ts', `import { decide } from '../kernel/decide.ts';`),
    'src/flow/label.ts:4 [edge] flow may import only types of kernel (src/kernel/decide.ts)',
  ]);
  check([
    'an import that mixes types and values is an import of values',
    appended('src/flow/label.ts', `import { decide, type Clock } from '../kernel/decide.ts';`),
    'src/flow/label.ts:4 [edge] flow may import only types of kernel (src/kernel/decide.ts)',
  ]);
  check([
    'a re-export is an import',
    appended('src/flow/label.ts', `export { decide } from '../kernel/decide.ts';`),
    'src/flow/label.ts:4 [edge] flow may import only types of kernel (src/kernel/decide.ts)',
  ]);
  check([
    'a type by import() is an import of a type',
    appended('src/flow/label.ts', `export type Tool = typeof import('../ledger/tree.ts').rootOf;`),
    'src/flow/label.ts:4 [edge] flow may not import ledger (src/ledger/tree.ts)',
  ]);
  check([
    'the gateway names no adapter, not even by a dynamic import',
    appended('src/gateway/handle.ts', `export const store = () => import('../adapters/store/single.ts');`),
    'src/gateway/handle.ts:7 [edge] gateway may not import adapter (src/adapters/store/single.ts)',
  ]);
  check([
    'an adapter imports no other adapter of its port',
    appended('src/adapters/store/single.ts', `import { database } from './sqlite/worker.ts';`),
    'src/adapters/store/single.ts:5 [edge] ' +
      'adapter may not import adapter (src/adapters/store/sqlite/worker.ts)',
  ]);
  check([
    'an adapter imports nothing of the gateway but its ports',
    appended('src/adapters/store/single.ts', `import type { handle } from '../../gateway/handle.ts';`),
    'src/adapters/store/single.ts:5 [edge] adapter may not import gateway (src/gateway/handle.ts)',
  ]);
  check([
    'a surface imports no adapter',
    appended('src/surfaces/http/server.ts', `import { sha256 } from '../../adapters/crypto/node.ts';`),
    'src/surfaces/http/server.ts:6 [edge] surface may not import node-crypto (src/adapters/crypto/node.ts)',
  ]);
  check([
    'a surface other than the command line takes types of the pure folders, not values',
    appended('src/surfaces/http/server.ts', `import { parseSpec } from '../../workflow/spec.ts';`),
    'src/surfaces/http/server.ts:6 [edge] surface may import only types of workflow (src/workflow/spec.ts)',
  ]);
  check([
    'a surface imports no other surface but the HTTP contract',
    appended('src/surfaces/cli/run.ts', `import { server } from '../http/server.ts';`),
    'src/surfaces/cli/run.ts:6 [edge] cli may not import surface (src/surfaces/http/server.ts)',
  ]);
  check([
    'the SDK knows the HTTP contract alone',
    appended('src/sdk/client.ts', `import type { Verdict } from '../kernel/decide.ts';`),
    'src/sdk/client.ts:5 [edge] sdk may not import kernel (src/kernel/decide.ts)',
  ]);
  check([
    'the offline verifier imports the ledger and the hash alone',
    appended('src/verify.ts', `export { openMemory } from './adapters/store/single.ts';`),
    'src/verify.ts:4 [edge] verify may not import adapter (src/adapters/store/single.ts)',
  ]);
  check([
    'the configuration reads no file',
    appended('src/config.ts', `import { readFileSync } from 'node:fs';`),
    'src/config.ts:5 [edge] config may not import node:fs',
  ]);
  check([
    'the published entry names no adapter',
    appended('src/index.ts', `export { openMemory } from './adapters/store/single.ts';`),
    'src/index.ts:4 [edge] index may not import adapter (src/adapters/store/single.ts)',
  ]);
  check([
    'what is published does not import a test',
    appended('src/adapters/store/single.ts', `import { contract } from './store.contract.ts';`),
    'src/adapters/store/single.ts:5 [edge] ' +
      'imports src/adapters/store/store.contract.ts, which is not published',
  ]);
  check([
    'a relative import leads to a file',
    appended('src/kernel/decide.ts', `import { byScope as again } from './rules/scope.js';`),
    'src/kernel/decide.ts:8 [edge] imports src/kernel/rules/scope.js, which is no source file',
  ]);
  check([
    'an import whose path is computed could be any',
    appended('src/gateway/handle.ts', 'export const load = (name: string) => import(`./${name}.ts`);'),
    'src/gateway/handle.ts:7 [edge] imports a path that is computed',
  ]);
  check([
    'a file outside every part has no place',
    {
      ...appended('src/main.ts', `import './server.ts';`),
      'src/server.ts': '// Somewhere.\nexport const a = 1;',
    },
    'src/server.ts [place] lies outside every part of the tree',
  ]);
});

describe('packages', () => {
  const homes: [name: string, path: string, line: number, home: string][] = [
    ['pg', 'src/gateway/handle.ts', 7, 'adapters/store'],
    ['libsql', 'src/surfaces/cli/run.ts', 6, 'adapters/store'],
    ['@cedar-policy/cedar-wasm', 'src/kernel/decide.ts', 8, 'policy'],
    ['@modelcontextprotocol/client', 'src/sdk/client.ts', 5, 'adapters/upstream and surfaces/cli'],
    ['@modelcontextprotocol/server', 'src/gateway/handle.ts', 7, 'surfaces'],
    ['hono', 'src/sdk/client.ts', 5, 'surfaces'],
    ['@hono/node-server', 'src/gateway/handle.ts', 7, 'surfaces and main.ts'],
    ['commander', 'src/surfaces/http/server.ts', 6, 'surfaces/cli and main.ts'],
    ['jose', 'src/surfaces/http/server.ts', 6, 'adapters/identity, adapters/credentials and sdk'],
  ];
  for (const [name, path, line, home] of homes) {
    check([
      `${name} stays in ${home}`,
      appended(path, `import * as sdk from '${name}/deep';`),
      `${path}:${line} [edge] ${name} belongs to ${home}`,
    ]);
  }
  check([
    'a package that is not installed with the published one is not imported',
    appended('src/surfaces/cli/run.ts', `import { test } from 'vitest';`),
    'src/surfaces/cli/run.ts:6 [edge] vitest is not a dependency of the published package',
  ]);
  check([
    'require is an import',
    appended('src/gateway/handle.ts', `export const log = require('pino');`),
    'src/gateway/handle.ts:7 [edge] gateway may not import the package pino',
  ]);
});

describe('graph', () => {
  check([
    'a cycle of files is told along its files',
    appended('src/kernel/rules/scope.ts', `import type { Verdict } from '../decide.ts';`),
    'src/kernel/decide.ts [cycle] imports itself: ' +
      'src/kernel/decide.ts → src/kernel/rules/scope.ts → src/kernel/decide.ts',
  ]);
  check([
    'a file that nothing published leads to is unreachable',
    { 'src/kernel/old.ts': '// Forgotten.\nexport const old = 1;' },
    'src/kernel/old.ts [unreachable] is reached by no published entry',
  ]);
  check([
    'a file that only a test reaches is unreachable',
    {
      'src/kernel/old.ts': '// Forgotten.\nexport const old = 1;',
      'src/kernel/old.test.ts': `import './old.ts';`,
    },
    'src/kernel/old.ts [unreachable] is reached by no published entry',
  ]);
  check([
    'a contract that no test runs is unreachable',
    { 'src/adapters/store/single.test.ts': undefined },
    'src/adapters/store/store.contract.ts [unreachable] is a contract that no test runs',
  ]);
  check([
    'a module loaded by URL is reached; without the URL it is not',
    { 'src/adapters/store/sqlite/store.ts': '// One writer.\nexport const openSqlite = 1;' },
    'src/adapters/store/sqlite/worker.ts [unreachable] is reached by no published entry',
  ]);
});

describe('purity', () => {
  const uses: [code: string, what: string][] = [
    ['export const a = new Date();', 'Date'],
    ['export const a = (now = Date.now()) => now;', 'Date'],
    ['export const a = Math.random();', 'Math.random'],
    [`export const a = Math['random']();`, 'Math.random'],
    ['export const a = process.env;', 'process'],
    ['export const a = { process };', 'process'],
    [`export const a = fetch('http://127.0.0.1');`, 'fetch'],
    [`export const a = Buffer.from('');`, 'Buffer'],
    ['export type A = Promise<void>;', 'Promise'],
    ['export const a = setTimeout(() => 1, 1);', 'setTimeout'],
    ['export const a = crypto.randomUUID();', 'crypto'],
    ['export const a = performance.now();', 'performance'],
    ['export const a = globalThis;', 'globalThis'],
    ['export const a = async () => 1;', 'async'],
    ['export const a = [async function* () {}];', 'async'],
    ['export const a = await 1;', 'await'],
    ['for await (const a of []) void a;', 'await'],
  ];
  for (const [code, what] of uses) {
    check([
      `${code} is impure`,
      appended('src/policy/compile.ts', code),
      `src/policy/compile.ts:5 [purity] uses ${what} in a pure folder`,
    ]);
  }
  check([
    'Node built-ins are impure',
    appended('src/ledger/tree.ts', `import { createHash } from 'node:crypto';`),
    'src/ledger/tree.ts:3 [edge] ledger may not import node:crypto',
  ]);
  check([
    'a name that is bound in one function stands for the world in the next',
    appended(
      'src/flow/label.ts',
      'export const a = (fetch: number) => fetch;\nexport const b = () => fetch;',
    ),
    'src/flow/label.ts:5 [purity] uses fetch in a pure folder',
  ]);
  check([
    'tests of pure folders may use anything',
    { 'src/kernel/a.test.ts': 'await fetch(String(new Date()));' },
  ]);
});

describe('tidiness', () => {
  const comments = [
    '@ts-ignore',
    '@ts-expect-error',
    '@ts-nocheck',
    'oxlint-disable',
    'eslint-disable',
    'v8 ignore',
    'c8 ignore',
    'istanbul ignore',
    'prettier-ignore',
    'oxfmt-ignore',
  ];
  for (const words of comments) {
    check([
      `"${words}" in a comment is a suppression, in a string it is not`,
      appended('src/flow/label.ts', `export const words = '// ${words}';\n/* ${words} next */`),
      `src/flow/label.ts:5 [suppression] silences a tool: ${words}`,
    ]);
  }
  check([
    'a suppression is one in a test, too',
    { 'test/e2e/a.test.ts': 'export const a = 1 as any;' },
    'test/e2e/a.test.ts:1 [suppression] silences the compiler: as any',
  ]);
  for (const name of ['utils', 'lib', 'common', 'shared', 'helpers']) {
    check([
      `a folder called ${name} says nothing`,
      { [`test/${name}/a.test.ts`]: '' },
      `test/${name}/a.test.ts [name] "${name}" says nothing`,
    ]);
    check([
      `a file called ${name} says nothing`,
      { [`tools/${name}.ts`]: '' },
      `tools/${name}.ts [name] "${name}.ts" says nothing`,
    ]);
  }
  check([
    'a file that only passes on what others declare is a barrel',
    {
      ...appended('src/gateway/handle.ts', `import type {} from './all.ts';`),
      'src/gateway/all.ts': `// All.\nimport type { Store } from './ports.ts';\nexport type { Store };`,
    },
    'src/gateway/all.ts:1 [barrel] only passes on what others declare',
  ]);
  check([
    'passing on a whole module makes a barrel',
    appended('src/gateway/handle.ts', `export * from './ports.ts';`),
    'src/gateway/handle.ts:7 [barrel] passes on a whole module',
  ]);
  check([
    'a file opens with a comment',
    { 'src/kernel/rules/scope.ts': `export const byScope = (_: string) => 'permit' as const; // Late.` },
    'src/kernel/rules/scope.ts:1 [opening] does not open with the invariant it protects',
  ]);
  check([
    'a file that does not parse is not judged, it is wrong',
    { 'tools/a.ts': 'const = 1;' },
    'tools/a.ts [syntax] Unexpected token',
  ]);
});

describe('sizes', () => {
  const lines = (count: number): string => 'export {};\n'.repeat(count);
  const body = (count: number): string => `export function a() {\n${'void 0;\n'.repeat(count - 2)}}`;
  check([
    'a line is at most 110 characters',
    { 'test/a.test.ts': `// ${'a'.repeat(107)}\n// ${'a'.repeat(108)}` },
    'test/a.test.ts:2 [size] has a line of 111 characters',
  ]);
  check(['a file of 500 lines is long enough', { 'test/a.test.ts': lines(500) }]);
  check([
    'a file is at most 500 lines, a test too',
    { 'test/a.test.ts': lines(501) },
    'test/a.test.ts [size] has a file of 501 lines',
  ]);
  check(['a function of 60 lines is long enough', { 'tools/a.ts': body(60) }]);
  check([
    'a function is at most 60 lines',
    { 'tools/a.ts': body(61) },
    'tools/a.ts:1 [size] has a function of 61 lines',
  ]);
  check(['a test may be longer than a function', { 'tools/a.test.ts': body(61) }]);
  test('the median file of the sources is at most 120 lines', () => {
    const long = [...treeWith().files].map(([path, text]) => [path, `${text}\n${'// long\n'.repeat(120)}`]);
    expect(findingsOf(Object.fromEntries(long) as Changes)).toMatch(
      /^src \[size\] has a median file of 12\d lines; longest: src\/main\.ts \(12\d\)(, .+ \(12\d\)){4}$/,
    );
  });
});

function check([title, changes, ...findings]: Case): void {
  test(title, () => {
    expect(findingsOf(changes)).toBe(findings.join('\n'));
  });
}

function findingsOf(changes: Changes): string {
  return formatFindings(checkTree(treeWith(changes)));
}
