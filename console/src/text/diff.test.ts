import { expect, it } from 'vitest';
import { hunksOf, lineDiff } from './diff.ts';

it.each([
  ['a\nb\nc', 'a\nc'],
  ['', 'a\nb'],
  ['a\nb\nc\nd', 'a\nx\nc\ny\nd'],
  ['same', 'same'],
  ['a\na\na', 'a\na'],
])('what stays and goes is the one text, what stays and comes the other: %j, %j', (before, after) => {
  const lines = lineDiff(before, after);
  const without = (kind: string): string =>
    lines
      .filter((line) => line.kind !== kind)
      .map(({ text }) => text)
      .join('\n');
  expect([without('new'), without('gone')]).toEqual([before, after]);
});

it('keeps what both have, and shows only what is near a change', () => {
  const before = Array.from({ length: 30 }, (_, n) => `line ${n}`);
  const after = before.with(15, 'other');
  const lines = lineDiff(before.join('\n'), after.join('\n'));
  expect(lines.filter(({ kind }) => kind !== 'same')).toEqual([
    { kind: 'gone', text: 'line 15' },
    { kind: 'new', text: 'other' },
  ]);
  const hunks = hunksOf(lines, 2);
  expect(hunks).toHaveLength(8);
  expect([hunks[0], hunks.at(-1)]).toEqual([null, null]);
});
