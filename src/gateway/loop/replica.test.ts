import { expect, it } from 'vitest';
import type { State } from '../../kernel/state.ts';
import type { Peers } from '../ports.ts';
import { joinReplicas, shareClock } from './replica.ts';

const rest = { beat: () => Promise.resolve(0), leave: () => Promise.resolve(), listen: () => undefined };

it('the log says once when what another replica held is taken over', async () => {
  const alive = new Set(['other']);
  const said: object[] = [];
  const ignore = (): void => undefined;
  const replica = await joinReplicas({
    peers: { ...rest, isAlive: (owner: string) => Promise.resolve(alive.has(owner)) } as unknown as Peers,
    name: () => 'this',
    clock: shareClock({ now: () => 0, running: () => 0 }),
    log: { info: (facts, message) => said.push({ ...facts, message }), warn: ignore, error: ignore },
    fence: ignore,
    news: ignore,
  });
  const held = (owner: string) => ({ actions: { a: { status: 'running', owner } }, leases: {}, holds: {} });
  const task = (owner: string) => held(owner) as unknown as State['task'];
  await replica.lookAfter(task('other'));
  await replica.lookAfter(task('this'));
  expect(said).toEqual([]);
  await replica.lookAfter(task('third'));
  await replica.lookAfter(task('third'));
  expect(said).toEqual([{ gone: 'third', message: expect.stringContaining('taken over') }]);
  await replica.stop();
});
