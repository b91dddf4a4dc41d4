import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Labels } from '../../kernel/flow/label.ts';
import { declassify, type DeclassifyInput } from './declassify.ts';
import { admitMailbox, receive } from '../grounding/mailbox.contract.ts';
import { explain } from '../replay/explain.ts';
import { putInForce } from '../replay/rich-ledger.contract.ts';
import { ADA, startRig, STARTED_AT, type Rig } from '../rig.contract.ts';
import { STARTER_POLICY } from '../../policy/starter.ts';
import { showHold, trace } from '../views.ts';

const BOB = 'bob@partner.example';
const EVE = 'eve@elsewhere.example';
const IBAN = 'DE89370400440532013000';
const UNTIL = STARTED_AT + 600_000;
const MAIL = 'Our account is at the bank on the corner, as it always was';

const GUARD = `@id("guard") @reason("Nothing confidential goes out")
forbid (principal is Agent, action in Action::"send", resource) when { context.sent.sensitivity >= 2 };`;

let rig: Rig;
let task: string;
let read: string;
beforeEach(async () => {
  rig = await startRig();
  await admitMailbox(rig);
  await putInForce(rig, [STARTER_POLICY, { name: 'guard.cedar', text: GUARD }]);
  task = await rig.open(`Send the account of ACME to ${BOB} or ${EVE}, and say hello`);
  receive(rig, JSON.stringify({ of: 'ACME', account: IBAN, said: MAIL, notes: [1, { deep: true }] }));
  await rig.call(task, 'mail/read_inbox', {});
  const { records } = (await trace(rig.core, task))!;
  read = records.find(({ type }) => type === 'action-settled')!.id;
});
afterEach(() => rig.stop());

const ask = (more: Partial<DeclassifyInput> = {}) =>
  declassify(rig.core, ADA, {
    task,
    source: { record: read, pointer: '/account' },
    sensitivity: 'public',
    without: ['financial'],
    tool: 'mail/send_email',
    destination: BOB,
    until: UNTIL,
    reason: 'It stands on every invoice',
    ...more,
  });

async function held(): Promise<string> {
  const asked = await ask();
  if (typeof asked === 'string' || asked.verdict !== 'hold') throw new Error('not held');
  return asked.hold!;
}

const send = (body: string, to = BOB) => rig.call(task, 'mail/send_email', { to, body });

/** What the newest action of the task was recorded to give away. */
async function sent(): Promise<Labels> {
  const { records } = (await trace(rig.core, task))!;
  const decided = records.findLast(({ body }) => 'carried' in body)!;
  return decided.body['sent'] as unknown as Labels;
}

describe('what a call gives away', () => {
  it('is what its values carry where they were seen as they are, whatever else the task read', async () => {
    expect((await send('hello')).verdict).toBe('permit');
    expect(await sent()).toMatchObject({ sensitivity: 'public', categories: [] });
    expect((await send(IBAN)).verdict).toBe('deny');
    expect(await sent()).toMatchObject({ sensitivity: 'confidential', categories: ['financial'] });
  });

  it('is all that the task read where a value was seen nowhere', async () => {
    expect((await send('They bank in our street')).verdict).toBe('deny');
    expect(await sent()).toMatchObject({ sensitivity: 'confidential', integrity: 'untrusted' });
  });

  it('stands in what comes back: an echo makes nothing less sensitive', async () => {
    const told = 'Their money lies close to us';
    await rig.call(task, 'mail/read_inbox', { folder: told });
    receive(rig, `You asked for: ${told}`);
    await rig.call(task, 'mail/read_inbox', { folder: told });
    expect((await send(told)).verdict).toBe('deny');
  });

  it('is the same after a restart, and what a replay decides on', async () => {
    const { receipt } = (await send(IBAN)) as { receipt: { record: string } };
    const before = await sent();
    expect(await explain(rig.core, receipt.record)).toMatchObject({ verdict: 'deny', replay: 'same' });
    await rig.restart();
    await send(IBAN);
    expect(await sent()).toEqual(before);
  });
});

describe('a declassification', () => {
  it('waits for somebody else, who sees the value, what it carries and what it would count as', async () => {
    const hold = await held();
    const shown = (await showHold(rig.core, hold))!;
    expect(JSON.parse(shown.argumentsText!)).toMatchObject({ value: IBAN, destination: BOB });
    expect(shown).toMatchObject({
      agent: 'scribe',
      asks: [{ policy: 'starter.declassify' }],
      asked: { actor: ADA, from: { sensitivity: 'confidential', categories: ['financial'] } },
    });
    expect((await send(IBAN)).verdict).toBe('deny');
    expect((await rig.decide('ada', 'approve', task, hold)).verdict).toBe('deny');
    expect((await rig.decide('grace', 'approve', task, hold)).verdict).toBe('permit');
    expect((await send(IBAN)).verdict).toBe('permit');
  });

  it('is for that value, that destination and that time, also after a restart', async () => {
    await rig.decide('grace', 'approve', task, await held());
    await rig.restart();
    expect((await send(IBAN)).verdict).toBe('permit');
    expect((await send(IBAN, EVE)).verdict).toBe('deny');
    expect((await send(`The account: ${IBAN}`)).verdict).toBe('deny');
    expect((await send(MAIL)).verdict).toBe('deny');
    rig.clock.advance(UNTIL - rig.clock.now());
    expect((await send(IBAN)).verdict).toBe('deny');
  });

  it('leaves a ledger that holds, and a replay that decides the same', async () => {
    await rig.decide('grace', 'approve', task, await held());
    const { receipt } = (await send(IBAN)) as { receipt: { record: string } };
    expect(await explain(rig.core, receipt.record)).toMatchObject({ verdict: 'permit', replay: 'same' });
    expect(await rig.audit()).toMatchObject({ ok: true, findings: [] });
  });

  it('of what is no text or number, or is not there, is none; nor is one towards two addresses', async () => {
    expect(await ask({ source: { record: read, pointer: '/notes/1/deep' } })).toBe('source');
    expect(await ask({ source: { record: read, pointer: '/nothing' } })).toBe('source');
    expect(await ask({ destination: `${BOB}, ${EVE}` })).toBe('destination');
  });

  it('towards a tool that nobody admitted is none', async () => {
    expect(await ask({ tool: 'mail/sned_email' })).toBe('tool');
    expect(await ask({ tool: 'send_email' })).toBe('tool');
  });

  it('of another task, or of a record that nobody wrote, is none', async () => {
    const other = await rig.open('Something else');
    expect(await ask({ task: other })).toBe('source');
    expect(await ask({ source: { record: 'rec_none.0', pointer: '' } })).toBe('source');
  });

  it('takes a value from the arguments of an action, too', async () => {
    const denied = await send(IBAN);
    const { action } = (await explain(rig.core, denied.verdict === 'deny' ? denied.receipt.record : ''))!;
    const asked = await ask({ source: { record: action!.id, pointer: '/body' } });
    if (typeof asked === 'string') throw new Error(`no ${asked}`);
    const shown = (await showHold(rig.core, asked.hold!))!;
    expect(shown.asked).toMatchObject({ from: { sensitivity: 'confidential', categories: ['financial'] } });
  });
});
