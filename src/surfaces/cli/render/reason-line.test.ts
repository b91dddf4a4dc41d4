import { expect, it } from 'vitest';
import { reasonLine } from './reason-line.ts';

const about = (code: string, facts: object) => reasonLine({ rule: 'budget', code, facts, lift: 'Ask less.' });

it('says amounts of money as people write them, and nothing else otherwise', () => {
  const money = { task: 't', spent: 0, amount: 2_000_000, limit: 505_000 };
  expect(about('money-exhausted', money)).toBe(
    'budget: money-exhausted {"task":"t","spent":0,"amount":200,"limit":50.5}. Ask less.',
  );
  const left = { agent: 'a', of: 'money', left: 10_000, windowSeconds: 3_600 };
  expect(about('allowance-exhausted', left)).toContain('"left":1,"windowSeconds":3600');
  expect(about('allowance-exhausted', { ...left, of: 'calls' })).toContain('"left":10000');
  expect(about('effect-exhausted', { limit: 20_000 })).toContain('"limit":20000');
  // Newer daemons may say it in words.
  expect(about('money-exhausted', { limit: 'much' })).toContain('"limit":"much"');
});
