import { expect, test } from 'vitest';
import { createMarkedValues } from './marked.ts';

const KEY = 'AKIAQWERTYUIOPASDFGH';

/** Values of the form of a key, which have nothing in common. */
function keys(count: number, seed: number): string[] {
  let state = seed + 1;
  const letter = (): string => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7f_ff_ff_ff;
    return 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[(state >> 8) % 26]!;
  };
  return Array.from({ length: count }, () => Array.from({ length: 20 }, letter).join(''));
}

function learn(...sources: readonly (readonly string[])[]) {
  const marked = createMarkedValues();
  for (const [at, values] of sources.entries())
    for (const text of values) marked.add({ text, category: 'secret' }, `record ${at}`);
  return { marked, isFound: (text: string) => marked.in(text).values.length > 0 };
}

const DISGUISES = [
  ['half of it', KEY.slice(0, 10)],
  ['with hyphens', KEY.match(/.{4}/g)!.join('-')],
  ['turned round', Array.from(KEY).toReversed().join('')],
];

test.each(DISGUISES)('a value is known again behind thousands of one other source: %s', (_how, text) => {
  const { marked, isFound } = learn(keys(4_200, 7), [KEY]);
  expect(isFound(`It says ${text} there`)).toBe(true);
  expect([...marked.lost()]).toEqual(['secret']);
});

test.each(DISGUISES)('and behind as many of each of a dozen others: %s', (_how, text) => {
  const others = Array.from({ length: 12 }, (_, at) => keys(420, at * 1_000));
  const { marked, isFound } = learn(...others, [KEY]);
  expect(isFound(`It says ${text} there`)).toBe(true);
  expect([...marked.lost()]).toEqual(['secret']);
  expect(others.at(-1)!.filter(isFound).length).toBeGreaterThan(200);
});

test.each(DISGUISES)('and behind thousands of another record of the same source: %s', (_how, text) => {
  const { marked, isFound } = learn([], keys(300, 9));
  for (const made of keys(4_200, 7)) marked.add({ text: made, category: 'secret' }, 'inbox', 'stranger');
  marked.add({ text: KEY, category: 'pci' }, 'inbox', 'colleague');
  expect(isFound(`It says ${text} there`)).toBe(true);
  expect(keys(300, 9).every(isFound)).toBe(true);
  expect([...marked.lost()]).toEqual(['secret']);
});

test('many records of one source push out none of another source', () => {
  const { marked, isFound } = learn([]);
  for (const [at, made] of keys(4_200, 7).entries())
    marked.add({ text: made, category: 'secret' }, 'inbox', `mail ${at}`);
  marked.add({ text: KEY, category: 'pci' }, 'vault', 'entry');
  expect(isFound(KEY)).toBe(true);
});

test('all that are kept are told, and what kinds were left out', () => {
  const { marked } = learn([KEY]);
  expect(marked.all()).toEqual([{ text: KEY, category: 'secret' }]);
  for (const made of keys(4_200, 7)) marked.add({ text: made, category: 'pci' }, 'record 0');
  expect([...marked.lost()]).toEqual(['pci']);
});

test('what was given up is known by some of its letters alone, and can be told once more', () => {
  const others = Array.from({ length: 9 }, (_, at) => keys(409, at * 1_000));
  const { marked, isFound } = learn(...others);
  const lost = others
    .slice(0, 8)
    .flat()
    .filter((one) => !isFound(one));
  expect(lost.length).toBeGreaterThan(0);
  const half = Array.from(lost[0]!).toReversed().join(' ').slice(0, 19);
  expect(marked.in(`It says ${half} there`)).toEqual({ values: [], lost: ['secret'] });
  expect(keys(400, 77_777).flatMap((one) => marked.in(one).lost)).toEqual([]);
  marked.add({ text: lost[0]!, category: 'secret' }, 'another');
  expect(isFound(lost[0]!)).toBe(true);
});

test('of what was left out, only its own kind may be meant', () => {
  const { marked } = learn(keys(4_200, 7));
  marked.add({ text: KEY, category: 'pci' }, 'record 0');
  expect(marked.in(`It says ${KEY} there`).lost).toEqual(['pci']);
});

test('what a person said is never lost', () => {
  const marked = createMarkedValues((text) => text === KEY);
  for (const text of [...keys(4_200, 7), KEY]) marked.add({ text, category: 'secret' }, 'record');
  expect(marked.in(KEY)).toEqual({ values: [], lost: [] });
});

test('more than can be told apart are all lost', () => {
  const marked = createMarkedValues();
  for (const text of keys(60_000, 7)) marked.add({ text: text.slice(4), category: 'secret' }, 'record', text);
  expect(marked.in('We are closed on Friday').lost).toEqual(['secret']);
  expect(marked.bytes()).toBeLessThan(16 * 2 ** 20);
});

test('as long as all of it has room, all of it is known', () => {
  const values = keys(400, 3);
  const { marked, isFound } = learn(values);
  expect(values.every(isFound)).toBe(true);
  expect(marked.lost().size).toBe(0);
});

test.each([
  ['', '12345678', true],
  ['with signs between', 'PIN 1234-5678', true],
  ['beside words', 'my12345678!', true],
  ['beside another number', '99 12345678 2026', true],
  ['turned round', '87654321', true],
  ['as part of a longer one', 'order 9912345678001', false],
  ['as its end', 'order 9912345678', false],
  ['as its beginning', 'order 1234567899', false],
])('a number is known again %s only between edges of a number: %s', (_how, text, isKnown) => {
  expect(learn(['12345678']).isFound(text)).toBe(isKnown);
});

test.each([
  ['4111111111111111', true],
  ['99411111111111111188', true],
  ['card 41111111', true],
  ['ref 9941111111', false],
])(
  'a number of sixteen digits is known again whatever stands beside it, its half is not: %s',
  (text, isKnown) => {
    expect(learn(['4111 1111 1111 1111']).isFound(text)).toBe(isKnown);
  },
);
