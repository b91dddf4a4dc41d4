// How long decisions take: the same questions, asked of each engine in turn for as long.

import type { PolicyEngine, PolicyQuery } from '../../../kernel/policy.ts';
import { consult } from '../../../kernel/rules/policy.ts';
import type { Enforce } from '../../../kernel/rules/obligation.ts';

export interface Timing {
  readonly decisions: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface TimedQuestion {
  readonly query: PolicyQuery;
  readonly enforce: Enforce;
}

/** Of the time; asked for so long before anything is counted, the engine is compiled as it stays. */
const WARM_UP_SHARE = 0.25;

/**
 * Asks all the questions over and over, first without counting.
 *
 * @param questions at least one
 * @param forMs how long; each question is asked at least once
 * @param now monotonic milliseconds
 */
export function timeEngine(
  engine: PolicyEngine,
  questions: readonly TimedQuestion[],
  forMs: number,
  now: () => number,
): Timing {
  const began = now();
  do {
    for (const { query, enforce } of questions) consult(engine, query, enforce);
  } while (now() - began < forMs * WARM_UP_SHARE);
  const times: number[] = [];
  const started = now();
  while (now() - started < forMs || times.length === 0) {
    for (const { query, enforce } of questions) {
      const asked = now();
      consult(engine, query, enforce);
      times.push(now() - asked);
    }
  }
  const seconds = (now() - started) / 1_000;
  const sorted = Float64Array.from(times).toSorted();
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)]!;
  const perSecond = Math.round(times.length / seconds);
  return { decisions: times.length, perSecond, p50Ms: at(0.5), p99Ms: at(0.99) };
}
