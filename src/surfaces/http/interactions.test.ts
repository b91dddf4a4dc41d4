// What people do in Slack reaches the kernel through the real door, and the fake Slack shows what came of it.

import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  FAKE,
  pressed,
  readFake,
  signedAt,
  startFakeSlack,
  type FakeMessage,
  type FakeSlack,
  type Pressing,
} from '../../adapters/notify/slack/fake-slack.contract.ts';
import { createSlack } from '../../adapters/notify/slack/slack.ts';
import { act } from '../../gateway/action/act.ts';
import { admitConnector, proposeConnector } from '../../gateway/connectors/connector-verbs.ts';
import { channelTo } from '../../gateway/notices/sample-notifier.contract.ts';
import { offerPolicy, publishPolicy } from '../../gateway/policies/policy-verbs.ts';
import { closeTask, openTask } from '../../gateway/tasks.ts';
import { addOperator, publishWorkflow, registerAgent } from '../../gateway/verbs.ts';
import type { Effect } from '../../kernel/effect.ts';
import { STARTER_POLICY } from '../../policy/starter.ts';
import { startSample, WORKFLOW, type SampleGateway } from './sample-gateway.contract.ts';

const ADA = { kind: 'operator', id: 'ada' } as const;
const HEIDI = { kind: 'operator', id: 'heidi' } as const;
const PERMIT = `@id("slack")
permit (principal in Role::"approver", action == Action::"reject-in-channel", resource);`;
const INTERACTIONS = '/api/v1/channels/people/interactions';
const env = { TOKEN: FAKE.token, SECRET: FAKE.secret };

let slack: FakeSlack;
let sample: SampleGateway;

beforeEach(async () => {
  slack = await startFakeSlack();
});
afterEach(async () => {
  await sample.stop();
  await slack.stop();
});

interface Setting {
  readonly effects?: readonly Effect[] | null;
  readonly policy?: string | null;
}

async function start({ effects = ['write'], policy = PERMIT }: Setting = {}): Promise<void> {
  const people = { U0GRACE: 'grace', U0VERA: 'vera' };
  const reject = { signingSecret: 'env:SECRET', workspace: FAKE.workspace, people };
  const notifier = createSlack({
    channel: FAKE.channel,
    token: 'env:TOKEN',
    api: slack.api,
    reject: effects && { ...reject, effects },
    env,
    timeoutMs: 5_000,
  });
  const channels = [channelTo(notifier, { events: ['hold-raised'] })];
  sample = await startSample('separated', { notifying: { url: 'https://holdpoint.example', channels } });
  const { core } = sample;
  for (const [id, roles] of [
    ['grace', ['approver']],
    ['vera', ['viewer']],
    ['heidi', ['admin']],
  ] as const) {
    await addOperator(core, ADA, { id, name: id, roles, publicKey: null, identity: null });
  }
  await registerAgent(core, ADA, {
    id: 'scribe',
    owner: 'ada',
    environment: 'test',
    groups: [],
    identity: null,
  });
  const upstream = { transport: 'http', url: 'http://127.0.0.1:1/' } as const;
  const { proposal } = await proposeConnector(core, ADA, { id: 'notes', upstream, credential: null });
  const known = { read_note: ['read'], write_note: ['write'] } as const;
  await admitConnector(core, ADA, { connector: 'notes', proposal, effects: known });
  await publishWorkflow(core, ADA, { name: 'notes.yaml', text: WORKFLOW });
  if (policy !== null) {
    const offered = await offerPolicy(core, ADA, [STARTER_POLICY, { name: 'slack.cedar', text: policy }]);
    if (offered.verdict === 'invalid') throw new Error(JSON.stringify(offered.problems));
    await publishPolicy(core, HEIDI, offered.digest);
  }
  await core.notifying!.round();
}

/** A hold, told in Slack. */
async function hold(): Promise<{ task: string; message: FakeMessage; again: () => ReturnType<typeof act> }> {
  const { task } = await openTask(sample.core, ADA, {
    workflow: 'notes',
    agent: 'scribe',
    prompt: 'Write it',
  });
  const ask = () =>
    act(sample.core, {
      agent: 'scribe',
      task: task!,
      connector: 'notes',
      tool: 'write_note',
      arguments: { name: 'x' },
      waitMs: 0,
      signal: new AbortController().signal,
      onProgress: () => undefined,
      onElicit: () => Promise.resolve({ action: 'decline' }),
    });
  expect(await ask()).toMatchObject({ verdict: 'hold' });
  await sample.core.notifying!.round();
  return { task: task!, message: standing(), again: ask };
}

const holds = async () => (await sample.core.models.holds({ limit: 10 })).rows;
const standing = (): FakeMessage => [...slack.messages.values()].at(-1)!;

/** Presses as Slack would tell it, and gives what that one person was told. */
async function press(message: FakeMessage, more: Pressing = {}): Promise<string> {
  const told = slack.next('chat.postEphemeral');
  const body = pressed(message, more);
  const headers = signedAt(Math.floor(Date.now() / 1000), body);
  const response = await sample.call(INTERACTIONS, { token: null, body, headers });
  expect([response.status, await response.text()]).toEqual([200, '']);
  const call = await told;
  expect(call.body.user).toBe(more.user ?? 'U0GRACE');
  return readFake(call.body.blocks);
}

it('a no ends the hold, stands as the word of the channel, and the message says so', async () => {
  await start();
  const { task, message, again } = await hold();
  expect(readFake(message.blocks)).toContain('scribe asks for notes/write_note (write); it waits');
  const updated = slack.next('chat.update');
  expect(await press(message)).toBe('You rejected it.');
  await updated;
  expect(readFake(standing().blocks)).toMatch(/it was rejected\n\[Open in Holdpoint\]\([^)]*\)$/);
  const records = await sample.store.read({ fromSeq: 0, limit: 1000, stream: `task/${task}` });
  const types = records.map(({ type }) => type);
  expect(types).toContain('hold-rejected-in-channel');
  expect(types).not.toContain('hold-rejected');
  expect(await again()).toMatchObject({ verdict: 'deny' });
});

it('a no that is said twice is refused the second time, and the person hears why', async () => {
  await start();
  const { message } = await hold();
  await press(message);
  expect(await press(message)).toMatch(
    /^Not rejected: it was rejected by grace at 2\d{3}-\d\d-\d\dT[\d:.]+Z\.$/,
  );
});

it('a no of somebody who is nobody here, or whom policy does not let, decides nothing', async () => {
  await start();
  const { message } = await hold();
  expect(await press(message, { user: 'U0OTHER' })).toMatch(/^Nobody here goes by your account/);
  expect(await press(message, { user: 'U0VERA' })).toMatch(/^Not rejected: policy-default-deny/);
  expect(await press(message, { workspace: 'T0OTHER' })).toMatch(/^Nobody here/);
  const value = 'task_0000000000000000/hold_0000000000000000';
  expect(await press(message, { value })).toMatch(/^There is no such hold/);
  expect(await holds()).toMatchObject([{ status: 'pending' }]);
});

it('policy that says nothing of it lets nobody, whatever else they may decide', async () => {
  await start({ policy: null });
  const { message } = await hold();
  expect(await press(message)).toMatch(/^Not rejected: policy-default-deny/);
});

it('what is too grave for it has no button, and a press that is made up decides nothing', async () => {
  await start({ effects: ['read'] });
  const { task, message } = await hold();
  expect(readFake(message.blocks)).not.toContain('[Reject]');
  const [row] = await holds();
  const action = 'holdpoint_reject';
  expect(await press(message, { action, value: `${task}/${row!.id}` })).toMatch(/^This is too grave/);
});

it('what is unsigned, too old or heard before is refused, and elsewhere there is no door', async () => {
  await start();
  const { message } = await hold();
  const body = pressed(message);
  const send = async (headers: Record<string, string>, path = INTERACTIONS): Promise<number> =>
    (await sample.call(path, { token: null, body, headers })).status;
  const now = Math.floor(Date.now() / 1000);
  expect(await send({ 'content-type': 'application/x-www-form-urlencoded' })).toBe(401);
  expect(await send(signedAt(now, body, 'guess'))).toBe(401);
  expect(await send(signedAt(now - 600, body))).toBe(401);
  expect(await send(signedAt(now, body), '/api/v1/channels/nowhere/interactions')).toBe(404);
  expect(await holds()).toMatchObject([{ status: 'pending' }]);
  expect(await send(signedAt(now, body))).toBe(200);
  expect(await send(signedAt(now, body))).toBe(401);
});

it('where nothing was configured nothing is offered and nothing is heard', async () => {
  await start({ effects: null });
  const { message } = await hold();
  expect(readFake(message.blocks)).not.toContain('[Reject]');
  const body = pressed(null, {
    value: 'task_0000000000000000/hold_0000000000000000',
    action: 'holdpoint_reject',
  });
  const headers = signedAt(Math.floor(Date.now() / 1000), body);
  expect((await sample.call(INTERACTIONS, { token: null, body, headers })).status).toBe(404);
});

it('a message whose hold ended elsewhere is changed, once, also after Slack was away', async () => {
  await start();
  const { task } = await hold();
  slack.trouble = { status: 503 };
  await closeTask(sample.core, ADA, task);
  await sample.core.notifying!.round();
  slack.trouble = null;
  expect(readFake(standing().blocks)).toContain('it waits');
  // Something else is recorded, so that it is looked at again before its time.
  await openTask(sample.core, ADA, { workflow: 'notes', agent: 'scribe', prompt: 'Another' });
  await sample.core.notifying!.round();
  expect(readFake(standing().blocks)).toContain('it is void');
  const calls = slack.calls.length;
  await openTask(sample.core, ADA, { workflow: 'notes', agent: 'scribe', prompt: 'A third' });
  await sample.core.notifying!.round();
  expect(slack.calls).toHaveLength(calls);
});
