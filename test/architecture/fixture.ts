// A small tree that obeys every rule; the bad trees of the tests are this one with a file changed or added.

import type { Tree } from './check.ts';

const GOOD: Readonly<Record<string, string>> = {
  'src/index.ts': `// What the package offers.
export type { Verdict } from './kernel/decide.ts';
export { connect } from './sdk/client.ts';`,
  'src/verify.ts': `// The offline verifier.
export { rootOf } from './ledger/tree.ts';
export { sha256 } from './adapters/crypto/node.ts';`,
  'src/main.ts': `#!/usr/bin/env node
// The only file that names every adapter.
import { parseConfig } from './config.ts';
import { openMemory } from './adapters/store/single.ts';
import { openSqlite } from './adapters/store/sqlite/store.ts';
import { run } from './surfaces/cli/run.ts';
import { server } from './surfaces/http/server.ts';
run(parseConfig(process.argv), [openMemory, openSqlite, server]);`,
  'src/config.ts': `// Parsed once.
import { z } from 'zod';
import type { Verdict } from './kernel/decide.ts';
export const parseConfig = (text: unknown): Verdict => z.literal('permit').parse(text);`,
  'src/kernel/decide.ts': `// Total: "await fetch(new Date())" in a text is no use of it.
import { byScope } from './rules/scope.ts';
/** Math.random() is not called here, either. */
export type Verdict = 'permit';
export interface Clock { Date: number; process: { fetch: string } }
export const decide = (clock: Clock, crypto: (now: number) => string): Verdict =>
  byScope(crypto(clock.Date) + clock.process.fetch);`,
  'src/kernel/rules/scope.ts': `// Scope narrows.
export const byScope = (_text: string) => 'permit' as const;`,
  'src/ledger/tree.ts': `// Append-only.
export const rootOf = (sha256: (bytes: Uint8Array) => string) => sha256(new Uint8Array());`,
  'src/flow/label.ts': `// Labels go up.
import type { Verdict } from '../kernel/decide.ts';
export const labelOf = (verdict: Verdict) => verdict;`,
  'src/catalog/tool.ts': `// Unknown is dangerous.
import { labelOf } from '../flow/label.ts';
export const toolOf = labelOf;`,
  'src/policy/compile.ts': `// Default deny.
import { isAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import { toolOf } from '../catalog/tool.ts';
export const compile = () => isAuthorized(toolOf('permit'));`,
  'src/workflow/spec.ts': `// Reviewed, or it does not run.
import { compile } from '../policy/compile.ts';
export const parseSpec = compile;`,
  'src/gateway/ports.ts': `// What the gateway needs of the world.
import type { Verdict } from '../kernel/decide.ts';
export interface Store { append(verdict: Verdict): Promise<void> }`,
  'src/gateway/handle.ts': `// No record, no action.
import { decide } from '../kernel/decide.ts';
import { rootOf } from '../ledger/tree.ts';
import { parseSpec } from '../workflow/spec.ts';
import type { Store } from './ports.ts';
export const handle = async (store: Store) => { await store.append(decide(parseSpec(), rootOf)); };`,
  'src/adapters/crypto/node.ts': `// SHA-256 as the ledger wants it.
import { createHash } from 'node:crypto';
export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');`,
  'src/adapters/store/store.contract.ts': `// What every store keeps.
import { test } from 'vitest';
import type { Store } from '../../gateway/ports.ts';
export const contract = (store: Store) => test('appends', () => store.append('permit'));`,
  'src/adapters/store/single.ts': `// Forgets on exit.
import type { Store } from '../../gateway/ports.ts';
import { rootOf } from '../../ledger/tree.ts';
export const openMemory = (): Store => ({ append: async () => void rootOf(String) });`,
  'src/adapters/store/single.test.ts': `import { contract } from './store.contract.ts';
import { openMemory } from './memory.ts';
contract(openMemory());`,
  'src/adapters/store/sqlite/store.ts': `// One writer.
import { Worker } from 'node:worker_threads';
export const openSqlite = () => new Worker(new URL('./worker.js', import.meta.url));`,
  'src/adapters/store/sqlite/worker.ts': `// Holds the lock.
import Database from 'libsql';
export const database = new Database('ledger.db');`,
  'src/surfaces/http/contract.ts': `// The HTTP contract.
import { z } from 'zod';
export const answer = z.string();`,
  'src/surfaces/http/server.ts': `// Translates.
import { Hono } from 'hono';
import { handle } from '../../gateway/handle.ts';
import { answer } from './contract.ts';
export const server = new Hono().get('/', () => [handle, answer]);`,
  'src/surfaces/cli/run.ts': `// Translates.
import { rootOf } from '../../ledger/tree.ts';
import { sha256 } from '../../verify.ts';
export const run = (..._given: unknown[]) => rootOf(sha256);
export const late = () => import('./late.ts');`,
  'src/surfaces/cli/late.ts': `// Starts late.
export const late = 1;`,
  'src/sdk/client.ts': `// Knows the contract alone.
import { createLocalJWKSet } from 'jose';
import { answer } from '../surfaces/http/contract.ts';
export const connect = () => [answer, createLocalJWKSet];`,
};

/** The good tree with files changed, added (text) or taken away (undefined). */
export function treeWith(changes: Readonly<Record<string, string | undefined>> = {}): Tree {
  const files = Object.entries({ ...GOOD, ...changes }).flatMap(([path, text]): [string, string][] =>
    text === undefined ? [] : [[path, text]],
  );
  return {
    files: new Map(files),
    entries: ['src/index.ts', 'src/verify.ts', 'src/main.ts'],
    dependencies: ['@cedar-policy/cedar-wasm', 'zod', 'libsql', 'hono', 'jose', 'yaml', 'pino'],
  };
}

/** A file of the good tree with lines added at its end. */
export function appended(path: string, text: string): Record<string, string> {
  return { [path]: `${GOOD[path] ?? ''}\n${text}` };
}
