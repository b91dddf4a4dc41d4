// What a chain made, or changed under another form of its name, people approve: also where the prompt
// names it. Whoever is paid by a name that the chain gave them is known, too.

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Effect } from '../../kernel/effect.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { ArgumentRole } from '../../kernel/role.ts';
import { admitConnector, proposeConnector } from '../connectors/connector-verbs.ts';
import { isSameDecision } from '../replay/judge.ts';
import { replay } from '../replay/replay.ts';
import { ADA, startRig, type Rig } from '../rig.contract.ts';
import { openTask } from '../tasks.ts';
import { publishWorkflow } from '../verbs.ts';

const IBAN = 'DE89370400440532013000';
const PROMPT = `Open, update or note what it takes for Elm Works, ${IBAN}, Oak, acme/app#5, AB-5, T-6, then
approve CR-5, #5, 5, 6, 7012, CR-6, trip-7 and pay Elm Works, elm works, Oak or Kay.`;
const OUTPUT = { sensitivity: 'internal', categories: [], integrity: 'trusted' } as const;
const WORKFLOW = `holdpoint: workflow/v1
id: duties
purpose: Makes and approves
owner: ada
agents: [scribe]
expires: 2099-01-01
task: {ttl: 2h}
limits: {wall: 4000s, call: 10s, calls: 100, holds: 50}
allow: [{tool: ops/*, preapproved: {}}]
`;
const MAKERS = ['create_payee', 'add_payee', 'create_supplier', 'save_contact', 'payeeCreate'].concat(
  'add_payee_to_account',
  'create_note',
);
const TOOLS: { readonly [name: string]: readonly [Effect, { readonly [pointer: string]: ArgumentRole }] } = {
  open_request: ['write', {}],
  open_ticket: ['write', {}],
  update_request: ['write', { '/id': 'selector' }],
  update_ticket: ['write', { '/id': 'selector' }],
  approve_request: ['approve', { '/id': 'selector' }],
  merge_request: ['approve', { '/id': 'selector' }],
  sign: ['approve', { '/id': 'selector' }],
  pay: ['spend', { '/to': 'identity' }],
  ...Object.fromEntries(
    MAKERS.map((name) => [name, ['write', { '/iban': 'identity', '/payee/iban': 'identity' }]]),
  ),
};

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
  const named = Object.entries(TOOLS);
  rig.upstream.presents['ops'] = Object.fromEntries(
    named.map(([name]) => [name, { name, description: 'Does so.', inputSchema: { type: 'object' } }]),
  );
  const upstream = { transport: 'http', url: 'http://127.0.0.1:1/ops' } as const;
  const { proposal } = await proposeConnector(rig.core, ADA, { id: 'ops', upstream, credential: null });
  await admitConnector(rig.core, ADA, {
    connector: 'ops',
    proposal,
    effects: Object.fromEntries(named.map(([name, [effect]]) => [name, [effect]])),
    profiles: Object.fromEntries(
      named.map(([name, [, roles]]) => [name, { egress: 'none', roles, output: OUTPUT }]),
    ),
  });
  await publishWorkflow(rig.core, ADA, { name: 'duties.yaml', text: WORKFLOW });
  answering({});
});
afterEach(() => rig.stop());

function answering(structuredContent: JsonObject): void {
  rig.upstream.answer = () =>
    Promise.resolve({ outcome: 'succeeded', result: { structuredContent, content: [] } });
}

async function begin(): Promise<string> {
  const { task } = await openTask(rig.core, ADA, { workflow: 'duties', agent: 'scribe', prompt: PROMPT });
  return task!;
}

/** Policies that it waits for. */
async function asks(task: string, tool: string, args: JsonObject): Promise<readonly string[]> {
  const asked = await rig.call(task, `ops/${tool}`, args);
  if (asked.verdict === 'permit') return [];
  const holds = rig.core.world.task(task)!.holds;
  return asked.verdict === 'hold' ? holds[asked.hold]!.asks.map(({ policy }) => policy) : ['denied'];
}

const OWN = 'starter.chain.own-set-up';

test.each<[string, JsonObject, string, string]>([
  ['by the id that the answer gave', { id: 'CR-5' }, 'approve_request', 'CR-5'],
  ['by the number of that id', { id: 'CR-5' }, 'merge_request', '5'],
  ['by the number with a sign', { id: 'CR-5' }, 'merge_request', '#5'],
  ['by an id with the number that the answer gave', { number: 5 }, 'approve_request', 'CR-5'],
  ['by a number that is given twice', { number: 5 }, 'approve_request', '5'],
  ['by a long number, whatever kind it is of', { number: 7012 }, 'sign', '7012'],
])('what a chain made and the prompt names waits for a person, approved %s', async (_, made, tool, id) => {
  answering(made);
  const task = await begin();
  expect(await asks(task, 'open_request', { title: 'Raise the limit' })).toEqual([]);
  expect(await asks(task, tool, { id: 'CR-6' })).toEqual([]);
  expect(await asks(task, tool, { id })).toEqual([OWN]);
});

test.each([
  ['CR-5', 'merge_request', '5'],
  ['5', 'approve_request', 'CR-5'],
  ['acme/app#5', 'merge_request', '#5'],
])('what was changed as %s waits for a person at %s of %s', async (changed, tool, id) => {
  const task = await begin();
  await asks(task, 'update_request', { id: changed });
  expect(await asks(task, tool, { id: '6' })).toEqual([]);
  expect(await asks(task, tool, { id })).toEqual([OWN]);
});

test('a number of another kind of thing, or another id with that number, is something else', async () => {
  const task = await begin();
  answering({ number: 5 });
  await asks(task, 'open_ticket', {});
  answering({});
  await asks(task, 'update_ticket', { id: 'T-6' });
  await asks(task, 'update_request', { id: 'AB-5' });
  expect(await asks(task, 'approve_request', { id: 'CR-5' })).toEqual([]);
  expect(await asks(task, 'merge_request', { id: '6' })).toEqual([]);
});

test('what a chain gave a name waits for a person where it is approved by it', async () => {
  const task = await begin();
  await asks(task, 'open_request', { title: 'Trip 7' });
  expect(await asks(task, 'sign', { id: 'trip-7' })).toEqual([OWN]);
});

test.each<[string, JsonObject]>([
  ['create_payee', { name: 'Elm Works', iban: IBAN }],
  ['add_payee', { nickname: 'Elm Works', account: IBAN }],
  ['create_supplier', { supplier: 'Elm Works', bank_account: '4471882003' }],
  ['save_contact', { label: ' elm works ', iban: IBAN }],
  ['save_contact', { displayName: 'Elm Works', iban: IBAN }],
  ['add_payee', { alias: 'Elm Works', iban: IBAN }],
  ['add_payee', { payee: { name: 'Elm Works', iban: IBAN } }],
  ['payeeCreate', { data: { payees: [{ payee_name: 'Elm Works' }, 'Kay'] } }],
  ['add_payee_to_account', { payee: ['Elm Works'], account: 'Oak' }],
  ['save_contact', { vendor_name: 'Elm Works', iban: IBAN }],
  ['save_contact', { recipientName: 'Elm Works', iban: IBAN }],
  ['create_payee', { name: 'Elm Works Ltd.', iban: IBAN }],
  ['create_payee', { name: 'ELM WORKS, GmbH & Co. KG', iban: IBAN }],
  ['create_payee', { first_name: 'Elm', last_name: 'Works', iban: IBAN }],
  ['create_payee', { payee: { surname: 'Elm', givenName: 'Works' }, iban: IBAN }],
])('a payee that %s sets up with %j waits for a person when paid by that name', async (tool, args) => {
  const task = await begin();
  expect(await asks(task, tool, args)).toEqual([]);
  expect(await asks(task, 'pay', { to: 'Oak' })).toEqual([]);
  expect(await asks(task, 'pay', { to: 'Elm Works' })).toEqual([OWN]);
});

test.each<[string, JsonObject]>([
  ['that is called so', { title: 'Elm Works' }],
  ['whose text only has the name in it', { title: 'Call Elm Works', text: 'Elm Works' }],
  ['that is of somebody by name', { customer: { name: 'Elm Works' }, name: 5 }],
  ['whose name is a sentence with an account', { title: `Elm Works have ${IBAN}` }],
  ['whose name is as long as a text', { title: 'Elm Works '.repeat(30) }],
])('a note %s is no payee that was set up', async (_, args) => {
  const task = await begin();
  await asks(task, 'create_note', args);
  expect(await asks(task, 'pay', { to: 'Elm Works' })).toEqual([]);
  expect(await asks(task, 'pay', { to: IBAN })).toEqual([]);
});

test('more names than are told apart may be anybody', async () => {
  const task = await begin();
  await asks(task, 'create_payee', {
    payees: Array.from({ length: 65 }, (_, n) => ({ name: `payee ${n}` })),
  });
  expect(await asks(task, 'pay', { to: 'Oak' })).toEqual([OWN]);
});

test('a replay after a restart decides the same', async () => {
  answering({ id: 'CR-5' });
  const task = await begin();
  await asks(task, 'open_request', { title: 'Raise the limit' });
  await asks(task, 'create_payee', { name: 'Elm Works', iban: IBAN });
  await rig.restart();
  expect(await asks(task, 'merge_request', { id: '5' })).toEqual([OWN]);
  expect(await asks(task, 'pay', { to: 'elm works' })).toEqual([OWN]);
  let replayed = 0;
  for await (const moment of replay(rig.core, { fromSeq: 0, time: 0 })) {
    if (moment.kind !== 'replayed') continue;
    replayed += 1;
    expect(isSameDecision(moment.recorded, moment.again)).toBe(true);
  }
  expect(replayed).toBe(4);
  expect(await rig.audit()).toMatchObject({ findings: [] });
});
