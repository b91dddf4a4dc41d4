// Random worlds, policies, entities and requests, put to Cedar itself and to the compiled evaluator.
// HOLDPOINT_SEED=<seed> plays that seed alone, HOLDPOINT_FUZZ=<n> that many cases of each.

import { expect, test } from 'vitest';
import { caseOf, makeDraft } from './draft.ts';
import { cedarDifference } from './evaluators.ts';
import type { Answer, Outcome } from './reference.ts';
import { lengthOf, play, SEEDS } from './play.ts';

const USUAL = 30;

test.each(SEEDS)(
  'both evaluators agree on the cases of seed %i',
  (seed) => {
    const heard: Outcome[] = [];
    let untaken = 0;
    const listener = {
      heard: (outcome: Outcome): unknown => heard.push(outcome),
      untaken: () => (untaken += 1),
    };
    const length = lengthOf(USUAL);
    play(seed, length, makeDraft, (draft) => {
      const asked = caseOf(draft);
      return asked === null ? null : cedarDifference(asked, listener);
    });
    // Not idle: every kind of answer has its share, and few cases are not taken.
    const share = (is: (answer: Answer) => boolean): number =>
      heard.filter((outcome) => !('refused' in outcome) && is(outcome)).length / heard.length;
    expect(1 - share(() => true)).toBeGreaterThan(0.05);
    expect(share(({ decision }) => decision === 'allow')).toBeGreaterThan(0.1);
    expect(share(({ decision }) => decision === 'deny')).toBeGreaterThan(0.1);
    expect(share(({ reason }) => reason.length > 1)).toBeGreaterThan(0.2);
    expect(share(({ errors }) => errors.length > 0)).toBeGreaterThan(0.1);
    expect(untaken / length).toBeLessThan(0.2);
  },
  36_000_000,
);
