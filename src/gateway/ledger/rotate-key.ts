// A new key is durable before it is asked for, and no file stays of one that was refused.

import type { Principal } from '../../kernel/event.ts';
import type { Core } from '../core.ts';
import { codeOf } from '../fault.ts';
import { keepHandovers } from './handover.ts';
import { ask, requestId, toAnswer, type Answer } from '../verbs.ts';

export interface Rotated extends Answer {
  /** Verifier key that is in force from this record on, where the verdict is a permit. */
  readonly vkey: string;
  readonly previous: string;
}

/**
 * Replaces the ledger's signing key. Where it stays unknown whether that was recorded (`store-in-doubt`), the
 * new key's file stays.
 *
 * @param previous verifier key of the one to replace: refused where another one is in force by now
 */
export async function rotateKey(core: Core, actor: Principal, previous: string): Promise<Rotated> {
  const { vkey } = await core.keyring.create();
  const request = { kind: 'rotate-key', id: requestId(core), actor, vkey, previous } as const;
  const recorded = await ask(core, request);
  if (recorded.decision.verdict === 'permit') await keepHandover(core);
  else await core.keyring.discard(vkey);
  return { ...toAnswer(core, recorded), vkey, previous };
}

/** The rotation is recorded, whatever comes of this; the next start does it again. */
async function keepHandover({ store, signer, log }: Core): Promise<void> {
  await keepHandovers(store, signer.origin).catch((error: unknown) => {
    log.error({ code: codeOf(error) }, 'the checkpoint that both keys signed is not kept yet: restart soon');
  });
}
