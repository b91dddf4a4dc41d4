// How long a quarantine takes under load: from the command to its record, to the last call that still had an
// effect, and to the end of all; beside one call under that very load.

import { setTimeout as sleep } from 'node:timers/promises';
import { quarantine } from '../src/gateway/tasks.ts';
import { callOnce } from './decide.ts';
import { openUnder, OPERATOR } from './home.ts';
import { withGateway, type InProcess } from './in-process.ts';
import { median, toResult, type Bench, type Progress, type Result } from './result.ts';

const CONCURRENCY = 256;
const ROUNDS = 5;
const WARM_UP_MS = 1_500;

const NAMES = ['recorded', 'last-effect', 'quiesced'] as const;

type Times = { readonly [name in (typeof NAMES)[number]]: number } & { readonly call: number };

export const containment: Bench = {
  names: NAMES.map((name) => `containment-256-${name}`),
  run: ({ progress }) => withGateway((gateway) => measure(gateway, progress)),
};

async function measure(gateway: InProcess, progress: Progress): Promise<Result[]> {
  const rounds: Times[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const times = await contain(gateway, `contained-${round}`);
    // The first one warms up.
    if (round > 0) rounds.push(times);
    progress(`round ${round} of ${ROUNDS}`);
  }
  const calls = rounds.map(({ call }) => call);
  return NAMES.map((name) =>
    toResult(
      `containment-256-${name}`,
      'ms',
      rounds.map((times) => times[name]),
      calls,
    ),
  );
}

/** Callers ask again until they are refused; what is asked for when the command comes is under way. */
async function contain({ core }: InProcess, workflow: string): Promise<Times> {
  const { task } = await openUnder(core, workflow, 'calls: 1000000, wall: 7d, call: 20s');
  const tookMs: number[] = [];
  let lastEffectAt = 0;
  const caller = async (): Promise<void> => {
    for (;;) {
      const askedAt = performance.now();
      const answer = await callOnce(core, task, core.ids.mint());
      if (answer.verdict !== 'permit') return;
      if (answer.outcome !== 'succeeded') continue;
      lastEffectAt = performance.now();
      tookMs.push(lastEffectAt - askedAt);
    }
  };
  const callers = Array.from({ length: CONCURRENCY }, caller);
  // On a slow machine until every caller has been answered once.
  do await sleep(WARM_UP_MS);
  while (tookMs.length < CONCURRENCY);
  const call = median(tookMs);
  const commandedAt = performance.now();
  const { quiesced } = await quarantine(core, OPERATOR, { task, reason: 'measured' });
  const recorded = performance.now() - commandedAt;
  await quiesced;
  const ended = performance.now() - commandedAt;
  await Promise.all(callers);
  return { recorded, 'last-effect': Math.max(0, lastEffectAt - commandedAt), quiesced: ended, call };
}
