import { expect, test } from 'vitest';
import { createSlots } from './slots.ts';

/** Two slots over contents that parse unless they are `bad`, and what the slots hold. */
function twoSlots() {
  const parsed: string[] = [];
  const slots = createSlots<string>(2, 's', (name, content) => {
    if (content === 'throws') throw new Error('trap');
    if (content === 'bad') return { type: 'failure', errors: [] };
    parsed.push(`${name}=${content}`);
    return { type: 'success' };
  });
  return { parsed, acquire: (content: string) => slots.acquire(content, () => content) };
}

test('content is parsed once while it is held', () => {
  const { parsed, acquire } = twoSlots();
  expect(acquire('a')).toBe(acquire('a'));
  expect(parsed).toHaveLength(1);
});

test('the least recently used content makes room, and is parsed again when it comes back', () => {
  const { parsed, acquire } = twoSlots();
  const a = acquire('a');
  const b = acquire('b');
  acquire('a');
  expect(acquire('c')).toBe(b);
  expect(acquire('a')).toBe(a);
  expect(acquire('b')).toBe(b);
  expect(parsed).toEqual([`${a}=a`, `${b}=b`, `${b}=c`, `${b}=b`]);
});

test.each(['bad', 'throws'])('content that is %s takes no slot, and is not held', (content) => {
  const { acquire } = twoSlots();
  const b = (acquire('a'), acquire('b'));
  for (let round = 0; round < 3; round += 1) expect(() => acquire(content)).toThrow(/trap|does not parse/);
  expect(acquire('b')).toBe(b);
  expect(acquire('c')).not.toBe(b);
});
