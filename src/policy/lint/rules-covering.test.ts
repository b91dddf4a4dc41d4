// Each rule where it must speak and, as much, where it must not. (The page on the lint has examples too.)

import { describe, expect, test } from 'vitest';
import { CATALOG } from '../engine.contract.ts';
import { lintPolicies } from './lint.ts';
import { AGENT, forbidIn, messages } from './sample.contract.ts';

describe('absent-argument-escapes', () => {
  const PERMIT = `@id("p") permit (${AGENT}, action == Action::"bank/pay", resource);`;
  const pay = (rest: string): string =>
    `@id("a") forbid (${AGENT}, action == Action::"bank/pay", resource) ${rest};`;
  const COVER = pay('unless { context.input has amount }').replace('"a"', '"b"');
  const LARGE = 'context.input has amount && context.input.amount.greaterThan(decimal("9.0"))';

  test.each([
    pay(`when { ${LARGE} }`),
    pay(`when { context.chain.calls > 3 && ${LARGE} }`),
    pay('when { context.input has note && context.input.note != "ok" }'),
    pay('when { context.input has note && !(context.input.note == "ok") }'),
  ])('%s', (forbid) => {
    expect(messages('absent-argument-escapes', `${PERMIT}\n${forbid}`)).toHaveLength(1);
  });

  test.each([
    // What is not there is not what is refused.
    `${PERMIT}\n${pay('when { context.input has note && context.input.note like "*secret*" }')}`,
    // Another refusal covers it.
    `${PERMIT}\n${pay(`when { ${LARGE} }`)}\n${COVER}`,
    // Nothing permits it.
    `${PERMIT.replace(';', ' when { context.input has amount };')}\n${pay(`when { ${LARGE} }`)}`,
    pay(`when { ${LARGE} }`),
  ])('says nothing of %s', (text) => {
    expect(messages('absent-argument-escapes', text)).toEqual([]);
  });
});

describe('missing-hold', () => {
  const PAY = `@id("p") permit (${AGENT}, action == Action::"bank/pay", resource)`;
  test('is lighter where the permit has conditions, and silent where a review approved', () => {
    expect(messages('missing-hold', `${PAY};`)).toEqual([
      'warning: no forbid or hold ever concerns bank/pay',
    ]);
    expect(messages('missing-hold', `${PAY} when { context.input.quantity < 3 };`)).toHaveLength(1);
    expect(messages('missing-hold', `${PAY} when { context.input.quantity < 3 };`)[0]).toMatch(/^note/);
    expect(messages('missing-hold', `${PAY} when { context.scope.preapproved };`)).toEqual([]);
    expect(messages('missing-hold', `${PAY} unless { context.scope.preapproved };`)).toHaveLength(1);
  });

  test('counts an effect that no tool has yet, and whoever is no agent not at all', () => {
    const text = (who: string, rest = ''): string =>
      `@id("p") permit (${who}, action in [Action::"execute", Action::"reject"], resource) ${rest};`;
    expect(messages('missing-hold', text(AGENT))).toEqual([
      'warning: no forbid or hold ever concerns tools with the effect execute',
    ]);
    expect(messages('missing-hold', text('principal is Operator'))).toEqual([]);
    expect(messages('missing-hold', text('principal', 'when { principal is Operator }'))).toEqual([]);
    const hold = `@hold("x") @approvers("admin:1") ${forbidIn('Action::"execute"')}`;
    expect(messages('missing-hold', `${text(AGENT)}\n${hold}`)).toEqual([]);
  });
});

describe('what covers what', () => {
  const READ = `(${AGENT}, action == Action::"fs/read", resource)`;
  const permit = `@id("p") permit ${READ} when { context.chain.calls < 5 };`;

  test('two forbids together may shadow a permit', () => {
    const forbids = `@id("a") forbid ${READ} when { context.scope.preapproved };
      @id("b") forbid ${READ} unless { context.scope.preapproved };`;
    expect(messages('shadowed-permit', `${permit}\n${forbids}`)).toEqual([
      'warning: whatever this permits is forbidden by a and b',
    ]);
  });

  test.each([
    ['one that leaves something', `@id("a") forbid ${READ} when { context.chain.calls > 2 };`],
    ['a hold', `@id("a") @hold("x") @approvers("admin:1") forbid ${READ};`],
    ['one about another tool', `@id("a") forbid (${AGENT}, action == Action::"fs/write", resource);`],
  ])('%s shadows none', (_, forbid) => {
    expect(messages('shadowed-permit', `${permit}\n${forbid}`)).toEqual([]);
  });

  test('what is covered for the tools of today alone is not called covered', () => {
    const forbid = `@id("a") forbid (${AGENT}, action in Action::"tool", resource)
      when { context.tool.effects.contains("read") };`;
    const reads = permit.replace('action == Action::"fs/read"', 'action in Action::"read"');
    expect(messages('shadowed-permit', `${reads}\n${forbid}`)).toEqual([]);
  });

  test('a permit of effects that no tool has yet is for tools to come', () => {
    const both = `@id("p") permit (${AGENT}, action in [Action::"read", Action::"send"], resource);`;
    const never = `@id("a") forbid (${AGENT}, action in Action::"read", resource);`;
    expect(messages('shadowed-permit', `${both}\n${never}`)).toEqual([]);
    expect(messages('shadowed-permit', `${both.replace('"send"', '"read"')}\n${never}`)).toHaveLength(1);
  });

  test('of two forbids that say the same in other words the later one is odd', () => {
    const text = `@id("a") forbid ${READ} when { context.chain.calls > 2 };
      @id("b") forbid ${READ} unless { context.chain.calls <= 2 };`;
    const found = lintPolicies([{ name: 'a', text }], CATALOG).filter(
      ({ rule }) => rule === 'shadowed-forbid',
    );
    expect(found.map(({ policy }) => policy)).toEqual(['b']);
  });

  test('a forbid that tells people is never called needless', () => {
    const text = `@id("a") forbid ${READ};
      @id("b") @notify("admin") forbid ${READ} when { context.chain.calls > 2 };`;
    expect(messages('shadowed-forbid', text)).toEqual([]);
  });
});

describe('over-broad-permit', () => {
  test.each([
    [`${AGENT}, action, resource`, 'every agent may use every tool, also those admitted later'],
    [
      `${AGENT}, action in Action::"tool", resource`,
      'every agent may use every tool, also those admitted later',
    ],
    ['principal is Operator, action in Action::"administer", resource', 'every operator may do everything'],
  ])('permit (%s)', (head, message) => {
    expect(messages('over-broad-permit', `@id("a") permit (${head});`)).toEqual([`warning: ${message}`]);
  });

  test.each([
    'permit (principal in Group::"readers", action, resource)',
    'permit (principal in Role::"admin", action in Action::"administer", resource)',
    `permit (${AGENT}, action in Action::"read", resource)`,
    `permit (${AGENT}, action in Action::"tool", resource) when { context.scope.preapproved }`,
    'forbid (principal, action, resource)',
  ])('says nothing of %s', (policy) => {
    expect(messages('over-broad-permit', `@id("a") ${policy};`)).toEqual([]);
  });
});

describe('effect-without-policy', () => {
  test('counts what is permitted or refused in so many words, not what a condition may refuse', () => {
    const nothing = forbidIn('Action::"tool"', 'when { context.chain.denials > 5 }');
    expect(messages('effect-without-policy', nothing)).toHaveLength(1);
    expect(messages('effect-without-policy', nothing.replace(/ when .*/, ';'))).toEqual([]);
  });
});

describe('mixed-approve', () => {
  test('says nothing where a condition tells the two apart', () => {
    const text = '@id("a") permit (principal, action in Action::"approve", resource)';
    expect(messages('mixed-approve', `${text};`)).toHaveLength(1);
    expect(messages('mixed-approve', `${text} when { principal is Operator };`)).toEqual([]);
    expect(messages('mixed-approve', `${text.replace('action in', 'action ==')};`)).toEqual([]);
  });
});

describe('what cannot be met', () => {
  test.each([
    ['step_up("5m")', 'principal is Operator, action == Action::"kill", resource', 0],
    ['step_up("5m")', `${AGENT}, action in Action::"read", resource`, 1],
    ['redact("ssn")', 'principal is Operator, action == Action::"kill", resource', 1],
    ['redact("ssn")', `${AGENT}, action in Action::"read", resource`, 0],
    ['obligation("watermark: yes")', `${AGENT}, action in Action::"read", resource`, 1],
    ['cap_rows("5")', 'principal is Operator, action, resource', 1],
    ['notify("security")', 'principal in Role::"admin", action in Action::"administer", resource', 1],
    ['notify("security")', `${AGENT}, action == Action::"open-task", resource`, 1],
    ['notify("security")', `${AGENT}, action in Action::"tool", resource`, 0],
    ['obligation("watermark: yes")', 'principal is Operator, action == Action::"kill", resource', 1],
    ['obligation("watermark: yes")', 'principal, action, resource', 2],
    ['record_payload', 'principal, action, resource', 0],
  ])('@%s permit (%s)', (annotation, head, count) => {
    expect(messages('unmet-obligation', `@id("a") @${annotation} permit (${head});`)).toHaveLength(count);
  });

  test('says which verbs would be denied, and nothing of what a forbid has people told', () => {
    const text = '@id("a") @notify("security") permit (principal is Operator, action, resource);';
    expect(messages('unmet-obligation', text)).toEqual([
      'warning: a verb of the organisation has nobody told: what it permits of those is denied',
    ]);
    expect(messages('unmet-obligation', text.replace('permit', 'forbid'))).toEqual([]);
  });

  test('a hold on tools alone can wait', () => {
    const hold = (head: string): string => `@id("a") @hold("x") @approvers("admin:1") forbid (${head});`;
    expect(messages('hold-without-wait', hold(`${AGENT}, action in Action::"tool", resource`))).toEqual([]);
    expect(messages('hold-without-wait', hold(`${AGENT}, action, resource`))).toEqual([
      'warning: no approval lifts this for open-task and close-task: it denies',
    ]);
  });
});

describe('idle-schedule', () => {
  const hold = (annotations: string): string =>
    `@id("a") @hold("x") @approvers("admin:1") ${annotations}
      forbid (${AGENT}, action in Action::"delete", resource);`;
  const found = (annotations: string): readonly string[] => messages('idle-schedule', hold(annotations));

  test('says what comes too late, also where the hold ends by default', () => {
    expect(found('@remind("59m")')).toEqual([]);
    expect(found('@remind("1h")')).toEqual(['warning: the hold has expired by then: it waits 3600 s']);
    expect(found('@remind("1h") @expires("2h")')).toEqual([]);
    expect(found('@remind("9m") @escalate("admin:1, director:1 after 3h") @expires("1h")')).toEqual([
      'warning: the hold has expired by then: it waits 3600 s',
      'warning: nobody has the role director',
    ]);
  });

  test('says where nobody is asked who was not asked before', () => {
    expect(found('@escalate("admin:1 after 9m")')).toEqual([
      'warning: admin was asked from the start: nobody else may decide',
    ]);
    expect(found('@escalate("admn:1 after 9m")')).toEqual([
      'warning: nobody has the role admn (did you mean admin?)',
    ]);
  });
});
