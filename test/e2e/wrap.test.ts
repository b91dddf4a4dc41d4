import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, type Tool } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { taskPage } from '../../src/surfaces/http/contract/lists.ts';
import { answerSchema, statusResponse, taskOpened } from '../../src/surfaces/http/contract.ts';
import { admitTasks, askTask, callAsTask, DECLARED, untilTask } from './task-client.ts';
import { must, setStage, wrap, type Stage, type Wrapped } from './wrap-stage.ts';

const SLOW = 'slow__trigger-long-running-operation';

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
  const { tasks } = await must(stage.ada.ask('GET', '/tasks'), taskPage);
  return tasks.find(({ id }) => id === task)?.status;
}

async function taskOf({ says }: Wrapped): Promise<string> {
  const [task] = await says(/task_[A-Za-z0-9_-]+/);
  return task;
}

/** What the server says without anybody in between. */
async function listUngoverned(): Promise<readonly Tool[]> {
  const [command, ...args] = stage.command as [string, ...string[]];
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(new StdioClientTransport({ command, args, stderr: 'ignore' }));
  const { tools } = await client.listTools();
  await client.close();
  return tools;
}

/** Resolves when the daemon has no call under way. */
async function quiet(): Promise<void> {
  for (;;) {
    const { flights } = await must(stage.ada.ask('GET', '/status'), statusResponse);
    if (flights === 0) return;
  }
}

describe.each([
  { mode: 'auto', era: 'modern' },
  { mode: 'legacy', era: 'legacy' },
] as const)('a wrapped server, to a client in mode $mode', ({ mode, era }) => {
  it('lists what the task may use, as it was defined, and runs what is allowed', async () => {
    const { client, leave } = await wrap(stage, { mode });
    expect(client.getProtocolEra()).toBe(era);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name).toSorted()).toEqual([
      'files__read_text_file',
      'files__write_file',
      SLOW,
    ]);
    // `execution` is gone from tools in 2026-07-28, which Holdpoint speaks on the way.
    const {
      name,
      execution: _,
      ...definition
    } = (await listUngoverned()).find((tool) => tool.name === 'write_file')!;
    expect(tools).toContainEqual({ ...definition, name: `files__${name}` });
    const answer = await read(client, 'a.txt');
    expect(answer.isError).toBeFalsy();
    expect(textOf(answer)).toBe('the first note\n');
    expect(answer._meta).toHaveProperty('holdpoint/receipt');
    await leave();
  });

  it('answers a held call with the hold and where to approve it, and runs it once approved', async () => {
    const wrapped = await wrap(stage, { mode });
    const { client, leave } = wrapped;
    const name = `held-${mode}.txt`;
    const held = await write(client, name, 'approved words');
    expect(held.isError).toBe(true);
    const facts = held._meta!['io.modelcontextprotocol/authorization'] as { hold: string };
    expect(textOf(held)).toContain(`${stage.daemon.url}/holds/${facts.hold}`);
    await must(stage.ada.decide('approve', await taskOf(wrapped), facts.hold, 'fine'), answerSchema);
    expect((await write(client, name, 'approved words')).isError).toBeFalsy();
    expect(await readFile(join(stage.folder, name), 'utf8')).toBe('approved words');
    await leave();
  });

  it('passes a question for people on to a client that can show it, and its answer back', async () => {
    const asked: string[] = [];
    const wrapped = await wrap(stage, {
      mode,
      capabilities: { elicitation: { url: {} } },
      prepare: (connecting) =>
        connecting.setRequestHandler('elicitation/create', async ({ params }) => {
          const { url } = params as { url: string };
          asked.push(url);
          const hold = url.split('/').at(-1)!;
          await must(stage.ada.decide('approve', await taskOf(wrapped), hold, 'fine'), answerSchema);
          return { action: 'accept' };
        }),
    });
    const { client, leave } = wrapped;
    const answer = await write(client, `asked-${mode}.txt`, 'asked');
    expect(answer.isError).toBeFalsy();
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain(`${stage.daemon.url}/holds/`);
    expect(await readFile(join(stage.folder, `asked-${mode}.txt`), 'utf8')).toBe('asked');
    await leave();
  });

  it.each(['decline', 'cancel'] as const)(
    'says that the call is held to a client whose person will not look (%s)',
    async (action) => {
      const over: unknown[] = [];
      const { client, leave } = await wrap(stage, {
        mode,
        capabilities: { elicitation: { url: {} } },
        prepare(connecting) {
          connecting.setRequestHandler('elicitation/create', () => ({ action }));
          connecting.setNotificationHandler('notifications/elicitation/complete', (told) => {
            over.push(told);
          });
        },
      });
      const name = `${action}-${mode}.txt`;
      const held = await write(client, name, 'never');
      expect(held._meta!['io.modelcontextprotocol/authorization']).toMatchObject({ category: 'held' });
      await expect(readFile(join(stage.folder, name))).rejects.toThrow('ENOENT');
      // It waits on: nothing of it is over.
      expect((await read(client, 'a.txt')).isError).toBeFalsy();
      expect(over).toEqual([]);
      await leave();
    },
  );

  it('keeps the code and data of an error', async () => {
    const { client, leave } = await wrap(stage, { mode });
    const reading = client.readResource({ uri: 'files+file:///nothing' });
    await expect(reading).rejects.toMatchObject({
      code: 40_300,
      data: { _meta: { 'io.modelcontextprotocol/authorization': { category: 'not-allowed' } } },
    });
    await leave();
  });

  it('passes progress on, and a cancellation back', async () => {
    const { client, leave } = await wrap(stage, { mode });
    const seen: number[] = [];
    const short = { name: SLOW, arguments: { duration: 0.2, steps: 2 } };
    const done = await client.callTool(short, { onprogress: ({ progress }) => seen.push(progress) });
    expect(done.isError).toBeFalsy();
    // The SDK lets go of whoever hears progress when the answer comes, be the last step told just before it.
    expect([[1], [1, 2]]).toContainEqual(seen);
    const stop = new AbortController();
    const long = { name: SLOW, arguments: { duration: 600, steps: 60_000 } };
    const options = { signal: stop.signal, onprogress: () => stop.abort(new Error('changed my mind')) };
    await expect(client.callTool(long, options)).rejects.toThrow('changed my mind');
    await quiet();
    await leave();
  });

  it('closes its task when the client goes', async () => {
    const wrapped = await wrap(stage, { mode });
    await read(wrapped.client, 'a.txt');
    const task = await taskOf(wrapped);
    expect(await statusOf(task)).toBe('open');
    await wrapped.leave();
    expect(await statusOf(task)).toBe('closed');
  });

  it('has no tools for a server that nobody admitted, and says what to run', async () => {
    const command = [process.execPath, 'another server.js', '--flag'];
    const { client, says, leave } = await wrap(stage, { mode, command });
    expect((await client.listTools()).tools).toEqual([]);
    const instructions = client.getInstructions();
    expect(instructions).toContain(
      `holdpoint connector add NAME -- ${process.execPath} 'another server.js' --flag`,
    );
    expect(instructions).toContain('holdpoint connector show NAME');
    expect(instructions).toContain('holdpoint connector admit NAME');
    await says(/holdpoint connector admit NAME/);
    await leave();
  });
});

describe('wrap', () => {
  it('takes the connector that is named, whatever command is given, and says so', async () => {
    const { client, says, leave } = await wrap(stage, { mode: 'auto', as: 'files', command: ['other'] });
    expect((await client.listTools()).tools).toHaveLength(3);
    await says(/runs as it was admitted/);
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
    const { task, token } = await must(stage.ada.ask('POST', '/tasks', input), taskOpened);
    const env = { HOLDPOINT_TASK_TOKEN: token.token };
    const wrapped = await wrap(stage, { mode: 'auto', env });
    expect(await taskOf(wrapped)).toBe(task);
    expect((await read(wrapped.client, 'a.txt')).isError).toBeFalsy();
    await wrapped.leave();
    expect(await statusOf(task)).toBe('open');
  });

  it('closes its task when it is told to stop', async () => {
    const wrapped = await wrap(stage, { mode: 'auto' });
    const task = await taskOf(wrapped);
    const gone = new Promise<void>((resolve) => {
      Object.assign(wrapped.client, { onclose: resolve });
    });
    process.kill(wrapped.pid, 'SIGTERM');
    await gone;
    expect(await statusOf(task)).toBe('closed');
  });

  it('answers that nothing was performed where the daemon is gone, and ends', async () => {
    const lone = await setStage(0);
    const wrapped = await wrap(lone, { mode: 'auto' });
    const { client, leave } = wrapped;
    await taskOf(wrapped);
    await lone.stop();
    const args = { path: join(lone.folder, 'a.txt') };
    const answer = await client.callTool({ name: 'files__read_text_file', arguments: args });
    expect(answer.isError).toBe(true);
    expect(textOf(answer)).toContain('It was not performed');
    await expect(client.listResources()).rejects.toThrow('does not answer');
    await leave();
  });
});

it('passes a held call on as a task to a client of the Tasks extension, and its answer back', async () => {
  const wrapped = await wrap(stage, { mode: 'auto', capabilities: DECLARED });
  const { client, leave } = wrapped;
  admitTasks(client.transport!);
  expect(client.getServerCapabilities()).toMatchObject({ extensions: DECLARED.extensions });
  const path = join(stage.folder, 'as-a-task.txt');
  const { taskId } = await callAsTask(client, 'files__write_file', { path, content: 'later' });
  expect(await askTask(client, 'tasks/get', taskId)).toMatchObject({ status: 'working' });
  await must(stage.ada.decide('approve', await taskOf(wrapped), taskId, 'fine'), answerSchema);
  const done = await untilTask(client, taskId, 'completed');
  expect(done['result']).toMatchObject({ content: [{ type: 'text' }] });
  expect(await readFile(path, 'utf8')).toBe('later');
  const other = await callAsTask(client, 'files__write_file', { path, content: 'never' });
  await askTask(client, 'tasks/cancel', other.taskId);
  await untilTask(client, other.taskId, 'cancelled');
  await leave();
});

it('tells a client of 2025 by its name when what it showed is over', async () => {
  const shown: unknown[] = [];
  const over: unknown[] = [];
  const wrapped = await wrap(stage, {
    mode: 'legacy',
    capabilities: { elicitation: { url: {} } },
    prepare(connecting) {
      connecting.setRequestHandler('elicitation/create', async ({ params }) => {
        const { url, elicitationId } = params as { url: string; elicitationId: string };
        shown.push(elicitationId);
        const hold = url.split('/').at(-1)!;
        await must(stage.ada.decide('reject', await taskOf(wrapped), hold, 'no'), answerSchema);
        return { action: 'accept' };
      });
      connecting.setNotificationHandler('notifications/elicitation/complete', ({ params }) => {
        over.push(params.elicitationId);
      });
    },
  });
  const { client, leave } = wrapped;
  const refused = await write(client, 'rejected.txt', 'words');
  expect(refused._meta!['io.modelcontextprotocol/authorization']).toMatchObject({ category: 'rejected' });
  await expect.poll(() => over).toEqual(shown);
  expect(shown).toEqual([expect.any(String)]);
  await leave();
});

it('knows no tasks for a client of 2025', async () => {
  const { client, leave } = await wrap(stage, { mode: 'legacy', capabilities: DECLARED });
  expect(client.getServerCapabilities()).not.toHaveProperty('extensions');
  const held = await write(client, 'no-task.txt', 'words');
  expect(held._meta).toHaveProperty('io.modelcontextprotocol/authorization');
  await expect(askTask(client, 'tasks/get', 'hold_0000000000000000')).rejects.toThrow('Method not found');
  await leave();
});
