// What would turn a refusal into a permit, said to people who ask why.

import { describe, expect, test } from 'vitest';
import type { PolicyQuery } from '../../kernel/policy.ts';
import { compilePolicies } from '../compile.ts';
import { AGENT, askTool, askVerb, CATALOG, digest, operatorWith } from '../engine.contract.ts';
import { nearestPermits } from './nearest.ts';
import type { Judging, NearestPermit } from './nearest.ts';

function judgingBy(...texts: readonly string[]): Judging {
  const made = compilePolicies([{ name: 'set.cedar', text: texts.join('\n') }], CATALOG, { digest });
  if ('errors' in made) throw new Error(JSON.stringify(made.errors));
  return { ...made, catalog: CATALOG };
}

function lines(found: readonly NearestPermit[]): readonly string[] {
  return found.map(({ changes, approvals, isVerified }) => {
    const parts = [
      ...changes.map(({ by, words }) => `${by}: ${words}`),
      ...approvals.map((who) => `approval by ${who}`),
    ];
    return `${isVerified ? '' : 'perhaps '}${parts.join(' + ')}`;
  });
}

function ways(query: PolicyQuery, ...texts: readonly string[]): readonly string[] {
  return lines(nearestPermits(judgingBy(...texts), query));
}

const PAY = '@id("pay") permit (principal is Agent, action == Action::"bank/pay", resource);';
const HOLD = `@id("pay.hold") @hold("money") @approvers("finance:1")
  forbid (principal is Agent, action == Action::"bank/pay", resource)
  unless { context.input has amount && context.input.amount.lessThanOrEqual(decimal("1000.0")) };`;
const LARGE = askTool('bank/pay', { quantity: 1, amount: 2000 });

describe('the nearest permit', () => {
  test('of a held payment is an approval, or a smaller amount', () => {
    expect(ways(LARGE, PAY, HOLD)).toEqual([
      'asker: context.input.amount <= 1000 (it is 2000)',
      'approval by finance:1',
    ]);
  });

  test('of what is permitted is nothing', () => {
    expect(ways(askTool('bank/pay', { quantity: 1, amount: 5 }), PAY, HOLD)).toEqual([]);
  });

  test('of a tool for another group is to be in the group, which an admin does', () => {
    const finance = PAY.replace('principal is Agent', 'principal in Group::"finance"');
    expect(ways(LARGE, finance)).toEqual(['admin: the principal is in Group::"finance"']);
  });

  test('needs two changes where one is not enough, and does not add a third', () => {
    const strict = PAY.replace(';', ' when { context.input.quantity > 3 && context.scope.preapproved };');
    expect(ways(LARGE, strict)).toEqual([
      'asker: context.input.quantity > 3 (it is 1) + admin: context.scope.preapproved (it is false)',
    ]);
  });

  test('can be an approval after a change', () => {
    const only = PAY.replace(';', ' when { context.input.quantity > 3 };');
    expect(ways(LARGE, only, HOLD)).toEqual([
      'asker: context.input.quantity > 3 (it is 1) + asker: context.input.amount <= 1000 (it is 2000)',
      'asker: context.input.quantity > 3 (it is 1) + approval by finance:1',
    ]);
  });

  test('of a rate is time, and of a history another task', () => {
    const rate =
      '@id("rate") forbid (principal, action, resource) when { context.chain.thisTool.lastHour >= 3 };';
    const calls = '@id("calls") forbid (principal, action, resource) when { context.chain.calls >= 9 };';
    const busy = (chain: object): PolicyQuery => {
      const known = LARGE.context['chain'] as object;
      return { ...LARGE, context: { ...LARGE.context, chain: { ...known, ...chain } } };
    };
    const agents = (text: string): string =>
      text.replace('principal, action,', 'principal is Agent, action in Action::"tool",');
    const thisTool = { calls: 4, approved: 0, lastMinute: 4, lastHour: 4, lastDay: 4 };
    expect(ways(busy({ thisTool }), PAY, agents(rate))).toEqual([
      'time: context.chain.thisTool.lastHour <= 2 (it is 4)',
    ]);
    expect(ways(busy({ calls: 9 }), PAY, agents(calls))).toEqual([
      'task: context.chain.calls <= 8 (it is 9)',
    ]);
  });

  test('is never to be somebody else', () => {
    const ann = PAY.replace('principal is Agent', 'principal == Agent::"ann"');
    expect(ways(LARGE, ann)).toEqual(['perhaps admin: a policy permits bank/pay: none does']);
  });

  test('names the policy where no fact helps', () => {
    const never = '@id("never") forbid (principal is Agent, action == Action::"bank/pay", resource);';
    expect(ways(LARGE, PAY, never)).toEqual(['perhaps admin: policy never no longer forbids it']);
  });

  test('of a verb is the role that may', () => {
    const kill = '@id("kill") permit (principal in Role::"security", action == Action::"kill", resource);';
    expect(ways(askVerb(operatorWith('viewer'), 'kill', { solo: false }), kill)).toEqual([
      'admin: the principal is in Role::"security"',
    ]);
  });

  test('shows no value of the request but through the caller', () => {
    const found = nearestPermits(judgingBy(PAY, HOLD), LARGE, () => '…');
    expect(lines(found)[0]).toBe('asker: context.input.amount <= 1000 (it is …)');
    expect(JSON.stringify(found)).not.toContain('2000');
  });

  test('of a condition that is not understood is told as unproven', () => {
    const own = PAY.replace(
      ';',
      ' when { principal.owner == context.task.requester || context.chain.calls + 1 > 5 };',
    );
    const principal = { ...AGENT, attributes: { ...AGENT.attributes, owner: 'bob' } };
    expect(ways({ ...LARGE, principal }, own)).toEqual([
      'perhaps task: context.chain.calls + 1 > 5',
      'perhaps admin: context.task.requester == principal.owner',
    ]);
  });

  test('of an unreadable request is not told', () => {
    expect(ways(askTool('bank/pay', { quantity: 'many' }), PAY)).toEqual([]);
    expect(ways(askTool('bank/nothing', {}), PAY)).toEqual([]);
  });
});
