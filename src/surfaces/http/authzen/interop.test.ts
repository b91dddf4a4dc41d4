// The Todo scenario of the AuthZEN working group's interoperability events, through the real HTTP surface and
// over a real socket.

import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resourceSchema, startAccessGateway, type AccessGateway } from './access-gateway.contract.ts';

const folder = join(process.env['HOLDPOINT_VECTORS'] ?? join('..', 'shared', 'vectors'), 'authzen');
const file = (version: string): string => join(folder, `decisions-authorization-api-1_0-${version}.json`);
const isHere = existsSync(file('02'));

if (!isHere)
  process.stderr.write(`SKIPPED: no AuthZEN interop vectors at ${folder}: set HOLDPOINT_VECTORS\n`);

interface Vectors {
  readonly evaluation: readonly { readonly request: unknown; readonly expected: boolean }[];
  readonly evaluations?: readonly {
    readonly request: unknown;
    readonly expected: readonly { readonly decision: boolean }[];
  }[];
}

const vectorsOf = (version: string): Vectors => JSON.parse(readFileSync(file(version), 'utf8')) as Vectors;

const PID = (digit: string): string => `CiRmZD${digit}2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs`;

/** The scenario's directory: who has which role, and by which address their todos name them. */
const PEOPLE = [
  { id: PID('A'), mail: 'rick@the-citadel.com', groups: ['admin', 'evil_genius'] },
  { id: PID('E'), mail: 'morty@the-citadel.com', groups: ['editor'] },
  { id: PID('I'), mail: 'summer@the-smiths.com', groups: ['editor'] },
  { id: PID('M'), mail: 'beth@the-smiths.com', groups: ['viewer'] },
  { id: PID('Q'), mail: 'jerry@the-smiths.com', groups: ['viewer'] },
];

const RULES = `
@id("todo.read")
permit (principal is Agent, action in Action::"read", resource);
@id("todo.create")
permit (principal in Group::"admin", action == Action::"todo/can_create_todo", resource);
@id("todo.create-editor")
permit (principal in Group::"editor", action == Action::"todo/can_create_todo", resource);
@id("todo.update-any")
permit (principal in Group::"evil_genius", action == Action::"todo/can_update_todo", resource);
@id("todo.delete-any")
permit (principal in Group::"admin", action == Action::"todo/can_delete_todo", resource);
`;

/** A todo names its owner by an address, which is no fact of an agent: a rule for each editor says whose. */
const OWN = PEOPLE.filter(({ groups }) => groups.includes('editor')).map(
  ({ id, mail }) => `
@id("todo.own.${mail.split('@', 1)[0]}")
permit (
  principal == Agent::"${id}",
  action in [Action::"todo/can_update_todo", Action::"todo/can_delete_todo"],
  resource
) when { context.input.resource has ownerID && context.input.resource.ownerID == "${mail}" };`,
);

describe.skipIf(!isHere)('the AuthZEN interop vectors', () => {
  let gateway: AccessGateway;
  let server: ReturnType<typeof createAdaptorServer>;
  let base: string;
  let token: string;

  beforeAll(async () => {
    gateway = await startAccessGateway();
    for (const { id, groups } of PEOPLE) await gateway.agent(id, groups);
    const todo = resourceSchema({ ownerID: { type: 'string' } });
    await gateway.connector('user', { can_read_user: { effects: ['read'], inputSchema: todo } });
    await gateway.connector('todo', {
      can_read_todos: { effects: ['read'], inputSchema: todo },
      can_create_todo: { effects: ['write'], inputSchema: todo },
      can_update_todo: { effects: ['write'], inputSchema: todo },
      can_delete_todo: { effects: ['delete'], inputSchema: todo },
    });
    await gateway.policy([RULES, ...OWN].join('\n'));
    token = await gateway.operatorToken('pep');
    server = createAdaptorServer({ fetch: gateway.app.fetch });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    gateway.listen.url = base;
  });
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    await gateway.stop();
  });

  const post = async (path: string, body: unknown): Promise<unknown> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(`${base}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(response.status).toBe(200);
    return response.json();
  };

  it.each(['01', '02'])('answers every evaluation of version %s as expected', async (version) => {
    const { evaluation } = vectorsOf(version);
    expect(evaluation).toHaveLength(40);
    for (const { request, expected } of evaluation) {
      const answer = (await post('/access/v1/evaluation', request)) as { decision: boolean };
      expect(answer.decision, JSON.stringify(request)).toBe(expected);
    }
  });

  it('answers every list of evaluations as expected', async () => {
    const { evaluations = [] } = vectorsOf('02');
    expect(evaluations).toHaveLength(3);
    for (const { request, expected } of evaluations) {
      const answer = (await post('/access/v1/evaluations', request)) as {
        evaluations: { decision: boolean }[];
      };
      expect(answer.evaluations.map(({ decision }) => ({ decision }))).toEqual(expected);
    }
  });

  it('leaves a record of each, and none of them holds an address', async () => {
    const records = await gateway.records('access-evaluated');
    expect(records.length).toBe(40 + 40 + 6);
    expect(JSON.stringify(records)).not.toContain('@the-');
    expect((await gateway.audit()).findings).toEqual([]);
  });
});
