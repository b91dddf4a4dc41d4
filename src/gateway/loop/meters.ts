// What the deciding queue does, counted. Numbers only: no meter ever holds a name, an argument or a secret.

import type { Recorded } from './submission.ts';

/** Upper bounds of the histogram's buckets, seconds; the last one is without bound. */
const BOUNDS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export interface Histogram {
  readonly boundsSeconds: readonly number[];
  /** Observations at most as long as each bound, cumulative. */
  readonly counts: readonly number[];
  readonly count: number;
  readonly sumSeconds: number;
}

export interface MeterReading {
  readonly decisions: { readonly permit: number; readonly hold: number; readonly deny: number };
  /** Decisions that the policy set tried in the shadow would have made otherwise. */
  readonly shadowDisagreements: number;
  /** Requests in batches that were committed, and the batches. */
  readonly requests: number;
  readonly batches: number;
  /** Requests decided again because another replica had moved what they are about. */
  readonly redecided: number;
  /** Requests refused because too many wait. */
  readonly overloaded: number;
  /** Batches that the store did not take, by fault code. */
  readonly faults: { readonly [code: string]: number };
  /** From the start of a batch's decisions until it is durable. */
  readonly commitSeconds: Histogram;
}

export interface Meters {
  /** A batch begins; it ends as done or failed. */
  commit(requests: number): { done(recorded: readonly Recorded[]): void; failed(code: string): void };
  redecided(count: number): void;
  refused(): void;
  read(): MeterReading;
}

/** @param now Milliseconds that never go back */
export function createMeters(now: () => number): Meters {
  const decisions = { permit: 0, hold: 0, deny: 0 };
  const faults: Record<string, number> = {};
  const counts = BOUNDS_SECONDS.map(() => 0);
  const total = {
    disagreements: 0,
    requests: 0,
    batches: 0,
    redecided: 0,
    overloaded: 0,
    count: 0,
    sumSeconds: 0,
  };

  const observe = (seconds: number): void => {
    total.count += 1;
    total.sumSeconds += seconds;
    BOUNDS_SECONDS.forEach((bound, index) => {
      if (seconds <= bound) counts[index]! += 1;
    });
  };

  return {
    commit(requests) {
      const startedAt = now();
      return {
        done(recorded) {
          observe((now() - startedAt) / 1_000);
          total.requests += requests;
          total.batches += 1;
          for (const { decision } of recorded) decisions[decision.verdict] += 1;
          total.disagreements += recorded.filter(disagrees).length;
        },
        failed(code) {
          faults[code] = (faults[code] ?? 0) + 1;
        },
      };
    },
    redecided(count) {
      total.redecided += count;
    },
    refused() {
      total.overloaded += 1;
    },
    read() {
      const { disagreements, requests, batches, redecided, overloaded, count, sumSeconds } = total;
      const commitSeconds = { boundsSeconds: BOUNDS_SECONDS, counts: [...counts], count, sumSeconds };
      return {
        decisions: { ...decisions },
        shadowDisagreements: disagreements,
        requests,
        batches,
        redecided,
        overloaded,
        faults: { ...faults },
        commitSeconds,
      };
    },
  };
}

function disagrees({ decision }: Recorded): boolean {
  return decision.events.some(({ body }) => 'shadow' in body);
}
