// Taking back what was asked for is asked for, decided and recorded like everything else.

import type { Principal } from '../../kernel/event.ts';
import type { Core } from '../core.ts';
import { ask, requestId, toAnswer, type Answer } from '../verbs.ts';

/** Whoever asked for what waits asks for it no more. Rejects with `StoreFault`. */
export async function withdrawHold(
  core: Core,
  actor: Principal,
  about: { readonly task: string; readonly hold: string },
): Promise<Answer> {
  const request = { kind: 'withdraw-hold', id: requestId(core), actor, ...about } as const;
  return toAnswer(core, await ask(core, request));
}
