// A stream is cut into lines without ever holding more than the bound.

/**
 * Returns the function to feed with chunks. A line longer than `maxBytes` is given once, cut there and marked
 * so; the rest of it is skipped.
 */
export function createLineReader(
  maxBytes: number,
  onLine: (line: string, cut: boolean) => void,
): (chunk: Buffer) => void {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let skipping = false;
  const give = (rest: Buffer, cut: boolean): void => {
    const line = Buffer.concat([...held, rest]).toString('utf8');
    held = [];
    heldBytes = 0;
    onLine(line, cut);
  };
  return (chunk) => {
    let from = 0;
    while (from < chunk.length) {
      const newline = chunk.indexOf(10, from);
      const part = chunk.subarray(from, newline === -1 ? chunk.length : newline);
      from += part.length + 1;
      if (!skipping && heldBytes + part.length > maxBytes) {
        skipping = true;
        give(part.subarray(0, maxBytes - heldBytes), true);
      }
      if (newline !== -1) {
        if (!skipping) give(part, false);
        skipping = false;
      } else if (!skipping) {
        held.push(part);
        heldBytes += part.length;
      }
    }
  };
}
