// An exception lets exactly what was shown pass, and nothing that differs from it in anything but free words.

import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../kernel/json.ts';
import type { PolicyEngine } from '../kernel/policy.ts';
import type { PolicySource } from '../kernel/state.ts';
import { compilePolicies } from './compile.ts';
import { askTool, CATALOG, connectorOf, digest, toolOf } from './engine.contract.ts';
import { conditionOf, exempt, type Exemption } from './exemption.ts';
import { policyProblemText } from './problem.ts';

const SCHEMA: JsonObject = {
  type: 'object',
  additionalProperties: false,
  required: ['to'],
  properties: {
    to: { type: 'string' },
    'reply to': { type: 'string' },
    has: { type: 'boolean' },
    count: { type: 'integer' },
    amount: { type: 'number' },
    tags: { type: 'array', items: { type: 'string' } },
    at: {
      type: 'object',
      properties: { city: { type: 'string' }, floor: { type: 'integer' } },
      required: ['city'],
      additionalProperties: false,
    },
    body: { type: 'string' },
    any: {},
  },
};
const TEXT = { type: 'string' };
const EITHER = { anyOf: [TEXT, { type: 'array', items: TEXT }] };
const closed = (properties: JsonObject): JsonObject => ({
  type: 'object',
  properties,
  additionalProperties: false,
});
const BASE: PolicySource = {
  name: 'base.cedar',
  text: `@id("agents") permit (principal is Agent, action in Action::"tool", resource); // all; of them
@id("sends") @hold("sends") @approvers("approver:1")
forbid (principal is Agent, action in [Action::"send", Action::"write"], resource) // ;
;
@id("all") @hold("all") @approvers("approver:1")
forbid (principal is Agent, action in Action::"tool", resource)
unless { context.scope.preapproved };
@id("never") forbid (principal is Agent, action in Action::"delete", resource);`,
};
const catalog = {
  connectors: { ...CATALOG.connectors, mail: connectorOf('mail', [toolOf('send', ['send'], SCHEMA)]) },
};

function exemptionOf(args: JsonObject, more: Partial<Exemption> = {}): Exemption {
  const { context } = askTool('mail/send', args);
  const about = { tool: 'mail/send', inputSchema: SCHEMA, workflow: 'w', context, note: 'As in hold_1.' };
  return { ...about, arguments: args, free: ['body', 'any'], ...more };
}

/** The answer to a call once what these arguments say is always allowed. */
function verdicts(shown: JsonObject, more: Partial<Exemption> = {}) {
  const engine = engineWith(exemptionOf(shown, more));
  return (args: JsonObject, tool = 'mail/send') => engine.evaluate(askTool(tool, args), []).decision;
}

function engineWith(exemption: Exemption): PolicyEngine {
  const condition = conditionOf(exemption);
  if (typeof condition !== 'string') throw new Error(condition.unreadable.join());
  const sources = exempt([BASE], ['sends', 'all'], exemption, condition)!;
  const compiled = compilePolicies(sources, catalog, { digest });
  if ('errors' in compiled) throw new Error(compiled.errors.map(policyProblemText).join('\n'));
  expect(compiled.warnings.map(policyProblemText)).toEqual([]);
  return compiled.engine;
}

describe('an exception', () => {
  test.each<[string, JsonObject, JsonObject[]]>([
    ['a text', { to: 'a' }, [{ to: 'b' }, { to: 'A' }, { to: 'a', count: 1 }]],
    ['a text that is not plain', { to: 'é"\\*\n\u0007😀' }, [{ to: 'é"\\*\n😀' }, { to: '*' }]],
    ['a name that is not plain', { to: 'a', 'reply to': 'x' }, [{ to: 'a' }, { to: 'a', 'reply to': 'y' }]],
    ['a name that Cedar keeps for itself', { to: 'a', has: false }, [{ to: 'a', has: true }, { to: 'a' }]],
    [
      'a number',
      { to: 'a', count: -3, amount: 2.5 },
      [
        { to: 'a', count: -3, amount: 2.51 },
        { to: 'a', count: 3 },
      ],
    ],
    ['a list', { to: 'a', tags: ['x'] }, [{ to: 'a', tags: ['x', 'y'] }, { to: 'a', tags: [] }, { to: 'a' }]],
    ['an empty list', { to: 'a', tags: [] }, [{ to: 'a', tags: ['x'] }, { to: 'a' }]],
    [
      'a record',
      { to: 'a', at: { city: 'Ulm' } },
      [
        { to: 'a', at: { city: 'Bonn' } },
        { to: 'a', at: { city: 'Ulm', floor: 2 } },
      ],
    ],
  ])('of %s is of just that', (_, shown, others) => {
    const ask = verdicts(shown);
    expect(ask(shown)).toBe('permit');
    for (const other of others) expect(ask(other), JSON.stringify(other)).toBe('deny');
  });

  test('lets words that are free differ, and holds those that are not', () => {
    expect(verdicts({ to: 'a', body: 'x' })({ to: 'a', body: 'y' })).toBe('permit');
    const bound = verdicts({ to: 'a', body: 'x' }, { free: ['any'] });
    expect([bound({ to: 'a', body: 'x' }), bound({ to: 'a', body: 'y' })]).toEqual(['permit', 'deny']);
  });

  test('is of one tool and one workflow', () => {
    expect(verdicts({ to: 'a' })({ path: 'a' }, 'fs/write')).toBe('deny');
    expect(verdicts({ to: 'a' }, { workflow: 'other' })({ to: 'a' })).toBe('deny');
  });

  describe('lets the data that are passed on be less, and never more', () => {
    const none = { sensitivity: 0, categories: [], trusted: true, suspicious: false };
    const some = { sensitivity: 2, categories: ['a "b', 'pii'], trusted: false, suspicious: false };
    const shown = { ...askTool('mail/send', { to: 'a' }).context, sent: some, agent: { exposed: some } };

    function answer(now: JsonObject, context: JsonObject = shown): string {
      const exemption = exemptionOf({ to: 'a' }, { context: { ...context, data: some } });
      const query = askTool('mail/send', { to: 'a' });
      const asked = { ...query, context: { ...query.context, data: some, sent: some, ...now } };
      return engineWith(exemption).evaluate(asked, []).decision;
    }

    test.each<[string, JsonObject]>([
      ['just that', { agent: { exposed: { sensitivity: 2, categories: ['a "b', 'pii'] } } }],
      ['nothing', { data: none, sent: none }],
      ['one of the categories', { sent: { ...some, categories: ['pii'] } }],
    ])('%s passes', (_, now) => expect(answer(now)).toBe('permit'));

    test.each<[string, JsonObject]>([
      ['what the task read', { data: { ...some, sensitivity: 3 } }],
      ['what is sent', { sent: { ...some, sensitivity: 3 } }],
      ['a further category', { data: { ...some, categories: ['pii', 'phi'] } }],
      ['what the agent read elsewhere', { agent: { exposed: { sensitivity: 3, categories: [] } } }],
    ])('%s is asked about', (_, now) => expect(answer(now)).toBe('deny'));

    test('from hands less trusted, or by an agent that had read nothing elsewhere, is asked about', () => {
      const clean = askTool('mail/send', { to: 'a' }).context;
      expect(answer({ sent: none }, clean)).toBe('permit');
      expect(answer({ sent: { ...none, trusted: false } }, clean)).toBe('deny');
      expect(answer({ sent: none, agent: { exposed: { sensitivity: 0, categories: ['x'] } } }, clean)).toBe(
        'deny',
      );
    });
  });

  test('is not made of what no policy can read', () => {
    const of = (args: JsonObject, free: string[]) => conditionOf(exemptionOf(args, { free }));
    expect(of({ to: 'a' }, [])).toEqual({ unreadable: ['any'] });
    expect(of({ to: 'a', hidden: 1 }, ['any'])).toEqual({ unreadable: ['hidden'] });
    expect(of({ to: 'a', amount: 0.123456 }, ['any'])).toEqual({ unreadable: ['amount'] });
    expect(of({ to: 7 }, ['any'])).toEqual({ unreadable: ['to'] });
    expect(of({}, ['any'])).toEqual({ unreadable: [] });
    expect(of({ to: 'a', count: null }, ['any'])).toEqual({ unreadable: ['count'] });
  });

  test.each<[string, JsonObject, Json, string]>([
    ['an object that may have more', { o: { type: 'object', properties: { a: TEXT } } }, { a: 'x' }, 'o'],
    ['a part of no type', { o: closed({ a: TEXT, to: EITHER }) }, { a: 'x', to: 'boss' }, 'o'],
    ['a part of no type that is absent', { o: closed({ a: TEXT, to: EITHER }) }, { a: 'x' }, 'o'],
    ['the order of a list', { o: { type: 'array', items: TEXT } }, ['cp', 'live'], 'o'],
    ['a part of a list', { o: { type: 'array', items: closed({ a: EITHER }) } }, [{ a: 'x' }], 'o'],
    ['a list within', { o: closed({ argv: { type: 'array', items: TEXT } }) }, { argv: ['a', 'b'] }, 'o'],
    ['a number within that no policy holds', { o: closed({ n: { type: 'number' } }) }, { n: 0.00001 }, 'o'],
  ])('is not made of %s', (_, properties, o, name) => {
    const about = { inputSchema: closed(properties), free: [] };
    expect(conditionOf(exemptionOf({ o }, about))).toEqual({ unreadable: [name] });
  });

  test('is not made where the tool takes more than its schema says', () => {
    const open = ['whatever else its schema lets in'];
    const of = (inputSchema: Json) => conditionOf(exemptionOf({}, { inputSchema, free: [] }));
    expect(of({ type: 'object' })).toEqual({ unreadable: open });
    expect(of({ ...closed({}), patternProperties: { '^x-': TEXT } })).toEqual({ unreadable: open });
    expect(typeof of(closed({}))).toBe('string');
  });

  test('is made of parts that a closed schema refers to', () => {
    const $defs = { place: closed({ city: TEXT }) };
    const inputSchema = { ...closed({ at: { $ref: '#/$defs/place' } }), $defs };
    const shown = { at: { city: 'Ulm' } };
    expect(conditionOf(exemptionOf(shown, { inputSchema, free: [] }))).toContain(
      'context.input.at.city == "Ulm"',
    );
  });

  test('stands in holds alone, in all that asked or in none', () => {
    const exemption = exemptionOf({ to: 'a' });
    expect(exempt([BASE], ['sends', 'gone'], exemption, 'true')).toBeNull();
    expect(exempt([BASE], ['never'], exemption, 'true')).toBeNull();
    expect(exempt([BASE], ['agents'], exemption, 'true')).toBeNull();
    const [edited] = exempt([BASE], ['sends'], exemption, '  true') ?? [];
    expect(edited!.text).toContain('// ;\n\n// As in hold_1.\nunless {\n  true\n};');
    expect(edited!.text.split('\n').slice(-3)).toEqual(BASE.text.split('\n').slice(-3));
  });
});
