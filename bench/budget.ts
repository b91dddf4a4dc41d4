// What budgets cost where they are fought for: 256 callers of one task, every limit set and an allowance of
// the agent drawn from, beside the same on a task with none. Whoever overspends ends the bench.

import { changeAgentAllowance } from '../src/gateway/verbs.ts';
import { loadFor, rateOf } from './concurrent.ts';
import { callOnce } from './decide.ts';
import { AGENT, openUnder, OPERATOR } from './home.ts';
import { withGateway, type InProcess } from './in-process.ts';
import { toResult, type Bench, type Progress, type Result } from './result.ts';

const CONCURRENCY = 256;
const ROUNDS = 5;
const ROUND_MS = 1_500;
const CALLS = 'calls: 1000000, wall: 7d, call: 20s';
const ALL =
  `${CALLS}, effects: {read: 1000000}, money: 1000000, destinations: 1000, running: ${CONCURRENCY}, ` +
  'records: {task: 1000000, call: 10}, bytes: {task: 1000000000, call: 100000}';
/** Of 256 calls at once so many may be made. */
const ROOM = 100;

export const budget: Bench = {
  names: ['budget-contention-256'],
  run: ({ progress }) => withGateway((gateway) => measure(gateway, progress)),
};

async function measure({ core, task: free }: InProcess, progress: Progress): Promise<Result[]> {
  const limit = { calls: 10_000_000, sends: 1_000, money: 1_000 };
  const { task } = await openUnder(core, 'limited', ALL);
  const rates = { ours: [] as number[], other: [] as number[] };
  let lost = 0;
  const rate = async (of: string): Promise<number> => {
    // Only the limited side draws.
    const allowed = of === task ? limit : null;
    await changeAgentAllowance(core, OPERATOR, { agent: AGENT, windowSeconds: 86_400, limit: allowed });
    const before = lost;
    const { done, seconds } = await loadFor(ROUND_MS, CONCURRENCY, async () => {
      if (!(await isMade({ core }, of))) lost += 1;
    });
    return rateOf({ done: done - (lost - before), seconds });
  };
  for (const of of [task, free]) await rate(of);
  for (let round = 1; round <= ROUNDS; round += 1) {
    rates.ours.push(await rate(task));
    rates.other.push(await rate(free));
    progress(`round ${round} of ${ROUNDS}`);
  }
  await expectNoOverspending({ core }, progress);
  if (lost > 0) progress(`${lost} calls are not counted: nobody knows how they ended`);
  return [toResult('budget-contention-256', 'calls/s', rates.ours, rates.other)];
}

/** False: it was permitted, and its connector fell silent. Whatever else it is ends the bench. */
async function isMade({ core }: Pick<InProcess, 'core'>, task: string): Promise<boolean> {
  const answer = await callOnce(core, task, core.ids.mint());
  if (answer.verdict === 'permit' && answer.outcome === 'succeeded') return true;
  if (answer.verdict === 'permit' && answer.outcome === 'unknown') return false;
  throw new Error(`not made but ${JSON.stringify(answer)}`);
}

async function expectNoOverspending({ core }: Pick<InProcess, 'core'>, progress: Progress): Promise<void> {
  const { task } = await openUnder(core, 'tight', `calls: ${ROOM}, wall: 7d, call: 20s`);
  const asked = Array.from({ length: CONCURRENCY }, () => callOnce(core, task, core.ids.mint()));
  const made = (await Promise.all(asked)).filter(({ verdict }) => verdict === 'permit');
  if (made.length !== ROOM) throw new Error(`${made.length} of ${ROOM} calls were permitted`);
  progress(`of ${CONCURRENCY} calls at once exactly ${ROOM} were permitted where ${ROOM} may be`);
}
