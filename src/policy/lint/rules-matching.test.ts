// Each rule where it must speak and, as much, where it must not. (The page on the lint has examples too.)

import { describe, expect, test } from 'vitest';
import { CATALOG } from '../engine.contract.ts';
import { lintPolicies } from './lint.ts';
import { AGENT, catalogOfOne, forbidIn, forbidRead, messages } from './sample.contract.ts';

describe('never-matches', () => {
  test.each([
    'when { context.input.path == "a" && context.input.path == "b" }',
    'when { context.chain.calls > 5 } when { context.chain.calls < 3 }',
    'when { principal.environment == "x" && principal.environment like "y*" }',
    'when { context has solo }',
  ])('%s', (condition) => {
    expect(messages('never-matches', forbidRead(condition))).toHaveLength(1);
  });

  test.each([
    'when { context.input.path == "a" || context.input.path == "b" }',
    'when { context.chain.calls > 5 && context.chain.calls < 7 }',
    'when { principal in Group::"x" && principal in Group::"y" }',
    'when { context.chain.calls + context.chain.reads > 5 && context.chain.reads < 3 }',
  ])('says nothing of %s', (condition) => {
    expect(messages('never-matches', forbidRead(condition))).toEqual([]);
  });

  test('only notes what another tool of the group could change', () => {
    const text = forbidIn('Action::"read"', 'when { context.input has to }');
    expect(messages('never-matches', text)).toEqual([
      "note: this forbid applies to no tool of today's catalog",
    ]);
  });

  test('only notes what a tool with another effect could change', () => {
    const text = `@id("a") forbid (${AGENT}, action in Action::"tool", resource)
      when { context.tool.effects.contains("impersonate") };`;
    expect(messages('never-matches', text)).toEqual([
      "note: this forbid applies to no tool of today's catalog",
    ]);
  });

  test('says nothing of tools to come, though `approve` is a verb already', () => {
    const text = forbidIn('Action::"approve"', 'when { context.chain.calls > 1 }');
    expect(messages('never-matches', text)).toEqual([]);
    expect(messages('never-matches', text.replace('> 1', '> 1 && context.chain.calls < 1'))).toHaveLength(1);
  });

  test('says nothing of an effect that no tool has yet', () => {
    const text = forbidIn('Action::"send"', 'when { context.chain.calls > 1 }');
    expect(messages('never-matches', text, { connectors: {} })).toEqual([]);
  });
});

describe('unless-swallows-all', () => {
  test('names the clause, and says nothing where something is left', () => {
    const [first, second] = ['context.chain.calls > 5', 'context.chain.calls > 3'];
    const swallowed = forbidRead(`when { ${first} } unless { ${second} }`);
    expect(messages('unless-swallows-all', swallowed)).toHaveLength(1);
    expect(messages('never-matches', swallowed)).toEqual([]);
    expect(messages('unless-swallows-all', forbidRead(`when { ${second} } unless { ${first} }`))).toEqual([]);
  });
});

describe('unknown-value', () => {
  test.each([
    ['context.tool.kind == "Tool"', 'context.tool.kind is never "Tool" (did you mean tool?)'],
    ['"wrote" != context.tool.kind', 'context.tool.kind is never "wrote"'],
    [
      '["tool", "promt"].contains(context.tool.kind)',
      'context.tool.kind is never "promt" (did you mean prompt?)',
    ],
    ['context.tool.effects.contains("reads")', 'context.tool.effects is never "reads" (did you mean read?)'],
    [
      'context.tool.effects.containsAny(["read", "sent"])',
      'context.tool.effects is never "sent" (did you mean send?)',
    ],
    ['context.data.sensitivity > 3', 'context.data.sensitivity is never > 3'],
    ['context.data.sensitivity == 4', 'context.data.sensitivity is never == 4'],
    ['3 >= context.data.sensitivity', 'context.data.sensitivity is always <= 3'],
    ['context.data.sensitivity != 7', 'context.data.sensitivity is always != 7'],
    ['context.chain.reads < 0', 'context.chain.reads is never < 0'],
    ['context.chain.thisTool.lastDay >= 0', 'context.chain.thisTool.lastDay is always >= 0'],
    ['context.chain.spent.lessThan(decimal("-1.0"))', 'context.chain.spent is never < -1'],
  ])('%s', (condition, message) => {
    expect(messages('unknown-value', forbidRead(`when { ${condition} }`))).toEqual([`error: ${message}`]);
  });

  test.each([
    'context.tool.kind == "tool"',
    'context.data.sensitivity >= 3',
    'context.data.sensitivity < 1',
    'context.chain.reads > 0',
    'context.task.workflow == "anything"',
    'context.data.categories.contains("anything")',
    'context.input.path == "anything"',
  ])('says nothing of %s', (condition) => {
    expect(messages('unknown-value', forbidRead(`when { ${condition} }`))).toEqual([]);
  });

  test('warns of an argument that no tool in question lists', () => {
    const catalog = catalogOfOne('spend', { to: { enum: ['EUR', 'USD'] } });
    const text = (value: string): string =>
      forbidIn('Action::"spend"', `when { context.input.to == "${value}" }`);
    expect(messages('unknown-value', text('EURO'), catalog)).toEqual([
      'warning: context.input.to is never "EURO" (did you mean EUR?)',
    ]);
    expect(messages('unknown-value', text('EUR'), catalog)).toEqual([]);
  });
});

describe('unknown-reference', () => {
  test.each([
    ['forbid', 'principal in Group::"nobody"', 'warning: no agent is in the group "nobody"'],
    ['permit', 'principal in Group::"nobody"', 'note: no agent is in the group "nobody"'],
    [
      'permit',
      'principal in Group::"reader"',
      'warning: no agent is in the group "reader" (did you mean readers?)',
    ],
    ['permit', 'principal == Agent::"x"', 'note: there is no agent "x"'],
    ['forbid', 'principal.environment == "dev"', 'warning: no agent runs in the environment "dev"'],
    ['forbid', 'principal.owner == "zoe"', 'warning: there is no operator "zoe"'],
    ['forbid', 'context.approvals.roles.contains("boss")', 'warning: no operator has the role "boss"'],
    [
      'forbid',
      '!(context.chain.tools.contains("fs/raed"))',
      'warning: no tool is admitted as "fs/raed" (did you mean fs/read?)',
    ],
    ['forbid', 'resource == Connector::"s3"', 'warning: no connector is admitted as "s3"'],
  ])('%s when { %s }', (effect, condition, message) => {
    const text = forbidRead(`when { ${condition} }`).replace('forbid', effect);
    expect(messages('unknown-reference', text)).toEqual([message]);
  });

  test('says where a tool of the head does not exist', () => {
    const text = '@id("a") permit (principal, action == Action::"fs/reed", resource);';
    expect(messages('unknown-reference', text)).toEqual(['error: unrecognized action `Action::"fs/reed"`']);
  });

  test('says nothing of people where it is not known who there is', () => {
    const text = forbidRead('when { principal in Group::"nobody" }');
    expect(lintPolicies([{ name: 'a', text }], CATALOG).map(({ rule }) => rule)).not.toContain(
      'unknown-reference',
    );
  });
});

describe('unreachable-tool', () => {
  test.each([
    ['action == Action::"bank/pay", resource == Connector::"fs"', '', 'bank/pay'],
    [
      'action in [Action::"fs/read", Action::"bank/pay"], resource',
      'when { context.input has path }',
      'bank/pay',
    ],
    ['action in [Action::"fs/read", Action::"kill"], resource', '', 'kill'],
  ])('%s %s', (head, condition, name) => {
    const text = `@id("a") permit (${AGENT}, ${head}) ${condition};`;
    expect(messages('unreachable-tool', text)).toEqual([
      `warning: this permit names ${name} and never applies to it`,
    ]);
    expect(messages('never-matches', text)).toEqual([]);
  });

  test('says nothing of an effect that the tools of today do not have', () => {
    const text = forbidIn('[Action::"read", Action::"send", Action::"approve"]');
    expect(messages('unreachable-tool', text)).toEqual([]);
  });
});
