// How long one turn takes, for what is over within microseconds: the clock is read once for several.

const ROUND_MS = 60;
/** Between two looks at the clock, but for the first, which may be slow. */
const AT_A_TIME = 8;

/** The mean of as many turns as fit into a round, in microseconds. A turn that is not true ends the bench. */
export function microsecondsOf(turn: () => boolean): number {
  const startedAt = performance.now();
  let done = 0;
  let now = startedAt;
  while (now < startedAt + ROUND_MS) {
    const turns = done === 0 ? 1 : AT_A_TIME;
    for (let at = 0; at < turns; at += 1) {
      if (!turn()) throw new Error('what should be permitted is not');
    }
    done += turns;
    now = performance.now();
  }
  return ((now - startedAt) * 1000) / done;
}
