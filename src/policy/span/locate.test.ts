import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { policyToJson, templateToJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { describe, expect, test } from 'vitest';
import { scanSource } from '../scan.ts';
import { STARTER_POLICY } from '../starter.ts';
import { locatePolicy } from './locate.ts';
import type { Located, Span } from './locate.ts';

function jsonOf(text: string): PolicyJson {
  const parsed = text.includes('?') ? templateToJson(text) : policyToJson(text);
  if (parsed.type === 'failure') throw new Error(`${parsed.errors[0]?.message}: ${text}`);
  return parsed.json;
}

function located(text: string, json = jsonOf(text)): Located {
  const found = locatePolicy(text, json);
  if (found === null) throw new Error(`not located: ${text}`);
  return found;
}

const POLICY = (body: string): string => `permit (principal, action, resource) when { ${body} };`;
const cut = (text: string, span: Span | null): string | null =>
  span === null ? null : text.slice(span.start, span.end);

/** The nodes of an expression: what operators take, and what they are. */
function nodesOf(node: unknown): object[] {
  if (typeof node !== 'object' || node === null) return [];
  const [[operator, operands] = ['', {}]] = Object.entries(node as { readonly [name: string]: object });
  if (operator === 'Value' || operator === 'Var') return [node];
  const parts = Object.entries<unknown>(operands as { readonly [name: string]: unknown }).filter(
    ([name]) => operator === 'Record' || isOperand(name),
  );
  return [node, ...parts.flatMap(([, part]) => nodesOf(part))];
}

function isOperand(name: string): boolean {
  return name !== 'attr' && name !== 'pattern' && name !== 'entity_type';
}

/** Every node has a place, and the text there is that node again. */
function checkPolicy(text: string): number {
  const json = jsonOf(text);
  const { spanOf, clauses } = located(text, json);
  expect(clauses.map(({ kind }) => kind)).toEqual(json.conditions.map(({ kind }) => kind));
  const nodes = json.conditions.flatMap(({ body }) => nodesOf(body));
  for (const node of nodes) {
    const there = cut(text, spanOf(node));
    expect(there, JSON.stringify(node)).not.toBeNull();
    expect(jsonOf(POLICY(`(${there})`)).conditions[0]?.body).toEqual(node);
  }
  return nodes.length;
}

describe('the parts of a policy', () => {
  const text = [
    '// é 😀 @no("x")',
    '@id("a; // \\"") @if',
    'forbid (principal is Agent in Group::"a,(", // the head',
    '        action in [Action::"x", Action::"y"], resource,)',
    'when { ((context.a || !context.b)) }',
    'unless { context has a.b }; // the end',
  ].join('\n');

  test('are found around comments, strings and brackets', () => {
    const { head, clauses, annotations } = located(text);
    expect(Object.values(head).map((span) => cut(text, span))).toEqual([
      'principal is Agent in Group::"a,("',
      'action in [Action::"x", Action::"y"]',
      'resource',
    ]);
    expect(clauses.map(({ kind, span, body }) => [kind, cut(text, span), cut(text, body)])).toEqual([
      ['when', 'when { ((context.a || !context.b)) }', '((context.a || !context.b))'],
      ['unless', 'unless { context has a.b }', 'context has a.b'],
    ]);
    expect([...annotations].map(([name, span]) => [name, cut(text, span)])).toEqual([
      ['id', '@id("a; // \\"")'],
      ['if', '@if'],
    ]);
  });

  test('of an expression are the nodes of the parser, without the brackets around them', () => {
    const json = jsonOf(text);
    const body = json.conditions[0]?.body as { '||': { left: object; right: object } };
    const { spanOf } = located(text, json);
    const { left, right } = body['||'];
    expect([body, left, right].map((node) => cut(text, spanOf(node)))).toEqual([
      'context.a || !context.b',
      'context.a',
      '!context.b',
    ]);
    expect(spanOf({ ...left })).toBeNull();
  });
});

describe('what text and JSON do not agree on has no place', () => {
  const text = POLICY('context.a && context.b > 1 + 2');

  test('an expression of another text, and what holds it; what they share has one', () => {
    const json = jsonOf(POLICY('context.a && context.b > 1 + 3'));
    const { spanOf } = located(text, json);
    const body = json.conditions[0]?.body as { '&&': { left: object; right: { '>': { left: object } } } };
    const { left, right } = body['&&'];
    expect([body, right].map(spanOf)).toEqual([null, null]);
    expect([left, right['>'].left].map((node) => cut(text, spanOf(node)))).toEqual([
      'context.a',
      'context.b',
    ]);
  });

  test.each([
    ['another effect', text.replace('permit', 'forbid')],
    ['another clause', text.replace('when', 'unless')],
    ['a clause more', text.replace(';', ' when { true };')],
    ['a clause less', 'permit (principal, action, resource);'],
    ['text that breaks off', text.slice(0, -9)],
    ['text that is no policy', '😀'],
  ])('nothing of %s', (_, other) => {
    expect(locatePolicy(other, jsonOf(text))).toBeNull();
  });
});

describe('every node is found, and its text is that node again', () => {
  test.each([
    '1 + 2 - 3 * 4 * (5 - 6) == - 7',
    '--1 == ---1 && -(1) == -context.a && 1 - -1 == -0 && -1.a == -[1].a',
    '!!true || !(!false)',
    '(if true then 1 else 2) + 1 < (if 1 == 1 then 2 else 3)',
    'if true || false then (if 1 > 2 then true else false) else false && true',
    'context["a \\"b"].c["d"] . e like "a*\\*\\u{1F600}\\x41\\n\\t\\r\\0\\\\\\\'😀"',
    'context has "a b" && context has a.b.c && principal has if_',
    'principal is A::B in C::"\\u{e9}" || principal is A',
    'A :: B :: "x" in [A::"b", (principal), ]',
    '{a: 1, "b c": {"__proto__": [], },}.a == 1',
    'decimal("1.0").lessThan(decimal("2.0")) && ip("::1").isInRange(ip("::/8"))',
    'datetime("2024-01-01").offset(duration("1h")).toDate() != datetime("2024-01-01")',
    '[].isEmpty() || [1].contains(2) || [1].containsAll([2]) || [1].containsAny([])',
    'principal.hasTag("x") && principal.getTag(context.a + "x") == "y"',
    '1 <= 2 && 3 >= 4 && 00012 != 12 && context in context.a // end }\n',
  ])('%s', (body) => {
    expect(checkPolicy(POLICY(body))).toBeGreaterThan(4);
  });

  test('of the starter pack', () => {
    const { text } = STARTER_POLICY;
    const { statements } = scanSource(text);
    const counts = statements.map(({ start, end }) => checkPolicy(text.slice(start, end)));
    expect(Math.max(...counts)).toBeGreaterThan(5);
  });

  const folder = join(process.env['HOLDPOINT_VECTORS'] ?? join('..', 'shared', 'vectors'), 'cedar');
  const isThere = existsSync(folder);
  if (!isThere) process.stderr.write(`Cedar's vectors are not at ${folder}: their test is skipped\n`);

  test.skipIf(!isThere)('of all the policies that Cedar publishes by hand and as samples', () => {
    const files = ['tests', 'sample-data'].flatMap((part) =>
      readdirSync(join(folder, part), { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.cedar'))
        .map((path) => readFileSync(join(folder, part, path), 'utf8')),
    );
    const texts = files.flatMap((file) =>
      scanSource(file).statements.map(({ start, end }) => file.slice(start, end)),
    );
    const nodes = texts.map(checkPolicy).reduce((sum, count) => sum + count, 0);
    expect([texts.length, nodes]).toEqual([30, 138]);
  });
});
