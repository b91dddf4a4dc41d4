// What is always to be allowed is proposed, for somebody else to publish, in every mode by a step of its own.

import type { Refused } from '../friction/lesson.ts';
import { draftAlways } from './always-draft.ts';
import type { Asker } from '../asker.ts';
import type { Core } from '../core.ts';
import { proposePolicy, type PolicyAnswer } from '../policies/policy-verbs.ts';
import type { Invalid } from '../verbs.ts';

/** Null: there is no such hold. Rejects with `StoreFault`. */
export async function proposeAlways(
  core: Core,
  actor: Asker,
  hold: string,
): Promise<PolicyAnswer | Invalid | Refused | null> {
  const draft = await draftAlways(core, hold);
  return draft?.kind === 'draft' ? proposePolicy(core, actor, draft.sources, { always: hold }) : draft;
}
