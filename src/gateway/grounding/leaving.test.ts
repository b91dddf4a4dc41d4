import { afterEach, beforeEach, expect, it } from 'vitest';
import { startRig, ADA, type Rig } from '../rig.contract.ts';
import { STARTER_POLICY } from '../../policy/starter.ts';
import { proposePolicy, publishPolicy } from '../policies/policy-verbs.ts';
import { addOperator, declareDestinations } from '../verbs.ts';
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
  const listed = ['partner.example'];
  await declareDestinations(rig.core, ADA, { own: [], listed });
  expect(await send(task, BOB, CARD)).toMatchObject({ verdict: 'deny' });
  await declareDestinations(rig.core, ADA, { own: [], listed, cleared: { 'partner.example': 'restricted' } });
  expect(await send(task, BOB, CARD)).toMatchObject({ verdict: 'permit' });
});

it('a listed host gets nothing above what it is cleared for, alone or beside others', async () => {
  const task = await rig.open(`Write to ${BOB} and to kim@stranger.example`);
  const account = 'Pay it to DE89 3704 0044 0532 0130 00';
  const cleared = { 'partner.example': 'internal' } as const;
  await declareDestinations(rig.core, ADA, { own: [], listed: ['partner.example'], cleared });
  for (const to of [BOB, `${BOB}, kim@stranger.example`]) {
    expect(await send(task, to, account)).toMatchObject({
      verdict: 'deny',
      reasons: [{ facts: { policies: expect.arrayContaining(['starter.leaving.uncleared']) } }],
    });
    expect(await send(task, to, `Hello ${to}`)).toMatchObject({ verdict: 'permit' });
  }
});

it('a box of a provider where anybody has one is told as such', async () => {
  const text = `@id("boxes")
@hold("goes to a box that anybody may have")
@approvers("approver:1")
forbid (principal is Agent, action in Action::"send", resource)
when { context has destination && context.destination.public };`;
  const ines = { id: 'ines', name: 'Ines', roles: ['policy-author'], publicKey: null, identity: null };
  await addOperator(rig.core, ADA, ines);
  const sources = [STARTER_POLICY, { name: 'boxes.cedar', text }];
  const proposed = await proposePolicy(rig.core, { kind: 'operator', id: 'ines' }, sources);
  if (proposed.verdict === 'permit') await publishPolicy(rig.core, ADA, proposed.digest);
  const task = await rig.open('Write to kim@gmail.com and to bob@partner.example');
  expect(await send(task, BOB, 'Hello')).toMatchObject({ verdict: 'permit' });
  expect(await send(task, 'kim@gmail.com', 'Hello')).toMatchObject({ asks: [{ policy: 'boxes' }] });
});

it('a destination that nobody gave asks people, unless it is known and no text asks for it', async () => {
  const task = await rig.open('Tell the team');
  expect(await send(task, 'kim@partner.example', 'a')).toMatchObject({ verdict: 'hold' });
  await declareDestinations(rig.core, ADA, { own: ['own.example'], listed: ['partner.example'] });
  expect(await send(task, 'kim@partner.example', 'b')).toMatchObject({ verdict: 'permit' });
  expect(await send(task, 'kim@own.example', 'c')).toMatchObject({ verdict: 'permit' });
  expect(await send(task, 'kim@stranger.example', 'd')).toMatchObject({ verdict: 'hold' });
});

it('an answer quotes to its writer what went into a restricted mail, and to nobody else', async () => {
  const [said, ann] = [
    'We settle at four point two million and never admit the second leak.',
    'ann@lee.example',
  ];
  const mails = [{ id: 'm-1', from: ann, subject: 'The leak', body: said }];
  const labels = { sensitivity: 'restricted', categories: ['legal'], integrity: 'untrusted' };
  rig.upstream.answer = () => {
    const content = [{ type: 'text', text: JSON.stringify(mails) }];
    return Promise.resolve({
      outcome: 'succeeded',
      result: { content, _meta: { 'holdpoint/labels': labels } },
    });
  };
  const task = await rig.open(`Answer the mail of ${ann}, and tell ${BOB} that it is done`);
  await rig.call(task, 'mail/read_inbox');
  const body = `It is done as you say.\n\nAnn wrote:\n> ${said}`;
  expect(await send(task, ann, body)).toMatchObject({ verdict: 'permit' });
  for (const to of [BOB, `${ann}, ${BOB}`]) {
    const policies = ['starter.leaving.restricted'];
    expect(await send(task, to, body)).toMatchObject({ verdict: 'deny', reasons: [{ facts: { policies } }] });
  }
});
