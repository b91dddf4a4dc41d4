import { expect, it } from 'vitest';
import { ALL_KEYS, GO } from './keys.ts';
import { matchKey, type Shortcut } from './shortcuts.ts';

const shortcut = (keys: string): Shortcut => ({ keys, run: () => undefined });
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

it('is told in the help, once in each place', () => {
  for (const { keys } of ALL_KEYS) expect(new Set(keys.map((one) => one.keys)).size).toBe(keys.length);
  const places = GO.map(({ keys }) => keys);
  expect(new Set(places).size).toBe(places.length);
});

it('prefers what was bound last', () => {
  const latest = shortcut('j');
  expect(matchKey([...SHORTCUTS, latest], null, 'j').found).toBe(latest);
});
