// In a step there is what the step may use, for as long and as often as its review says; the rest waits for
// its own step.

import type { AskedAction } from '../action/action.ts';
import { because } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { Hold } from '../hold/held.ts';
import type { TaskState } from '../state.ts';
import type { Step } from '../task/step.ts';
import { allows } from './scope.ts';

/** Null where the scope has no steps. */
export function presentStep({ scope, step }: TaskState): Step | null {
  return scope.steps?.[step?.place ?? 0] ?? null;
}

const NEXT = 'Ask for the next step (holdpoint task next), or review a workflow whose step allows it.';

export function checkStep({ task, request, match }: AskedAction): Reason[] {
  const step = presentStep(task);
  if (step === null) return [];
  const { at = task.openedAt, calls: before = 0, place = 0 } = task.step ?? {};
  const facts = { task: task.id, step: step.name };
  const reasons: Reason[] = [];
  const { connector, tool } = request;
  const isFor = ({ tools }: Step): boolean => tools.some((one) => allows({ tool: one }, connector, tool));
  if (match.outcome !== 'no-tool' && !isFor(step)) {
    const later = task.scope.steps!.slice(place + 1).filter(isFor);
    const outside = { ...facts, tool: `${connector}/${tool}`, later: later.map(({ name }) => name) };
    reasons.push(because('scope', 'outside-step', outside, NEXT));
  }
  const calls = task.usage.everything.calls - before;
  if (step.calls !== null && calls >= step.calls) {
    reasons.push(because('budget', 'step-exhausted', { ...facts, calls, limit: step.calls }, NEXT));
  }
  if (step.seconds !== null && request.at >= at + step.seconds * 1_000) {
    const over = { ...facts, seconds: step.seconds, since: at };
    reasons.push(because('budget', 'step-exhausted', over, NEXT));
  }
  return reasons;
}

/** A step is let begin after what people were shown of the task, and after nothing else. */
export function checkUnmoved({ id, usage }: TaskState, { id: hold, next }: Hold): Reason[] {
  const { calls } = usage.everything;
  if (next === undefined || next.soFar.calls === calls) return [];
  const facts = { task: id, hold, shown: next.soFar.calls, calls };
  const lift = 'The task made more calls since it was asked: it asks again (holdpoint task next).';
  return [because('approval', 'task-went-on', facts, lift)];
}
