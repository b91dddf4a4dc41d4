// What can be true together, and what follows from what. "No" and "implies" are proofs: never said in doubt.

import { policyToJson } from '@cedar-policy/cedar-wasm/nodejs';
import { describe, expect, test } from 'vitest';
import { compilePolicies } from '../compile.ts';
import { CATALOG, connectorOf, digest, toolOf } from '../engine.contract.ts';
import { listActions } from '../schema.ts';
import type { PolicyCatalog } from '../schema.ts';
import { domainsOf } from './domains.ts';
import { and, negate, sizeOf } from './formula.ts';
import type { Formula } from './formula.ts';
import { outcomeOf } from './policy-formula.ts';
import { effortOf, implies, models, satisfiable } from './satisfy.ts';
import { settingsOf } from './setting.ts';
import type { Setting } from './setting.ts';
import { wordsOfCube } from './words.ts';

const INPUT = {
  type: 'object',
  properties: {
    n: { type: 'integer' },
    s: { type: 'string' },
    b: { type: 'boolean' },
    list: { type: 'array', items: { type: 'string' } },
    o: { type: 'object', properties: { x: { type: 'integer' } } },
    d: { type: 'number' },
  },
  required: ['n', 's', 'b', 'list'],
};
const TOOLS: PolicyCatalog = { connectors: { t: connectorOf('t', [toolOf('use', ['write'], INPUT)]) } };

const SETTING = settingFor(TOOLS, 't/use');

function settingFor(catalog: PolicyCatalog, id: string): Setting {
  const action = listActions(catalog).get(id);
  const [setting] = action === undefined ? [] : settingsOf(action, domainsOf(catalog, action));
  if (setting === undefined) throw new Error(`no action ${id}`);
  return setting;
}

const HEAD = 'principal is Agent, action == Action::"t/use", resource';
const conditions = new Set<string>();

function policyText(condition: string, id = 'p'): string {
  return `@id("${id}") permit (${HEAD}) when { ${condition} };`;
}

/** Where a condition is true. */
function where(condition: string): Formula {
  conditions.add(condition);
  const parsed = policyToJson(policyText(condition));
  if (parsed.type === 'failure') throw new Error(JSON.stringify(parsed.errors));
  return outcomeOf({ json: parsed.json }, SETTING).yes;
}

const I = 'context.input';

describe('what cannot be', () => {
  test.each([
    ['two values at once', `${I}.s == "a" && ${I}.s == "b"`],
    ['a value and not', `${I}.b && !${I}.b`],
    ['an empty interval', `${I}.n > 3 && ${I}.n < 4`],
    ['an interval written the other way round', `3 < ${I}.n && 4 > ${I}.n`],
    ['an interval whose values are all left out', `${I}.n >= 1 && ${I}.n <= 2 && ${I}.n != 1 && ${I}.n != 2`],
    ['a value outside of an interval', `${I}.n == 7 && ${I}.n < 5`],
    [
      'decimals apart',
      `${I} has d && ${I}.d.lessThan(decimal("1.5")) && ${I}.d.greaterThan(decimal("1.4999"))`,
    ],
    ['beyond 64 bits', `${I} has d && ${I}.d.greaterThan(decimal("922337203685477.5807"))`],
    ['a text that the pattern refuses', `${I}.s == "abc" && ${I}.s like "b*"`],
    ['patterns with other beginnings', `${I}.s like "/tmp/*" && ${I}.s like "/etc/*"`],
    ['patterns with other ends', `${I}.s like "*.txt" && ${I}.s like "a*.md"`],
    ['a narrow pattern without a wide one', `${I}.s like "/tmp/a*" && !(${I}.s like "/tmp/*")`],
    ['no text at all', `!(${I}.s like "*")`],
    ['what is there and not', `${I} has o && !(${I} has o)`],
    ['an inner place without its holder', `!(${I} has o) && ${I} has o.x`],
    ['an empty set with something in it', `${I}.list.isEmpty() && ${I}.list.contains("a")`],
    ['a set with all but not each', `${I}.list.containsAll(["a", "b"]) && !${I}.list.contains("b")`],
    ['a set with none but one', `!${I}.list.containsAny(["a", "b"]) && ${I}.list.contains("b")`],
    ['membership in a fixed set', `["a", "b"].contains(${I}.s) && ${I}.s == "c"`],
    ['another type of principal', 'principal is Operator'],
    ['another connector', 'resource == Connector::"u"'],
    ['a group that the action is not in', 'action in Action::"spend"'],
    ['two environments', 'principal in Environment::"a" && principal.environment == "b"'],
    ['an agent that is two', 'principal == Agent::"a" && principal == Agent::"b"'],
    ['comparisons of two places', `${I}.n < context.chain.calls && ${I}.n >= context.chain.calls`],
    ['a choice whose every branch is shut', `if ${I}.b then !${I}.b else ${I}.b`],
    ['an effect that the tool does not have', 'context.tool.effects.contains("spend")'],
    ['a word outside of the vocabulary', 'context.task.trigger == "moon"'],
    ['a number below its least', 'context.data.sensitivity < 0'],
  ])('%s', (_, condition) => {
    expect(satisfiable(where(condition), SETTING)).toBe('no');
  });
});

describe('what can be', () => {
  test.each([
    `${I}.n > 3 && ${I}.n < 5`,
    `${I}.n >= 1 && ${I}.n <= 3 && ${I}.n != 1 && ${I}.n != 2`,
    `${I}.s like "/tmp/*" && ${I}.s like "*.txt" && ${I}.s != "/tmp/.txt"`,
    `${I}.s like "a*" && !(${I}.s like "ab*")`,
    `${I}.list.contains("a") && !${I}.list.contains("b")`,
    `!(${I} has o) || ${I} has o && ${I}.o has x && ${I}.o.x == 2`,
    'principal in Group::"a" && !(principal in Group::"b") && principal.owner != "ann"',
    'context.task.trigger == "agent" && context.data.sensitivity == 3',
    `${I} has d && ${I}.d != decimal("0.0") && ${I}.d != decimal("0.0001")`,
  ])('%s', (condition) => {
    expect(satisfiable(where(condition), SETTING)).toBe('yes');
  });

  test('a condition that is not looked into is left open', () => {
    expect(satisfiable(where(`${I}.n + 1 > 5 && ${I}.n < 3`), SETTING)).toBe('unknown');
    expect(satisfiable(where(`principal.owner == ${I}.s`), SETTING)).toBe('unknown');
  });

  test('a condition whose failures multiply stays small, and is left open', () => {
    const deep = Array.from({ length: 15 }).reduce<string>(
      (inner) => `(if ${inner} then ${I}.n + 1 > 5 else ${I}.n * 2 < 7)`,
      `${I}.b`,
    );
    const formula = where(deep);
    expect(sizeOf(formula)).toBeLessThan(1_001);
    expect(satisfiable(formula, SETTING)).toBe('unknown');
  });

  test('what took too long is left open', () => {
    expect(satisfiable(where(`${I}.n > 3 && ${I}.n < 5 && ${I}.n != 4`), SETTING, effortOf(1))).toBe(
      'unknown',
    );
  });
});

describe('what follows', () => {
  test.each([
    [`${I}.n > 5`, `${I}.n > 3`, true],
    [`${I}.n > 3`, `${I}.n > 5`, false],
    [`${I}.s == "/tmp/x"`, `${I}.s like "/tmp/*"`, true],
    [`${I}.s like "/tmp/a*z"`, `${I}.s like "/tmp/*"`, true],
    [`${I} has o && ${I}.o has x && ${I}.o.x > 3`, `${I} has o.x`, true],
    [`principal == Agent::"a"`, 'principal is Agent', true],
    // An absent argument makes the first true and the second fail: it does not follow.
    [
      `!(${I} has d && ${I}.d.greaterThan(decimal("5.0")))`,
      `${I} has d && ${I}.d.lessThanOrEqual(decimal("5.0"))`,
      false,
    ],
    // A sum may overflow, and then neither side is true.
    [`${I}.b || ${I}.n + 1 > 5 || !(${I}.n + 1 > 5)`, `${I}.b || !${I}.b`, true],
    [`${I}.b || !${I}.b`, `${I}.n + 1 > 5 || !(${I}.n + 1 > 5)`, false],
  ])('%s => %s: %s', (one, other, expected) => {
    expect(implies(where(one), where(other), SETTING)).toBe(expected);
  });
});

describe('when it is so, in words', () => {
  const wordsFor = (condition: string): readonly (string | null)[] =>
    models(where(condition), SETTING).cubes.map(wordsOfCube);

  test('each way is as short as it can be', () => {
    expect(wordsFor(`${I}.n > 3 && ${I}.n > 5 || ${I}.b && ${I}.n > 5 || ${I}.s like "a*"`)).toEqual([
      'context.input.n > 5',
      'context.input.s like "a*"',
    ]);
  });

  test('who asks comes first', () => {
    expect(wordsFor(`${I}.s != "a" && principal in Group::"g" && !context.scope.preapproved`)).toEqual([
      'the principal is in Group::"g" and context.input.s != "a" and context.scope.preapproved is false',
    ]);
  });

  test('what is always so has no words, and what never is has no way', () => {
    expect(wordsFor(`${I}.n < 4 || ${I}.n >= 4`)).toEqual([null]);
    expect(wordsFor(`${I}.n < 4 && ${I}.n >= 4`)).toEqual([]);
  });

  test('a place that is absent is a way of its own', () => {
    const small = `${I} has d && ${I}.d.lessThanOrEqual(decimal("5.0"))`;
    const words = wordsFor(`${small} || !(${I} has d)`);
    expect(new Set(words)).toEqual(new Set(['context.input.d <= 5', 'context.input.d is absent']));
  });

  test('what is compared is there, and so is what it lies in', () => {
    const [compared = []] = models(where(`${I} has o && ${I}.o has x && ${I}.o.x > 3`), SETTING).cubes;
    expect(wordsOfCube(compared)).toBe('context.input.o.x > 3');
    for (const place of [`${I} has o`, `${I} has o.x`]) {
      expect(satisfiable(and(negate(where(place)), ...compared), SETTING)).toBe('no');
      expect(satisfiable(and(...compared, negate(where(place))), SETTING)).toBe('no');
    }
  });

  test('more ways than asked for are said to be more', () => {
    const many = where(`["a", "b", "c"].contains(${I}.s)`);
    expect(models(many, SETTING, { limit: 2 })).toMatchObject({ isComplete: false });
    expect(models(many, SETTING, { limit: 3 })).toMatchObject({ isComplete: true });
  });
});

test('a policy for one tool never applies to another', () => {
  const made = compilePolicies(
    [{ name: 'c', text: '@id("p") permit (principal, action == Action::"fs/read", resource);' }],
    CATALOG,
    { digest },
  );
  const policies = 'errors' in made ? [] : made.policies;
  expect(policies.map((policy) => outcomeOf(policy, settingFor(CATALOG, 'fs/wipe')).yes)).toEqual([
    { kind: 'never' },
  ]);
});

test('all conditions of this file are ones that people could publish', () => {
  const text = [...conditions].map((condition, index) => policyText(condition, `p${index}`)).join('\n');
  expect(conditions.size).toBeGreaterThan(30);
  expect(compilePolicies([{ name: 'c', text }], TOOLS, { digest })).not.toHaveProperty('errors');
});
