// Whoever had people asked hears how that ended, with the words of its own that it wanted said back: they are
// kept as payloads are, and erased with the task. Wanted twice in the same words, it is told once.

import type { AccessCallback } from '../../kernel/access/asked-access.ts';
import type { Event, EventOf } from '../../kernel/event.ts';
import { utf8 } from '../../ledger/bytes.ts';
import { canonicalize } from '../../ledger/canonical.ts';
import { splitAsker, type Asker } from '../asker.ts';
import type { Core } from '../core.ts';
import { findAfter } from '../hold/call.ts';
import { ask, requestId, toAnswer, type Answer } from '../verbs.ts';

/** Where its end is told, and with what. */
export interface WantedCallback extends Pick<AccessCallback, 'channel' | 'events'> {
  /** What is said back with it. */
  readonly back: { readonly [member: string]: string };
}

export interface Watched {
  readonly task: string;
  /** Names them together. */
  readonly handle: string;
  readonly holds: readonly string[];
}

/** Null: it will be told, or was. Rejects with `StoreFault`. */
export async function watchAccess(
  core: Core,
  asker: Asker,
  { task, handle, holds }: Watched,
  { back, ...to }: WantedCallback,
): Promise<Answer | null> {
  const scope = `task/${task}`;
  const bytes = utf8(canonicalize(back));
  const callback = { ...to, back: core.vault.commit(scope, 'reason', bytes) };
  const wanted = canonicalize({ handle, callback });
  const isIt = (event: Event): event is EventOf<'access-watched'> =>
    event.type === 'access-watched' &&
    canonicalize({ handle: event.body.handle, callback: event.body.callback }) === wanted;
  if ((await findAfter(core, { seq: 0, stream: scope }, isIt)) !== null) return null;
  const request = { kind: 'watch-access', id: requestId(core), task, handle, holds, callback } as const;
  const payloads = [core.vault.seal(scope, 'reason', callback.back, bytes)];
  const recorded = await ask(core, { ...request, ...splitAsker(asker) }, { payloads });
  return recorded.decision.verdict === 'deny' ? toAnswer(core, recorded) : null;
}
