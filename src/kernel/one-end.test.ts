// Whoever decides it, in whatever order: a hold ends once, and who comes second hears who came first.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Decision } from './decision.ts';
import type { Event } from './event.ts';
import {
  ada,
  ben,
  bot,
  cyd,
  givenTask,
  holdWrites,
  permitAll,
  refold,
  type Scenario,
} from './given.contract.ts';
import { isPending } from './rules/approval.ts';

/** What may happen to a hold that waits, by whichever door it comes in. */
const STEPS = {
  approve: (scenario) => scenario.approve(ben),
  'approve too': (scenario) => scenario.approve(cyd),
  reject: (scenario) => scenario.reject(cyd),
  'say no in a channel': (scenario) =>
    scenario.ask('reject-in-channel', ben, { ...about(scenario), channel: 'team', account: 'U0BEN' }),
  'take it back': (scenario) => scenario.ask('withdraw-hold', bot, about(scenario)),
  'ask again': (scenario) => scenario.act('write'),
  'end the task': (scenario) => scenario.ask('quarantine', ada, { task: scenario.task.id, reason: 'hmac' }),
  'let time go by': (scenario) => {
    scenario.at += 20 * 60_000;
    return null;
  },
} as const satisfies { readonly [step: string]: (scenario: Scenario) => Decision | null };

const ANSWERS: readonly Event['type'][] = ['hold-rejected', 'hold-rejected-in-channel', 'hold-withdrawn'];

test('a hold ends once, whoever decides, and who comes late hears who decided and when', () => {
  const steps = fc.array(fc.constantFrom(...(Object.keys(STEPS) as (keyof typeof STEPS)[])), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(steps, (taken) => {
      const scenario = givenTask({ rules: [permitAll, holdWrites()] });
      scenario.act('write');
      const { id } = scenario.hold;
      const ends: Event[] = [];
      for (const step of taken) {
        const { status, ended } = scenario.task.holds[id]!;
        const isOpen = isPending(scenario.task.holds[id]!, scenario.at);
        // Another hold is another story.
        if (!isOpen && step === 'ask again') continue;
        const decision = STEPS[step](scenario);
        if (decision === null) continue;
        ends.push(...decision.events.filter((event) => isEndOf(event, id, isOpen)));
        if (isOpen || step === 'end the task') continue;
        expect(decision.verdict).toBe('deny');
        const facts = decision.reasons.find(({ rule }) => rule === 'approval')?.facts;
        const by = ended === undefined ? {} : { by: ended.by, at: ended.at };
        expect(facts).toMatchObject({ hold: id, status, ...by });
      }
      expect(ends.length).toBeLessThanOrEqual(1);
      for (const { time, id: record } of ends) {
        expect(scenario.task.holds[id]).toMatchObject({ ended: { at: time, record } });
      }
      expect(refold(scenario.events)).toMatchObject({ task: scenario.task });
    }),
    { numRuns: 300 },
  );
});

function about({ task, hold }: Scenario): { readonly task: string; readonly hold: string } {
  return { task: task.id, hold: hold.id };
}

function isEndOf(event: Event, hold: string, isOpen: boolean): boolean {
  if (event.type === 'task-quarantined') return isOpen;
  const isAbout = 'hold' in event.body && event.body.hold === hold;
  return isAbout && (ANSWERS.includes(event.type) || event.type === 'action-permitted');
}
