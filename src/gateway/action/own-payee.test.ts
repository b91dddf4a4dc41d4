// Whoever a chain set up is known again when it pays them: however they are written, by the id that they were
// given, and at another connector.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { triggerOf } from '../../kernel/chain/trigger.contract.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { ToolProfile } from '../../kernel/state.ts';
import { admitConnector, proposeConnector } from '../connectors/connector-verbs.ts';
import { isSameDecision } from '../replay/judge.ts';
import { replay } from '../replay/replay.ts';
import { ADA, startRig, type Rig } from '../rig.contract.ts';
import { openTask } from '../tasks.ts';
import { publishWorkflow } from '../verbs.ts';

const IBAN = 'DE89370400440532013000';
const PROMPT = `Set up Roof Ltd, ${IBAN}, accounts@roof.example, as a payee and pay them or P-4711.`;
const OUTPUT = { sensitivity: 'internal', categories: [], integrity: 'trusted' } as const;
const ADD: ToolProfile = { egress: 'none', roles: { '/to': 'identity' }, output: OUTPUT };
const PAY: ToolProfile = { egress: 'none', roles: { '/to': 'identity' }, output: OUTPUT };
const WORKFLOW = `holdpoint: workflow/v1
id: payees
purpose: Pays whom it set up
owner: ada
agents: [scribe]
unattended: true
expires: 2099-01-01
task: {ttl: 2h}
limits: {wall: 4000s, call: 10s, calls: 100, holds: 50}
allow: [{tool: bank/*, preapproved: {}}, {tool: desk/*, preapproved: {}}]
`;

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
  for (const id of ['bank', 'desk']) {
    rig.upstream.presents[id] = { create_payee: toolOf('create_payee'), pay: toolOf('pay') };
    const upstream = { transport: 'http', url: `http://127.0.0.1:1/${id}` } as const;
    const { proposal } = await proposeConnector(rig.core, ADA, { id, upstream, credential: null });
    const triggers = [triggerOf({ name: 'clerk', starts: 'workflow/payees' })];
    await admitConnector(rig.core, ADA, {
      connector: id,
      proposal,
      effects: { create_payee: ['write'], pay: ['spend'] },
      profiles: { create_payee: id === 'desk' ? { ...ADD, triggers } : ADD, pay: PAY },
    });
  }
  await publishWorkflow(rig.core, ADA, { name: 'payees.yaml', text: WORKFLOW });
  answering({ payee_id: 'P-4711', status: 'active' });
});
afterEach(() => rig.stop());

function toolOf(name: string) {
  const inputSchema = { type: 'object', properties: { to: {} }, required: ['to'] };
  return { name, description: 'Does so.', inputSchema };
}

function answering(structuredContent: JsonObject): void {
  rig.upstream.answer = () =>
    Promise.resolve({ outcome: 'succeeded', result: { structuredContent, content: [] } });
}

async function begin(prompt: string | null = PROMPT): Promise<string> {
  const actor = prompt === null ? ({ kind: 'agent', id: 'scribe' } as const) : ADA;
  const { task } = await openTask(rig.core, actor, { workflow: 'payees', agent: 'scribe', prompt });
  return task!;
}

/** Policies that a payment to them waits for. */
async function pay(task: string, to: JsonObject[string], connector = 'bank'): Promise<readonly string[]> {
  const asked = await rig.call(task, `${connector}/pay`, { to });
  if (asked.verdict === 'permit') return [];
  const holds = rig.core.world.task(task)!.holds;
  return asked.verdict === 'hold' ? holds[asked.hold]!.asks.map(({ policy }) => policy) : ['denied'];
}

const OWN = 'starter.chain.own-set-up';

test.each<[string, JsonObject[string], JsonObject[string], string?]>([
  ['by the same text', IBAN, IBAN],
  ['by the account with spaces', IBAN, 'DE89 3704 0044 0532 0130 00'],
  ['by the account in another case', IBAN, IBAN.toLowerCase()],
  ['by the id that the answer gave', IBAN, 'P-4711'],
  ['by that id in another case', IBAN, 'p-4711'],
  ['at another connector, by the account', IBAN, 'DE89 3704 0044 0532 0130 00', 'desk'],
  ['at another connector, by the mailbox', 'Roof <Accounts@roof.example>', 'accounts@roof.example', 'desk'],
  ['in an argument of several members', { name: 'Roof Ltd', iban: IBAN }, { account: IBAN }],
])('who was set up and is paid %s waits for a person', async (_, added, paid, connector) => {
  const task = await begin();
  expect((await rig.call(task, 'bank/create_payee', { to: added })).verdict).toBe('permit');
  expect(await pay(task, paid, connector)).toContain(OWN);
});

test('an id means somebody at its own connector alone, and other accounts are others', async () => {
  const task = await begin();
  await rig.call(task, 'bank/create_payee', { to: IBAN });
  expect(await pay(task, 'P-4711', 'desk')).not.toContain(OWN);
  expect(await pay(task, 'P-4712')).not.toContain(OWN);
  expect(await pay(task, 'DE02120300000000202051')).not.toContain(OWN);
});

test('of an answer with more ids than are told apart any may be what was made', async () => {
  const task = await begin();
  answering({ ids: Array.from({ length: 65 }, (_, n) => `P-${n}`) });
  await rig.call(task, 'bank/create_payee', { to: IBAN });
  expect(await pay(task, 'somebody')).toContain(OWN);
});

test('the id goes on counting after a restart, and a replay decides the same', async () => {
  const task = await begin();
  await rig.call(task, 'bank/create_payee', { to: IBAN });
  await rig.restart();
  expect(await pay(task, 'P-4711')).toContain(OWN);
  let replayed = 0;
  for await (const moment of replay(rig.core, { fromSeq: 0, time: 0 })) {
    if (moment.kind !== 'replayed') continue;
    replayed += 1;
    expect(isSameDecision(moment.recorded, moment.again)).toBe(true);
  }
  expect(replayed).toBe(2);
  expect(await rig.audit()).toMatchObject({ findings: [] });
});

test('what a call set off later knows the id that came with its answer', async () => {
  const above = await begin();
  // What it sets off may pay.
  const asked = await rig.call(above, 'desk/create_payee', { to: IBAN });
  if (asked.verdict === 'hold') await rig.decide('grace', 'approve', above, asked.hold);
  expect((await rig.call(above, 'desk/create_payee', { to: IBAN })).verdict).toBe('permit');
  const below = await begin(null);
  expect(rig.core.world.task(below)!.depth).toBe(1);
  expect(await pay(below, 'P-4711', 'desk')).toContain(OWN);
  expect(await pay(below, 'P-4712', 'desk')).not.toContain(OWN);
});
