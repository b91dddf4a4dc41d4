import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Effect } from '../../kernel/effect.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { ToolProfile } from '../../kernel/state.ts';
import { admitConnector, proposeConnector } from '../connectors/connector-verbs.ts';
import { ADA, startRig, type Rig } from '../rig.contract.ts';
import { publishWorkflow } from '../verbs.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
  const output = { sensitivity: 'restricted', categories: ['phi'], integrity: 'trusted' } as const;
  await admit('ehr', 'read_chart', ['id'], {
    effects: ['read'],
    profile: { egress: 'none', roles: {}, output },
  });
  await admit('mail', 'send_email', ['to', 'body'], {});
  const text = `holdpoint: workflow/v1
id: notes
purpose: Look after patients
owner: ada
agents: [scribe]
expires: 2099-01-01
task: {ttl: 30m}
limits: {calls: 500, wall: 4000s, call: 10s, holds: 100}
allow:
  - {tool: ehr/read_chart, preapproved: true}
  - {tool: mail/send_email, preapproved: true}
`;
  await publishWorkflow(rig.core, ADA, { name: 'notes.workflow.yaml', text });
  rig.upstream.answer = ({ tool }) => {
    const said = tool === 'read_chart' ? 'Mr Smith has had low moods since spring' : 'sent';
    return Promise.resolve({ outcome: 'succeeded', result: { content: [{ type: 'text', text: said }] } });
  };
});
afterEach(() => rig.stop());

interface As {
  readonly effects?: readonly Effect[];
  readonly profile?: ToolProfile;
}

async function admit(
  connector: string,
  name: string,
  names: readonly string[],
  { effects, profile }: As,
): Promise<void> {
  const properties = Object.fromEntries(names.map((one) => [one, { type: 'string' }]));
  const inputSchema: JsonObject = { type: 'object', properties };
  rig.upstream.presents[connector] = { [name]: { name, description: name, inputSchema } };
  const upstream = { transport: 'http', url: `http://127.0.0.1:1/${connector}` } as const;
  const { proposal } = await proposeConnector(rig.core, ADA, { id: connector, upstream, credential: null });
  await admitConnector(rig.core, ADA, {
    connector,
    proposal,
    effects: effects === undefined ? {} : { [name]: effects },
    profiles: profile === undefined ? {} : { [name]: profile },
  });
}

const LEAK = { to: 'bob@partner.example', body: 'Mr Smith has had low moods since spring' };

/** A task of the agent that asks for nothing but a mail to whom the person named. */
async function mail(args: JsonObject) {
  const task = await rig.open('Say "all is well" to bob@partner.example');
  return { task, asked: await rig.call(task, 'mail/send_email', args) };
}

async function readChart(): Promise<void> {
  await rig.call(await rig.open('Read the chart'), 'ehr/read_chart', { id: 'smith' });
}

test('what one task read leaves by another one only after people looked at it', async () => {
  await readChart();
  const { task, asked } = await mail(LEAK);
  expect(asked).toMatchObject({ verdict: 'hold', asks: [{ policy: 'starter.leaving.elsewhere' }] });
  await rig.restart();
  expect((await mail(LEAK)).asked).toMatchObject({ verdict: 'hold' });
  if (asked.verdict === 'hold') await rig.decide('grace', 'approve', task, asked.hold);
  expect(await rig.call(task, 'mail/send_email', LEAK)).toMatchObject({ verdict: 'permit' });
  // The host is not new to the agent any more.
  expect((await mail({ ...LEAK, body: 'See you soon' })).asked).toMatchObject({ verdict: 'permit' });
});

test('words that the person said, and those of an agent that read nothing, go unasked', async () => {
  expect((await mail({ ...LEAK, to: 'bob@partner.example' })).asked).toMatchObject({ verdict: 'permit' });
  await readChart();
  const task = await rig.open('Say "all is well" to ann@client.example');
  const said = { to: 'ann@client.example', body: 'all is well' };
  expect(await rig.call(task, 'mail/send_email', said)).toMatchObject({ verdict: 'permit' });
});
