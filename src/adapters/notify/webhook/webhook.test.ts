import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, it, test } from 'vitest';
import { sampleMessage, sampleNotice, testNotifier, UNABORTED } from '../notifier.contract.ts';
import { startReceiver, type Receiver } from './receiver.contract.ts';
import { isPublicAddress } from './public-address.ts';
import { createWebhook, type WebhookOptions } from './webhook.ts';

const PAGE = new URL('../../../../../docs/channels.md', import.meta.url);
const OLD = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const NEW = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;
const env = { OLD, NEW, SHORT: 'whsec_c2hvcnQ=', PLAIN: 'a password' };

const receivers: Receiver[] = [];
afterEach(() => Promise.all(receivers.splice(0).map((one) => one.stop())));

async function receive(): Promise<Receiver> {
  const receiver = await startReceiver();
  receivers.push(receiver);
  return receiver;
}

function hook(url: string, more: Partial<WebhookOptions> = {}) {
  return createWebhook({
    url,
    form: 'notices',
    secrets: ['env:OLD'],
    allowPrivate: true,
    env,
    timeoutMs: 5_000,
    ...more,
  });
}

describe('a webhook', () => {
  testNotifier(async () => {
    const receiver = await receive();
    return {
      notifier: hook(receiver.url),
      ids: () => receiver.taken.map(({ headers }) => String(headers['webhook-id'])),
      text: () => receiver.taken.at(-1)!.body,
      stop: () => receiver.stop(),
    };
  });

  it("verifies by the standard's own library with either secret while one replaces the other", async () => {
    const receiver = await receive();
    const both = hook(receiver.url, { secrets: ['env:NEW', 'env:OLD'] });
    expect(await both.deliver(sampleMessage(), UNABORTED)).toBeNull();
    const { body, headers } = receiver.taken[0]!;
    const given = headers as Record<string, string>;
    for (const secret of [OLD, NEW]) expect(new Webhook(secret).verify(body, given)).toBeTypeOf('object');
    const other = new Webhook(Buffer.alloc(32, 3).toString('base64'));
    expect(() => other.verify(body, given)).toThrow('No matching signature');
    expect(() => new Webhook(OLD).verify(`${body} `, given)).toThrow('No matching signature');
  });

  it('has no full stop in its id, at which what is signed is split', async () => {
    const receiver = await receive();
    const message = { ...sampleMessage(), id: 'msg_people_rec_1.0' };
    expect(await hook(receiver.url).deliver(message, UNABORTED)).toBeNull();
    expect(receiver.taken[0]!.headers['webhook-id']).toBe('msg_people_rec_1-0');
  });

  it('is of the form that the documentation publishes', async () => {
    const receiver = await receive();
    const page = await readFile(PAGE, 'utf8');
    const schema = JSON.parse(/```json schema\n([^]*?)```/.exec(page)![1]!) as object;
    const validate = new Ajv2020().compile(schema);
    const messages = [
      sampleMessage(),
      sampleMessage([sampleNotice({ arguments: { text: 'x' } }), sampleNotice({ hold: null, agent: null })]),
      sampleMessage([]),
    ];
    for (const message of messages) await hook(receiver.url).deliver(message, UNABORTED);
    const bodies = receiver.taken.map(({ body }) => JSON.parse(body) as { type: string });
    expect(bodies.map(({ type }) => type)).toEqual(['hold-raised', 'digest', 'test']);
    for (const body of bodies) expect(validate(body), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...bodies[0]!, version: 2 })).toBe(false);
  });

  it('follows no redirect', async () => {
    const [receiver, elsewhere] = [await receive(), await receive()];
    Object.assign(receiver, { status: 307, location: elsewhere.url });
    expect(await hook(receiver.url).deliver(sampleMessage(), UNABORTED)).toBe('refused');
    expect(elsewhere.taken).toEqual([]);
  });

  test.each([
    [200, null],
    [410, 'refused'],
    [500, 'refused'],
    [429, 'slow-down'],
    [503, 'slow-down'],
  ])('that is answered with %i is %s', async (status, failure) => {
    const receiver = await receive();
    receiver.status = status;
    expect(await hook(receiver.url).deliver(sampleMessage(), UNABORTED)).toBe(failure);
  });

  it('goes to no private address that is not said to be meant, by number or by name', async () => {
    const receiver = await receive();
    const { port } = new URL(receiver.url);
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '0x7f.1']) {
      const guarded = hook(`http://${host}:${port}/`, { allowPrivate: false });
      expect([host, await guarded.deliver(sampleMessage(), UNABORTED)]).toEqual([host, 'address-refused']);
    }
    expect(receiver.taken).toEqual([]);
  });

  test.each(['env:NONE', 'env:SHORT', 'env:PLAIN', 'file:/does/not/exist'])(
    'is not sent without a proper secret: %s',
    async (secret) => {
      const receiver = await receive();
      const notifier = hook(receiver.url, { secrets: ['env:OLD', secret] });
      expect(await notifier.deliver(sampleMessage(), UNABORTED)).toBe('secret-missing');
      expect(receiver.taken).toEqual([]);
    },
  );
});

test.each([
  ['8.8.8.8', true],
  ['2606:4700::1111', true],
  ['10.1.2.3', false],
  ['100.64.0.1', false],
  ['127.0.0.2', false],
  ['169.254.169.254', false],
  ['172.31.0.1', false],
  ['192.168.0.1', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::1', false],
  ['fe80::1', false],
  ['fd00::1', false],
  ['::ffff:8.8.8.8', false],
  ['2002:7f00:1::', false],
  ['64:ff9b::a00:1', false],
  ['no address', false],
])('%s is public: %s', (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic);
});
