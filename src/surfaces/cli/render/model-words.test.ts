import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  completion,
  startModelServer,
  word,
  type ModelServer,
} from '../../../adapters/proposer/model-server.contract.ts';
import { createChatProposer } from '../../../adapters/proposer/chat-completions.ts';
import { startTerminal, type SampleTerminal } from '../sample-terminal.contract.ts';

const TOOLS = {
  tools: [
    {
      name: 'list_mail',
      description: 'Lists mail.',
      inputSchema: { properties: { folder: { type: 'string' } } },
    },
    { name: 'send_mail', description: 'Sends a mail.', inputSchema: { properties: { to: {} } } },
  ],
};

let terminal: SampleTerminal;
let server: ModelServer;
beforeAll(async () => {
  [terminal, server] = await Promise.all([startTerminal(), startModelServer()]);
  await terminal.write('tools.json', JSON.stringify(TOOLS));
});
afterAll(async () => {
  await terminal.stop();
  await server.close();
});

async function configure(): Promise<void> {
  const text = `home: .holdpoint\nproposer: {url: "${server.url}", model: m1}\n`;
  await writeFile(join(terminal.folder, 'holdpoint.yaml'), text);
}

interface Classified {
  readonly tools: readonly { readonly modelSays?: readonly string[] }[];
  readonly model?: { readonly fault: { readonly code: string } | null };
}

const classify = (...args: string[]) =>
  terminal.run('connector', { args: ['classify', 'tools.json', ...args] });

it('asks nobody unless it is told to, and where none is configured keeps to the rules', async () => {
  const plain = await classify('--json');
  const { exit, out, err } = await classify('--model');
  expect(exit).toBe(1);
  expect(err).toContain('no model was heard (proposer-missing)');
  expect(out).toContain('send_mail');
  expect((JSON.parse(plain.out) as Classified).model).toBeUndefined();
  await configure();
  await classify();
  expect(server.asked).toHaveLength(0);
});

it('adds what the model says, marked as its word, and takes nothing back', async () => {
  await configure();
  server.answer = () =>
    completion({
      tools: [
        word('t0', {
          effects: ['read', 'delete'],
          egress: 'shared',
          roles: [{ pointer: '/folder', role: 'destination' }],
          doubts: ['Listing may mark mail as read.\u001b[2J'],
        }),
        word('t1'),
      ],
    });
  const { exit, out } = await classify('--model', '--json');
  expect(exit).toBe(0);
  const { tools, model } = JSON.parse(out) as Classified;
  expect(model).toEqual({ name: 'm1', fault: null });
  expect(tools).toMatchObject([
    {
      name: 'list_mail',
      effectsAll: ['read', 'delete'],
      readOnly: false,
      egress: 'shared',
      destinationArguments: ['folder'],
      evidence: expect.arrayContaining([{ effect: 'delete', because: 'the model says so' }]),
    },
    { name: 'send_mail', effectsAll: expect.arrayContaining(['send']), readOnly: false, egress: 'external' },
  ]);
  const { err } = await classify('--model');
  expect(err).toContain('m1 says of list_mail: it may also delete; it goes shared; /folder is destination');
  expect(err).not.toContain('\u001b');
});

it('keeps to the rules where the model answers nonsense, and says where', async () => {
  await configure();
  server.answer = () => completion({ tools: [word('t0', { effects: ['nothing'] })] });
  const { exit, out, err } = await classify('--model', '--json');
  expect([exit, err]).toEqual([1, '']);
  const { tools, model } = JSON.parse(out) as Classified;
  expect(model?.fault?.code).toBe('proposer-nonsense');
  expect(tools).toEqual((JSON.parse((await classify('--json')).out) as Classified).tools);
});

it('is heard of a connector that is added: proposed, recorded, and shown on the sheet', async () => {
  await terminal.run('login --operator grace');
  const { core } = terminal.sample;
  const proposer = createChatProposer({ url: server.url, model: 'm1', env: {}, timeoutMs: 5_000 });
  Object.assign(core, { proposer });
  server.answer = ({ body }) => {
    const { tools } = JSON.parse(body.messages[1]!.content) as { tools: { id: string }[] };
    return completion({
      tools: tools.map(({ id }) => word(id, { effects: ['spend'], doubts: ['Who pays?'] })),
    });
  };
  const line = ['add', 'notes', '--url', 'http://127.0.0.1:1/notes'];
  expect((await terminal.run('connector', { args: [...line, '--model'] })).exit).toBe(0);
  const { out } = await terminal.run('connector', { args: ['show', 'notes'] });
  expect(out).toMatch(/model says +it may also spend; Who pays\?/);
  const { tools } = await terminal.json('connector', { args: [...line, '--model'] });
  const read = (tools as { name: string }[]).find(({ name }) => name === 'read_note');
  expect(read).toMatchObject({ effects: ['read', 'spend'], idempotent: false });
  const again = await terminal.json('connector', { args: line });
  expect(again['model']).toBeNull();
  expect(JSON.stringify(again['tools'])).not.toContain('spend');
  server.answer = () => [500, ''];
  const failed = await terminal.run('connector', { args: [...line, '--model'] });
  expect(failed.exit).toBe(1);
  expect(failed.err).toContain('no model was heard (proposer-refused)');
  expect(failed.out).toMatch(/read_note +read/);
});
