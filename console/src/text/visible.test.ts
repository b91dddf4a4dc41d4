import { describe, expect, it } from 'vitest';
import { countHidden, escapeHidden, foldedText, piecesOf, rowsOf } from './visible.ts';

const shown = (text: string): string =>
  piecesOf(text)
    .map(({ hidden, text: plain }) => (hidden === null ? plain : `<${hidden}>`))
    .join('');

describe('characters that one would not see', () => {
  it.each([
    ['bidi overrides and isolates', 'a\u202eb\u2066c', 'a<U+202E>b<U+2066>c'],
    ['zero width', 'pay\u200bpal\ufeff', 'pay<U+200B>pal<U+FEFF>'],
    ['tags that hide words', '\u{e0041}x', '<U+E0041>x'],
    ['controls', 'a\u0000b\u001bc', 'a<U+0000>b<U+001B>c'],
    ['blanks that are no space', 'a\u00a0b\u2800c\u3164', 'a<U+00A0>b<U+2800>c<U+3164>'],
    ['unpaired halves', 'a\ud800b', 'a<U+D800>b'],
    ['line separators', 'a\u2028b', 'a<U+2028>b'],
  ])('are named: %s', (_, text, expected) => {
    expect(shown(text)).toBe(expected);
    expect(countHidden(text)).toBe((expected.match(/</g) ?? []).length);
  });

  it.each(['Grüße, 你好, مرحبا', 'two\nlines\tand a tab', 'é', '😀'])('leaves %j as it is', (text) => {
    expect(piecesOf(text)).toEqual([{ hidden: null, text }]);
  });
});

describe('long texts', () => {
  it('are cut into rows that are together the text', () => {
    const rows = rowsOf('abcdefg\n\nhi', 3);
    expect(rows).toEqual(['abc', 'def', 'g', '', 'hi']);
  });

  it('are never cut within a character', () => {
    expect(rowsOf('ab😀cd', 3)).toEqual(['ab😀', 'cd']);
  });

  it('are folded by characters and by lines, and short ones are not', () => {
    expect(foldedText('short', 10, 2)).toBeNull();
    expect(foldedText('0123456789abc', 10, 2)).toBe('0123456789');
    expect(foldedText('a\nb\nc', 10, 2)).toBe('a\nb');
  });
});

it('writes JSON so that nothing in it hides, and says the same', () => {
  const json = JSON.stringify({
    'a\u200bb': 'pay\u202elap',
    tag: '\u{e0041}',
    plain: 'Gr\u00fc\u00dfe \u{1f600}',
  });
  const written = escapeHidden(json);
  expect(written).toContain(String.raw`pay\u202elap`);
  expect(written).toContain(String.raw`\udb40\udc41`);
  expect(written).toContain('Gr\u00fc\u00dfe \u{1f600}');
  expect(countHidden(written)).toBe(0);
  expect(JSON.parse(written)).toEqual(JSON.parse(json));
});
