// A long wait shows how far it is, to a person at a terminal and to nobody else.

import type { PolicySource } from '../../../kernel/state.ts';
import type { Context } from '../context.ts';

export interface Progress {
  /** Stands in the place of what was shown before. */
  show(text: string): void;
  done(): void;
}

export function createProgress({ io, flags }: Context): Progress {
  const { stderr } = io;
  const isShown = stderr.isTerminal && !flags.json;
  return {
    show(text) {
      if (isShown) stderr.write(`\r${text}`);
    },
    done() {
      if (isShown) stderr.write('\n');
    },
  };
}

/** Says what is waited for while it lasts. */
export async function waiting<Value>(
  context: Context,
  what: string,
  promise: Promise<Value>,
): Promise<Value> {
  const progress = createProgress(context);
  progress.show(`${what} …`);
  try {
    return await promise;
  } finally {
    progress.done();
  }
}

/** Less is done before anybody has read that it is being done. Characters, about a thousand policies. */
const LARGE = 100_000;

/** The same for work on policies, which takes long only where they are many. */
export function createPolicyProgress(
  context: Context,
  sources: readonly Pick<PolicySource, 'text'>[],
): Progress {
  const size = sources.reduce((sum, { text }) => sum + text.length, 0);
  if (size >= LARGE) return createProgress(context);
  return { show: () => undefined, done: () => undefined };
}
