// What waits for people reaches them where they are: by a signed webhook, by mail and in Slack, each with a
// link that leads through the proxy in front of a real daemon; and a no that is said in Slack ends it.

import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request as ask, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPerson, type Person } from '../../examples/demo/people.ts';
import {
  FAKE,
  pressed,
  readFake,
  signedAt,
  startFakeSlack,
  type FakeMessage,
  type FakeSlack,
} from '../../src/adapters/notify/slack/fake-slack.contract.ts';
import {
  decodeMail,
  startMailServer,
  type MailServer,
} from '../../src/adapters/notify/smtp/mail-server.contract.ts';
import {
  startReceiver,
  type Received,
  type Receiver,
} from '../../src/adapters/notify/webhook/receiver.contract.ts';
import { STARTER_POLICY } from '../../src/policy/starter.ts';
import { listen, startHttpServer, stop, type HttpFixture } from '../fixtures/upstream/http-server.ts';
import { admitTasks, askTask, callAsTask, DECLARED } from './task-client.ts';
import { connect, DENIAL, setStage, type Stage, type Task } from './stage.ts';

const ORIGIN = 'https://holdpoint.example';
const SECRET = Buffer.alloc(32, 7);
const IN_SLACK = `@id("slack.reject")
permit (principal in Role::"approver", action == Action::"reject-in-channel", resource);`;

let folder: string;
let receiver: Receiver;
let mail: MailServer;
let slack: FakeSlack;
let fixture: HttpFixture;
let stage: Stage;
/** Approves too. */
let carol: Person;
const proxy = createServer();
let proxied: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdpoint-channels-'));
  [receiver, mail, slack, fixture] = await Promise.all([
    startReceiver(),
    startMailServer(),
    startFakeSlack(),
    startHttpServer(),
  ]);
  stage = await setStage('{holdWaitSeconds: 0}', await settings());
  proxied = await startProxy();
  await stage.admit('desk', { transport: 'http', url: fixture.url }, 'write');
  await letPeopleRejectInSlack();
});
afterAll(async () => {
  await stage.stop();
  await Promise.all([receiver.stop(), mail.stop(), slack.stop(), fixture.close(), stop(proxy)]);
  await rm(folder, { recursive: true });
});

/** Without `channels.url`: links lead to the console's own address. */
async function settings(): Promise<string> {
  const secretOf = async (name: string, words: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, words, { mode: 0o600 });
    return `"file:${path}"`;
  };
  const signing = await secretOf('webhook', `whsec_${SECRET.toString('base64')}`);
  const token = await secretOf('slack-token', FAKE.token);
  const slackSigning = await secretOf('slack-secret', FAKE.secret);
  const people = '{from: holdpoint@example.org, to: [bob@example.org]}';
  return `console: {origin: "${ORIGIN}"}
channels:
  list:
    - {kind: webhook, name: on-call, url: "${receiver.url}", allowPrivate: true, secrets: [${signing}],
       events: [hold-raised, hold-decided]}
    - {kind: smtp, name: office, host: 127.0.0.1, port: ${mail.port}, ${people.slice(1, -1)}}
    - {kind: slack, name: team, channel: ${FAKE.channel}, token: ${token}, api: "${slack.api}",
       reject: {signingSecret: ${slackSigning}, workspace: ${FAKE.workspace}, people: {U0BOB: op_bob}}}`;
}

/** Ends TLS in front of Holdpoint, as it were: people and Slack reach it by its one public name. */
async function startProxy(): Promise<string> {
  proxy.on('request', (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const from = { ...headers, host: new URL(ORIGIN).host, 'x-forwarded-for': '203.0.113.7' };
    const { hostname, port } = new URL(stage.daemon.url);
    const to = { hostname, port, path: url, headers: from, ...(method === undefined ? {} : { method }) };
    const asked = ask(to, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(asked);
  });
  return listen(proxy);
}

async function letPeopleRejectInSlack(): Promise<void> {
  const { alice, daemon } = stage;
  carol = await createPerson('op_carol', join(folder, 'carol.key'), 'a passphrase of hers');
  const { id, publicKey } = carol;
  await alice.ask('POST', '/operators', {
    id,
    name: 'Carol',
    roles: ['admin', 'approver'],
    publicKey,
    identity: null,
  });
  await carol.signIn(daemon.url, daemon.localToken);
  const sources = [STARTER_POLICY, { name: 'slack.cedar', text: IN_SLACK }];
  const { body } = await alice.ask('POST', '/policy/proposals', { sources });
  const { digest } = body as { digest: string };
  expect(await carol.ask('POST', '/policy', { digest })).toMatchObject({ status: 201 });
}

interface Held {
  readonly task: Task;
  readonly hold: string;
  /** What the agent hears when it asks again. */
  readonly again: () => Promise<unknown>;
}

async function raise(): Promise<Held> {
  const task = await stage.openTask(['desk/echo']);
  const call = async () => {
    const client = await connect(stage.daemon.url, task.token, 'auto');
    const answer = await client.callTool({ name: 'desk__echo', arguments: {} });
    await client.close();
    return answer._meta?.[DENIAL] ?? answer;
  };
  expect(await call()).toMatchObject({ category: 'held' });
  return { task, hold: await stage.hold(task), again: call };
}

/** Standard Webhooks 1.0, "Verifying signatures", written from its text; gives the body of what is good. */
function verify({ headers, body }: Received): WebhookBody {
  const [id, at, signatures] = ['id', 'timestamp', 'signature'].map((name) => headers[`webhook-${name}`]);
  expect(Math.abs(Date.now() / 1000 - Number(at))).toBeLessThan(300);
  const mac = createHmac('sha256', SECRET)
    .update(`${String(id)}.${String(at)}.${body}`)
    .digest('base64');
  expect(String(signatures).split(' ')).toContain(`v1,${mac}`);
  return JSON.parse(body) as WebhookBody;
}

interface WebhookBody {
  readonly type: string;
  readonly data: { readonly notices: readonly { readonly hold: string; readonly link: string }[] };
}

const aboutIn = (hold: string): Received[] => receiver.taken.filter(({ body }) => body.includes(hold));
const idsOf = (taken: readonly Received[]) => taken.map(({ headers }) => headers['webhook-id']);
const mailAbout = (hold: string) =>
  mail.taken.map(({ raw }) => decodeMail(raw)).filter((raw) => raw.includes(hold));
const inSlack = (hold: string): FakeMessage | undefined =>
  [...slack.messages.values()].find(({ blocks }) => JSON.stringify(blocks).includes(hold));

async function told(hold: string): Promise<void> {
  await expect.poll(() => aboutIn(hold).length > 0 && mailAbout(hold).length > 0).toBe(true);
  await expect.poll(() => inSlack(hold)).toBeDefined();
}

async function press(hold: string, user: string): Promise<{ status: number; says: string }> {
  const said = slack.next('chat.postEphemeral');
  const body = pressed(inSlack(hold)!, { user });
  const headers: IncomingHttpHeaders = signedAt(Math.floor(Date.now() / 1000), body);
  const path = `${proxied}/api/v1/channels/team/interactions`;
  const { status } = await fetch(path, { method: 'POST', headers: headers as Record<string, string>, body });
  return { status, says: readFake((await said).body.blocks) };
}

it('tells a hold in every channel once, with a link that leads to it through the proxy', async () => {
  const { task, hold, again } = await raise();
  await told(hold);
  const link = `${ORIGIN}/holds/${hold}`;
  const [message] = aboutIn(hold);
  expect(verify(message!)).toMatchObject({ type: 'hold-raised', data: { notices: [{ hold, link }] } });
  expect(mailAbout(hold)[0]).toContain(link);
  expect(readFake(inSlack(hold)!.blocks)).toContain(`(${link})`);
  const { pathname } = new URL(link);
  const there = await fetch(proxied + pathname, { redirect: 'manual' });
  const isConsole = there.status === 302 && there.headers.get('location') === `/inbox/${hold}`;
  expect(isConsole || (await there.text()).includes(`holdpoint approve ${hold}`)).toBe(true);
  expect(await stage.bob.decide('approve', task.id, hold, 'looks right')).toMatchObject({ status: 200 });
  expect(await again()).toMatchObject({ content: [{ type: 'text', text: 'hello' }, {}, {}, {}] });
  await expect
    .poll(() => aboutIn(hold).map((one) => verify(one).type))
    .toEqual(['hold-raised', 'hold-decided']);
  await expect.poll(() => readFake(inSlack(hold)!.blocks)).toContain('it was done');
  expect(mailAbout(hold)).toHaveLength(1);
});

it('takes a no of somebody who is mapped, said in Slack through the proxy, and of nobody else', async () => {
  const { task, hold, again } = await raise();
  await told(hold);
  expect(readFake(inSlack(hold)!.blocks)).toContain('[Reject]');
  const stranger = await press(hold, 'U0MALLORY');
  expect(stranger.status).toBe(200);
  expect(stranger.says).toContain('Nobody here goes by your account');
  expect(await stage.holds(task)).toHaveLength(1);
  expect(await press(hold, 'U0BOB')).toEqual({ status: 200, says: 'You rejected it.' });
  expect(await stage.bodies(task, 'hold-rejected-in-channel')).toMatchObject([
    { hold, channel: 'team', account: 'U0BOB' },
  ]);
  expect(await again()).toMatchObject({ category: 'rejected' });
  await expect.poll(() => aboutIn(hold)).toHaveLength(2);
  await expect.poll(() => readFake(inSlack(hold)!.blocks)).toMatch(/it was rejected\n/);
  expect(await stage.bob.decide('approve', task.id, hold, 'too late')).toMatchObject({ status: 403 });
  const body = pressed(inSlack(hold)!, { value: `${task.id}/${hold}`, action: 'holdpoint_reject' });
  const forged = signedAt(Math.floor(Date.now() / 1000), body, 'a guess');
  const path = `${proxied}/api/v1/channels/team/interactions`;
  expect((await fetch(path, { method: 'POST', headers: forged, body })).status).toBe(401);
});

it('ends once, however many decide at once, and who comes second hears who decided and when', async () => {
  for (let round = 0; round < 3; round++) {
    const task = await stage.openTask(['desk/echo']);
    const client = await connect(stage.daemon.url, task.token, 'auto', { capabilities: DECLARED });
    admitTasks(client.transport!);
    const { taskId: hold } = await callAsTask(client, 'desk__echo');
    await told(hold);
    const [slacked, carols, bobs] = await Promise.all([
      press(hold, 'U0BOB'),
      carol.decide('reject', task.id, hold, 'not this one'),
      stage.bob.decide('reject', task.id, hold, 'nor by me'),
      askTask(client, 'tasks/cancel', hold),
    ]);
    await client.close();
    const answers = [carols, bobs];
    const records = await stage.records(task);
    const ends = records.filter(({ type }) => /^hold-(?:rejected|withdrawn)/.test(type));
    expect(ends).toHaveLength(1);
    const [{ type, actor, time }] = ends as [(typeof ends)[number]];
    const isSlack = type === 'hold-rejected-in-channel';
    const isSigned = type === 'hold-rejected';
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(isSigned ? 1 : 0);
    const how = type === 'hold-withdrawn' ? 'ended' : 'rejected';
    const when = `it was ${how} by ${actor.id} at ${new Date(time).toISOString()}`;
    expect(slacked.says).toBe(isSlack ? 'You rejected it.' : `Not rejected: ${when}.`);
    for (const { status, body } of answers.filter((answer) => answer.status !== 200)) {
      expect(status).toBe(403);
      expect(JSON.stringify(body)).toContain(when);
    }
    await expect.poll(() => aboutIn(hold)).toHaveLength(2);
  }
});

it('tells after a restart what it could not tell before, each under one id, and nothing twice', async () => {
  receiver.status = 503;
  const first = await raise();
  await told(first.hold);
  const refused = idsOf(receiver.taken).at(-1);
  const before = receiver.taken.length;
  await stage.restart(() => {
    receiver.status = 204;
    return Promise.resolve();
  });
  const second = await raise();
  await told(second.hold);
  const since = receiver.taken.slice(before);
  expect(since.map((one) => verify(one).data.notices[0]!.hold)).toEqual([first.hold, second.hold]);
  expect(idsOf(since)[0]).toBe(refused);
  for (const hold of [first.hold, second.hold]) expect(mailAbout(hold)).toHaveLength(1);
  const posted = slack.calls.filter(({ method }) => method === 'chat.postMessage');
  const shown = posted.map(({ body }) => JSON.stringify(body.blocks));
  for (const hold of [first.hold, second.hold]) {
    expect(shown.filter((blocks) => blocks.includes(hold))).toHaveLength(1);
  }
});
