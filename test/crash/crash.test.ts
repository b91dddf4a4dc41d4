// A daemon that is killed at the worst moments leaves a ledger that says what is known, and nothing is sent
// twice. Real processes, a real ledger file, real MCP on both sides.

import { afterEach, beforeEach, expect, it } from 'vitest';
import type { TraceView } from '../../src/gateway/views.ts';
import { setStage, type CrashStage, type DaemonProcess } from './stage.ts';

let stage: CrashStage;
beforeEach(async () => {
  stage = await setStage();
});
afterEach(() => stage.stop());

function bodiesOf({ records }: TraceView, type: string): { readonly [key: string]: unknown }[] {
  return records.filter((record) => record.type === type).map(({ body }) => body);
}

/** How a call of an agent ends, whose daemon may go away meanwhile. */
async function endOf(calling: Promise<unknown>): Promise<'answered' | 'broken off'> {
  return calling.then(
    () => 'answered',
    () => 'broken off',
  );
}

/** After the restart: settled as unknown, the dead process's leases revoked, and work goes on. */
async function expectRecovered(daemon: DaemonProcess, task: string, tool: string): Promise<void> {
  const traced = await daemon.trace(task);
  const [permitted] = bodiesOf(traced, 'action-permitted');
  const outcome = { action: permitted!['action'], outcome: 'unknown', code: 'claim-lapsed' };
  expect(bodiesOf(traced, 'action-settled')).toMatchObject([outcome]);
  const granted = bodiesOf(traced, 'lease-granted').map(({ lease }) => lease);
  expect(granted).toHaveLength(1);
  expect(bodiesOf(traced, 'lease-revoked').map(({ lease }) => lease)).toEqual(granted);

  const fresh = await daemon.open();
  expect((await daemon.call(fresh.token.token, tool)).isError ?? false).toBe(false);
  expect(bodiesOf(await daemon.trace(fresh.task), 'action-settled')).toMatchObject([
    { outcome: 'succeeded' },
  ]);
  expect(await daemon.end('SIGTERM')).toEqual({ code: 0, signal: null });
  expect(await stage.verify()).toMatchObject({ ok: true, findings: [] });
}

it('killed between the record and the call: unknown, and nothing was ever sent', async () => {
  const first = await stage.start();
  const { task, token } = await first.open();
  await stage.stick(true);
  const ended = endOf(first.call(token.token, 'local__hang'));
  await stage.logged('stuck with a credential');
  expect(bodiesOf(await first.trace(task), 'action-permitted')).toHaveLength(1);
  expect(await first.end('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
  expect(await ended).toBe('broken off');

  await stage.stick(false);
  await expectRecovered(await stage.start(), task, 'local__echo');
  expect(stage.localLog().filter((line) => line.startsWith('called'))).toEqual(['called echo']);
});

it('killed between the call and its outcome (stdio): unknown, and not sent again', async () => {
  const first = await stage.start();
  const { task, token } = await first.open();
  const ended = endOf(first.call(token.token, 'local__hang'));
  await stage.logged('called hang');
  await first.end('SIGKILL');
  expect(await ended).toBe('broken off');
  await expectRecovered(await stage.start(), task, 'local__echo');
  expect(stage.localLog().filter((line) => line.startsWith('called'))).toEqual([
    'called hang',
    'called echo',
  ]);
});

it('killed between the call and its outcome (HTTP): unknown, and not sent again', async () => {
  const first = await stage.start();
  const { task, token } = await first.open();
  const reached = stage.remoteCalled('hang');
  const ended = endOf(first.call(token.token, 'remote__hang'));
  await reached;
  await first.end('SIGKILL');
  expect(await ended).toBe('broken off');
  await expectRecovered(await stage.start(), task, 'remote__echo');
  expect(stage.remoteCalls).toEqual(['hang', 'echo']);
});

it('ended with SIGTERM: what runs is aborted and its outcome recorded before the process ends', async () => {
  const first = await stage.start();
  const { task, token } = await first.open();
  const calling = first.call(token.token, 'local__hang').catch(() => null);
  await stage.logged('called hang');
  expect(await first.end('SIGTERM')).toEqual({ code: 0, signal: null });
  await calling;
  expect(await stage.verify()).toMatchObject({ ok: true, findings: [] });

  const second = await stage.start();
  const settled = bodiesOf(await second.trace(task), 'action-settled');
  expect(settled).toMatchObject([{ outcome: 'unknown', code: 'upstream-aborted' }]);
  const traced = await second.trace(task);
  expect(bodiesOf(traced, 'lease-revoked')).toHaveLength(bodiesOf(traced, 'lease-granted').length);
  await second.end('SIGTERM');
  expect(stage.localLog().filter((line) => line.startsWith('called'))).toEqual(['called hang']);
});
