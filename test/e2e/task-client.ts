// A client of the Tasks extension: the SDK's own, which knows no result of that kind yet, and what its
// application does about it.

import type { CallToolResult, Client, JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import { expect } from 'vitest';
import { z } from 'zod';
import type { JsonObject } from '../../src/kernel/json.ts';

export const TASKS = 'io.modelcontextprotocol/tasks';
export const DECLARED = { extensions: { [TASKS]: {} } };

const ANY = z.looseObject({});
const TASK = 'test/task';

/** To be called once the client is connected: a task in a result's place comes in the result's `_meta`. */
export function admitTasks(transport: Transport): void {
  const { onmessage } = transport;
  const admitted: typeof onmessage = (message, extra) => onmessage?.(admit(message), extra);
  Object.assign(transport, { onmessage: admitted });
}

function admit(message: JSONRPCMessage): JSONRPCMessage {
  if (!('result' in message) || message.result['resultType'] !== 'task') return message;
  const result = { resultType: 'complete', content: [], _meta: { [TASK]: message.result } };
  return { ...message, result };
}

/** The task that a call became; null: it was answered. */
export function taskIn(answer: CallToolResult): JsonObject | null {
  return (answer._meta?.[TASK] as JsonObject | undefined) ?? null;
}

/** Calls a tool that is held, and resolves with the task that it became. */
export async function callAsTask(
  client: Client,
  name: string,
  args: Record<string, unknown> = {},
): Promise<JsonObject & { readonly taskId: string }> {
  const task = taskIn(await client.callTool({ name, arguments: args }));
  expect(task).toMatchObject({ resultType: 'task', status: 'working' });
  return task as JsonObject & { readonly taskId: string };
}

type Method = 'tasks/get' | 'tasks/update' | 'tasks/cancel';

export async function askTask(
  client: Client,
  method: Method,
  taskId: string,
  params: JsonObject = {},
): Promise<JsonObject> {
  return client.request({ method, params: { ...params, taskId } }, ANY) as Promise<JsonObject>;
}

/** Asks until the task stands as it is to stand. */
export async function untilTask(client: Client, taskId: string, status: string): Promise<JsonObject> {
  let task: JsonObject = {};
  const look = async (): Promise<unknown> => {
    task = await askTask(client, 'tasks/get', taskId);
    return task['status'];
  };
  await expect.poll(look).toBe(status);
  return task;
}
