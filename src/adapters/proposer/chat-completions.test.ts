import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createChatProposer } from './chat-completions.ts';
import { completion, startModelServer, word, type ModelServer } from './model-server.contract.ts';

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.asked.length = 0;
});

const TOOLS = [{ id: 't0', name: 'send_mail', definition: '{"description":"Sends a mail."}' }];

function ask(more: { key?: string; timeoutMs?: number; url?: string } = {}) {
  const env = { MODEL_KEY: 'the-secret-key' };
  const options = { url: server.url, model: 'm1', env, timeoutMs: 5_000, ...more };
  return createChatProposer(options).propose(TOOLS, new AbortController().signal);
}

it('asks in the form of chat completions, with the key and a schema, and gives what is said', async () => {
  const said = word('t0', { effects: ['send'], roles: [{ pointer: '/to', role: 'destination' }] });
  server.answer = () => completion({ tools: [said] });
  expect(await ask({ key: 'env:MODEL_KEY' })).toEqual([said]);
  const { url, headers, body } = server.asked[0]!;
  expect(url).toBe('/v1/chat/completions');
  expect(headers.authorization).toBe('Bearer the-secret-key');
  expect(body).toMatchObject({ model: 'm1', response_format: { json_schema: { strict: true } } });
  expect(body.messages.map(({ role }) => role)).toEqual(['system', 'user']);
  expect(JSON.parse(body.messages[1]!.content)).toEqual({ tools: TOOLS });
});

it('shows no key where none is configured, and asks nobody where the key is not there', async () => {
  server.answer = () => completion({ tools: [] });
  expect(await ask()).toEqual([]);
  expect(server.asked[0]?.headers.authorization).toBeUndefined();
  await expect(ask({ key: 'env:NO_SUCH' })).rejects.toMatchObject({ code: 'proposer-key-missing' });
  expect(server.asked).toHaveLength(1);
});

it.each<[string, ModelServer['answer'], string, string]>([
  [
    'an effect there is not',
    () => completion({ tools: [word('t0', { effects: ['fly'] })] }),
    'nonsense',
    'tools.0.effects.0',
  ],
  [
    'a member nobody asked for',
    () => completion({ tools: [{ ...word('t0'), admit: true }] }),
    'nonsense',
    'tools.0',
  ],
  ['a tool nobody asked about', () => completion({ tools: [word('t7')] }), 'nonsense', 'tools.0.id'],
  ['one tool twice', () => completion({ tools: [word('t0'), word('t0')] }), 'nonsense', 'tools.1.id'],
  ['words and no JSON', () => completion('Sure! It reads.'), 'nonsense', 'the whole'],
  ['half an answer', () => completion({ tools: [] }, 'length'), 'nonsense', 'choices.0.finish_reason'],
  ['no completion', () => [200, '{"choices":[]}'], 'nonsense', 'choices'],
  ['no JSON', () => [200, 'oops'], 'nonsense', 'no completion'],
  ['a refusal', () => [429, '{"error":"slow down"}'], 'refused', 'status 429'],
  ['a flood', () => [200, 'x'.repeat(1_100_000)], 'too-large', 'bytes'],
])('takes nothing of %s, and says where it is wrong', async (_what, answer, code, place) => {
  server.answer = answer;
  await expect(ask()).rejects.toMatchObject({
    code: `proposer-${code}`,
    message: expect.stringContaining(place),
  });
});

it('waits no longer than it is told to, and says when nobody is there', async () => {
  server.answer = () => null;
  await expect(ask({ timeoutMs: 50 })).rejects.toMatchObject({ code: 'proposer-timeout' });
  await expect(ask({ url: 'http://127.0.0.1:1/v1' })).rejects.toMatchObject({
    code: 'proposer-unreachable',
  });
});
