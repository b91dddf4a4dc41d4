// A long wait shows how far it is, to a person at a terminal and to nobody else.

import type { Context } from './context.ts';

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
