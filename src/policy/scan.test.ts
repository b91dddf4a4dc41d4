import { describe, expect, test } from 'vitest';
import { compilePolicies } from './compile.ts';
import { CATALOG, digest } from './engine.contract.ts';
import { MAX_DEPTH, MAX_LINKS, scanSource } from './scan.ts';

function compile(condition: string) {
  const text = `@id("a") permit (principal, action == Action::"open-task", resource) when { ${condition} };`;
  return compilePolicies([{ name: 'a', text }], CATALOG, { digest });
}

describe('what would break the parser for good is refused before it gets there', () => {
  const nest = (open: string, inner: string, close: string, times: number): string =>
    open.repeat(times) + inner + close.repeat(times);

  test.each([
    ['brackets', nest('(', 'true', ')', 5000)],
    ['sets', `${nest('[', '1', ']', 5000)} == 1`],
    ['records', `${nest('{a:', '1', '}', 5000)} == 1`],
    ['brackets behind a comment that a carriage return ends', `//\r${nest('(', 'true', ')', 5000)}`],
    ['brackets behind a string', `"\\"" == "//" && ${nest('(', 'true', ')', 5000)}`],
    ['alternatives', `${'true || '.repeat(5000)}true`],
    ['sums', `${'1 + '.repeat(5000)}1 > 0`],
    ['accesses', `context${'.a'.repeat(5000)}`],
    ['negations', `${'!'.repeat(5000)}true`],
    ['choices', `${'if true then true else '.repeat(5000)}true`],
    ['clauses', `true } ${'when { true } '.repeat(5000)} when { true`],
  ])('%s', (_, condition) => {
    const refused = compile(condition);
    expect('errors' in refused && refused.errors[0]?.message).toMatch(
      /nested deeper than|more than \d+ links/,
    );
    expect(compile('true')).toHaveProperty('engine');
  });

  test('what is just within the bounds compiles', () => {
    // The clause itself is a link and a level.
    const alternatives = 'true || '.repeat(MAX_LINKS - 1);
    expect(compile(nest('(', `${alternatives}true`, ')', MAX_DEPTH - 1))).toHaveProperty('engine');
  });
});

test('statements and annotations are found around comments and strings', () => {
  const text = '// ; @x\n@id("a;") permit (principal, action, resource); @ // (\n b("@c")\nforbid';
  const { statements } = scanSource(`${text};`);
  expect(statements.map(({ start, end }) => `${text};`.slice(start, end))).toEqual([
    '@id("a;") permit (principal, action, resource);',
    '@ // (\n b("@c")\nforbid;',
  ]);
  expect(statements.map(({ annotations }) => [...annotations])).toEqual([
    [['id', 8]],
    [['b', text.indexOf('@ //')]],
  ]);
});
