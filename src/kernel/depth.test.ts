import { expect, it } from 'vitest';
import { isDeeper } from './depth.ts';
import type { Json } from './json.ts';

function nested(levels: number): Json {
  return JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`) as Json;
}

it('containers count by how far they are nested, however deep that is', () => {
  expect(isDeeper('text', 0)).toBe(false);
  expect(isDeeper(null, 0)).toBe(false);
  expect(isDeeper(nested(3), 3)).toBe(false);
  expect(isDeeper(nested(4), 3)).toBe(true);
  expect(isDeeper({ a: 1, b: { c: [1] } }, 2)).toBe(true);
  expect(isDeeper(nested(100_000), 64)).toBe(true);
});
