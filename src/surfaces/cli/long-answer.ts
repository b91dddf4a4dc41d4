// An answer that comes line by line and takes long: how far it is shows on the way, and without its last line
// it is none.

import { brokenOff } from './client.ts';
import type { Context } from './context.ts';
import { createProgress } from './render/progress.ts';

interface Line {
  readonly event: string;
}

/** The line that is `done`; `words` says how far each other one is, or null where it does not. */
export async function readLongAnswer<Read extends Line>(
  context: Context,
  path: string,
  parse: (json: unknown) => Read,
  words: (line: Exclude<Read, { readonly event: 'done' }>) => string | null,
): Promise<Extract<Read, { readonly event: 'done' }>> {
  const progress = createProgress(context);
  try {
    for await (const text of (await context.reader()).getLines(path)) {
      const line = parse(JSON.parse(text));
      if (isDone(line)) return line;
      const said = words(line as Exclude<Read, { readonly event: 'done' }>);
      if (said !== null) progress.show(said);
    }
  } finally {
    progress.done();
  }
  throw brokenOff();
}

function isDone<Read extends Line>(line: Read): line is Extract<Read, { readonly event: 'done' }> {
  return line.event === 'done';
}
