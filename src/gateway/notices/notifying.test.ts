import { afterEach, expect, it } from 'vitest';
import { StoreFault } from '../ports.ts';
import { ADA, startRig, type Joined, type Rig } from '../rig.contract.ts';
import { kill, quarantine } from '../tasks.ts';
import { showHold } from '../views.ts';
import type { ChannelRules } from './telling-people.ts';
import { channelTo, sampleNotifier, type SampleNotifier } from './sample-notifier.contract.ts';

const URL = 'https://holdpoint.example';
let rig: Rig;
afterEach(() => rig.stop());

async function start(channels: readonly ChannelRules[], replicas = false): Promise<void> {
  rig = await startRig({ options: { notifying: { url: URL, channels } }, replicas });
  // The first round sets the channels up: what was before is not told.
  await rig.core.notifying!.round();
}

/** A hold that waits for people. */
async function hold(task: string, text = 'x'): Promise<string> {
  const held = await rig.call(task, 'desk/drop', { text });
  if (held.verdict !== 'hold') throw new Error(`no hold: ${held.verdict}`);
  return held.hold;
}

const tell = (at: Rig | Joined = rig): Promise<void> => at.core.notifying!.round();
const kinds = ({ taken }: SampleNotifier): string[] =>
  taken.flatMap(({ notices }) => notices.map((n) => n.kind));

it('a hold is told with who, what, until when and where, and with no value of an argument', async () => {
  const people = sampleNotifier();
  await start([channelTo(people)]);
  const id = await hold(await rig.open(), 'for nobody else');
  await tell();
  const [message] = people.taken;
  expect(message!.notices).toMatchObject([
    { kind: 'hold-raised', hold: id, agent: 'scribe', connector: 'desk', tool: 'drop', effects: ['delete'] },
  ]);
  expect(message!.notices[0]).toMatchObject({ link: `${URL}/holds/${id}`, roles: ['approver'] });
  expect(message!.subject).toMatch(/^scribe asks for desk\/drop \(delete\); it waits \d+ min$/);
  expect(JSON.stringify(message)).not.toContain('for nobody else');
});

it('values are shown where the channel is cleared for all that they carry, and nowhere else', async () => {
  const [cleared, low, never] = [sampleNotifier(), sampleNotifier(), sampleNotifier()];
  const shows = (sensitivity: 'public' | 'restricted') => ({ sensitivity, except: ['secret'] });
  await start([
    channelTo(cleared, { name: 'cleared', shows: shows('restricted') }),
    channelTo(low, { name: 'low', shows: { sensitivity: 'public', except: ['contact'] } }),
    channelTo(never, { name: 'never' }),
  ]);
  const id = await hold(await rig.open(), 'ring +49 30 901820 or write to mia@example.org');
  await tell();
  expect((await showHold(rig.core, id))!.sent!.categories).toEqual(['contact']);
  expect(cleared.taken[0]!.notices[0]!.arguments).toEqual({
    text: 'ring +49 30 901820 or write to mia@example.org',
  });
  for (const { taken } of [low, never]) expect(taken[0]!.notices[0]).not.toHaveProperty('arguments');
});

it('what was decided meanwhile is said by the notice that comes late', async () => {
  const people = sampleNotifier();
  await start([channelTo(people)]);
  const task = await rig.open();
  const id = await hold(task);
  await rig.decide('grace', 'reject', task, id);
  await tell();
  expect(people.taken.map(({ subject }) => subject)).toEqual([
    'scribe asks for desk/drop (delete); it was rejected',
    'grace rejected: scribe asks for desk/drop (delete); it was rejected',
  ]);
  expect(people.taken[0]!.notices[0]!.expiresAt).toBeNull();
});

it('a channel that is down loses nothing, sends the same under its id, and holds up no other', async () => {
  const [down, up] = [sampleNotifier(), sampleNotifier()];
  down.answer = 'unreachable';
  await start([channelTo(down, { name: 'down' }), channelTo(up, { name: 'up' })]);
  const task = await rig.open();
  await hold(task, 'one');
  await tell();
  await hold(task, 'two');
  await tell();
  expect(kinds(up)).toEqual(['hold-raised', 'hold-raised']);
  expect(down.sent).toHaveLength(1);
  expect(await rig.core.notifying!.status()).toMatchObject([
    { name: 'down', deliveredAt: null, failure: { code: 'unreachable', attempt: 1 } },
    { name: 'up', failure: null },
  ]);
  rig.clock.advance(3_000);
  await tell();
  down.answer = null;
  rig.clock.advance(10_000);
  await tell();
  expect(kinds(down)).toEqual(['hold-raised', 'hold-raised']);
  expect(new Set(down.sent.slice(0, 3).map(({ id }) => id)).size).toBe(1);
  expect(await rig.audit()).toMatchObject({ findings: [] });
});

it('after a crash what was not taken is sent again under its id, and what was taken is not', async () => {
  const people = sampleNotifier();
  await start([channelTo(people)]);
  const task = await rig.open();
  await hold(task, 'one');
  await tell();
  people.answer = 'timeout';
  await hold(task, 'two');
  await tell();
  await rig.restart();
  people.answer = null;
  rig.clock.advance(60_000);
  await tell();
  expect(people.sent).toHaveLength(3);
  expect(people.sent[2]!.id).toBe(people.sent[1]!.id);
  expect(people.sent[2]!.id).not.toBe(people.sent[0]!.id);
});

it('what was sent and could not be recorded is recorded later, and not sent again', async () => {
  const people = sampleNotifier();
  await start([channelTo(people)]);
  await hold(await rig.open());
  rig.store.fault = () => new StoreFault('store-full', 'the fake disk is full');
  await tell();
  expect(people.sent).toHaveLength(1);
  rig.store.fault = () => null;
  await tell();
  await tell();
  expect(people.sent).toHaveLength(1);
  expect(await rig.core.notifying!.status()).toMatchObject([{ failure: null, deliveredAt: rig.clock.now() }]);
});

it('of several replicas one sends', async () => {
  const people = sampleNotifier();
  await start([channelTo(people)], true);
  const other = await rig.join();
  await hold(await rig.open());
  await Promise.all([tell(), tell(other)]);
  await Promise.all([tell(), tell(other)]);
  expect(kinds(people)).toEqual(['hold-raised']);
});

it('more than a minute takes goes together in one, and nothing is left out', async () => {
  const people = sampleNotifier();
  await start([channelTo(people, { perMinute: 2 })]);
  const task = await rig.open();
  for (const text of ['one', 'two', 'three']) await hold(task, text);
  await tell();
  expect(people.taken.map(({ notices }) => notices.length)).toEqual([3]);
  for (const text of ['four', 'five']) await hold(task, text);
  await tell();
  await hold(task, 'six');
  await tell();
  expect(people.taken.map(({ notices }) => notices.length)).toEqual([3, 2]);
  rig.clock.advance(60_000);
  await tell();
  expect(people.taken.map(({ notices }) => notices.length)).toEqual([3, 2, 1]);
});

it('a channel hears of what it is set up for, for its roles and for everybody', async () => {
  const [approvers, finance] = [sampleNotifier(), sampleNotifier()];
  await start([
    channelTo(approvers, { name: 'approvers', roles: ['approver'] }),
    channelTo(finance, { name: 'finance', roles: ['finance'], events: ['hold-raised', 'killed'] }),
  ]);
  const task = await rig.open();
  await hold(task);
  await (
    await quarantine(rig.core, ADA, { task, reason: 'odd' })
  ).quiesced;
  const target = { kind: 'agent', id: 'scribe' } as const;
  await (
    await kill(rig.core, ADA, { target, lift: false, reason: 'odd' })
  ).quiesced;
  await tell();
  expect(kinds(approvers)).toEqual(['hold-raised', 'task-quarantined', 'killed']);
  expect(finance.taken.map(({ subject }) => subject)).toEqual(['ada stopped agent scribe']);
});

it('no decision waits for a channel that hangs', async () => {
  let sent = (): void => undefined;
  const isSent = new Promise<void>((resolve) => (sent = resolve));
  const hanging = {
    deliver: (_: unknown, signal: AbortSignal) =>
      new Promise<'unreachable'>((resolve) => {
        signal.addEventListener('abort', () => resolve('unreachable'));
        sent();
      }),
  };
  await start([channelTo(hanging)]);
  const task = await rig.open();
  await hold(task);
  const round = tell();
  await isSent;
  expect(await rig.call(task, 'notes/read')).toMatchObject({ verdict: 'permit' });
  // Stopping breaks it off: the hook after this test ends.
  void round;
});

it('a test goes out at once, and a channel that there is none of is said to be none', async () => {
  const people = sampleNotifier();
  await start([channelTo(people)]);
  expect(await rig.core.notifying!.test('people')).toBeNull();
  expect(people.taken).toMatchObject([{ notices: [], subject: 'Holdpoint: a test of the channel people' }]);
  expect(await rig.core.notifying!.test('nobody')).toBe('no-channel');
});
