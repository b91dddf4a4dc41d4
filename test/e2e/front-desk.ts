// A connector of a front desk: bookings that the house keeps, mails that anybody may have written, and a way
// to write to people, which waits wherever nobody gave the address.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { taskOpened } from '../../src/surfaces/http/contract.ts';
import { connectorProposed } from '../../src/surfaces/http/contract/connector.ts';
import { connect, type Stage } from './stage.ts';

const SERVER = fileURLToPath(new URL('../fixtures/upstream/changing-server.js', import.meta.url));
const WORKFLOW = `holdpoint: workflow/v1
id: desk
purpose: Look after guests
owner: op_alice
agents: [scribe]
expires: 2099-01-01
allow:
  - {tool: "desk/*", preapproved: true}
`;
const list = (name: string) => ({ name, description: `Lists ${name}.`, inputSchema: { type: 'object' } });
const text = { type: 'string' };
const TOOLS = [
  { ...list('list_bookings'), description: 'Lists the bookings of this week.' },
  { ...list('read_inbox'), description: 'Reads the newest messages of the inbox.' },
  {
    name: 'send_email',
    description: 'Sends an e-mail.',
    inputSchema: { type: 'object', properties: { to: text, body: text }, required: ['to', 'body'] },
  },
];

export type Source = 'list_bookings' | 'read_inbox';

export class FrontDesk {
  readonly #stage: Pick<Stage, 'alice' | 'daemon'>;
  readonly #face: string;

  /** @param folder where the server reads what it is to say */
  constructor(stage: Pick<Stage, 'alice' | 'daemon'>, folder: string) {
    this.#stage = stage;
    this.#face = join(folder, 'face.json');
  }

  async open(says: { readonly [source in Source]: string }): Promise<void> {
    const server = { name: 'desk', version: '1.0.0' };
    await writeFile(this.#face, JSON.stringify({ server, tools: TOOLS, says }));
    await this.admit({});
    await this.#ask('/workflows', { name: 'desk.workflow.yaml', text: WORKFLOW });
  }

  /** @param profiles what people say of tools beyond what was proposed */
  async admit(profiles: object): Promise<void> {
    const upstream = {
      transport: 'stdio',
      command: process.execPath,
      args: [SERVER, this.#face],
      cwd: null,
      env: {},
    };
    const proposed = await this.#ask('/connectors', { id: 'desk', upstream, credential: null });
    const { proposal } = connectorProposed.parse(proposed);
    await this.#ask('/connectors/desk/admit', { proposal, effects: {}, profiles });
  }

  /** What it says from now on. */
  async say(source: Source, words: string): Promise<void> {
    const face = JSON.parse(await readFile(this.#face, 'utf8')) as { says: Record<string, string> };
    face.says[source] = words;
    await writeFile(this.#face, JSON.stringify(face));
  }

  /** Whether a mail to them was sent, once the task has read that. */
  async isSent(read: Source, to: string): Promise<boolean> {
    const asked = { workflow: 'desk', agent: 'scribe', prompt: 'Answer what came in.' };
    const { token } = taskOpened.parse(await this.#ask('/tasks', asked));
    const client = await connect(this.#stage.daemon.url, token.token, 'auto');
    try {
      await client.callTool({ name: `desk__${read}`, arguments: {} });
      const mail = { to, body: 'We look forward' };
      return (await client.callTool({ name: 'desk__send_email', arguments: mail })).isError !== true;
    } finally {
      await client.close();
    }
  }

  async #ask(path: string, body: object): Promise<unknown> {
    const { status, body: answer } = await this.#stage.alice.ask('POST', path, body);
    if (status > 201) throw new Error(JSON.stringify(answer));
    return answer;
  }
}
