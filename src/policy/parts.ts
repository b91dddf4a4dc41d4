// Long work is done in parts, so that others may have their turn between them; whoever need not wait does all
// of it at once.

/** So many policies are one part. */
export const POLICIES_AT_ONCE = 64;

/** Does what is left, at once. */
export function finish<Result>(work: Generator<void, Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}
