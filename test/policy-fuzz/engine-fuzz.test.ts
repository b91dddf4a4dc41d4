// The project's own question, put to both engines. HOLDPOINT_SEED=<seed> plays that seed alone,
// HOLDPOINT_FUZZ=<n> that many rulebooks of each.

import { expect, test } from 'vitest';
import type { PolicyAnswer } from '../../src/kernel/policy.ts';
import { engineDifference } from './engines.ts';
import { lengthOf, play, SEEDS } from './play.ts';
import { makeRulebook } from './rulebook.ts';

const USUAL = 8;

test.each(SEEDS)(
  'both engines give the same answers in the rulebooks of seed %i',
  (seed) => {
    const heard: PolicyAnswer[] = [];
    play(seed, lengthOf(USUAL), makeRulebook, (book) =>
      engineDifference(book, (answer) => heard.push(answer)),
    );
    // Not idle: every kind of answer has its share.
    const share = (is: (answer: PolicyAnswer) => boolean): number => heard.filter(is).length / heard.length;
    expect(share(({ decision }) => decision === 'permit')).toBeGreaterThan(0.02);
    expect(
      share(({ decision, determining }) => decision === 'deny' && determining.length > 0),
    ).toBeGreaterThan(0.02);
    expect(share(({ determining }) => determining.some(({ hold }) => hold !== null))).toBeGreaterThan(0.02);
    expect(share(({ errors }) => errors.length > 0)).toBeGreaterThan(0.02);
  },
  36_000_000,
);
