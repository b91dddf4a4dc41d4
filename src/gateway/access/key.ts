// What is sent under an idempotency key once is all that is ever sent under it: the ledger says for what it
// was used first, whichever process asks and however often it was started since. Neither stands there in
// words.

import type { JsonObject } from '../../kernel/json.ts';
import { splitAsker, type Asker } from '../asker.ts';
import type { Core } from '../core.ts';
import { signerOf } from './evaluate.ts';
import { ask, requestId, toAnswer, type Answer } from '../verbs.ts';

export interface Keyed {
  /** The asker's own, of its choice: those of two askers have nothing to do with each other. */
  readonly key: string;
  /** Everything that it sends under it. */
  readonly sent: JsonObject;
}

/** Does it, unless something else was sent under the key before. Rejects with `StoreFault`. */
export async function underKey<Made>(
  core: Core,
  asker: Asker,
  task: string | null,
  { key, sent }: Keyed,
  make: () => Promise<Made>,
): Promise<Made | { readonly not: 'duplicate' } | { readonly refused: Answer }> {
  const sign = await signerOf(core, asker, null);
  if (sign === null) return make();
  const digests = { key: sign('question', { key }), sent: sign('question', { sent }) };
  if ((await core.models.key(digests.key)) === null) {
    // Nobody is asked for what is about no task that goes on.
    if (task === null || !(await isOpen(core, task))) return make();
    const request = { kind: 'use-idempotency-key', id: requestId(core), task, ...digests } as const;
    const recorded = await ask(core, { ...request, ...splitAsker(asker) });
    if (recorded.decision.verdict === 'deny') return { refused: toAnswer(core, recorded) };
  }
  // Of two who name it at once the first in the ledger's order has it.
  const used = await core.models.key(digests.key);
  return used?.sent === digests.sent ? make() : { not: 'duplicate' };
}

async function isOpen(core: Core, task: string): Promise<boolean> {
  await core.load(task);
  return core.world.durable(task).task?.status === 'open';
}
