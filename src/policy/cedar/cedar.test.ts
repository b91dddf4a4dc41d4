import { policyToJson, templateToJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { describe, expect, test } from 'vitest';
import { createCedar } from './cedar.ts';
import type { CedarAnswer, CedarPolicy } from './cedar.ts';
import { EntityStore } from './entity-store.ts';
import type { Scene } from './expression.ts';
import { EntityUid } from './value.ts';

function jsonOf(text: string): PolicyJson {
  const parsed = text.includes('?') ? templateToJson(text) : policyToJson(text);
  if (parsed.type === 'failure') throw new Error(parsed.errors[0]?.message);
  return parsed.json;
}

const policy = (id: string, text: string): CedarPolicy => ({ id, json: jsonOf(text) });

const ann = new EntityUid('User', 'ann');
const staff = new EntityUid('Group', 'staff');
const acme = new EntityUid('Tenant', 'acme');
const entity = (uid: EntityUid, ...parents: EntityUid[]) =>
  [uid.key, { uid, attributes: {}, tags: {}, parents }] as const;
const scene: Scene = {
  principal: ann,
  action: new EntityUid('Action', 'view'),
  resource: new EntityUid('Thing', 'lamp'),
  context: { count: 2 ** 53 - 1 },
  entities: new EntityStore(new Map([entity(ann, staff), entity(staff, acme)])),
};

function ask(...policies: readonly CedarPolicy[]): CedarAnswer {
  const { cedar, refused } = createCedar(policies);
  expect(refused).toEqual([]);
  return cedar.isAuthorized(scene);
}

describe('a decision', () => {
  const permit = policy('permit', 'permit (principal, action, resource);');
  const forbid = policy('forbid', 'forbid (principal, action, resource);');
  const failing = (id: string, effect: string) =>
    policy(id, `${effect} (principal, action, resource) when { context.none };`);

  test('is to deny where nothing permits, and names nothing', () => {
    expect(ask()).toEqual({ decision: 'deny', reason: [], errors: [] });
    expect(ask(policy('no', 'permit (principal, action, resource) when { false };')).reason).toEqual([]);
  });

  test('names every permit, or every forbid, in the order given', () => {
    const other = { ...permit, id: 'a' };
    expect(ask(permit, other)).toEqual({ decision: 'allow', reason: ['permit', 'a'], errors: [] });
    expect(ask(permit, forbid, { ...forbid, id: 'a' }).reason).toEqual(['forbid', 'a']);
  });

  test('leaves a policy that fails out, and says so', () => {
    const answer = ask(failing('one', 'forbid'), permit, failing('two', 'permit'));
    expect(answer).toEqual({
      decision: 'allow',
      reason: ['permit'],
      errors: [
        { policy: 'one', kind: 'missing' },
        { policy: 'two', kind: 'missing' },
      ],
    });
  });

  test('leaves out what it is told to', () => {
    const { cedar } = createCedar([permit, forbid, failing('failing', 'permit')]);
    expect(cedar.isAuthorized(scene, new Set(['forbid', 'failing']))).toEqual({
      decision: 'allow',
      reason: ['permit'],
      errors: [],
    });
  });

  test('needs every clause, in order: what stands behind a false one is not asked', () => {
    const body = 'when { false } when { context.none }';
    expect(ask(policy('p', `permit (principal, action, resource) ${body};`)).errors).toEqual([]);
    const both = 'when { true } unless { false } when { 1 < 2 }';
    expect(ask(policy('p', `permit (principal, action, resource) ${both};`)).decision).toBe('allow');
  });
});

describe('a head', () => {
  test.each<[string, boolean]>([
    ['principal == User::"ann", action == Action::"view", resource == Thing::"lamp"', true],
    ['principal in User::"ann", action in Action::"view", resource in Thing::"lamp"', true],
    ['principal in Group::"staff", action, resource', true],
    ['principal in Tenant::"acme", action, resource is Thing', true],
    ['principal is User in Tenant::"acme", action in [Action::"edit", Action::"view"], resource', true],
    ['principal is User, action in [Action::"view", Action::"view"], resource', true],
    ['principal == Group::"staff", action, resource', false],
    ['principal in Tenant::"other", action, resource', false],
    ['principal is Group in Tenant::"acme", action, resource', false],
    ['principal is User in Tenant::"other", action, resource', false],
    ['principal is Group, action, resource', false],
    ['principal, action == Action::"edit", resource', false],
    ['principal, action in [], resource', false],
    ['principal, action, resource == Thing::"chair"', false],
    ['principal, action, resource in Tenant::"acme"', false],
    ['principal, action, resource is User', false],
  ])('%s: %s', (head, matches) => {
    expect(ask(policy('p', `permit (${head});`)).reason).toEqual(matches ? ['p'] : []);
  });

  test('of a template takes what its slots stand for', () => {
    const json = jsonOf('permit (principal in ?principal, action, resource == ?resource);');
    const link = (principal: object, resource: object): CedarPolicy => ({
      id: 'link',
      json,
      slots: { '?principal': principal, '?resource': resource },
    });
    const lamp = { type: 'Thing', id: 'lamp' };
    expect(ask(link({ type: 'Tenant', id: 'acme' }, lamp)).reason).toEqual(['link']);
    expect(ask(link({ __entity: { type: 'Group', id: 'staff' } }, lamp)).reason).toEqual(['link']);
    expect(ask(link({ type: 'Group', id: 'other' }, lamp)).reason).toEqual([]);
    const typed = jsonOf('permit (principal is Group in ?principal, action, resource);');
    expect(
      ask({ id: 'p', json: typed, slots: { '?principal': { type: 'Tenant', id: 'acme' } } }).reason,
    ).toEqual([]);
  });
});

describe('a policy that is not understood is refused, not left out in silence', () => {
  const odd = (body: unknown): CedarPolicy => ({
    id: 'odd',
    json: {
      ...jsonOf('permit (principal, action, resource);'),
      conditions: [{ kind: 'when', body }],
    } as PolicyJson,
  });

  test.each<[string, CedarPolicy]>([
    [
      'a number that the parser rounded',
      policy('odd', 'permit (principal, action, resource) when { 9007199254740993 > 1 };'),
    ],
    ['an unknown value', policy('odd', 'permit (principal, action, resource) when { unknown("x") };')],
    ['an operator of the future', odd({ between: { left: { Value: 1 }, right: { Value: 2 } } })],
    ['two operators at once', odd({ Value: 1, Var: 'principal' })],
    ['no operator', odd({})],
    ['an unknown variable', odd({ Var: 'weather' })],
    ['a literal that is null', odd({ Value: null })],
    ['an operand that is missing', odd({ '&&': { left: { Value: true } } })],
    [
      'a template whose slots are empty',
      { ...policy('odd', 'permit (principal == ?principal, action, resource);') },
    ],
  ])('%s', (_, given) => {
    const { cedar, refused } = createCedar([
      policy('forbid', 'forbid (principal, action, resource);'),
      given,
    ]);
    expect(refused.map(({ id }) => id)).toEqual(['odd']);
    expect(cedar.isAuthorized(scene).reason).toEqual(['forbid']);
  });
});

test('a constant that fails, fails when it is asked for and not before', () => {
  const lazy = 'context.count == 1 && ip("none").isIpv4()';
  expect(ask(policy('p', `permit (principal, action, resource) when { ${lazy} };`)).errors).toEqual([]);
  const eager = 'context.count != 1 && ip("none").isIpv4()';
  expect(ask(policy('p', `permit (principal, action, resource) when { ${eager} };`)).errors).toEqual([
    { policy: 'p', kind: 'extension' },
  ]);
});

test('names that every object inherits are neither attributes nor policies', () => {
  const body = 'context has constructor || context has __proto__ || context has toString';
  expect(ask(policy('p', `permit (principal, action, resource) when { ${body} };`)).reason).toEqual([]);
  const own = '{"__proto__": 1, constructor: 2} has "__proto__" && {"__proto__": 1}["__proto__"] == 1';
  expect(ask(policy('p', `permit (principal, action, resource) when { ${own} };`)).reason).toEqual(['p']);
});
