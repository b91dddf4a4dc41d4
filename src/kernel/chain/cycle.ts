// A chain that goes round in a circle is known by its newest calls alone, however long it has run.

/** The longest circle that is told from going on, in calls. */
export const MAX_CYCLE = 8;

export interface Cycle {
  /** Digests of the newest calls that changed something, newest first, at most `MAX_CYCLE`. */
  readonly newest: readonly string[];
  /** For each length of a circle, from 1: how many calls in a row were the one so many calls before. */
  readonly alike: readonly number[];
}

export const NO_CYCLE: Cycle = { newest: [], alike: [] };

export function addToCycle({ newest, alike }: Cycle, digest: string): Cycle {
  return {
    newest: [digest, ...newest].slice(0, MAX_CYCLE),
    alike: newest.map((before, index) => (before === digest ? (alike[index] ?? 0) + 1 : 0)),
  };
}

/** How often the chain went round the circle that this call would go on with; 0: it would go on with none. */
export function timesRound({ newest, alike }: Cycle, digest: string): number {
  return newest.reduce((most, before, index) => {
    if (before !== digest) return most;
    return Math.max(most, Math.floor((alike[index] ?? 0) / (index + 1)) + 1);
  }, 0);
}
