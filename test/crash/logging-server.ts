// The behaviour over stdio, with a log of its own that outlives it: one line when it starts, one per call
// that reached it. While `<log>.stuck` exists it never answers its first message: a server that is slow to
// start.

import { appendFileSync, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Behaviour, type Message } from '../fixtures/upstream/behaviour.ts';

const log = process.argv[2]!;
const isStuck = existsSync(`${log}.stuck`);
const behaviour = new Behaviour();
const send = (message: Message): void => void process.stdout.write(`${JSON.stringify(message)}\n`);
const lease = process.env['DESK_TOKEN'] === undefined ? 'no credential' : 'a credential';
appendFileSync(log, `${isStuck ? 'stuck' : 'started'} with ${lease}\n`);
createInterface({ input: process.stdin }).on('line', (line) => {
  if (isStuck) return;
  const message = JSON.parse(line) as Message;
  const { name } = (message['params'] ?? {}) as { name?: string };
  if (message['method'] === 'tools/call') appendFileSync(log, `called ${name}\n`);
  const raw = (text: string): void => void process.stdout.write(text);
  behaviour.receive(message, { send, raw, crash: () => process.exit(3), sees: {} });
});
