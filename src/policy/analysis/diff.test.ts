// What a change of policy does, said as people ask about it.

import { describe, expect, test } from 'vitest';
import { compilePolicies } from '../compile.ts';
import type { CompiledPolicy } from '../compiled-policy.ts';
import { CATALOG, digest } from '../engine.contract.ts';
import { STARTER_POLICY } from '../starter.ts';
import { diffPolicies } from './diff.ts';
import { sentenceOf, tellTogether } from './diff-words.ts';

function compiled(...texts: readonly string[]): readonly CompiledPolicy[] {
  const made = compilePolicies([{ name: 'set.cedar', text: texts.join('\n') }], CATALOG, { digest });
  if ('errors' in made) throw new Error(JSON.stringify(made.errors));
  return made.policies;
}

function sentences(before: readonly string[], after: readonly string[]): readonly string[] {
  return diffPolicies(compiled(...before), compiled(...after), CATALOG).access.map(sentenceOf);
}

const READ = '@id("read") permit (principal is Agent, action in Action::"read", resource);';
const PAY = '@id("pay") permit (principal is Agent, action == Action::"bank/pay", resource);';
const HOLD = `@id("pay.hold") @hold("money") @approvers("finance:1")
  forbid (principal is Agent, action == Action::"bank/pay", resource)`;
const UNLESS_SMALL =
  'unless { context.input has amount && context.input.amount.lessThanOrEqual(decimal("1000.0")) };';

describe('what access appears and disappears', () => {
  test('a hold that lets small payments through says so, with the bound', () => {
    expect(sentences([PAY, `${HOLD};`], [PAY, `${HOLD} ${UNLESS_SMALL}`])).toEqual([
      'agents may now use bank/pay without approval when context.input.amount <= 1000 ' +
        '(before: held for finance:1) — because pay.hold was changed',
    ]);
  });

  test('a permit for a group names the group, and tools that change alike share a sentence', () => {
    const group = `@id("ops") permit (principal in Group::"ops",
      action in [Action::"write", Action::"delete"],
      resource == Connector::"fs");`;
    expect(sentences([READ], [READ, group])).toEqual([
      'agents in Group::"ops" may now use fs/wipe, fs/write (before: denied) — because ops was added',
    ]);
  });

  test('a permit that goes away takes its access with it', () => {
    expect(sentences([READ, PAY], [READ])).toEqual([
      'agents may no longer use bank/pay (before: permitted) — because pay was removed',
    ]);
  });

  test('a plain forbid takes access away where it applies, and leaves what was denied before alone', () => {
    const never = `@id("never") forbid (principal, action, resource)
      when { principal is Agent && principal.environment == "production" };`;
    expect(sentences([READ], [READ, never])).toEqual([
      'agents may no longer use fs/odd, fs/read when principal.environment == "production" ' +
        '(before: permitted) — because never was added',
    ]);
  });

  test('an absent argument that escapes a new hold is not called held', () => {
    const large = `${HOLD}
      when { context.input has amount && context.input.amount.greaterThan(decimal("5.0")) };`;
    expect(sentences([PAY], [PAY, large])).toEqual([
      'agents now need approval by finance:1 to use bank/pay when context.input.amount > 5 ' +
        '(before: permitted) — because pay.hold was added',
    ]);
  });

  test('another quorum is a change although the verdict is the same', () => {
    const more = HOLD.replace('finance:1', 'finance:2');
    expect(sentences([PAY, `${HOLD};`], [PAY, `${more};`])).toEqual([
      'agents now need approval by finance:2 to use bank/pay (before: held for finance:1) ' +
        '— because pay.hold was changed',
    ]);
  });

  test('what no request can tell apart is no change of access, though the policy changed', () => {
    const twice = PAY.replace(';', ' when { context.chain.calls < 5 || context.chain.calls >= 5 };');
    const diff = diffPolicies(compiled(PAY), compiled(twice), CATALOG);
    expect(diff.access).toEqual([]);
    expect(diff.policies).toEqual([{ id: 'pay', how: 'changed', onlyAnnotations: false }]);
  });

  test('an annotation alone is told apart from another rule', () => {
    const explained = PAY.replace('permit', '@reason("wages") permit');
    const { policies, access } = diffPolicies(compiled(PAY), compiled(explained), CATALOG);
    expect(access).toEqual([]);
    expect(policies).toEqual([{ id: 'pay', how: 'changed', onlyAnnotations: true }]);
  });

  test('people are compared as well as agents', () => {
    const kill = '@id("kill") permit (principal in Role::"security", action == Action::"kill", resource);';
    expect(sentences([READ], [READ, kill])).toEqual([
      'operators in Role::"security" may now ask for kill (before: denied) — because kill was added',
    ]);
  });

  test('the starter pack over nothing is compared, and where too much asks at once that is said', () => {
    const { access, notCompared } = diffPolicies([], compiled(STARTER_POLICY.text), CATALOG);
    expect(notCompared).toEqual(['bank/pay', 'bank/sudo', 'fs/wipe', 'fs/write']);
    expect(access.map(sentenceOf)).toEqual(
      expect.arrayContaining([
        'agents may now use fs/read when context.leaving.uncleared is false and ' +
          'context.grounding.doubtful does not contain "destination" and ' +
          'context.destination is absent (before: denied) — because starter.agent.act was added',
        'operators in Role::"approver" may now ask for approve when context.approver.ownsAgent is false ' +
          '(before: denied) — because starter.operator.approver was added',
      ]),
    );
  });

  test('ways to one change are told together', () => {
    const either = PAY.replace(';', ' when { context.scope.preapproved || context.chain.calls < 5 };');
    const { access } = diffPolicies([], compiled(either), CATALOG);
    expect(tellTogether(access)).toEqual([
      {
        sentence: 'agents may now use bank/pay (before: denied) — because pay was added',
        conditions: ['context.scope.preapproved', 'context.chain.calls <= 4'],
      },
    ]);
  });

  test('an agent that a policy names is told of by itself, and the others without it', () => {
    const one = '@id("one") permit (principal == Agent::"a", action == Action::"bank/pay", resource);';
    const never = '@id("never") forbid (principal == Agent::"b", action, resource);';
    expect(sentences([READ], [READ, one])).toEqual([
      'Agent::"a" may now use bank/pay (before: denied) — because one was added',
    ]);
    expect(sentences([never], [never, one, PAY])).toEqual([
      'agents other than Agent::"b", Agent::"a" may now use bank/pay (before: denied) ' +
        '— because pay was added',
      'Agent::"a" may now use bank/pay (before: denied) — because one, pay were added',
    ]);
    expect(sentences([PAY], [PAY, `${HOLD.replace('is Agent', '== Agent::"a"')};`])).toEqual([
      'Agent::"a" now needs approval by finance:1 to use bank/pay (before: permitted) ' +
        '— because pay.hold was added',
    ]);
  });

  test.each([
    ['principal == Agent::"a', 'Agent::"a0", Agent::"a1"'],
    ['principal in Group::"g', 'agents in Group::"g0", Group::"g1"'],
  ])('many that differ in a name alone are one line: %s', (head, first) => {
    const many = Array.from(
      { length: 500 },
      (_, n) => `@id("p${n}") permit (${head}${n}", action == Action::"bank/pay", resource);`,
    );
    const { access, notCompared } = diffPolicies([], compiled(...many), CATALOG);
    expect(notCompared).toEqual([]);
    expect(access).toHaveLength(500);
    const [told, ...more] = tellTogether(access);
    expect(more).toEqual([]);
    expect(told?.conditions).toEqual([]);
    expect(told?.sentence).toMatch(new RegExp(`^${first}, .* and 494 more may now use bank/pay `));
    expect(told?.sentence).toMatch(/because p0, p1, .* and 494 more were added$/);
  });

  test('many that are ruled out are one condition', () => {
    const many = Array.from(
      { length: 5 },
      (_, n) => `@id("n${n}") forbid (principal in Group::"g${n}", action, resource);`,
    );
    const [told] = tellTogether(diffPolicies(compiled(...many), compiled(...many, PAY), CATALOG).access);
    expect(told?.sentence).toContain(
      'when the principal is in none of Group::"g0", Group::"g1", Group::"g2", Group::"g3", Group::"g4" (',
    );
  });

  test('what is too much to compare is named, never passed over', () => {
    const diff = diffPolicies(compiled(PAY), compiled(PAY, `${HOLD} ${UNLESS_SMALL}`), CATALOG, { steps: 1 });
    expect(diff.notCompared).toEqual(['bank/pay']);
  });
});
