import { expect, it } from 'vitest';
import { signersOf } from './kept.ts';

it('names who signed a note, and takes no line of its text for a signature', () => {
  const note = 'log.example\n7\nAAAA\n— not/a signature\n\n— log.example AAAA\n— witness.example/one BBBB\n';
  expect(signersOf(note)).toEqual(['log.example', 'witness.example/one']);
});
