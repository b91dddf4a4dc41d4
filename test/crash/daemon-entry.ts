// A daemon in a process of its own, to be killed: it serves the home given as its argument, says where, and
// answers its parent, who stands for a person at the management API.

import { parseConfig } from '../../src/config.ts';
import { openTask } from '../../src/gateway/tasks.ts';
import { trace } from '../../src/gateway/views.ts';
import { createLog, startDaemon } from '../../src/main.ts';

export type Question = { readonly open: string } | { readonly trace: string };

const home = process.argv[2]!;
const parsed = parseConfig('listen: {port: 0}\n', `${home}/holdpoint.yaml`, {}, { home });
if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
const daemon = await startDaemon(parsed.config, createLog('fatal'));
const { core } = daemon.running;

async function answer(question: Question): Promise<unknown> {
  if ('trace' in question) return trace(core, question.trace);
  const input = { workflow: question.open, agent: 'scribe', prompt: 'Please look after it' };
  return openTask(core, { kind: 'operator', id: 'ada' }, input);
}

process.on('message', (question: Question) => {
  void answer(question).then((answered) => process.send!({ answered }));
});
process.once('SIGTERM', () => {
  void daemon.stop().then(() => process.disconnect());
});
process.send!({ url: daemon.url });
