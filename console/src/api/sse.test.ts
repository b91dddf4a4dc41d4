import { expect, it } from 'vitest';
import { createEventReader } from './sse.ts';

const STREAM =
  'retry: 2000\nid: a-1\nevent: ready\ndata: {}\n\n: here\n\n' +
  'id: a-2\nevent: changed\ndata: {"x":1}\n\ndata: y\n\n';

it('gives the same events wherever the pieces are cut', () => {
  const whole = createEventReader()(STREAM);
  expect(whole).toEqual([
    { name: 'ready', data: '{}', id: 'a-1' },
    { name: 'changed', data: '{"x":1}', id: 'a-2' },
    { name: 'message', data: 'y', id: 'a-2' },
  ]);
  const read = createEventReader();
  expect(Array.from(STREAM).flatMap((piece) => read(piece))).toEqual(whole);
});

it('gives nothing of an event that is not whole', () => {
  expect(createEventReader()('event: changed\ndata: {}\n')).toEqual([]);
});
