// A share of few cases says little: it never stands without its counts and what it may be by chance.

/** Of a normal distribution, 95 % lie within so many deviations. */
const DEVIATIONS = 1.959964;

export interface Share {
  readonly hits: number;
  readonly of: number;
  /** 0 to 1; null of nothing. */
  readonly share: number | null;
  /** 95 % interval by Wilson's score (1927). */
  readonly interval: readonly [number, number] | null;
}

export function shareOf(hits: number, of: number): Share {
  if (of === 0) return { hits, of, share: null, interval: null };
  const share = hits / of;
  const squared = DEVIATIONS ** 2 / of;
  const middle = share + squared / 2;
  const half = DEVIATIONS * Math.sqrt((share * (1 - share)) / of + squared / (4 * of));
  const bound = (value: number): number => Number(Math.min(1, Math.max(0, value)).toFixed(4));
  return {
    hits,
    of,
    share: bound(share),
    interval: [bound((middle - half) / (1 + squared)), bound((middle + half) / (1 + squared))],
  };
}

/** Such as `12/15 80.0 % (54.8–93.0)`. */
export function renderShare({ hits, of, share, interval }: Share): string {
  if (share === null || interval === null) return `${hits}/${of}`;
  const percent = (value: number): string => (value * 100).toFixed(1);
  return `${hits}/${of} ${percent(share)} % (${percent(interval[0])}–${percent(interval[1])})`;
}
