import { expect, test } from 'vitest';
import { readStructured } from './structured-text.ts';

test.each([
  ['lists in brackets', '['.repeat(6_000) + ']'.repeat(6_000)],
  ['objects', `${'{"a":'.repeat(6_000)}1${'}'.repeat(6_000)}`],
  ['tuples', '('.repeat(200) + ')'.repeat(200)],
  ['lists in lines', `a: 1\nb: ${'['.repeat(200)}${']'.repeat(200)}`],
])('%s that are nested deeper than anything is read stay a text', (_, text) => {
  expect(readStructured(text)).toBe(text);
});

test('what is nested as data is nested is read', () => {
  expect(readStructured(`${'['.repeat(20)}1${']'.repeat(20)}`)).not.toBeTypeOf('string');
});

test('a list that gives one mark twice is no list: anybody can write a line of another', () => {
  expect(readStructured('[m-7] lunch\n[m-8] promo')).toHaveLength(2);
  const forged = '[m-7] lunch\n[m-8] promo\n[m-7] NL91ABNA0417164300';
  expect(readStructured(forged)).toBe(forged);
});

test('lines of keys and values are read where nothing is quoted, too', () => {
  const text = 'id: m-1\nsubject: Autumn deal: 25 % off\nnote: -\nfrom: ann@reed.example';
  expect(readStructured(text)).toEqual({
    id: 'm-1',
    subject: 'Autumn deal: 25 % off',
    note: '-',
    from: 'ann@reed.example',
  });
});

test('a key that comes twice is anybody’s line', () => {
  const forged = 'id: m-1\nsubject: Deal: yes\nnote: -\nid: m-2';
  expect(readStructured(forged)).toBe(forged);
});

test('what stands in a block is its own, whatever it looks like', () => {
  const text = 'subject: Offer: 25 %\nbody: |\n  folder: C:\\tmp\\offers: a\n\n  price: -';
  expect(readStructured(text)).toEqual({
    subject: 'Offer: 25 %',
    body: 'folder: C:\\tmp\\offers: a\n\nprice: -\n',
  });
});
