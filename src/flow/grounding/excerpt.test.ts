import { expect, test } from 'vitest';
import { createExcerpts } from './excerpt.ts';

test('whoever approves sees the words around a value', () => {
  const excerpts = createExcerpts();
  excerpts.add('read', 'Hello, I am eve@moon.example, yours');
  expect(excerpts.around('eve@moon.example')).toEqual([
    { source: 'read', text: 'Hello, I am eve@moon.example, yours' },
  ]);
});
