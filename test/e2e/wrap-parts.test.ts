import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConnectorView } from '../../src/surfaces/http/contract/connector.ts';
import { findConnector } from '../../src/surfaces/cli/wrap/connector.ts';
import { connectDaemon } from '../../src/surfaces/cli/wrap/daemon.ts';
import { explainFailure, linkDaemon } from '../../src/surfaces/cli/wrap/link.ts';
import { joinTask } from '../../src/surfaces/cli/wrap/task.ts';

const DAEMON = { url: 'http://127.0.0.1:4180', localToken: 'local' };

describe('the daemon', () => {
  const healthy: typeof fetch = () => Promise.resolve(Response.json({ ok: true }));
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'holdpoint-wrap-'));
  });
  afterEach(() => rm(home, { recursive: true }));

  async function leaveFile(): Promise<void> {
    const facts = { url: DAEMON.url, pid: 1, token: 'local', startedAt: 0 };
    await writeFile(join(home, 'daemon.json'), JSON.stringify(facts), { mode: 0o600 });
  }

  it('is the one that runs, where one answers', async () => {
    await leaveFile();
    const spawnDaemon = vi.fn<() => Promise<void>>(() => Promise.resolve());
    expect(await connectDaemon({ home, fetch: healthy, spawnDaemon })).toEqual(DAEMON);
    expect(spawnDaemon).not.toHaveBeenCalled();
  });

  it('is started where what it left does not answer any more', async () => {
    await leaveFile();
    let runs = false;
    const ask: typeof fetch = () => (runs ? healthy('') : Promise.reject(new TypeError('fetch failed')));
    const spawnDaemon = (): Promise<void> => {
      runs = true;
      return Promise.resolve();
    };
    expect(await connectDaemon({ home, fetch: ask, spawnDaemon })).toEqual(DAEMON);
  });

  it('is the one that another process started at the same moment', async () => {
    const spawnDaemon = async (): Promise<never> => {
      await leaveFile();
      throw new Error('the ledger is locked');
    };
    expect(await connectDaemon({ home, fetch: healthy, spawnDaemon })).toEqual(DAEMON);
  });

  it('is not made up where none starts', async () => {
    const spawnDaemon = (): Promise<never> => Promise.reject(new Error('no configuration'));
    await expect(connectDaemon({ home, fetch: healthy, spawnDaemon })).rejects.toThrow('no configuration');
  });
});

describe('the connector', () => {
  function connector(id: string, args: readonly string[], admitted: boolean): ConnectorView {
    const part = {
      digest: '',
      upstream: { transport: 'stdio', command: 'node', args: [...args] },
      credential: null,
      server: null,
      record: '',
    };
    const corrected = { effects: [], profiles: [] };
    return {
      id,
      killed: false,
      proposal: { ...part, tools: [] },
      admitted: admitted ? { ...part, tools: {}, corrected, without: [] } : null,
      drifted: {},
      swapped: null,
      updates: [],
      checked: null,
    };
  }

  it('is the admitted one with exactly this command, and no other', () => {
    const [a, b] = [connector('a', ['x.js'], true), connector('b', ['x.js', '--all'], true)];
    expect(findConnector([a, b], ['node', 'x.js', '--all'], null)).toBe(b);
    expect(() => findConnector([a, b], ['node', 'x.js', '--other'], null)).toThrow('nobody has admitted');
  });

  it('is not guessed where two run the command', () => {
    const two = [connector('a', ['x.js'], true), connector('b', ['x.js'], true)];
    expect(() => findConnector(two, ['node', 'x.js'], null)).toThrow('a, b');
    expect(findConnector(two, ['node', 'x.js'], 'b').id).toBe('b');
  });

  it('needs no second proposal where one waits for review', () => {
    const find = () => findConnector([connector('a', ['x.js'], false)], ['node', 'x.js'], null);
    const lines = ['holdpoint connector show a', 'holdpoint connector admit a'];
    expect(find).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ lines: [expect.anything(), ...lines] }) }),
    );
  });
});

describe('the token of the task', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  function tokenUntil(expiresAt: number): string {
    const claims = Buffer.from(JSON.stringify({ task: 'task_1', exp: expiresAt / 1000 })).toString(
      'base64url',
    );
    return `e30.${claims}.sig`;
  }

  it('is renewed before it ends, and used from then on', async () => {
    vi.useFakeTimers({ now: 0 });
    const asked: [string, string | null][] = [];
    const place = { record: 'rec_1', seq: 1, hash: '', checkpoint: '', inclusion: null };
    const receipt = { ledger: 'l', mode: 'solo', ...place };
    const ask: typeof fetch = (url, init) => {
      asked.push([url as string, new Headers(init?.headers).get('authorization')]);
      const token = { token: `new-${asked.length}`, expiresAt: Date.now() + 900_000 };
      return Promise.resolve(Response.json({ verdict: 'permit', reasons: [], receipt, token }));
    };
    const given = tokenUntil(900_000);
    const task = await joinTask(DAEMON, ask, { agent: null, workflow: null, given });
    expect(task.token()).toBe(given);
    await vi.advanceTimersByTimeAsync(500_000);
    const url = `${DAEMON.url}/api/v1/tasks/task_1/token`;
    expect(asked).toEqual([[url, `Bearer ${given}`]]);
    expect(task.token()).toBe('new-1');
    await vi.advanceTimersByTimeAsync(500_000);
    expect(asked.at(-1)).toEqual([url, 'Bearer new-1']);
    await task.end();
    await vi.advanceTimersByTimeAsync(5_000_000);
    expect(asked).toHaveLength(2);
  });

  it('is asked for again after a failure, while it is valid', async () => {
    vi.useFakeTimers({ now: 0 });
    const ask = vi.fn<typeof fetch>(() => Promise.reject(new TypeError('fetch failed')));
    await joinTask(DAEMON, ask, { agent: null, workflow: null, given: tokenUntil(900_000) });
    await vi.advanceTimersByTimeAsync(900_000);
    const tries = ask.mock.calls.length;
    expect(tries).toBeGreaterThan(3);
    await vi.advanceTimersByTimeAsync(900_000);
    expect(ask.mock.calls.length).toBe(tries);
  });

  it('is refused where it names no task', async () => {
    const joining = joinTask(DAEMON, fetch, { agent: null, workflow: null, given: 'nonsense' });
    await expect(joining).rejects.toThrow('not the token of a task');
  });
});

describe('a request to the daemon', () => {
  const discovered = {
    resultType: 'complete',
    supportedVersions: ['2026-07-28'],
    capabilities: { tools: {} },
    serverInfo: { name: 'holdpoint', version: '1' },
    ttlMs: 0,
    cacheScope: 'private',
  };

  it('whose stream ends without an answer may have been performed, and does not wait', async () => {
    const ask: typeof fetch = (_url, init) => {
      const { id, method } = JSON.parse(init?.body as string) as { id: number; method: string };
      if (method === 'server/discover')
        return Promise.resolve(Response.json({ jsonrpc: '2.0', id, result: discovered }));
      const headers = { 'content-type': 'text/event-stream' };
      return Promise.resolve(new Response(': nothing\n\n', { headers }));
    };
    const client = await linkDaemon({ url: DAEMON.url, version: '1', token: () => 't', fetch: ask });
    const calling = client.request({ method: 'tools/call', params: { name: 'x', arguments: {} } });
    const error: unknown = await calling.then(
      () => null,
      (failure: unknown) => failure,
    );
    expect(explainFailure(error, 'task_1')).toContain('It may have been performed');
    await client.close();
  });
});
