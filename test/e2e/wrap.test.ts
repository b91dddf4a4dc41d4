import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must, setStage, wrap, type Stage } from './wrap-stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage(0);
});
afterAll(() => stage.stop());

interface Called {
  readonly isError?: boolean | undefined;
  readonly _meta?: { readonly [key: string]: unknown } | undefined;
  readonly content?: unknown;
}

function textOf({ content }: Called): string {
  return (content as { text: string }[]).map(({ text }) => text).join('\n');
}

function read(client: Client, name: string): Promise<Called> {
  const args = { path: join(stage.folder, name) };
  return client.callTool({ name: 'files__read_text_file', arguments: args });
}

function write(client: Client, name: string, content: string): Promise<Called> {
  const args = { path: join(stage.folder, name), content };
  return client.callTool({ name: 'files__write_file', arguments: args });
}

async function statusOf(task: string): Promise<unknown> {
  const { tasks } = await must(stage.ada.ask('GET', '/tasks'));
  return (tasks as { id: string; status: string }[]).find(({ id }) => id === task)?.status;
}

function taskIn(said: string): string {
  const [task] = /task_[A-Za-z0-9_-]+/.exec(said) ?? [];
  if (task === undefined) throw new Error(`no task in: ${said}`);
  return task;
}

describe.each([
  { mode: 'auto', era: 'modern' },
  { mode: 'legacy', era: 'legacy' },
] as const)('a wrapped server, to a client in mode $mode', ({ mode, era }) => {
  it('lists what the task may use, as it was defined, and runs what is allowed', async () => {
    const { client, leave } = await wrap(stage, { mode });
    expect(client.getProtocolEra()).toBe(era);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name).toSorted()).toEqual(['files__read_text_file', 'files__write_file']);
    const { proposal } = await must(stage.ada.ask('GET', '/connectors/files'));
    const admitted = (proposal.tools as { name: string; inputSchema: object }[]).find(
      ({ name }) => name === 'write_file',
    );
    expect(tools.find(({ name }) => name === 'files__write_file')!.inputSchema).toEqual(
      admitted!.inputSchema,
    );
    const answer = await read(client, 'a.txt');
    expect(answer.isError).toBeFalsy();
    expect(textOf(answer)).toBe('the first note\n');
    expect(answer._meta).toHaveProperty('holdpoint/receipt');
    await leave();
  });

  it('answers a held call with the hold and where to approve it, and runs it once approved', async () => {
    const { client, said, leave } = await wrap(stage, { mode });
    const name = `held-${mode}.txt`;
    const held = await write(client, name, 'approved words');
    expect(held.isError).toBe(true);
    const facts = held._meta!['io.modelcontextprotocol/authorization'] as { hold: string };
    expect(textOf(held)).toContain(`${stage.daemon.url}/holds/${facts.hold}`);
    await must(stage.ada.decide('approve', taskIn(said()), facts.hold, 'fine'));
    expect((await write(client, name, 'approved words')).isError).toBeFalsy();
    expect(await readFile(join(stage.folder, name), 'utf8')).toBe('approved words');
    await leave();
  });

  it('passes a question for people on to a client that can show it, and its answer back', async () => {
    const asked: string[] = [];
    let task = '';
    const { client, said, leave } = await wrap(stage, {
      mode,
      capabilities: { elicitation: { url: {} } },
      prepare: (connecting) =>
        connecting.setRequestHandler('elicitation/create', async ({ params }) => {
          const { url } = params as { url: string };
          asked.push(url);
          await must(stage.ada.decide('approve', task, url.split('/').at(-1)!, 'fine'));
          return { action: 'accept' };
        }),
    });
    task = taskIn(said());
    const answer = await write(client, `asked-${mode}.txt`, 'asked');
    expect(answer.isError).toBeFalsy();
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain(`${stage.daemon.url}/holds/`);
    expect(await readFile(join(stage.folder, `asked-${mode}.txt`), 'utf8')).toBe('asked');
    await leave();
  });

  it('keeps the code and data of an error', async () => {
    const { client, leave } = await wrap(stage, { mode });
    const reading = client.readResource({ uri: 'files+file:///nothing' });
    await expect(reading).rejects.toMatchObject({
      code: 40_300,
      data: { _meta: { 'io.modelcontextprotocol/authorization': { category: 'not-allowed' } } },
    });
    await leave();
  });

  it('closes its task when the client goes', async () => {
    const { client, said, leave } = await wrap(stage, { mode });
    await read(client, 'a.txt');
    const task = taskIn(said());
    expect(await statusOf(task)).toBe('open');
    await leave();
    expect(await statusOf(task)).toBe('closed');
  });

  it('has no tools for a server that nobody admitted, and says what to run', async () => {
    const command = [process.execPath, 'another server.js', '--flag'];
    const { client, said, leave } = await wrap(stage, { mode, command });
    expect((await client.listTools()).tools).toEqual([]);
    for (const words of [client.getInstructions(), said()]) {
      expect(words).toContain(
        `holdpoint connector add NAME -- ${process.execPath} 'another server.js' --flag`,
      );
      expect(words).toContain('holdpoint connector show NAME');
      expect(words).toContain('holdpoint connector admit NAME');
    }
    await leave();
  });
});

describe('wrap', () => {
  it('takes the connector that is named, whatever command is given, and says so', async () => {
    const { client, said, leave } = await wrap(stage, { mode: 'auto', as: 'files', command: ['other'] });
    expect((await client.listTools()).tools).toHaveLength(2);
    expect(said()).toContain('runs as it was admitted');
    await leave();
  });

  it('says why where the task is denied', async () => {
    const { client, leave } = await wrap(stage, { mode: 'auto', workflow: 'unknown' });
    expect((await client.listTools()).tools).toEqual([]);
    expect(client.getInstructions()).toContain('unknown-workflow');
    await leave();
  });

  it('works in the task whose token it is given, and leaves it open', async () => {
    const input = { workflow: 'notes', agent: 'scribe', prompt: 'Read the note' };
    const { task, token } = await must(stage.ada.ask('POST', '/tasks', input));
    const env = { HOLDPOINT_TASK_TOKEN: token.token as string };
    const { client, said, leave } = await wrap(stage, { mode: 'auto', env });
    expect(taskIn(said())).toBe(task);
    expect((await read(client, 'a.txt')).isError).toBeFalsy();
    await leave();
    expect(await statusOf(task as string)).toBe('open');
  });

  it('answers that nothing was performed where the daemon is gone, and ends', async () => {
    const lone = await setStage(0);
    const { client, leave } = await wrap(lone, { mode: 'auto' });
    await lone.daemon.stop();
    await writeFile(join(lone.folder, 'b.txt'), '');
    const answer = await client.callTool({
      name: 'files__read_text_file',
      arguments: { path: join(lone.folder, 'b.txt') },
    });
    expect(answer.isError).toBe(true);
    expect(textOf(answer)).toContain('It was not performed');
    await expect(client.listResources()).rejects.toThrow('does not answer');
    await leave();
  });
});
