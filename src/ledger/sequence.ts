// Each entry gets one place in the log. After a dropped, swapped, repeated or renumbered record the count
// finds its step again, so that one fault is one finding and never blames what follows.

export type Placement =
  /** It stands where it says. */
  | 'in-place'
  /** It stands where it says, after others that are missing so far. */
  | 'after-gap'
  /** Another record should stand here. */
  | 'misplaced';

interface Range {
  readonly from: number;
  readonly until: number;
}

export interface Sequence {
  /** The index that the next entry should have. */
  readonly expected: () => number;
  /**
   * Places an entry that says it is number `claimed`; `next` is what the one after it says, null at the
   * end.
   */
  readonly place: (claimed: number, next: number | null) => Placement;
  /** What never came. */
  readonly missing: () => readonly Range[];
}

export function createSequence(): Sequence {
  let expected = 0;
  const missing: Range[] = [];
  const early = new Set<number>();

  function advance(to: number): void {
    expected = to;
    while (early.delete(expected)) expected++;
  }

  function open(gap: Range): void {
    missing.push(gap);
    for (const seq of early) if (fill(seq)) early.delete(seq);
  }

  function fill(seq: number): boolean {
    // Gaps open in ascending order and stay so: the first one that ends after `seq` is found by halving.
    let index = 0;
    for (let end = missing.length; index < end;) {
      const middle = (index + end) >>> 1;
      if (missing[middle]!.until <= seq) index = middle + 1;
      else end = middle;
    }
    const range = missing[index];
    if (range === undefined || seq < range.from) return false;
    const before = { from: range.from, until: seq };
    const after = { from: seq + 1, until: range.until };
    missing.splice(index, 1, ...[before, after].filter(({ from, until }) => from < until));
    return true;
  }

  function place(claimed: number, next: number | null): Placement {
    if (claimed > expected) return placeAhead(claimed, next);
    if (claimed === expected) {
      advance(expected + 1);
      return 'in-place';
    }
    // A record that was missed, arriving late, takes nobody's place; nor does a repeated one, unless the
    // record after it shows that this one stands for the record expected here.
    if (!fill(claimed) && (next === null || next === expected + 1)) advance(expected + 1);
    return 'misplaced';
  }

  function placeAhead(claimed: number, next: number | null): Placement {
    if (next === null || next > claimed) {
      open({ from: expected, until: claimed });
      advance(claimed + 1);
      return 'after-gap';
    }
    // The record expected here comes next: this one is too early. Otherwise it stands for the expected one.
    if (next === expected) early.add(claimed);
    else advance(expected + 1);
    return 'misplaced';
  }

  return { expected: () => expected, place, missing: () => missing };
}
