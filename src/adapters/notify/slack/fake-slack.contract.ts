// A fake Slack, and no more: the few methods of its Web API that are used, with its answers, its errors
// and its way to sign what people press, as its documentation has them. It takes no block that Slack would
// not take.

import { createHmac, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export const FAKE = {
  token: 'xoxb-a-fake-token',
  secret: '8f742231b10e8888abcd99yyyzzz85a5',
  channel: 'C0FAKE0001',
  workspace: 'T0FAKE0001',
};

interface Element {
  readonly type: string;
  readonly [member: string]: unknown;
}

export interface FakeMessage {
  readonly channel: string;
  readonly ts: string;
  readonly text: string;
  readonly blocks: readonly Element[];
  readonly metadata?: { readonly event_type: string; readonly event_payload: { readonly id: string } };
  readonly [member: string]: unknown;
}

export interface FakeCall {
  readonly method: string;
  readonly body: FakeMessage & { readonly user?: string };
}

export interface FakeSlack {
  readonly api: string;
  /** What it was asked, in order, refused or not. */
  readonly calls: FakeCall[];
  /** What stands in the channel, by its time stamp. */
  readonly messages: Map<string, FakeMessage>;
  /** Another answer than its own: a status, or an error of the Web API. */
  trouble: { readonly status: number } | { readonly error: string } | null;
  /** Resolves with the next call of the method from now on. */
  next(method: string): Promise<FakeCall>;
  stop(): Promise<void>;
}

const BLOCKS = ['rich_text', 'actions'];

export async function startFakeSlack(): Promise<FakeSlack> {
  const waiting: { readonly method: string; readonly resolve: (call: FakeCall) => void }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const method = request.url!.slice('/api/'.length);
      const body = JSON.parse(Buffer.concat(chunks).toString()) as FakeCall['body'];
      const call = { method, body };
      slack.calls.push(call);
      const isJson = request.headers['content-type']?.startsWith('application/json') === true;
      const isKnown = request.headers.authorization === `Bearer ${FAKE.token}`;
      const { trouble } = slack;
      if (trouble !== null && 'status' in trouble) {
        response.writeHead(trouble.status, { 'retry-after': '30' }).end();
      } else {
        const error = trouble?.error ?? (isJson ? (isKnown ? null : 'invalid_auth') : 'invalid_post_type');
        const answer = error === null ? answerOf(slack.messages, call) : { ok: false, error };
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
      }
      for (const one of waiting.filter((each) => each.method === method)) {
        waiting.splice(waiting.indexOf(one), 1);
        one.resolve(call);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const slack: FakeSlack = {
    api: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`,
    calls: [],
    messages: new Map(),
    trouble: null,
    next: (method) => new Promise((resolve) => waiting.push({ method, resolve })),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return slack;
}

function answerOf(messages: Map<string, FakeMessage>, { method, body }: FakeCall): object {
  if (body.channel !== FAKE.channel) return { ok: false, error: 'channel_not_found' };
  const fault = body.blocks.length > 50 ? 'invalid_blocks' : null;
  if (fault !== null || !body.blocks.every(({ type }) => BLOCKS.includes(type))) {
    return { ok: false, error: 'invalid_blocks' };
  }
  switch (method) {
    case 'chat.postMessage': {
      const ts = `1700000000.${String(messages.size + 1).padStart(6, '0')}`;
      messages.set(ts, { ...body, ts });
      return { ok: true, channel: body.channel, ts, message: { text: body.text } };
    }
    case 'chat.update': {
      if (!messages.has(body.ts)) return { ok: false, error: 'message_not_found' };
      messages.set(body.ts, body);
      return { ok: true, channel: body.channel, ts: body.ts, text: body.text };
    }
    case 'chat.postEphemeral':
      return { ok: true, message_ts: '1700000001.000001' };
    default:
      return { ok: false, error: 'unknown_method' };
  }
}

/** All that people read in a message, element by element. */
export function readFake(value: unknown): string {
  if (Array.isArray(value)) return value.map(readFake).join('');
  if (typeof value !== 'object' || value === null) return '';
  const { type, text, url, elements } = value as Element;
  if (type === 'text') return String(text);
  if (type === 'link') return `[${String(text)}](${String(url)})`;
  if (type === 'button') return `[${String((text as Element)['text'])}]`;
  return readFake(elements);
}

/** Every element of a message, of whatever depth. */
export function elementsOf(value: unknown): Element[] {
  if (Array.isArray(value)) return value.flatMap(elementsOf);
  if (typeof value !== 'object' || value === null) return [];
  const own = 'type' in value ? [value as Element] : [];
  return [...own, ...Object.values(value).flatMap(elementsOf)];
}

export interface Pressing {
  readonly user?: string;
  readonly workspace?: string;
  readonly channel?: string;
  readonly value?: string;
  readonly action?: string;
}

/** The body that Slack posts when somebody presses the button of a message. */
export function pressed(
  message: FakeMessage | null,
  { user = 'U0GRACE', workspace = FAKE.workspace, channel = FAKE.channel, ...more }: Pressing = {},
): string {
  const button = elementsOf(message?.blocks).find(({ type }) => type === 'button');
  const { value = String(button?.['value']), action = String(button?.['action_id']) } = more;
  const payload = {
    type: 'block_actions',
    user: { id: user, username: 'somebody', team_id: workspace },
    api_app_id: 'A0FAKE',
    token: 'deprecated',
    team: { id: workspace, domain: 'fake' },
    channel: { id: channel, name: 'holds' },
    container: { type: 'message', message_ts: message?.ts ?? '', channel_id: channel },
    trigger_id: randomBytes(8).toString('hex'),
    response_url: 'https://hooks.example.org/never-used',
    actions: [{ action_id: action, block_id: 'b', type: 'button', value, action_ts: '1700000002.000001' }],
  };
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

/** The headers that Slack sends with a body, written out beside the code that checks them. */
export function signedAt(seconds: number, body: string, secret = FAKE.secret): { [header: string]: string } {
  const mac = createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex');
  return {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': String(seconds),
    'x-slack-signature': `v0=${mac}`,
  };
}
