// What a call brought is kept under its task's key: it can be given again while that key lives, and the call
// is not made for it.

import type { Outcome } from '../../kernel/state.ts';
import type { CallAnswer, Remarks, UpstreamReply } from '../action/call-answer.ts';
import type { Core } from '../core.ts';
import { codeOf } from '../fault.ts';

/** What is recorded of how a call ended. */
export interface Ended {
  readonly outcome: Outcome;
  /** Commitment to what it brought; null: nothing. */
  readonly result: string | null;
  readonly remarks: Remarks;
}

/** Never rejects: it ran, whatever keeps its words from being read. */
export async function keptAnswer(
  core: Pick<Core, 'store' | 'vault'>,
  task: string,
  { outcome, result, remarks }: Ended,
): Promise<CallAnswer> {
  try {
    const payload = result === null ? null : await core.store.payload(result, `task/${task}`);
    if (payload === null)
      return { outcome, reply: null, code: outcome === 'unknown' ? 'claim-lapsed' : null };
    const text = new TextDecoder().decode(core.vault.open(payload));
    return { outcome, reply: JSON.parse(text) as UpstreamReply, code: null, remarks };
  } catch (error) {
    return { outcome, reply: null, code: codeOf(error) };
  }
}

/** To be called when the answer has reached its caller: until then a held action's outcome is kept. */
export function deliveryOf(core: Pick<Core, 'world' | 'record'>, task: string, action: string): () => void {
  const owed = core.world.task(task)?.actions[action] !== undefined;
  return () => {
    if (owed) void core.record(task, { fact: 'delivered', action }).catch(() => undefined);
  };
}
