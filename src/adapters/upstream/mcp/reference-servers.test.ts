import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UpstreamSpec } from '../../../gateway/ports.ts';
import { callOf, resultOf } from '../upstream.contract.ts';
import { createMcpUpstream } from './upstream.ts';

const locate = createRequire(import.meta.url);
const programOf = (name: string): string =>
  join(dirname(locate.resolve(`@modelcontextprotocol/${name}/package.json`)), 'dist', 'index.js');

function specOf(name: string, args: readonly string[] = [], env = {}): UpstreamSpec {
  return { transport: 'stdio', command: process.execPath, args: [programOf(name), ...args], cwd: null, env };
}

const upstream = createMcpUpstream();
let folder: string;
let everything: ChildProcess;
let url: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'upstream-'));
  await writeFile(join(folder, 'note.txt'), 'a note');
  const port = await freePort();
  url = `http://127.0.0.1:${port}/mcp`;
  everything = spawn(process.execPath, [programOf('server-everything'), 'streamableHttp'], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  for await (const chunk of everything.stderr ?? []) if (String(chunk).includes('listening')) break;
});
afterAll(async () => {
  await upstream.close();
  everything.kill('SIGKILL');
  await once(everything, 'exit');
  await rm(folder, { recursive: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

it('reads a file through server-filesystem', async () => {
  const spec = specOf('server-filesystem', [folder]);
  const outcome = await upstream.call(
    callOf(spec, 'read_text_file', { connector: 'fs', arguments: { path: join(folder, 'note.txt') } }),
  );
  expect(resultOf(outcome)).toMatchObject({ content: [{ type: 'text', text: 'a note' }] });
});

it('keeps a graph in server-memory', async () => {
  const spec = specOf('server-memory', [], { MEMORY_FILE_PATH: join(folder, 'memory.json') });
  const entities = [{ name: 'Ada', entityType: 'person', observations: ['writes programs'] }];
  await upstream.call(callOf(spec, 'create_entities', { connector: 'memory', arguments: { entities } }));
  const outcome = await upstream.call(callOf(spec, 'read_graph', { connector: 'memory' }));
  expect(resultOf(outcome)['structuredContent']).toMatchObject({ entities });
});

describe.each(['stdio', 'http'] as const)('server-everything over %s', (transport) => {
  const specHere = (): UpstreamSpec =>
    transport === 'http' ? { transport, url } : specOf('server-everything');
  const call = (tool: string, more: object) =>
    upstream.call(callOf(specHere(), tool, { connector: transport, ...more }));

  it('has all the operations', async () => {
    const { definitions } = await upstream.describe(transport, specHere(), null);
    const special = Object.keys(definitions).filter((name) => name.startsWith('@'));
    expect(special).toHaveLength(4);
    const listed = await upstream.list(transport, specHere(), 'resource-templates', null);
    expect(listed['resourceTemplates']).not.toHaveLength(0);
  });

  it('sums, structures, completes, and reports progress', async () => {
    expect(resultOf(await call('get-sum', { arguments: { a: 2, b: 3 } }))).toMatchObject({
      content: [{ type: 'text' }],
    });
    const weather = resultOf(await call('get-structured-content', { arguments: { location: 'New York' } }));
    expect(weather).toHaveProperty('structuredContent.temperature');
    const steps: unknown[] = [];
    const onProgress = (step: unknown) => steps.push(step);
    await call('trigger-long-running-operation', { arguments: { duration: 0.2, steps: 2 }, onProgress });
    expect(steps).toMatchObject([{ progress: 1 }, { progress: 2 }]);
    const ref = { type: 'ref/prompt', name: 'completable-prompt' };
    const argument = { name: 'department', value: 'E' };
    const completed = await call('@completion/complete', {
      kind: 'completion',
      arguments: { ref, argument },
    });
    expect(resultOf(completed)).toHaveProperty('completion.values');
  });

  it('asks the caller', async () => {
    const asked: unknown[] = [];
    const onElicit = async (request: unknown) => {
      asked.push(request);
      return { action: 'decline' };
    };
    expect((await call('trigger-elicitation-request', { onElicit })).outcome).toBe('succeeded');
    expect(asked).toMatchObject([{ requestedSchema: { type: 'object' } }]);
  });
});
