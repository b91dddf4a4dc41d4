import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { MintRequest } from '../ports.ts';
import type { Json } from '../../kernel/json.ts';
import { succeed } from '../fakes.contract.ts';
import { ADA, startRig, type Rig } from '../rig.contract.ts';
import { gate, turns } from '../loop/timeline.contract.ts';
import { admitConnector, proposeConnector } from '../connectors/connector-verbs.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

/** From here on the issuer answers for a task only when it is let. */
function holdMint(): () => void {
  const { passed, open } = gate();
  const mint = rig.issuer.mint.bind(rig.issuer);
  vi.spyOn(rig.issuer, 'mint').mockImplementationOnce((request: MintRequest) =>
    passed.then(() => mint(request)),
  );
  return open;
}

it('a call goes where its own admission said, or nowhere: another may come before it starts', async () => {
  const task = await rig.open();
  const open = holdMint();
  const calling = rig.call(task, 'desk/look');
  await turns();
  const inject = { as: 'header', name: 'authorization', prefix: 'Bearer ' } as const;
  const issued = { issuer: 'jwt', audience: 'desk', ttlSeconds: 300, inject, reference: null } as const;
  const upstream = { transport: 'http', url: 'http://127.0.0.1:2/elsewhere' } as const;
  const { proposal } = await proposeConnector(rig.core, ADA, { id: 'desk', upstream, credential: issued });
  const effects: Parameters<typeof admitConnector>[2]['effects'] = { look: ['read'], drop: ['delete'] };
  const admitted = await admitConnector(rig.core, ADA, { connector: 'desk', proposal, effects });
  expect(admitted.verdict).toBe('permit');
  open();
  expect(await calling).toMatchObject({ outcome: 'not-started', code: 'definition-changed' });
  expect(rig.upstream.calls).toEqual([]);
  expect(await rig.call(task, 'desk/look', { n: 2 })).toMatchObject({ outcome: 'succeeded' });
  expect(rig.upstream.calls.map(({ spec }) => spec)).toEqual([upstream]);
});

it('a call starts in time by this machine, even where the time of the ledger is ahead of it', async () => {
  const task = await rig.open();
  rig.clock.advance(1_200_000);
  await rig.call(task, 'notes/read');
  rig.clock.advance(-1_200_000);
  const open = holdMint();
  const calling = rig.call(task, 'desk/look');
  await turns();
  rig.clock.advance(600_000);
  open();
  expect(await calling).toMatchObject({ outcome: 'not-started', code: 'upstream-aborted' });
  expect(rig.upstream.calls).toHaveLength(1);
});

it.each([70, 5_000])(
  'a result nested %i deep is an outcome that nobody knows, recorded once',
  async (deep) => {
    const task = await rig.open();
    const nested = JSON.parse(`${'['.repeat(deep)}${']'.repeat(deep)}`) as Json;
    const result = { content: [], structuredContent: { nested } };
    rig.upstream.answer = () => Promise.resolve({ outcome: 'succeeded', result });
    const answer = await rig.call(task, 'notes/read');
    expect(answer).toMatchObject({ outcome: 'unknown', code: 'upstream-nonsense', reply: null });
    const actions = Object.values(rig.core.world.task(task)!.actions);
    expect(actions.map(({ status }) => status)).not.toContain('running');
    expect(rig.core.flights.count()).toBe(0);
  },
);

it('whatever is thrown once a call may have been sent leaves no action running', async () => {
  const task = await rig.open();
  rig.upstream.answer = () => Promise.reject(new RangeError('thrown by an upstream'));
  expect(await rig.call(task, 'notes/read')).toMatchObject({ outcome: 'unknown' });
  rig.upstream.answer = succeed;
  const commit = rig.core.vault.commit.bind(rig.core.vault);
  vi.spyOn(rig.core.vault, 'commit').mockImplementation((scope, kind, bytes) => {
    if (kind === 'result') throw new RangeError('thrown while it is recorded');
    return commit(scope, kind, bytes);
  });
  expect(await rig.call(task, 'notes/read', { n: 2 })).toMatchObject({ outcome: 'unknown', reply: null });
  vi.restoreAllMocks();
  const actions = Object.values(rig.core.world.task(task)!.actions);
  expect(actions.map(({ status }) => status)).not.toContain('running');
});
