// A server of models in one process: it holds what it was asked, and answers as it is told to.

import { createServer, type IncomingHttpHeaders } from 'node:http';
import { listen, stop } from '../../../test/fixtures/upstream/http-server.ts';

export interface AskedModel {
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: {
    readonly model: string;
    readonly messages: readonly { readonly role: string; readonly content: string }[];
    readonly response_format: { readonly type: string; readonly json_schema: { readonly strict: boolean } };
  };
}

export interface ModelServer {
  readonly url: string;
  readonly asked: AskedModel[];
  /** Status and body of the next answers; null: none comes. */
  answer: (asked: AskedModel) => readonly [status: number, body: string] | null;
  close(): Promise<void>;
}

/** A completion whose message is this. */
export function completion(content: unknown, reason = 'stop'): readonly [number, string] {
  const message = { role: 'assistant', content: JSON.stringify(content) };
  return [200, JSON.stringify({ id: 'c', choices: [{ index: 0, finish_reason: reason, message }] })];
}

/** What the model says of a tool, where nothing else is said: that it reads. */
export function word(id: string, more: object = {}) {
  return { id, effects: ['read'], egress: 'none', roles: [], categories: [], doubts: [], ...more };
}

export async function startModelServer(): Promise<ModelServer> {
  const asked: AskedModel[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const one = {
        url: request.url,
        headers: request.headers,
        body: JSON.parse(text) as AskedModel['body'],
      };
      asked.push(one);
      const answer = running.answer(one);
      if (answer === null) return;
      response.writeHead(answer[0], { 'content-type': 'application/json' }).end(answer[1]);
    });
  });
  const url = `${await listen(server)}/v1`;
  const running: ModelServer = {
    url,
    asked,
    answer: () => completion({ tools: [] }),
    close: () => stop(server),
  };
  return running;
}
