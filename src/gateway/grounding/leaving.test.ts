import { afterEach, beforeEach, expect, it } from 'vitest';
import { startRig, ADA, type Rig } from '../rig.contract.ts';
import { declareDestinations } from '../verbs.ts';
import { admitMailbox, receive } from './mailbox.contract.ts';

const BOB = 'bob@partner.example';
const CARD = 'Card 4111 1111 1111 1111, as you asked';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig({});
  await admitMailbox(rig);
});
afterEach(() => rig.stop());

const send = (task: string, to: string, body: string) => rig.call(task, 'mail/send_email', { to, body });

it('a card number goes to nobody outside, though the person named them, until they are listed', async () => {
  receive(rig, 'Nothing of note');
  const task = await rig.open(`Send the data of the customer to ${BOB}`);
  expect(await send(task, BOB, CARD)).toMatchObject({ verdict: 'deny' });
  expect(await send(task, BOB, 'There is none')).toMatchObject({ verdict: 'permit' });
  await declareDestinations(rig.core, ADA, { own: [], listed: ['partner.example'] });
  expect(await send(task, BOB, CARD)).toMatchObject({ verdict: 'permit' });
});

it('a destination that nobody gave asks people, unless it is known and no text asks for it', async () => {
  const task = await rig.open('Tell the team');
  expect(await send(task, 'kim@partner.example', 'a')).toMatchObject({ verdict: 'hold' });
  await declareDestinations(rig.core, ADA, { own: ['own.example'], listed: ['partner.example'] });
  expect(await send(task, 'kim@partner.example', 'b')).toMatchObject({ verdict: 'permit' });
  expect(await send(task, 'kim@own.example', 'c')).toMatchObject({ verdict: 'permit' });
  expect(await send(task, 'kim@stranger.example', 'd')).toMatchObject({ verdict: 'hold' });
});
