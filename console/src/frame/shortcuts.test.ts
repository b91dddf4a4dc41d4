import { expect, it } from 'vitest';
import { matchKey, type Shortcut } from './shortcuts.ts';

const shortcut = (keys: string): Shortcut => ({ keys, does: keys, run: () => undefined });
const SHORTCUTS = [shortcut('g i'), shortcut('i'), shortcut('j')];

it('finds a key, or one after another', () => {
  expect(matchKey(SHORTCUTS, null, 'j').found?.keys).toBe('j');
  expect(matchKey(SHORTCUTS, 'g', 'i').found?.keys).toBe('g i');
  expect(matchKey(SHORTCUTS, null, 'i').found?.keys).toBe('i');
  expect(matchKey(SHORTCUTS, 'g', 'x').found).toBeUndefined();
});

it('knows what begins a sequence', () => {
  expect(matchKey(SHORTCUTS, null, 'g')).toEqual({ found: undefined, begins: true });
  expect(matchKey(SHORTCUTS, null, 'j').begins).toBe(false);
});

it('prefers what was bound last', () => {
  const latest = shortcut('j');
  expect(matchKey([...SHORTCUTS, latest], null, 'j').found).toBe(latest);
});
