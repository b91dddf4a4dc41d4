// Whoever writes the arguments of what waits is not asked again for what they wrote.

import { describe, expect, test } from 'vitest';
import { ben, codesOf, cyd, givenTask, holdWrites, operator, permitAll, refold } from '../given.contract.ts';
import type { Rule, Scenario } from '../given.contract.ts';
import type { PolicyQuery } from '../policy.ts';

const written = { path: 'b' };
const edited = { digest: `write ${JSON.stringify(written)}`, arguments: 'hmac-of-{"path":"b"}' };
const doubted = { pointer: '/path', role: 'path', level: 'untrusted', match: 'exact', sources: [] } as const;
const grounding = [{ ...doubted, instructed: false }];

const isDoubtful = ({ context }: PolicyQuery): boolean =>
  JSON.stringify(context['grounding'] ?? null).includes('"path"');
const isWrittenAgain = ({ context }: PolicyQuery): boolean =>
  JSON.stringify(context['input'] ?? null).includes('"b"');

function doubt(role: string, digest = 'doubt'): Rule {
  return {
    id: 'doubt',
    digest,
    effect: 'forbid',
    hold: { approvers: [{ role, quorum: 1 }] },
    when: isDoubtful,
  };
}

/** Writing asks finance; ben, who is of finance, wrote other arguments. */
function givenEdit(...rules: readonly Rule[]): Scenario {
  const scenario = givenTask({ rules: [permitAll, holdWrites(), ...rules] });
  scenario.act('write');
  scenario.approve(ben, { edited });
  return scenario;
}

const again = (scenario: Scenario) => scenario.act('write', { arguments: written, grounding });

describe('where the values come from that an approver wrote', () => {
  test('the writer vouches for, where it is asked in a role of theirs', () => {
    const scenario = givenEdit(doubt('finance'));
    expect(again(scenario).verdict).toBe('permit');
    expect(refold(scenario.events).task).toEqual(scenario.state.task);
  });

  test('is not asked again, where it was all that was asked', () => {
    const scenario = givenTask({ rules: [permitAll, doubt('finance')] });
    scenario.act('write', { grounding });
    scenario.approve(ben, { edited });
    expect(again(scenario).verdict).toBe('permit');
  });

  test('is asked of another role all the same', () => {
    const scenario = givenEdit(doubt('admin'));
    const held = again(scenario);
    expect(held).toMatchObject({ verdict: 'hold' });
    expect(scenario.hold.asks.map(({ policy }) => policy)).toEqual(['hold-writes', 'doubt']);
  });

  test('is asked where the agent itself wrote them', () => {
    const scenario = givenTask({ rules: [permitAll, holdWrites(), doubt('finance')] });
    scenario.act('write', { arguments: written });
    scenario.approve(ben);
    expect(again(scenario).verdict).toBe('hold');
  });

  test('is asked where a newer set asks it', () => {
    const scenario = givenEdit();
    scenario.publish('newer', [permitAll, holdWrites(), doubt('finance')]);
    expect(again(scenario).verdict).toBe('hold');
  });

  test('is asked where the writer did not say what they were shown', () => {
    const scenario = givenEdit(doubt('finance'));
    const told = scenario.events.map((event) => {
      if (event.type !== 'hold-edited') return event;
      const { shown: _shown, ...statement } = event.body.statement;
      return { ...event, body: { ...event.body, statement } };
    });
    const { policy, shadow } = scenario.state;
    scenario.state = { ...refold(told), policy, shadow };
    expect(again(scenario).verdict).toBe('hold');
  });

  test('is all that the writer vouches for', () => {
    const large: Rule = { ...doubt('finance', 'large'), id: 'large', when: isWrittenAgain };
    expect(again(givenEdit(doubt('finance'), large)).verdict).toBe('hold');
  });

  test('lifts nothing of what others said yes to', () => {
    const two = holdWrites([{ role: 'finance', quorum: 2 }]);
    const scenario = givenTask({ rules: [permitAll, two, doubt('finance')] });
    scenario.act('write');
    scenario.approve(ben, { edited });
    again(scenario);
    expect(again(scenario).verdict).toBe('hold');
    scenario.approve(cyd);
    expect(again(scenario).verdict).toBe('permit');
  });

  test('is asked where a policy would deny what an approval grounds', () => {
    const scenario = givenEdit(doubt('finance'), {
      id: 'none',
      effect: 'forbid',
      when: (query) => isWrittenAgain(query) && !isDoubtful(query),
    });
    expect(again(scenario).verdict).toBe('hold');
    expect(codesOf(scenario.approve(operator('ben')))).toEqual([]);
    expect(again(scenario).verdict).toBe('permit');
  });

  test('is nobody else to know where nobody looked', () => {
    const scenario = givenEdit();
    expect(scenario.act('write', { arguments: written }).verdict).toBe('permit');
  });
});
