// Decisions a second of several processes on one PostgreSQL: more of them against one, and all requests about
// one task against a task for each process. What they recorded must verify, or there is no result.

import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { startServer, type TestServer } from '../src/adapters/store/postgres/server.contract.ts';
import { openTask } from '../src/gateway/tasks.ts';
import { createCliDeps, createLog, openHome } from '../src/main.ts';
import type { Decided } from './decide.ts';
import { AGENT, benchConfig, foundBench, makeHome, OPERATOR, WORKFLOW_ID } from './home.ts';
import { rounded, toResult, type Bench, type Progress, type Result } from './result.ts';
import { startRole, startWorker, type Worker } from './role.ts';
import type { ReplicaLoad } from './roles/replica.ts';

const COUNTS = [1, 2, 4];
const ROUNDS = 3;
const ROUND_MS = 2_500;
const WARM_UP_MS = 3_000;
/** Of all replicas together. */
const CONCURRENCY = 256;

type Replica = Worker<ReplicaLoad, Decided>;
type Rates = Map<number, number[]>;

export const replicas: Bench = {
  names: COUNTS.flatMap((count) => [`replicas-${count}`, `replicas-${count}-shared`]),
  async run({ progress }) {
    const server = await startServer(tmpdir());
    if ('reason' in server) {
      progress(`skipped: ${server.reason}`);
      return [];
    }
    try {
      return await measure(server, progress);
    } finally {
      await server.close();
    }
  },
};

async function measure(server: TestServer, progress: Progress): Promise<Result[]> {
  const home = await makeHome();
  const url = await server.createDatabase();
  const rates = { own: emptyRates(), one: emptyRates() };
  try {
    const tasks = await openTasks(home, url, Math.max(...COUNTS));
    for (let round = 1; round <= ROUNDS; round += 1) await playRound(home, url, tasks, rates, progress);
    const { ok, size } = await createCliDeps('holdpoint').auditStore(benchConfig(home, url), []);
    if (!ok) throw new Error('what the replicas recorded does not hold');
    progress(`${size} records verified`);
  } finally {
    await rm(home, { recursive: true, maxRetries: 3 });
  }
  const alone = rates.own.get(1)!;
  return COUNTS.flatMap((count) => [
    toResult(`replicas-${count}`, 'decisions/s', rates.own.get(count)!, alone),
    toResult(`replicas-${count}-shared`, 'decisions/s', rates.one.get(count)!, rates.own.get(count)!),
  ]);
}

function emptyRates(): Rates {
  return new Map(COUNTS.map((count) => [count, []]));
}

/** One replica after the other joins: those that do not decide would still follow what the others record. */
async function playRound(
  home: string,
  url: string,
  tasks: readonly string[],
  rates: { readonly own: Rates; readonly one: Rates },
  progress: Progress,
): Promise<void> {
  const running: Replica[] = [];
  try {
    for (const count of COUNTS) {
      while (running.length < count) running.push(await startWorker('replica', home, url));
      await load(running, tasks, WARM_UP_MS);
      const own = await load(running, tasks, ROUND_MS);
      const one = await load(
        running,
        running.map(() => tasks[0]!),
        ROUND_MS,
      );
      rates.own.get(count)!.push(own);
      rates.one.get(count)!.push(one);
      progress(`${count}: ${rounded(own)} decisions/s, of one task ${rounded(one)}`);
    }
  } finally {
    await Promise.all(running.map((replica) => replica.stop()));
  }
}

/** Decisions a second of all of them together. */
async function load(
  running: readonly Replica[],
  tasks: readonly string[],
  durationMs: number,
): Promise<number> {
  const concurrency = CONCURRENCY / running.length;
  const decided = await Promise.all(
    running.map((replica, at) => replica.ask({ task: tasks[at]!, concurrency, durationMs })),
  );
  return decided.reduce((sum, { rate }) => sum + rate, 0);
}

async function openTasks(home: string, url: string, count: number): Promise<string[]> {
  const upstream = await startRole('upstream');
  const { running } = await openHome(benchConfig(home, url), createLog('error'));
  try {
    const { task } = await foundBench(running.core, upstream.url);
    const tasks = [task];
    while (tasks.length < count) {
      const asked = { workflow: WORKFLOW_ID, agent: AGENT, prompt: 'Measure.' };
      const opened = await openTask(running.core, OPERATOR, asked);
      tasks.push(opened.task!);
    }
    return tasks;
  } finally {
    await running.stop();
    await upstream.stop();
  }
}
