// The next step of a task is asked for by name; what those who let it begin are shown is kept whole, and
// recorded as a commitment.

import type { Principal } from '../../kernel/event.ts';
import { nextStep as nextOf } from '../../kernel/task/next-step.ts';
import { presentStep } from '../../kernel/rules/step.ts';
import type { TaskState } from '../../kernel/state.ts';
import { utf8 } from '../../ledger/bytes.ts';
import { canonicalize } from '../../ledger/canonical.ts';
import { digestOf } from '../../ledger/digest.ts';
import type { Core } from '../core.ts';
import { keepsWords } from '../ledger/erase.ts';
import { ask, requestId, toAnswer, type Answer } from '../verbs.ts';

/** Name of the step that a task is in; null: its workflow has none. */
export function stepOf(task: TaskState): string | null {
  return presentStep(task)?.name ?? null;
}

/** The step that began by an approval, while whoever asked for it may not know; null: there is none. */
function unseenStep(task: TaskState): string | null {
  const { step: begun, holds, usage } = task;
  if (begun === undefined || begun === null || usage.everything.calls !== begun.calls) return null;
  const isLet = Object.values(holds).some(({ next }) => next?.place === begun.place);
  return isLet ? stepOf(task) : null;
}

export type NextStepAnswer = Answer & {
  readonly step: string;
  /** The hold that waits for people; null: none does. */
  readonly hold: string | null;
};

/**
 * @param named the step that is meant; null: whichever comes next, but never past one that an approval let
 * begin and that did nothing yet. Named, it begins once however often it is asked for.
 * Rejects with a `StoreFault`.
 */
export async function nextStep(
  core: Core,
  actor: Principal,
  { task, named }: { readonly task: string; readonly named: string | null },
): Promise<NextStepAnswer> {
  await core.load(task);
  const state = core.world.task(task);
  const next = state === null ? null : nextOf(state);
  const step = named ?? (state === null ? null : unseenStep(state)) ?? next?.name ?? '';
  const { tools = [], calls = null, seconds = null } = next?.name === step ? next : {};
  const soFar = state?.usage.everything.calls ?? 0;
  const shown = { task, workflow: state?.workflow.id ?? null, step, tools, calls, seconds, soFar };
  const bytes = utf8(canonicalize(shown));
  const isKept = state !== null && keepsWords(core, task);
  const scope = `task/${task}`;
  const commitment = isKept ? core.vault.commit(scope, 'arguments', bytes) : '';
  const payloads = isKept ? [core.vault.seal(scope, 'arguments', commitment, bytes)] : [];
  const about = { v: 1, type: 'holdpoint/step@v1', task, step, soFar, arguments: commitment };
  const asked = { task, step, calls: soFar, argumentsCommitment: commitment };
  const digest = digestOf(core.crypto, about);
  const request = { kind: 'next-step', id: requestId(core), actor, ...asked, digest } as const;
  const recorded = await ask(core, request, { payloads });
  return { ...toAnswer(core, recorded), step, hold: recorded.decision.hold };
}
