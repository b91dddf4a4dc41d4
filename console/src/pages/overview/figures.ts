// Figures from what the daemon said: nothing is guessed, and a percentile of a histogram is given as a bound.

import type { DecisionSummary } from '../../../../src/surfaces/http/contract/lists.ts';
import type { MetersView } from '../../../../src/surfaces/http/contract/meters.ts';

export interface Bucket {
  /** Unix milliseconds. */
  readonly from: number;
  readonly permit: number;
  readonly hold: number;
  readonly deny: number;
}

const STEPS_SECONDS = [1, 5, 15, 60, 300, 900, 3_600, 4 * 3_600, 86_400, 7 * 86_400, 30 * 86_400];

/** Verdicts by equal spans of time that begin on the clock, at most so many, with the empty ones between. */
export function bucketsOf(decisions: readonly DecisionSummary[], most = 30): readonly Bucket[] {
  if (decisions.length === 0) return [];
  const times = decisions.map(({ decidedAt }) => decidedAt);
  const first = times.reduce((one, other) => Math.min(one, other));
  const last = times.reduce((one, other) => Math.max(one, other));
  const fits = STEPS_SECONDS.find((step) => (last - first) / 1_000 / step < most - 1);
  const stepMs = 1_000 * (fits ?? Math.ceil((last - first) / 1_000 / (most - 1)));
  const start = Math.floor(first / stepMs);
  const counts = Array.from({ length: Math.floor(last / stepMs) - start + 1 }, (_, index) => ({
    from: (start + index) * stepMs,
    permit: 0,
    hold: 0,
    deny: 0,
  }));
  for (const { decidedAt, verdict } of decisions) counts[Math.floor(decidedAt / stepMs) - start]![verdict]++;
  return counts;
}

/** The smallest bound, seconds, that so large a part stayed within; null: nothing was measured, or none. */
export function percentileBound(histogram: MetersView['commitSeconds'], part: number): number | null {
  const wanted = histogram.count * part;
  const index = histogram.counts.findIndex((count) => count >= wanted);
  return histogram.count === 0 ? null : (histogram.boundsSeconds[index] ?? null);
}

export interface ToolFigures {
  readonly tool: string;
  readonly asked: number;
  readonly held: number;
  readonly denied: number;
}

/** Most denied first. */
export function byTool(decisions: readonly DecisionSummary[]): readonly ToolFigures[] {
  const tools = new Map<string, { tool: string; asked: number; held: number; denied: number }>();
  for (const { connector, tool, verdict } of decisions) {
    const name = `${connector}/${tool}`;
    const figures = tools.get(name) ?? { tool: name, asked: 0, held: 0, denied: 0 };
    figures.asked++;
    if (verdict === 'hold') figures.held++;
    if (verdict === 'deny') figures.denied++;
    tools.set(name, figures);
  }
  return [...tools.values()].toSorted(
    (one, other) => other.denied / other.asked - one.denied / one.asked || other.asked - one.asked,
  );
}
