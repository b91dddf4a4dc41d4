// What a blast radius has to ask of policy, each question once: so whoever answers may take breaks between
// the answers, and what is built of them is built at one stroke.

import type { CallKind, JudgeCall, PolicyView } from './blast-judge.ts';
import { buildBlastRadius, type BlastStart, type BlastWorld } from './blast-radius.ts';
import type { BlastRadius } from './blast-node.ts';

export interface BlastQuestions {
  readonly asked: ReadonlyMap<string, CallKind>;
  /** With an answer to each of them, by its key. */
  readonly build: (answers: ReadonlyMap<string, PolicyView>) => BlastRadius;
}

/** What can be reached does not depend on what policy says of it: all of it is looked at either way. */
export function blastQuestions(world: Omit<BlastWorld, 'judge'>, start: BlastStart): BlastQuestions {
  const asked = new Map<string, CallKind>();
  const ask: JudgeCall = (kind) => {
    asked.set(keyOf(kind), kind);
    return { verdict: 'deny', among: [], approvers: [] };
  };
  buildBlastRadius({ ...world, judge: ask }, start);
  return {
    asked,
    build: (answers) => buildBlastRadius({ ...world, judge: (kind) => answers.get(keyOf(kind))! }, start),
  };
}

/** An agent's attributes follow from who it is. */
function keyOf({ principal, action, workflow, preapproved, outcomes }: CallKind): string {
  return JSON.stringify([principal.type, principal.id, action, workflow, preapproved, outcomes]);
}
