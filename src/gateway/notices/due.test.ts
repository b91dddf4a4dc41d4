// What time makes of a hold reaches the people it concerns, in words that say what is wanted of them.

import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Event } from '../../kernel/event.ts';
import { startRig, type Rig } from '../rig.contract.ts';
import { channelTo, sampleNotifier, type SampleNotifier } from './sample-notifier.contract.ts';
import { tellingOf } from './telling.ts';
import { wordNotice } from './wording.ts';

const SYSTEM = { kind: 'system', id: 'holdpoint' } as const;
const URL = 'https://holdpoint.example';
let people: SampleNotifier;
let rig: Rig;
let task: string;
let hold: string;

beforeEach(async () => {
  people = sampleNotifier();
  const channels = [channelTo(people, { events: ['hold-expired'] })];
  rig = await startRig({ options: { notifying: { url: URL, channels } } });
  await rig.core.notifying!.round();
  task = await rig.open();
  const held = await rig.call(task, 'desk/drop', { text: 'x' });
  if (held.verdict !== 'hold') throw new Error(`no hold: ${held.verdict}`);
  hold = held.hold;
  rig.clock.advance(held.expiresAt - rig.clock.now());
});
afterEach(() => rig.stop());

/** As if the ledger said so of the hold. */
function happened(type: 'hold-reminded' | 'hold-escalated', role: string): Event {
  const place = { id: 'rec_1', stream: `task/${task}`, causes: [], time: 0, actor: SYSTEM };
  return { ...place, type, body: { hold, approvers: [{ role, quorum: 1 }] } };
}

it('that nobody decided in time is recorded and told, once', async () => {
  for (let round = 0; round < 3; round += 1) {
    await rig.core.sweeper.all();
    await rig.core.notifying!.round();
  }
  const [message] = people.taken;
  expect(message!.subject).toBe('nobody decided in time: scribe asks for desk/drop (delete); it has expired');
  expect(message!.notices).toMatchObject([{ kind: 'hold-expired', hold, roles: [], expiresAt: null }]);
  expect(people.taken).toHaveLength(1);
});

it.each([
  ['hold-reminded', 'nobody has decided yet: scribe asks'],
  ['hold-escalated', 'from now on director may decide too: scribe asks'],
] as const)('%s is told to those who may decide now, of what waits', async (type, words) => {
  const event = happened(type, 'director');
  const telling = tellingOf(event)!;
  expect(telling).toEqual({ kind: type, roles: ['director'] });
  const notice = await wordNotice(rig.core, { url: URL, shows: null }, event, telling);
  expect(notice).toMatchObject({ kind: type, hold, link: `${URL}/holds/${hold}`, roles: ['director'] });
  expect(notice.says).toContain(words);
});
