import { policyToJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCedar } from './cedar.ts';
import { EntityStore } from './entity-store.ts';
import type { Scene } from './expression.ts';
import { conditionsOf, traceConditions } from './trace.ts';
import type { PolicyTrace } from './trace.ts';
import { EntityUid } from './value.ts';

const scene: Scene = {
  principal: new EntityUid('User', 'ann'),
  action: new EntityUid('Action', 'view'),
  resource: new EntityUid('Thing', 'lamp'),
  context: {},
  entities: new EntityStore(new Map()),
};

function jsonOf(text: string): PolicyJson {
  const parsed = policyToJson(text);
  if (parsed.type === 'failure') throw new Error(parsed.errors[0]?.message);
  return parsed.json;
}

function trace(clauses: string, head = 'principal, action, resource'): PolicyTrace {
  return traceConditions({ id: 'p', json: jsonOf(`forbid (${head}) ${clauses};`) }, scene);
}

function seen(clauses: string): unknown {
  const { outcome, clauses: traced } = trace(clauses);
  return [outcome, ...traced.map(({ value, conditions }) => [value, ...conditions.map((one) => one.value)])];
}

describe('each condition', () => {
  test.each<[string, readonly unknown[]]>([
    ['', ['applies']],
    ['when { true && 1 < 2 && true }', ['applies', ['true', 'true', 'true', 'true']]],
    ['when { true && 1 > 2 && context.none }', ['does-not-apply', ['false', 'true', 'false', 'not-reached']]],
    ['when { true || context.none }', ['applies', ['true', 'true', 'not-reached']]],
    ['when { false || (true && !true) }', ['does-not-apply', ['false', 'false', 'true', 'false']]],
    ['when { context.none && true }', ['error', ['error', 'error', 'not-reached']]],
    ['when { false || 1 + 1 }', ['error', ['error', 'false', 'error']]],
    ['unless { false } when { true }', ['applies', ['false', 'false'], ['true', 'true']]],
    ['unless { true } when { true }', ['does-not-apply', ['true', 'true'], ['not-reached', 'not-reached']]],
    ['when { 1 } when { true }', ['error', ['error', 'error'], ['not-reached', 'not-reached']]],
  ])('of %j', (clauses, expected) => {
    expect(seen(clauses)).toEqual(expected);
  });

  test('is a node of the JSON that was given', () => {
    const json = jsonOf('permit (principal, action, resource) when { true && (1 < 2 || false) };');
    const body = json.conditions[0]?.body as { '&&': { left: object; right: { '||': { left: object } } } };
    const { left, right } = body['&&'];
    const [clause] = traceConditions({ id: 'p', json }, scene).clauses;
    expect(clause?.node).toBe(body);
    expect(clause?.conditions[0]?.node).toBe(left);
    expect(clause?.conditions[1]?.node).toBe(right['||'].left);
    expect(conditionsOf(body as never)).toEqual(clause?.conditions.map(({ node }) => node));
  });
});

test('a head that does not match says in what, and no condition is reached', () => {
  const other = trace(
    'when { true }',
    'principal in User::"ann", action == Action::"edit", resource is Lamp',
  );
  expect(other.head).toEqual({ principal: true, action: false, resource: false });
  expect(other).toMatchObject({
    outcome: 'does-not-apply',
    clauses: [{ value: 'not-reached', conditions: [{ value: 'not-reached' }] }],
  });
  const list = 'principal is User, action in [Action::"edit", Action::"view"], resource == Thing::"lamp"';
  expect(trace('', list).head).toEqual({ principal: true, action: true, resource: true });
});

test('a policy that the evaluator does not take is not known', () => {
  const json = jsonOf('permit (principal, action, resource) when { unknown("x") };');
  expect(traceConditions({ id: 'p', json }, scene)).toMatchObject({ outcome: 'unknown', clauses: [] });
});

test('the outcome is what the evaluator decides by, whatever the conditions', () => {
  const atom = fc.constantFrom('true', 'false', 'context.none', '1 < 2', '!true', '1');
  const expression = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      atom,
      fc
        .tuple(tie('tree'), fc.constantFrom('&&', '||'), tie('tree'))
        .map(([a, operator, b]) => `(${a} ${operator} ${b})`),
    ),
  })).tree;
  const clause = fc.tuple(fc.constantFrom('when', 'unless'), expression);
  fc.assert(
    fc.property(fc.array(clause, { maxLength: 3 }), (clauses) => {
      const text = clauses.map(([kind, body]) => `${kind} { ${body} }`).join(' ');
      const json = jsonOf(`permit (principal, action, resource) ${text};`);
      const { decision, errors } = createCedar([{ id: 'p', json }]).cedar.isAuthorized(scene);
      const decided = errors.length > 0 ? 'error' : decision === 'allow' ? 'applies' : 'does-not-apply';
      expect(traceConditions({ id: 'p', json }, scene).outcome).toBe(decided);
    }),
  );
});
