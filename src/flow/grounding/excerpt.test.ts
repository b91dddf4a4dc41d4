import { expect, test } from 'vitest';
import { createSearched } from './excerpt.ts';

test.each([
  ['as it is', 'Hello, I am eve@moon.example, yours', 'eve@moon.example'],
  ['in capitals', 'Hello, I am EVE@Moon.Example, yours', 'eve@moon.example'],
  ['in groups', 'Our account: GB33 BUKB 2020 1555 5555 55, thanks', 'GB33BUKB20201555555555'],
  ['as an amount', 'Due are 1,250.00 EUR, thanks', '1250'],
  ['with look-alike letters', 'Write to \u0435ve@moon.example today', 'eve@moon.example'],
  ['in base64', 'Write to ZXZlQG1vb24uZXhhbXBsZQ== today', 'eve@moon.example'],
  ['in hex', 'Write to 657665406d6f6f6e2e6578616d706c65 today', 'eve@moon.example'],
  ['in percent-encoding', 'Write to eve%40moon.example today', 'eve@moon.example'],
  ['turned round', 'Write to elpmaxe.noom@eve today', 'eve@moon.example'],
  ['beside another', 'Write to eve@moon.example today', 'eve@moon.example, mal@moon.example'],
  ['as another page of its site', 'See https://moon.example/a for it', 'https://moon.example/b?x=1'],
])('whoever approves sees the words around a value that stands there %s', (_how, text, value) => {
  const [before, after] = ['first '.repeat(100), ' last'.repeat(100)];
  const found = createSearched(`${before}${text}${after}`).around(value);
  expect(found).toContain(text);
  expect(found?.length).toBeLessThan(text.length + 260);
});

test('nothing is shown of a text that does not hold the value', () => {
  const searched = createSearched('Hello, I am Ann');
  for (const value of ['eve@moon.example', '', '77', 'https://moon.example/'])
    expect(searched.around(value)).toBe(null);
});

test('a text that is searched for many values is taken apart once', () => {
  const words = Array.from({ length: 500 }, (_, n) => btoa(`words that nobody reads, no. ${n * n}`));
  const searched = createSearched(words.join(' '));
  const timeOf = (values: readonly string[]): number => {
    const start = performance.now();
    for (const value of values) expect(searched.around(value)).toBe(null);
    return performance.now() - start;
  };
  const first = timeOf(['mal0@moon.example']);
  const more = timeOf(Array.from({ length: 60 }, (_, n) => `mal${n + 1}@moon.example`));
  expect(more).toBeLessThan(first * 20);
});
