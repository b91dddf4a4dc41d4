// What nests without end is refused before anything descends into it.

import { expect, test } from 'vitest';
import { readYaml } from './document.ts';

const TIMES = 200_000;

test.each([
  ['brackets', `a: ${'['.repeat(TIMES)}`],
  ['closed brackets', `a: ${'['.repeat(TIMES)}${']'.repeat(TIMES)}`],
  ['braces', `a: ${'{a: '.repeat(TIMES)}`],
  ['items', `${'- '.repeat(TIMES)}x`],
  ['keys', `${'? '.repeat(TIMES)}x`],
  ['pairs', 'a: '.repeat(TIMES)],
  ['a line of pairs', 'a: '.repeat(1_000)],
  ['items and keys', `${'- ? '.repeat(TIMES)}x`],
  ['indentation', Array.from({ length: 1_000 }, (_, at) => `${' '.repeat(at)}a:`).join('\n')],
  ['a hundred levels and one', `${'{a: '.repeat(101)}1${'}'.repeat(101)}`],
])('%s that nest too deep are refused', (_what, text) => {
  expect(readYaml(text, 'a.yaml')).toMatchObject({ problems: [{ message: 'is nested too deep' }] });
});

test('what is long and flat is read', () => {
  const text = Array.from({ length: 2_000 }, (_, at) => `k${at}: ["[", "{a}", 'it''s [', [1]] # [`).join(
    '\n',
  );
  const flow = `{${Array.from({ length: 500 }, (_, at) => `k${at}: 1`).join(', ')}}`;
  expect(readYaml(flow, 'a.yaml')).toHaveProperty('value');
  expect(readYaml(`${text}\nblock: |\n  ${'['.repeat(1_000)}\n`, 'a.yaml')).toHaveProperty('value');
});
