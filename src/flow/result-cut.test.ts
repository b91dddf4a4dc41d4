import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../kernel/json.ts';
import type { Obligation } from '../kernel/policy.ts';
import type { Tool } from '../kernel/state.ts';
import { cutResult } from './result-cut.ts';
import { cutOf, cutValue } from './withhold.ts';
import type { Cut } from './withhold.ts';

function redact(...fields: readonly string[]): Cut {
  return cutOf([{ kind: 'redact', fields }])!;
}

function capRows(rows: number): Cut {
  return cutOf([{ kind: 'cap-rows', rows }])!;
}

function textOf(value: Json): JsonObject {
  return { type: 'text', text: typeof value === 'string' ? value : JSON.stringify(value) };
}

function resultOf(kind: Tool['kind'], result: JsonObject, cut: Cut): JsonObject | null {
  return cutResult(kind, result, cut, { uri: 'file:///a' });
}

const ANN = { name: 'Ann', ssn: '1', home: { street: 'S', SSN: '2' } };

describe('a value', () => {
  test('is changed by redaction and by caps alone', () => {
    const others: readonly Obligation[] = [
      { kind: 'notify', roles: ['security'] },
      { kind: 'record-payload' },
    ];
    expect(cutOf(others)).toBeNull();
    expect(cutOf([])).toBeNull();
  });

  test('loses a named field wherever it stands, however it is written', () => {
    expect(cutValue([ANN, [ANN]], redact('Ssn'))).toEqual([
      { name: 'Ann', home: { street: 'S' } },
      [{ name: 'Ann', home: { street: 'S' } }],
    ]);
  });

  test('loses what a pointer leads to, and nothing beside it', () => {
    const value = { people: [ANN, ANN], 'a/b': { 'm~n': 1, o: 2 }, ssn: 3 };
    expect(cutValue(value, redact('/people/*/ssn', '/people/1/home', '/a~1b/m~0n'))).toEqual({
      people: [{ name: 'Ann', home: ANN.home }, { name: 'Ann' }],
      'a/b': { o: 2 },
      ssn: 3,
    });
    expect(cutValue({ people: [ANN], rest: 1 }, redact('/people/*'))).toEqual({ people: [], rest: 1 });
    expect(cutValue({ people: [ANN], rest: 1 }, redact('/people'))).toEqual({ rest: 1 });
    expect(cutValue([1, 2, 3], redact('/0', '/2'))).toEqual([2]);
  });

  test('has no list that is longer than the cap, and counts items before any is taken out', () => {
    expect(cutValue({ a: [1, 2, 3], b: { c: [[1, 2, 3]] } }, capRows(2))).toEqual({
      a: [1, 2],
      b: { c: [[1, 2]] },
    });
    const both = cutOf([
      { kind: 'redact', fields: ['/0'] },
      { kind: 'cap-rows', rows: 1 },
    ])!;
    expect(cutValue([1, 2, 3], both)).toEqual([2]);
  });

  test('keeps no field of the name at any depth, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const shown = JSON.stringify(cutValue({ a: value, ssn: value } as Json, redact('ssn', 'a')));
        expect(shown).toBe('{}');
        expect(cutValue(value as Json, redact('no such field'))).toEqual(value);
      }),
    );
  });

  test('is looked into where a text says JSON, however often it was written as one', () => {
    const text = JSON.stringify(ANN);
    const cut = { name: 'Ann', home: { street: 'S' } };
    expect(cutValue({ body: text, twice: JSON.stringify(text) }, redact('ssn'))).toEqual({
      body: JSON.stringify(cut),
      twice: JSON.stringify(JSON.stringify(cut)),
    });
    expect(cutValue({ body: text }, redact('/body/home', '/body/ssn'))).toEqual({ body: '{"name":"Ann"}' });
    expect(cutValue({ rows: '[1, 2, 3]' }, capRows(2))).toEqual({ rows: '[1,2]' });
    expect(cutValue({ body: '{"a":{"ssn":1},"a":{}}' }, redact('ssn'))).toEqual({ body: '{"a":{}}' });
    const words = { a: 'ssn 1', b: '5', c: '"x"', d: '{"ssn"' };
    expect(cutValue(words, redact('ssn'))).toEqual(words);
  });

  test('may have fields that spell what objects have of themselves', () => {
    const value = JSON.parse('{"__proto__": {"ssn": 1, "x": 2}, "constructor": 3}') as Json;
    expect(JSON.stringify(cutValue(value, redact('ssn', 'constructor')))).toBe('{"__proto__":{"x":2}}');
  });
});

describe("a tool's result", () => {
  test('of JSON texts is cut text by text, and no longer than the cap', () => {
    const content = [textOf(ANN), textOf([ANN])];
    expect(resultOf('tool', { content, _meta: { ssn: 1 }, extra: 'ssn 1' }, redact('ssn', 'home'))).toEqual({
      content: [textOf({ name: 'Ann' }), textOf([{ name: 'Ann' }])],
    });
    expect(resultOf('tool', { content }, capRows(1))).toEqual({ content: [textOf(ANN)] });
  });

  test('with a structured one says that alone: texts may say it in other words', () => {
    const result = { content: [textOf('Ann has the number 1')], structuredContent: { people: [ANN] } };
    const structuredContent = { people: [{ name: 'Ann', home: ANN.home }] };
    expect(resultOf('tool', result, redact('/people/*/ssn'))).toEqual({
      content: [textOf(structuredContent)],
      structuredContent,
    });
  });

  test('of one text in a record is read as that text: frameworks wrap so', () => {
    const content = [textOf(JSON.stringify(ANN))];
    const structuredContent = { result: '{"name":"Ann"}' };
    const wrapped = { content, structuredContent: { result: JSON.stringify(ANN) } };
    expect(resultOf('tool', wrapped, redact('ssn', 'home'))).toEqual({
      content: [textOf(structuredContent)],
      structuredContent,
    });
    const rows = { content: [], structuredContent: { result: '[1,2,3]' } };
    expect(resultOf('tool', rows, capRows(1))).toMatchObject({ structuredContent: { result: '[1]' } });
    const withdrawn = { content: [], structuredContent: { ssn: 'Ann has 1' } };
    expect(resultOf('tool', withdrawn, redact('ssn'))).toMatchObject({ structuredContent: {} });
    const beside = { content: [], structuredContent: { ssn: '1', name: 'Ann' } };
    expect(resultOf('tool', beside, redact('ssn'))).toMatchObject({ structuredContent: { name: 'Ann' } });
  });

  test.each<readonly [string, JsonObject]>([
    ['free words in a record', { content: [], structuredContent: { result: 'Ann has 1' } }],
    ['lines in a record', { content: [], structuredContent: { result: '1,Ann\n2,Ben' } }],
    ['a structured one that is a text', { content: [], structuredContent: 'Ann has 1' }],
    ['a structured one that is a list', { content: [], structuredContent: [ANN] }],
    ['a structured one that is null', { content: [], structuredContent: null }],
    ['free words', { content: [textOf('Ann has the number 1')] }],
    ['words beside JSON', { content: [textOf(ANN), textOf('see above')] }],
    ['a JSON string', { content: [textOf('"Ann has the number 1"')] }],
    ['a picture', { content: [{ type: 'image', data: 'AAAA', mimeType: 'image/png' }] }],
    ['a picture beside a structured one', { content: [{ type: 'audio' }], structuredContent: {} }],
    ['a link', { content: [{ type: 'resource_link', uri: 'a:b', name: 'ssn 1' }] }],
    ['an embedded resource', { content: [{ type: 'resource', resource: { uri: 'a:b', text: '{}' } }] }],
    ['an error', { isError: true, content: [textOf({ error: 1 })] }],
    ['no content', {}],
    ['text that is none', { content: [{ type: 'text', text: 5 }] }],
    ['a block that is none', { content: ['{}'] }],
  ])('with %s is withheld', (_, result) => {
    expect(resultOf('tool', result, redact('ssn'))).toBeNull();
    expect(resultOf('tool', result, capRows(5))).toBeNull();
  });

  test('too deep to be looked through is withheld', () => {
    const text = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    expect(resultOf('tool', { content: [textOf(text)] }, redact('ssn'))).toBeNull();
  });
});

describe('what is no tool', () => {
  test('is cut where it is JSON: resources and prompts', () => {
    const contents = [
      { uri: 'file:///a', mimeType: 'application/json', text: JSON.stringify(ANN) },
      { uri: 'file:///?ssn=1', mimeType: 'ssn/1', text: '[]' },
    ];
    expect(resultOf('resource', { contents }, redact('ssn', 'home'))).toEqual({
      contents: [
        { uri: 'file:///a', mimeType: 'application/json', text: '{"name":"Ann"}' },
        { uri: 'file:///a', mimeType: 'application/json', text: '[]' },
      ],
    });
    expect(cutResult('resource', { contents }, redact('ssn'), {})).toBeNull();
    expect(resultOf('resource', { contents: [{ uri: 'a:b', blob: 'AAAA' }] }, redact('ssn'))).toBeNull();
    const messages = [{ role: 'user', content: textOf(ANN) }];
    expect(resultOf('prompt', { messages, description: 'ssn 1' }, redact('ssn', 'home'))).toEqual({
      messages: [{ role: 'user', content: textOf({ name: 'Ann' }) }],
    });
    const strange = [{ role: { ssn: 1 }, content: textOf(ANN) }];
    expect(resultOf('prompt', { messages: strange }, redact('ssn'))).toBeNull();
    const spoken = [{ role: 'user', content: textOf('You are Ann') }];
    expect(resultOf('prompt', { messages: spoken }, redact('ssn'))).toBeNull();
  });

  test('is only capped where it is a list of words: completions', () => {
    const result = { completion: { values: ['a', 'b', 'c'], total: 3 } };
    expect(resultOf('completion', result, capRows(2))).toEqual({ completion: { values: ['a', 'b'] } });
    expect(resultOf('completion', result, redact('ssn'))).toBeNull();
    expect(resultOf('completion', result, redact('/ssn'))).toBeNull();
  });

  test("is a form, field by field: a person's answer", () => {
    const result = { action: 'accept', content: { ssn: '1', ok: true } };
    expect(resultOf('elicitation', result, redact('ssn'))).toEqual({
      action: 'accept',
      content: { ok: true },
    });
    expect(resultOf('elicitation', { action: 'decline' }, redact('ssn'))).toEqual({ action: 'decline' });
  });
});
