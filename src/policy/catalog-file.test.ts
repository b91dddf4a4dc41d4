import { describe, expect, test } from 'vitest';
import { catalogFileOf, readCatalogFile } from './catalog-file.ts';
import { compilePolicies } from './compile.ts';
import { CATALOG, digest } from './engine.contract.ts';
import type { PolicyCatalog } from './schema.ts';

function read(text: string): PolicyCatalog {
  const catalog = readCatalogFile(text, 'catalog.yaml');
  if ('problems' in catalog) throw new Error(JSON.stringify(catalog.problems));
  return catalog.value;
}

function problems(text: string): readonly string[] {
  const catalog = readCatalogFile(text, 'catalog.yaml');
  return 'problems' in catalog
    ? catalog.problems.map(({ line, column, message, help }) => `${line}:${column}: ${message} (${help})`)
    : [];
}

const BANK = `
connectors:
  bank:
    tools:
      pay:
        effects: [write, spend]
        inputSchema: {type: object, properties: {amount: {type: integer}}, required: [amount]}
        profile: {egress: external, roles: {/amount: amount}}
`;

describe('a catalog file', () => {
  test('is what policies are checked against', () => {
    const compile = (attribute: string) => {
      const text = `@id("a") permit (principal, action == Action::"bank/pay", resource)
        when { context.input.${attribute} < 10 };`;
      return compilePolicies([{ name: 'a.cedar', text }], read(BANK), { digest });
    };
    expect(compile('amount')).toHaveProperty('engine');
    expect(compile('sum')).toHaveProperty('errors');
  });

  test('leaves out what a gateway would propose', () => {
    const toolFrom = (tool: string) =>
      read(`connectors: {a: {tools: {t: ${tool}}}}`).connectors['a']?.admitted?.tools['t'];
    expect(toolFrom('{effects: [read]}')).toMatchObject({
      name: 't',
      kind: 'tool',
      idempotent: false,
      inputSchema: { type: 'object' },
      profile: { egress: 'none', roles: {}, output: { sensitivity: 'internal', integrity: 'untrusted' } },
    });
    const schema = '{type: object, properties: {to: {type: string}}}';
    const profile = 'profile: {egress: shared, output: {sensitivity: restricted}}';
    expect(toolFrom(`{effects: [send], inputSchema: ${schema}, ${profile}}`)?.profile).toEqual({
      egress: 'shared',
      roles: { '/to': 'destination' },
      output: { sensitivity: 'restricted', categories: [], integrity: 'untrusted' },
    });
  });

  test.each([
    ['connectors:\n  a: {tool: {}}', '2:7: unknown key "tool" (did you mean "tools"?)'],
    [
      'connectors: {a: {tools: {t: {effect: [read]}}}}',
      '1:30: unknown key "effect" (did you mean "effects"?)',
    ],
    ['connectors: {a: {tools: {t: {effects: [reed]}}}}', '1:40: Invalid option'],
    ['connectors: {a: {tools: {t: {effects: []}}}}', '1:39: Too small'],
    [
      'connectors: {a: {tools: {t: {effects: [read], profile: {roles: {to: path}}}}}}',
      '1:65: must be a JSON pointer',
    ],
    ['connectors: {A/b: {tools: {}}}', '1:14: must be 1 to 128'],
    ['{}', '1:1: is missing'],
    ['a: [', '1:5: '],
  ])('says where %j is wrong', (text, start) => {
    expect(problems(text).join('\n')).toContain(start);
  });
});

test('a catalog that is written out is read back to the same', () => {
  const proposed = { ...CATALOG.connectors['fs'], id: 'new', admitted: null } as never;
  const text = JSON.stringify(catalogFileOf({ connectors: { ...CATALOG.connectors, new: proposed } }));
  const again = read(text);
  expect(Object.keys(again.connectors)).toEqual(['bank', 'fs']);
  expect(JSON.stringify(catalogFileOf(again))).toBe(text);
  for (const [id, { admitted }] of Object.entries(again.connectors)) {
    for (const [name, tool] of Object.entries(admitted?.tools ?? {})) {
      const given = CATALOG.connectors[id]?.admitted?.tools[name];
      expect({ ...tool, definition: given?.definition }).toEqual(given);
    }
  }
});
