// Much of everything, and all of it real: what agents asked for over MCP, and what was recorded of it.

import type { Client } from '@modelcontextprotocol/client';
import { connect, type Stage, type Task } from '../stage.ts';

const LIMITS = '{calls: 10000, wall: 20h, holds: 1000}';
const AT_ONCE = 25;

export interface Busy {
  readonly task: Task;
  readonly client: Client;
}

export async function startBusyAgent(stage: Stage): Promise<Busy> {
  const task = await stage.openTask(['mail/read_inbox', 'mail/send_email'], LIMITS);
  return { task, client: await connect(stage.daemon.url, task.token, 'auto') };
}

/** Asks for so many different mails, each of which waits for people. */
export function askForMails({ client }: Busy, count: number): Promise<void> {
  return manyTimes(count, async (index) => {
    const mail = { to: `reader${index}@outside.example`, subject: `Report ${index}` };
    await client.callTool({ name: 'mail__send_email', arguments: mail });
  });
}

export function readInbox({ client }: Busy, count: number): Promise<void> {
  return manyTimes(count, async () => {
    await client.callTool({ name: 'mail__read_inbox', arguments: {} });
  });
}

/** Some at once. */
async function manyTimes(count: number, run: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await run(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
