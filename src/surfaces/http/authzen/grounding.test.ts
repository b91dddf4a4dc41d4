// What an agent would send is grounded in what its task was told, here as where it acts.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTask } from '../../../gateway/tasks.ts';
import { ADA, startAccessGateway, type AccessGateway } from './access-gateway.contract.ts';

const RULES = `
@id("mail.send")
permit (principal == Agent::"alice", action == Action::"mail/send", resource);
@id("mail.doubtful")
forbid (principal is Agent, action == Action::"mail/send", resource)
when { context.grounding.doubtful.contains("destination") };
`;

const WORKFLOW = `holdpoint: workflow/v1
id: mailing
purpose: Answer mail
owner: ada
agents: [alice]
expires: 2099-01-01
allow:
  - tool: mail/send
`;

let gateway: AccessGateway;
beforeAll(async () => {
  gateway = await startAccessGateway();
  await gateway.agent('alice');
  const properties = { to: { type: 'string', format: 'email' } };
  const inputSchema = { type: 'object', properties, required: ['to'] };
  await gateway.connector('mail', { send: { effects: ['send'], inputSchema } });
  await gateway.policy(RULES);
  await gateway.workflow(WORKFLOW);
});
afterAll(() => gateway.stop());

async function open(prompt: string): Promise<string> {
  return (await openTask(gateway.core, ADA, { workflow: 'mailing', agent: 'alice', prompt })).task!;
}

const question = (context: object) => ({
  subject: { type: 'agent', id: 'alice' },
  action: { name: 'send', properties: { to: 'bob@partner.example' } },
  resource: { type: 'connector', id: 'mail' },
  context,
});

async function decide(context: object): Promise<unknown> {
  const response = await gateway.ask('/access/v1/evaluation', question(context));
  return ((await response.json()) as { readonly decision: boolean }).decision;
}

it('lets pass what the person who opened the task named, and not what nobody named in it', async () => {
  const named = await open('Send the plan to bob@partner.example');
  const unnamed = await open('Send the plan to whom it concerns');
  expect([await decide({ task: named }), await decide({ task: unnamed })]).toEqual([true, false]);
});
