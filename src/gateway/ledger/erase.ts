// Erasing is ordered, recorded and then carried out like everything else that is owed: also when this
// process dies in between.

import type { Principal } from '../../kernel/event.ts';
import type { Core } from '../core.ts';
import { ask, requestId, toAnswer, type Answer } from '../verbs.ts';

export interface EraseAnswer extends Answer {
  /** False: it is ordered and owed, and tried again until it is done. */
  readonly erased: boolean;
}

/** Destroys what the records of an ended task only commit to; resolves once that was tried. */
export async function eraseTask(core: Core, actor: Principal, task: string): Promise<EraseAnswer> {
  const recorded = await ask(core, { kind: 'erase', id: requestId(core), actor, task });
  const isOrdered = recorded.decision.verdict === 'permit';
  if (isOrdered) await core.sweeper.task(task);
  const isOwed = core.world.task(task)?.erasure?.status === 'ordered';
  return { ...toAnswer(core, recorded), erased: isOrdered && !isOwed };
}

/** Whether words of the task may still be written: it is known, and nobody has ordered its erasure. */
export function keepsWords(core: Pick<Core, 'world'>, task: string): boolean {
  const state = core.world.task(task);
  return state !== null && state.erasure === null;
}
