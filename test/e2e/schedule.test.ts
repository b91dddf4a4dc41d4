// Nobody answers: a real daemon says so when the policy says, through a real channel, each thing once.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPerson } from '../../examples/demo/people.ts';
import { startReceiver, type Receiver } from '../../src/adapters/notify/webhook/receiver.contract.ts';
import { STARTER_POLICY } from '../../src/policy/starter.ts';
import { startHttpServer, type HttpFixture } from '../fixtures/upstream/http-server.ts';
import { connect, DENIAL, setStage, type Stage } from './stage.ts';

const DUE = ['hold-reminded', 'hold-escalated', 'hold-expired'];
const POLICY = `@id("desk.echo") @hold("echoes") @approvers("approver:1")
@remind("1s") @escalate("director:1 after 2s") @expires("10s")
forbid (principal is Agent, action == Action::"desk/echo", resource);`;

let folder: string;
let receiver: Receiver;
let fixture: HttpFixture;
let stage: Stage;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdpoint-schedule-'));
  [receiver, fixture] = await Promise.all([startReceiver(), startHttpServer()]);
  const secret = join(folder, 'webhook');
  await writeFile(secret, `whsec_${Buffer.alloc(32, 7).toString('base64')}`, { mode: 0o600 });
  const hook = `{kind: webhook, name: on-call, url: "${receiver.url}", allowPrivate: true,
       secrets: ["file:${secret}"], events: [${DUE.join(', ')}]}`;
  const channels = `channels:\n  url: https://holdpoint.example\n  list:\n    - ${hook}`;
  stage = await setStage('{holdWaitSeconds: 0}', channels);
  await stage.admit('desk', { transport: 'http', url: fixture.url }, 'write');
  const { alice, daemon } = stage;
  const carol = await createPerson('op_carol', join(folder, 'carol.key'), 'a passphrase of hers');
  const about = { id: carol.id, name: 'Carol', publicKey: carol.publicKey, identity: null };
  await alice.ask('POST', '/operators', { ...about, roles: ['admin'] });
  await carol.signIn(daemon.url, daemon.localToken);
  const sources = [STARTER_POLICY, { name: 'desk.cedar', text: POLICY }];
  const { body } = await alice.ask('POST', '/policy/proposals', { sources });
  const { digest } = body as { digest: string };
  const { status } = await carol.ask('POST', '/policy', { digest });
  if (status !== 201) throw new Error(`not published: ${status}`);
});
afterAll(async () => {
  await stage.stop();
  await Promise.all([receiver.stop(), fixture.close()]);
  await rm(folder, { recursive: true });
});

it('people are reminded, others are asked, and the end is told', async () => {
  const task = await stage.openTask(['desk/echo']);
  const client = await connect(stage.daemon.url, task.token, 'auto');
  const answer = await client.callTool({ name: 'desk__echo', arguments: {} });
  await client.close();
  expect(answer._meta?.[DENIAL]).toMatchObject({ category: 'held' });
  const hold = await stage.hold(task);
  const told = (): readonly unknown[] =>
    receiver.taken
      .filter(({ body }) => body.includes(hold))
      .map(({ body }) => (JSON.parse(body) as { type: string }).type);
  await expect.poll(told).toEqual(DUE);
  const shown = await stage.alice.ask('GET', `/holds/${hold}`);
  expect(shown.body).toMatchObject({ tended: ['reminded', 'escalated', 'expired'] });
});
