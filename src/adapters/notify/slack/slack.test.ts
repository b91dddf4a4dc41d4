import { afterEach, describe, expect, it, test } from 'vitest';
import type { Hearsay, Notice } from '../../../gateway/ports/notifier.ts';
import { sampleMessage, sampleNotice, testNotifier, UNABORTED } from '../notifier.contract.ts';
import {
  elementsOf,
  FAKE,
  pressed,
  readFake,
  signedAt,
  startFakeSlack,
  type FakeMessage,
  type FakeSlack,
  type Pressing,
} from './fake-slack.contract.ts';
import { createSlack, type SlackOptions } from './slack.ts';

const NOW = Date.UTC(2026, 10, 21);
const env = { TOKEN: FAKE.token, OTHER: 'xoxb-revoked', SECRET: FAKE.secret, LINES: 'two\nlines' };
const REJECT: NonNullable<SlackOptions['reject']> = {
  signingSecret: 'env:SECRET',
  workspace: FAKE.workspace,
  people: { U0GRACE: 'grace' },
  effects: ['read', 'write', 'delete'],
};

const slacks: FakeSlack[] = [];
afterEach(() => Promise.all(slacks.splice(0).map((one) => one.stop())));

async function start(): Promise<FakeSlack> {
  const slack = await startFakeSlack();
  slacks.push(slack);
  return slack;
}

function tellIn({ api }: Pick<FakeSlack, 'api'>, more: Partial<SlackOptions> = {}) {
  const basic = { channel: FAKE.channel, token: 'env:TOKEN', api, reject: null, env, timeoutMs: 5_000 };
  return createSlack({ ...basic, ...more });
}

async function post(slack: FakeSlack, notice: Partial<Notice> = {}, more: Partial<SlackOptions> = {}) {
  const message = sampleMessage([sampleNotice(notice)]);
  expect(await tellIn(slack, more).deliver(message, UNABORTED)).toBeNull();
  return [...slack.messages.values()].at(-1)!;
}

const buttons = (message: FakeMessage): string[] =>
  elementsOf(message.blocks)
    .filter(({ type }) => type === 'button')
    .map(({ value }) => String(value));

describe('a message in Slack', () => {
  testNotifier(async () => {
    const slack = await start();
    return {
      notifier: tellIn(slack),
      ids: () => slack.calls.map(({ body }) => body.metadata!.event_payload.id),
      text: () => readFake(slack.calls.at(-1)!.body.blocks),
      stop: () => slack.stop(),
    };
  });

  it('shows words from elsewhere as they are: no mention, no link, no format, nothing fetched', async () => {
    const slack = await start();
    const says = '<!channel> <@U0ADMIN> *now* <https://evil.example|approve> `x` &lt; :tada:';
    const values = { text: '```<!here>``` \u202eevil\u2066 ![](https://evil.example/beacon)' };
    const message = await post(slack, { says, arguments: values });
    // Literal elements alone carry them, and the one link is ours.
    const kinds = new Set(elementsOf(message.blocks).map(({ type }) => type));
    expect(kinds).toEqual(
      new Set(['rich_text', 'rich_text_section', 'rich_text_preformatted', 'text', 'link']),
    );
    const links = elementsOf(message.blocks).filter(({ type }) => type === 'link');
    expect(links.map(({ url }) => url)).toEqual(['https://holdpoint.example/holds/hold_0000000000000001']);
    expect(readFake(message.blocks)).toContain('<!channel> <@U0ADMIN>');
    expect(readFake(message.blocks)).toContain('\\u202eevil\\u2066');
    expect(message.text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
    const quiet = { mrkdwn: false, parse: 'none', link_names: false };
    expect(message).toMatchObject({ ...quiet, unfurl_links: false, unfurl_media: false });
  });

  it('is bounded whatever it tells of, and says that there is more', async () => {
    const slack = await start();
    const long = await post(slack, { arguments: { text: 'x'.repeat(1_000_000) } });
    expect(readFake(long.blocks).length).toBeLessThan(3_000);
    expect(readFake(long.blocks)).toContain('more in Holdpoint');
    const many = sampleMessage(Array.from({ length: 100 }, () => sampleNotice()));
    expect(await tellIn(slack).deliver(many, UNABORTED)).toBeNull();
    expect(readFake([...slack.messages.values()].at(-1)!.blocks)).toContain('and 85 more');
  });

  it('offers a no to one hold that waits, where people may say it to all that it does', async () => {
    const slack = await start();
    const offered = async (notice: Partial<Notice>, reject: SlackOptions['reject'] = REJECT) =>
      buttons(await post(slack, notice, { reject }));
    expect(await offered({})).toEqual(['task_0000000000000002/hold_0000000000000001']);
    expect(await offered({}, null)).toEqual([]);
    expect(await offered({ effects: ['write', 'spend'] })).toEqual([]);
    expect(await offered({ effects: [] })).toEqual([]);
    expect(await offered({ expiresAt: null })).toEqual([]);
    expect(await offered({ kind: 'hold-decided' })).toEqual([]);
    const two = sampleMessage([sampleNotice(), sampleNotice()]);
    await tellIn(slack, { reject: REJECT }).deliver(two, UNABORTED);
    expect(buttons([...slack.messages.values()].at(-1)!)).toEqual([]);
  });

  it('is changed where it stands, and one that somebody deleted or nobody may change is let go', async () => {
    const slack = await start();
    const { revising } = tellIn(slack, { reject: REJECT });
    const posted = await revising!.post(sampleMessage(), UNABORTED);
    const { handle } = posted as { handle: string };
    const over = sampleMessage([sampleNotice({ says: 'it was rejected', expiresAt: null })]);
    expect(await revising!.revise(handle, over, UNABORTED)).toBeNull();
    const [message] = [...slack.messages.values()];
    expect(readFake(message!.blocks)).toMatch(/^it was rejected/);
    expect(buttons(message!)).toEqual([]);
    slack.messages.clear();
    expect(await revising!.revise(handle, over, UNABORTED)).toBeNull();
    slack.trouble = { error: 'edit_window_closed' };
    expect(await revising!.revise(handle, over, UNABORTED)).toBeNull();
    slack.trouble = { error: 'fatal_error' };
    expect(await revising!.revise(handle, over, UNABORTED)).toBe('refused');
  });

  test.each([
    [{ error: 'channel_not_found' }, 'refused'],
    [{ error: 'ratelimited' }, 'slow-down'],
    [{ status: 429 }, 'slow-down'],
    [{ status: 503 }, 'slow-down'],
    [{ status: 500 }, 'refused'],
  ])('that is answered with %j is %s', async (trouble, failure) => {
    const slack = await start();
    slack.trouble = trouble;
    expect(await tellIn(slack).deliver(sampleMessage(), UNABORTED)).toBe(failure);
  });

  test.each([
    ['env:NONE', 'secret-missing'],
    ['env:LINES', 'secret-missing'],
    ['env:OTHER', 'refused'],
  ])('with the token %s is %s', async (token, failure) => {
    const slack = await start();
    expect(await tellIn(slack, { token }).deliver(sampleMessage(), UNABORTED)).toBe(failure);
    expect(slack.messages.size).toBe(0);
  });
});

describe('what somebody presses in Slack', () => {
  const VALUE = 'task_0000000000000002/hold_0000000000000001';
  const press = (more: Pressing = {}): string =>
    pressed(null, { value: VALUE, action: 'holdpoint_reject', ...more });
  const said = (body: string, at = NOW, secret = FAKE.secret): Hearsay => {
    const headers = signedAt(Math.floor(at / 1000), body, secret);
    return {
      timestamp: headers['x-slack-request-timestamp']!,
      signature: headers['x-slack-signature']!,
      body: Buffer.from(body),
    };
  };
  const hearing = (more: Partial<typeof REJECT> = {}) =>
    tellIn({ api: 'http://127.0.0.1:9/api' }, { reject: { ...REJECT, ...more } }).hearing!;

  it("is a no of the operator whom the configuration calls by that member's id", async () => {
    expect(await hearing().hear(said(press()), NOW)).toEqual({
      kind: 'reject',
      answer: {
        task: 'task_0000000000000002',
        hold: 'hold_0000000000000001',
        account: 'U0GRACE',
        operator: 'grace',
        place: FAKE.channel,
      },
    });
  });

  test.each([
    ['another member', { user: 'U0OTHER' }],
    ['a member of another workspace with the same id', { workspace: 'T0OTHER' }],
  ])('is nobody here where it is %s', async (_who, more) => {
    expect(await hearing().hear(said(press(more)), NOW)).toMatchObject({ answer: { operator: null } });
  });

  test.each([
    ['of another channel', press({ channel: 'C0OTHER' })],
    ['of another button', press({ action: 'holdpoint_approve' })],
    ['of no hold', press({ value: 'task_1/hold_1' })],
    ['no payload', 'payload='],
    ['no JSON', 'payload=%7B'],
    ['two payloads', `${press()}&${press()}`],
  ])('asks for nothing where it is %s', async (_what, body) => {
    expect(await hearing().hear(said(body), NOW)).toEqual({ kind: 'nothing' });
  });

  it("is believed with Slack's signature over these very bytes alone", async () => {
    const body = press();
    const good = said(body);
    const forged: Hearsay[] = [
      { ...good, body: Buffer.from(body.replace('U0GRACE', 'U0OTHER')) },
      { ...good, timestamp: String(Number(good.timestamp) + 1) },
      { ...good, signature: good.signature.replace('v0=', 'v1=') },
      { ...good, signature: good.signature.toUpperCase() },
      { ...good, signature: '' },
      { ...good, timestamp: '' },
      { ...good, timestamp: `${good.timestamp}.0` },
      said(body, NOW, 'another secret'),
    ];
    for (const one of forged) expect(await hearing().hear(one, NOW)).toEqual({ kind: 'not-authentic' });
    const without = hearing({ signingSecret: 'env:NONE' });
    expect(await without.hear(good, NOW)).toEqual({ kind: 'not-authentic' });
    expect(await hearing().hear(good, NOW)).toMatchObject({ kind: 'reject' });
  });

  it('is believed for five minutes either way, and once', async () => {
    const five = 5 * 60_000;
    const one = hearing();
    for (const at of [NOW - five - 1000, NOW + five + 1000]) {
      expect(await one.hear(said(press(), at), NOW)).toEqual({ kind: 'not-authentic' });
    }
    for (const at of [NOW - five, NOW + five]) {
      const first = said(press(), at);
      expect(await one.hear(first, NOW)).toMatchObject({ kind: 'reject' });
      expect(await one.hear(first, NOW)).toEqual({ kind: 'not-authentic' });
      // Not even when it is the last moment in which it could be believed.
      expect(await one.hear(first, at + five)).toEqual({ kind: 'not-authentic' });
    }
  });
});
