// A report that tells its progress is read to its end.

/** What it came to. */
export async function doneOf<Line extends { readonly event: string }>(
  lines: AsyncIterable<Line>,
): Promise<Extract<Line, { readonly event: 'done' }>> {
  for await (const line of lines) {
    if (isDone(line)) return line;
  }
  throw new Error('it did not end');
}

function isDone<Line extends { readonly event: string }>(
  line: Line,
): line is Extract<Line, { readonly event: 'done' }> {
  return line.event === 'done';
}
