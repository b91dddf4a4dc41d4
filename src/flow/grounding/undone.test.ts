import { expect, it } from 'vitest';
import { undo } from './undone.ts';

it.each(['2026-05-01 12:30', '192.168.10.12', '1,2,3,4,5,6', '> > > > good morning'])(
  'what looks like the heads of lines is no code within code: %s',
  (text) => {
    expect(undo(text).isWhole).toBe(true);
  },
);

it('code within more code than is undone is said to be left', () => {
  const wrap = (text: string, times: number): string =>
    times === 0 ? text : wrap(Buffer.from(text).toString('base64'), times - 1);
  const secret = 'the merger is off';
  expect(undo(wrap(secret, 2))).toMatchObject({ isWhole: true });
  expect(undo(wrap(secret, 2)).decoded).toContain(secret);
  expect(undo(wrap(secret, 5)).isWhole).toBe(false);
});
