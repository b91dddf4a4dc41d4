import { describe, expect, test } from 'vitest';
import { catalogOf } from '../catalog-file.ts';
import { compilePolicies } from '../compile.ts';
import { askTool, digest } from '../engine.contract.ts';
import { gatewaysOf, importAgentCore } from './agentcore.ts';
import type { AgentCoreOptions } from './agentcore.ts';

const ARN = 'arn:aws:bedrock-agentcore:us-west-2:123456789012:gateway/refunds';
const OPTIONS: AgentCoreOptions = { targets: { RefundTool: 'refunds' }, gateway: null };
const HEAD = `principal is AgentCore::OAuthUser,
  action == AgentCore::Action::"RefundTool___process_refund",
  resource == AgentCore::Gateway::"${ARN}"`;

const { connectors } = catalogOf({
  refunds: {
    tools: {
      process_refund: {
        effects: ['spend'],
        inputSchema: { type: 'object', properties: { amount: { type: 'integer' } }, required: ['amount'] },
        kind: 'tool',
        idempotent: false,
        description: '',
        profile: {},
      },
    },
  },
});

function imported(text: string, options: Parameters<typeof importAgentCore>[1] = OPTIONS) {
  return importAgentCore({ name: 'policies/refunds.cedar', text }, options);
}

function refusalsOf(text: string, options = OPTIONS): readonly string[] {
  return imported(text, options).notes.flatMap(({ kind, message }) => (kind === 'refused' ? message : []));
}

test('a refund policy decides in Holdpoint as it does in AgentCore', () => {
  const { text, notes } = imported(`permit (${HEAD}) when {
    principal.hasTag("role") && principal.getTag("role") == "refund-agent" && context.input.amount < 500
  };`);
  expect(notes.map(({ kind }) => kind)).toEqual(['translated', 'changed', 'changed', 'changed']);
  const compiled = compilePolicies([{ name: 'refunds', text }], { connectors }, { digest });
  if ('errors' in compiled) throw new Error(JSON.stringify(compiled.errors));
  const decide = (amount: number, ...parents: readonly string[]): string => {
    const query = askTool('refunds/process_refund', { amount });
    return compiled.engine.evaluate({ ...query, principal: { ...query.principal, parents } }, []).decision;
  };
  expect(decide(499, 'refund-agent')).toBe('permit');
  expect(decide(500, 'refund-agent')).toBe('deny');
  expect(decide(499)).toBe('deny');
});

test.each([
  ['every tool', 'principal, action, resource', /principal is Agent,\s+action in Action::"tool",\s+resource/],
  [
    'a target',
    'principal, action in AgentCore::Action::"RefundTool", resource',
    /action in Action::"refunds\/\*"/,
  ],
  [
    'a target without a connector',
    'principal, action in AgentCore::Action::"Hr", resource',
    /Action::"Hr\/\*"/,
  ],
  [
    'a list',
    'principal, action in [AgentCore::Action::"RefundTool___a", AgentCore::Action::"Hr___b__c"], resource',
    /action in \[Action::"refunds\/a", Action::"Hr\/b__c"\]/,
  ],
  ['one user', 'principal == AgentCore::OAuthUser::"u1", action, resource', /principal == Agent::"u1"/],
])('%s keeps its meaning in the head', (_, head, expected) => {
  expect(imported(`forbid (${head});`).text).toMatch(expected);
});

test.each([
  ['a tag', 'principal.hasTag("role") && principal.getTag("role") == "hr"', /principal in Group::"hr"/],
  [
    'one of two tags',
    'principal.hasTag("role") && (principal.getTag("role") == "a" || principal.getTag("role") == "b")',
    /principal in Group::"a"\) \|\| \(principal in Group::"b"\)/,
  ],
  [
    'the username',
    'principal.hasTag("username") && principal.getTag("username") == "ann"',
    /context\.task\.requester == "ann"/,
  ],
  [
    'a nested argument',
    'context.input has user && context.input.user.name like "a*"',
    /context\.input\.user\.name like "a\*"/,
  ],
])('%s keeps its meaning in a condition', (_, condition, expected) => {
  expect(imported(`permit (${HEAD}) when { ${condition} };`).text).toMatch(expected);
});

describe('what would not mean the same is refused', () => {
  test.each([
    [
      'a tag that is not equal: whoever has none would pass',
      'principal.hasTag("r") && principal.getTag("r") != "x"',
    ],
    ['a tag that is negated', 'principal.hasTag("r") && !(principal.getTag("r") == "x")'],
    ['a tag like a pattern', 'principal.hasTag("scope") && principal.getTag("scope") like "*read*"'],
    ['a tag that may be absent', 'principal.getTag("r") == "x"'],
    ['that a tag is there', 'principal.hasTag("r")'],
    ['that a tag is not there', '!principal.hasTag("r")'],
    ['that a tag is there, and another', 'principal.hasTag("a") && principal.getTag("b") == "x"'],
    ['an IAM pattern', 'principal.id like "*:role/Admin"'],
    ['another context', 'context.system.now > 3'],
    ['the whole context', 'context == {input: 1}'],
    ['an entity', 'resource == AgentCore::Gateway::"x"'],
    ['a record', '{a: principal.getTag("r")} == {a: "x"}'],
  ])('%s', (_, condition) => {
    const { text, notes } = imported(`permit (${HEAD}) when { ${condition} };`);
    expect(text).toBe('');
    expect(notes.map(({ kind }) => kind)).toEqual(['refused']);
  });

  test.each([
    ['a principal in something', 'principal in AgentCore::Team::"a", action, resource'],
    ['another type of caller', 'principal is User, action, resource'],
    ['an action that is no tool', 'principal, action == AgentCore::Action::"Refund", resource'],
    ['an action of another product', 'principal, action == Action::"A___b", resource'],
    ['another resource', 'principal, action, resource == AgentCore::Tool::"x"'],
    ['a template', 'principal == ?principal, action, resource'],
  ])('%s', (_, head) => {
    expect(refusalsOf(`forbid (${head});`)).toHaveLength(1);
  });

  test('the rest of the file is translated all the same, and each has its line', () => {
    const { text, notes } = imported(
      'permit (principal is User, action, resource);\n\nforbid (principal, action, resource);',
    );
    expect(notes.map(({ line, kind }) => [line, kind])).toEqual([
      [1, 'refused'],
      [3, 'translated'],
      [3, 'changed'],
      [3, 'changed'],
    ]);
    expect(text).toContain('@id("refunds.2")');
  });

  test('a refusal names the policy and what of it was found', () => {
    const { notes } = imported(`@id("mine") permit (${HEAD}) when { context.system.now > 3 };
forbid (principal, action, resource) when { principal.getTag("r") like "x" };`);
    expect(notes.map(({ policy, message }) => [policy, message])).toEqual([
      ['mine', expect.stringContaining('a condition has context.system.now: only') as string],
      ['number 2', expect.stringContaining('a condition has getTag: only') as string],
    ]);
  });

  test('a file that does not parse has the words of the parser and its line', () => {
    const { notes } = imported('permit (principal, action, resource);\n\nforbid (principal action);');
    expect(notes).toEqual([expect.objectContaining({ policy: null, line: 3, kind: 'refused' })]);
    expect(notes[0]!.message).toMatch(/does not take the file: unexpected token `action`/);
  });

  test('a file that is no Cedar, or a superset of it', () => {
    expect(refusalsOf('permit (principal, action, resource) when previously { true };')).toHaveLength(1);
  });

  test('a policy of another gateway, where one was chosen', () => {
    expect(refusalsOf(`permit (${HEAD});`, { ...OPTIONS, gateway: 'arn:other' })).toHaveLength(1);
    expect(refusalsOf(`permit (${HEAD});`, { ...OPTIONS, gateway: ARN })).toEqual([]);
  });
});

test('the gateways of a file are found', () => {
  expect(gatewaysOf({ name: 'f', text: `permit (${HEAD}); permit (${HEAD});` })).toEqual([ARN]);
});

test('an id stays, and other annotations go on as the reason', () => {
  const { text } = imported('@id("mine") @description("why") forbid (principal, action, resource);');
  expect(text).toContain('@id("mine")');
  expect(text).toContain('why');
});
