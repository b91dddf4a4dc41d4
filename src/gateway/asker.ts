// Who asks, and how sure the shell is that they are there. The second is part of the question, never of the
// record of who asked.

import type { Principal } from '../kernel/event.ts';

export interface Asker extends Principal {
  /** When they last proved who they are, Unix milliseconds; absent: that is not known. */
  readonly provedAt?: number;
  /** Of their roles those alone that count; absent: all. */
  readonly roles?: readonly string[];
}

/** Takes apart what a request says of its asker. */
export function splitAsker({ kind, id, provedAt, roles }: Asker): Omit<Asker, keyof Principal> & {
  readonly actor: Principal;
} {
  const proved = provedAt === undefined ? {} : { provedAt };
  return { actor: { kind, id }, ...proved, ...(roles === undefined ? {} : { roles }) };
}
