// Two texts, line by line: what went stands before what came in its place.

/** Lines with `-`, `+` or a blank before them; what is the same is left out but for the lines around. */
export function diffLines(before: string, after: string, around = 2): readonly string[] {
  const [from, to] = [before.split('\n'), after.split('\n')];
  const lines = compare(from, to);
  const isNear = (index: number): boolean =>
    lines.slice(Math.max(0, index - around), index + around + 1).some((line) => !line.startsWith(' '));
  return lines.filter((_, index) => isNear(index));
}

/** More pairs of lines than this are cut at lines that stand once in each. */
const MOST_PAIRS = 1_000_000;

function compare(from: readonly string[], to: readonly string[]): string[] {
  if (from.length * to.length <= MOST_PAIRS) return walk(from, to, commonLengths(from, to));
  const lines: string[] = [];
  let [i, j] = [0, 0];
  for (const [left, right] of [...anchorsOf(from, to), [from.length, to.length] as const]) {
    const [old, next] = [from.slice(i, left), to.slice(j, right)];
    const isFew = old.length * next.length <= MOST_PAIRS;
    const whole = [...old.map((line) => `-${line}`), ...next.map((line) => `+${line}`)];
    for (const line of isFew ? walk(old, next, commonLengths(old, next)) : whole) lines.push(line);
    [i, j] = [left, right];
  }
  return lines;
}

/** Places of lines that stand once in each of the two, both rising. */
function anchorsOf(from: readonly string[], to: readonly string[]): (readonly [number, number])[] {
  const [left, right] = [placesOfSingles(from), placesOfSingles(to)];
  const anchors: (readonly [number, number])[] = [];
  let last = -1;
  for (const [line, place] of left) {
    const other = right.get(line) ?? -1;
    if (other <= last) continue;
    anchors.push([place, other]);
    last = other;
  }
  return anchors;
}

function placesOfSingles(lines: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const several = new Set<string>();
  for (const [place, line] of lines.entries()) {
    if (places.has(line)) several.add(line);
    places.set(line, place);
  }
  for (const line of several) places.delete(line);
  return places;
}

/** How many lines the two have in common, in order, from each pair of places on. */
function commonLengths(from: readonly string[], to: readonly string[]): readonly Uint32Array[] {
  const lengths = Array.from({ length: from.length + 1 }, () => new Uint32Array(to.length + 1));
  for (let i = from.length - 1; i >= 0; i -= 1) {
    for (let j = to.length - 1; j >= 0; j -= 1) {
      const [here, next] = [lengths[i]!, lengths[i + 1]!];
      here[j] = from[i] === to[j] ? next[j + 1]! + 1 : Math.max(next[j]!, here[j + 1]!);
    }
  }
  return lengths;
}

function walk(from: readonly string[], to: readonly string[], lengths: readonly Uint32Array[]): string[] {
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < from.length || j < to.length) {
    if (i < from.length && j < to.length && from[i] === to[j]) {
      lines.push(` ${from[i]}`);
      i += 1;
      j += 1;
    } else if (i < from.length && (j === to.length || lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) {
      lines.push(`-${from[i]}`);
      i += 1;
    } else {
      lines.push(`+${to[j]}`);
      j += 1;
    }
  }
  return lines;
}
