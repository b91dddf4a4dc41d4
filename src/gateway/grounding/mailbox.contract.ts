// A mailbox that an agent reads and sends from, under a workflow whose review approved both: what is held is
// held for where its values come from.

import type { JsonObject } from '../../kernel/json.ts';
import { admitConnector, proposeConnector } from '../connectors/connector-verbs.ts';
import { ADA, type Rig } from '../rig.contract.ts';
import { publishWorkflow } from '../verbs.ts';

const WORKFLOW = `holdpoint: workflow/v1
id: notes
purpose: Answer the mail
owner: ada
agents: [scribe]
expires: 2099-01-01
task: {ttl: 30m}
limits: {calls: 200, wall: 4000s, call: 10s, holds: 100}
allow:
  - {tool: mail/read_inbox, preapproved: {}}
  - {tool: mail/send_email, preapproved: {}}
  - {tool: mail/upload_file, preapproved: {}}
  - {tool: mail/fetch_page, preapproved: {}}
`;

const text = { type: 'string' };

const TOOLS: { readonly [name: string]: JsonObject } = {
  read_inbox: {
    name: 'read_inbox',
    description: 'Reads the newest messages of the inbox.',
    inputSchema: { type: 'object' },
    annotations: { readOnlyHint: true },
  },
  send_email: {
    name: 'send_email',
    description: 'Sends an e-mail.',
    inputSchema: {
      type: 'object',
      properties: { to: text, subject: text, body: text },
      required: ['to', 'body'],
    },
  },
  upload_file: {
    name: 'upload_file',
    description: 'Uploads a file to a site.',
    inputSchema: {
      type: 'object',
      properties: { url: text, name: text, content: text, note: text },
      required: ['url', 'content'],
    },
  },
  fetch_page: {
    name: 'fetch_page',
    description: 'Fetches a web page.',
    inputSchema: { type: 'object', properties: { url: text }, required: ['url'] },
    annotations: { readOnlyHint: true },
  },
};

/** Admits the mailbox and publishes the workflow under the name that the rig opens. */
export async function admitMailbox({ core, upstream: { presents } }: Rig): Promise<void> {
  presents['mail'] = { ...TOOLS };
  const upstream = { transport: 'http', url: 'http://127.0.0.1:1/mail' } as const;
  const { proposal } = await proposeConnector(core, ADA, { id: 'mail', upstream, credential: null });
  await admitConnector(core, ADA, { connector: 'mail', proposal, effects: {} });
  const published = await publishWorkflow(core, ADA, { name: 'notes.workflow.yaml', text: WORKFLOW });
  if (published.verdict !== 'permit') throw new Error(JSON.stringify(published));
}

const NOTEBOOK: { readonly [name: string]: JsonObject } = {
  save_note: {
    name: 'save_note',
    description: 'Saves a note to memory.',
    inputSchema: { type: 'object', properties: { key: text, note: text } },
    annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
  },
  search_memory: {
    name: 'search_memory',
    description: 'Searches memory.',
    inputSchema: { type: 'object', properties: { query: text } },
    annotations: { readOnlyHint: true, openWorldHint: false },
  },
};

/** The mailbox, and beside it notes that tasks share. */
export async function admitNotebook(rig: Rig): Promise<void> {
  await admitMailbox(rig);
  const { core, upstream: outside } = rig;
  outside.presents['memory'] = { ...NOTEBOOK };
  const upstream = { transport: 'http', url: 'http://127.0.0.1:1/memory' } as const;
  const { proposal } = await proposeConnector(core, ADA, { id: 'memory', upstream, credential: null });
  await admitConnector(core, ADA, { connector: 'memory', proposal, effects: {} });
  const more = `${WORKFLOW}  - {tool: memory/*, preapproved: true}\n`;
  const published = await publishWorkflow(core, ADA, { name: 'notes.workflow.yaml', text: more });
  if (published.verdict !== 'permit') throw new Error(JSON.stringify(published));
}

/** From here on the inbox reads so. */
export function receive({ upstream }: Rig, said: string): void {
  upstream.answer = ({ tool }) =>
    Promise.resolve({
      outcome: 'succeeded',
      result: { content: [{ type: 'text', text: tool === 'read_inbox' ? said : 'sent' }] },
    });
}
