// Which lines a change takes and gives: the longest common ones stay, as `diff` has it.

export interface DiffLine {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
}

/** Larger differences are told as one block that goes and one that comes. */
const MOST_CELLS = 4_000_000;

export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const [one, other] = [before.split('\n'), after.split('\n')];
  let head = 0;
  while (head < one.length && head < other.length && one[head] === other[head]) head++;
  let tail = 0;
  const isTail = (): boolean => one.at(-1 - tail) === other.at(-1 - tail);
  while (tail < Math.min(one.length, other.length) - head && isTail()) tail++;
  const middle = between(one.slice(head, one.length - tail), other.slice(head, other.length - tail));
  const same = (text: string): DiffLine => ({ kind: 'same', text });
  return [...one.slice(0, head).map(same), ...middle, ...one.slice(one.length - tail).map(same)];
}

function between(one: readonly string[], other: readonly string[]): DiffLine[] {
  if (one.length * other.length > MOST_CELLS) {
    return [
      ...one.map((text) => ({ kind: 'gone', text }) as const),
      ...other.map((text) => ({ kind: 'new', text }) as const),
    ];
  }
  const width = other.length + 1;
  // How many lines the rests have in common, from each pair of places on.
  const common = new Uint32Array((one.length + 1) * width);
  for (let i = one.length - 1; i >= 0; i--) {
    for (let j = other.length - 1; j >= 0; j--) {
      const [down, right] = [common[(i + 1) * width + j]!, common[i * width + j + 1]!];
      common[i * width + j] =
        one[i] === other[j] ? common[(i + 1) * width + j + 1]! + 1 : Math.max(down, right);
    }
  }
  const lines: DiffLine[] = [];
  for (let i = 0, j = 0; i < one.length || j < other.length;) {
    if (i < one.length && j < other.length && one[i] === other[j]) {
      lines.push({ kind: 'same', text: one[i++]! });
      j++;
    } else if (
      j === other.length ||
      (i < one.length && common[(i + 1) * width + j]! >= common[i * width + j + 1]!)
    ) {
      lines.push({ kind: 'gone', text: one[i++]! });
    } else lines.push({ kind: 'new', text: other[j++]! });
  }
  return lines;
}

/** Only what changes, with so many lines around it; a null stands for lines left out. */
export function hunksOf(lines: readonly DiffLine[], around = 3): readonly (DiffLine | null)[] {
  const isNear = lines.map((_, index) =>
    lines.slice(Math.max(0, index - around), index + around + 1).some(({ kind }) => kind !== 'same'),
  );
  return lines.flatMap((line, index) => {
    if (isNear[index]) return [line];
    return index === 0 || isNear[index - 1] ? [null] : [];
  });
}
