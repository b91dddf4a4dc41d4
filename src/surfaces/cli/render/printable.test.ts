import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerpt, printable, printableLines } from './printable.ts';
import { renderTable } from './table.ts';

describe('texts from elsewhere', () => {
  it.each([
    ['colours', '\u001b[31mred', String.raw`\x1b[31mred`],
    ['a cleared screen', '\u001b[2J\u001bc', String.raw`\x1b[2J\x1bc`],
    ['an overwritten line', 'denied\rpermitted', String.raw`denied\x0dpermitted`],
    ['8-bit controls', '\u009b31m', String.raw`\x9b31m`],
    ['turned direction', 'a\u202eb', String.raw`a\u{202e}b`],
    ['hidden characters', 'a\u200bb\u{e0041}', String.raw`a\u{200b}b\u{e0041}`],
    ['a link of the terminal', '\u001b]8;;http://x\u0007', String.raw`\x1b]8;;http://x\x07`],
    ['line breaks', 'a\nb\u2028c', String.raw`a\x0ab\u{2028}c`],
  ])('show %s as codes', (_what, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('stay as they are where they are visible', () => {
    expect(printable('Grüße, 世界 🙂 <b>')).toBe('Grüße, 世界 🙂 <b>');
  });

  it('keep their lines where lines are asked for, and nothing else', () => {
    expect(printableLines('a\r\nb\u001b')).toEqual([String.raw`a\x0d`, String.raw`b\x1b`]);
  });

  it('never put an unseen character into an excerpt or a table', () => {
    const unseen = /[\p{Cc}\p{Cf}\p{Cs}]/u;
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(excerpt(text, 10)).not.toMatch(unseen);
        expect((renderTable(['x'], [[text]]) ?? '').replace('\n', '')).not.toMatch(unseen);
      }),
    );
  });

  it('are cut with word of what is left out', () => {
    expect(excerpt('abcdef', 4)).toBe('abcd… (2 more)');
  });
});
