// Two agents whose tasks set each other off: what one mails, the desk of the other answers by itself.

import { agentTokenRequest, taskOpened } from '../../src/surfaces/http/contract.ts';
import { connectorProposed } from '../../src/surfaces/http/contract/connector.ts';
import { connect, type Stage, type Task } from './stage.ts';

export class PostOffice {
  readonly #stage: Stage;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** @param url of the fixture's server, whose tools are the post */
  async open(url: string): Promise<void> {
    const clerk = { id: 'clerk', owner: 'op_alice', environment: 'test', groups: [], identity: null };
    await this.ask('POST', '/agents', clerk);
    await this.#admit(url);
    await this.#publish('mailing', 'scribe', false, ['post/sees', 'post/echo'], '{depth: 1}');
    await this.#publish('answers', 'clerk', true, ['post/counts', 'post/echo'], '{depth: 1, calls: 20}');
  }

  async ask(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
    const { status, body: answer } = await this.#stage.alice.ask(method, path, body);
    if (status > 201) throw new Error(JSON.stringify(answer));
    return answer;
  }

  /** A person has mail sent. */
  async openMailing(): Promise<Task> {
    const asked = { workflow: 'mailing', agent: 'scribe', prompt: 'Send it' };
    const { task, token } = taskOpened.parse(await this.ask('POST', '/tasks', asked));
    return { id: task, token: token.token };
  }

  /** The desk opens a task, and nobody asked it to. */
  async openByItself(): Promise<Response> {
    const life = agentTokenRequest.parse({ ttlSeconds: 600 });
    const { token } = (await this.ask('POST', '/agents/clerk/token', life)) as { token: string };
    return fetch(`${this.#stage.daemon.url}/api/v1/tasks`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ workflow: 'answers', agent: 'clerk', prompt: null }),
    });
  }

  async call(task: Task, ...tools: readonly string[]): Promise<void> {
    const client = await connect(this.#stage.daemon.url, task.token, 'auto');
    for (const tool of tools) {
      const { isError, content } = await client.callTool({ name: `post__${tool}`, arguments: {} });
      if (isError === true) throw new Error(JSON.stringify(content));
    }
    await client.close();
  }

  /** `sees` reads personal data; `echo` sends mail that the desk may answer. */
  async #admit(url: string): Promise<void> {
    const upstream = { transport: 'http', url } as const;
    const proposed = await this.ask('POST', '/connectors', { id: 'post', upstream, credential: null });
    const output = { sensitivity: 'confidential', categories: ['pii'], integrity: 'untrusted' };
    const plain = { sensitivity: 'public', categories: [], integrity: 'trusted' };
    const triggers = [{ name: 'desk', starts: 'workflow/answers', words: 'the desk answers mail' }];
    await this.ask('POST', '/connectors/post/admit', {
      proposal: connectorProposed.parse(proposed).proposal,
      effects: { sees: ['read'], counts: ['read'], echo: ['send'] },
      profiles: {
        sees: { egress: 'none', roles: {}, output },
        counts: { egress: 'none', roles: {}, output: plain },
        echo: { egress: 'shared', roles: {}, output: plain, triggers },
      },
    });
  }

  async #publish(
    id: string,
    agent: string,
    unattended: boolean,
    tools: readonly string[],
    limits: string,
  ): Promise<void> {
    const allow = tools.map((tool) => `  - {tool: ${tool}, preapproved: true}`).join('\n');
    const text = `holdpoint: workflow/v1
id: ${id}
purpose: Show what leads to what
owner: op_alice
agents: [${agent}]
unattended: ${unattended}
expires: 2099-01-01
limits: ${limits}
allow:
${allow}
`;
    await this.ask('POST', '/workflows', { name: `${id}.workflow.yaml`, text });
  }
}
