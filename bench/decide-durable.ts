// Decisions that are on disk, a second. Every action asked for is outside its task's scope: it is described,
// judged by every rule and by policy, recorded and answered, and no upstream is called. Held against the
// limit: the same rows appended by the same store, as many at a time, by nobody who decides.

import { act } from '../src/gateway/act.ts';
import { loadFor, rateOf } from './concurrent.ts';
import { AGENT, CONNECTOR, TOOL } from './home.ts';
import { withGateway, type InProcess } from './in-process.ts';
import { appendRate, readRows } from './raw-append.ts';
import { median, rounded, toResult, type Bench } from './result.ts';

const ROUNDS = 5;
const ROUND_MS = 1_000;

export function decideDurable(concurrency: number): Bench {
  const name = `decide-durable-${concurrency}`;
  return {
    names: [name],
    run: (progress) =>
      withGateway(async (gateway) => {
        const rates = { ours: [] as number[], other: [] as number[] };
        const perCommit: number[] = [];
        await decideRate(gateway, concurrency);
        for (let round = 1; round <= ROUNDS; round += 1) {
          const fromSeq = (await gateway.core.store.head()).size;
          const ours = await decideRate(gateway, concurrency);
          const rows = await readRows(gateway.core.store, fromSeq);
          rates.ours.push(ours.rate);
          rates.other.push(await appendRate(rows, concurrency, gateway.home));
          perCommit.push(rows.records.length / ours.commits);
          progress(`round ${round} of ${ROUNDS}: ${rows.records.length} decisions`);
        }
        progress(`${rounded(median(perCommit))} decisions share a commit`);
        return [toResult(name, 'decisions/s', rates.ours, rates.other)];
      }),
  };
}

async function decideRate(
  { core, task }: InProcess,
  concurrency: number,
): Promise<{ readonly rate: number; readonly commits: number }> {
  const checkpoints = new Set<string>();
  const load = await loadFor(ROUND_MS, concurrency, async () => {
    const answer = await act(core, {
      agent: AGENT,
      task,
      connector: CONNECTOR,
      tool: TOOL,
      // Longer than the workflow allows, and different each time, as real arguments are.
      arguments: { text: core.ids.mint().padEnd(1001, '.') },
      waitMs: 0,
      signal: NEVER,
      onProgress: () => undefined,
      onElicit: async () => ({ action: 'decline' }),
    });
    if (answer.verdict !== 'deny') throw new Error(`not denied but ${JSON.stringify(answer)}`);
    checkpoints.add(answer.receipt.checkpoint);
  });
  return { rate: rateOf(load), commits: checkpoints.size };
}

const NEVER = new AbortController().signal;
