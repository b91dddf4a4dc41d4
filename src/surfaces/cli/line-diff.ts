// Two texts, line by line: what went stands before what came in its place.

/** Lines with `-`, `+` or a blank before them; what is the same is left out but for the lines around. */
export function diffLines(before: string, after: string, around = 2): readonly string[] {
  const [from, to] = [before.split('\n'), after.split('\n')];
  const lines = walk(from, to, commonLengths(from, to));
  const isNear = (index: number): boolean =>
    lines.slice(Math.max(0, index - around), index + around + 1).some((line) => !line.startsWith(' '));
  return lines.filter((_, index) => isNear(index));
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
