// A message that can be changed says how its holds ended as soon as that is known: nobody acts on what is
// over. Which messages do not yet is what the channel's records say, so a restart goes on where it was.

import type { Core } from '../core.ts';
import type { Message, Notice, NotifierFault, Revising } from '../ports/notifier.ts';
import { wordHold, type WordingRules } from './wording.ts';

/** A message that now says how its holds ended. */
export interface Revised {
  readonly revised: string;
  /** The record that raised the first of them. */
  readonly last: string;
}

export interface Reviser {
  /**
   * Changes what is over. `searched`: up to where the ledger was read, so that nothing is looked at while
   * nothing moves. Rejects where the ledger cannot be read, or `record` does.
   */
  revise(
    open: ReadonlyMap<string, readonly string[]>,
    searched: number,
    record: (revised: Revised) => Promise<void>,
  ): Promise<void>;
}

/** One that does not succeed is tried again after this. */
const RETRY_MS = 30_000;

export function createReviser(core: Core, wording: WordingRules, revising: Revising): Reviser {
  let looked = { searched: -1, again: 0 };

  const noticesOf = async (holds: readonly string[]): Promise<Notice[]> => {
    const worded = await Promise.all(holds.map((id) => wordHold(core, wording, id)));
    return worded.filter((notice) => notice !== null);
  };

  return {
    async revise(open, searched, record) {
      const now = core.clock.now();
      if (open.size === 0 || (looked.searched === searched && now < looked.again)) return;
      let again = Infinity;
      for (const [handle, holds] of open) {
        if (core.stopping.aborted) return;
        const notices = await noticesOf(holds);
        const waiting = notices.flatMap(({ expiresAt }) => expiresAt ?? []);
        again = Math.min(again, ...waiting);
        if (notices.length === 0 || waiting.length > 0) continue;
        const failure = await revising.revise(handle, messageOf(handle, notices, now), core.stopping);
        if (failure === null) await record({ revised: handle, last: notices[0]!.record });
        else again = warn(core, failure, Math.min(again, now + RETRY_MS));
      }
      looked = { searched, again };
    },
  };
}

function messageOf(handle: string, notices: readonly Notice[], at: number): Message {
  const subject = notices.length === 1 ? notices[0]!.says : `${notices.length} notices of Holdpoint`;
  return { id: `msg_${handle}`, subject, notices, at };
}

function warn({ log }: Core, code: NotifierFault, again: number): number {
  log.warn({ code }, 'a message to people does not yet say how it ended');
  return again;
}
