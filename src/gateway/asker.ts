// Who asks, and how sure the shell is that they are there. The second is part of the question, never of the
// record of who asked.

import type { Principal } from '../kernel/event.ts';

export interface Asker extends Principal {
  /** When they last proved who they are, Unix milliseconds; absent: that is not known. */
  readonly provedAt?: number;
}

/** Takes apart what a request says of its asker. */
export function splitAsker({ kind, id, provedAt }: Asker): {
  readonly actor: Principal;
  readonly provedAt?: number;
} {
  return { actor: { kind, id }, ...(provedAt === undefined ? {} : { provedAt }) };
}
