// One replica in a process of its own, over the home and the database that its arguments name. It does what
// its parent asks, through the gateway's own verbs, and says what came of it.

import { createPrivateKey, sign } from 'node:crypto';
import { parseConfig } from '../../src/config.ts';
import { act, type ActAnswer } from '../../src/gateway/action/act.ts';
import {
  closeTask,
  decideHold,
  draftStatement,
  kill,
  openTask,
  quarantine,
} from '../../src/gateway/tasks.ts';
import { proposePolicy, publishPolicy } from '../../src/gateway/policies/policy-verbs.ts';
import { canonicalize } from '../../src/ledger/canonical.ts';
import { createLog, openHome } from '../../src/main.ts';
import type { Answered, Told, Wish } from './wishes.ts';

const ADA = { kind: 'operator', id: 'ada' } as const;
const INES = { kind: 'operator', id: 'ines' } as const;
const [home, url] = process.argv.slice(2) as [string, string];
process.env['REPLICA_STORE'] = url;
const text = 'store: {url: "env:REPLICA_STORE"}\nlog: {level: fatal}\n';
const parsed = parseConfig(text, `${home}/holdpoint.yaml`, {}, { home });
if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
const { running } = await openHome(parsed.config, createLog('fatal'));
const { core } = running;
let isHammering = false;

async function ask(task: string, tool: string, n: number): Promise<ActAnswer> {
  const [connector, name] = tool.split('/') as [string, string];
  return act(core, {
    agent: 'scribe',
    task,
    connector,
    tool: name,
    arguments: { n },
    waitMs: 0,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onElicit: () => Promise.resolve({ action: 'decline' }),
  });
}

function tell(answer: ActAnswer): Told {
  if (answer.verdict === 'fault') return { verdict: answer.code, seq: -1, hash: '', hold: null };
  const { seq, hash } = answer.receipt;
  return { verdict: answer.verdict, seq, hash, hold: answer.verdict === 'hold' ? answer.hold : null };
}

/** Asks again and again, several at a time, until told to stop. */
async function hammer(tasks: readonly string[], tool: string, lanes: number): Promise<Told[]> {
  const told: Told[] = [];
  let n = 0;
  isHammering = true;
  const lane = async (): Promise<void> => {
    while (isHammering) {
      n += 1;
      const answer = tell(await ask(tasks[n % tasks.length]!, tool, n + process.pid * 1_000_000));
      told.push(answer);
      // A replica without its database answers at once: it is not to be asked a million times.
      if (answer.seq < 0) await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return told;
}

async function approve({ task, hold, key }: Extract<Wish, { do: 'approve' }>): Promise<string> {
  const reason = 'it is fine';
  const statement = await draftStatement(core, 'grace', { task, hold, verdict: 'approve', reason });
  if (statement === null) return 'no such hold';
  const signature = sign(null, Buffer.from(canonicalize(statement)), createPrivateKey(key));
  const signed = { statement, signature: signature.toString('base64url'), reason };
  return (await decideHold(core, { kind: 'operator', id: 'grace' }, signed)).verdict;
}

async function carryOut(wish: Wish): Promise<unknown> {
  switch (wish.do) {
    case 'open': {
      const opened = await openTask(core, ADA, { workflow: 'watch', agent: 'scribe', prompt: 'Look' });
      return opened.task;
    }
    case 'act':
      return tell(await ask(wish.task, wish.tool, wish.n));
    case 'race':
      return (await Promise.all(wish.ns.map((n) => ask(wish.task, wish.tool, n)))).map(tell);
    case 'hammer':
      return hammer(wish.tasks, wish.tool, wish.lanes);
    case 'rest':
      isHammering = false;
      return null;
    case 'kill': {
      const { answer } = await kill(core, ADA, { target: wish.target, lift: wish.lift, reason: 'odd' });
      return answer.receipt.seq;
    }
    case 'contain': {
      const contained = await quarantine(core, ADA, { task: wish.task, reason: 'odd' });
      const { quiescedMs } = await contained.quiesced;
      return { seq: contained.answer.receipt.seq, quiescedMs };
    }
    case 'close':
      return (await closeTask(core, ADA, wish.task)).receipt.seq;
    case 'publish': {
      const proposed = await proposePolicy(core, INES, [{ name: 'policy.cedar', text: wish.text }]);
      if (proposed.verdict === 'invalid') return proposed.problems;
      const published = await publishPolicy(core, ADA, proposed.digest);
      return published.verdict === 'permit' ? published.receipt.seq : published;
    }
    case 'approve':
      return approve(wish);
    case 'stop':
      await running.stop();
      return null;
  }
}

process.on('message', ({ id, wish }: { id: number; wish: Wish }) => {
  const answered = (answer: Answered): void => {
    process.send!(answer);
    if (wish.do === 'stop') process.disconnect();
  };
  carryOut(wish).then(
    (value) => answered({ id, value }),
    (error: unknown) => answered({ id, error: String((error as { code?: unknown }).code ?? error) }),
  );
});
process.send!('ready');
