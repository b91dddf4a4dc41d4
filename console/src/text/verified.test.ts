import { expect, it } from 'vitest';
import { isContradicted, verifiedIn, verifiedWords } from './verified.ts';

const record = (verified: unknown) => ({ body: { verified } }) as Parameters<typeof verifiedIn>[0];
const told = (verdict: string) => ({ verdict, by: ['count /archived', 'echo /to'] });

it('says what was found as the command line does, of a result and of what was read back', () => {
  const words = ['confirmed', 'contradicted', 'untold'].map((verdict) =>
    verifiedWords(verifiedIn(record(told(verdict)))!, verdict === 'contradicted'),
  );
  expect(words).toEqual([
    'Its result confirms what was asked: count /archived, echo /to',
    'What was read back contradicts what was asked: count /archived, echo /to',
    'Its result does not tell whether it did what was asked: count /archived, echo /to',
  ]);
});

it('knows a record that contradicts its call, and takes nothing else for one', () => {
  expect(isContradicted(record(told('contradicted')))).toBe(true);
  for (const other of [
    undefined,
    null,
    'contradicted',
    ['contradicted'],
    told('confirmed'),
    told('toString'),
  ]) {
    expect(isContradicted(record(other))).toBe(false);
  }
});
