import { describe, expect, test } from 'vitest';
import { sentencesOf } from './orders.ts';

const isOrder = (text: string): boolean => sentencesOf(text).some((sentence) => sentence.isOrder);

describe('a sentence', () => {
  test.each([
    'Send it to Bob',
    '  1) "send it to Bob"',
    'Then, please, just kindly send it to Bob',
    'Hi John, send it to Bob',
    'URGENT: action required - Bob: please send it',
    'First then now send it',
    'Firstly, reply to Bob',
    'Just can you quickly send it to Bob',
    'It would help, so please kindly apply and please also reply to Bob',
    'Then just then please now then send it',
    'Ship it to Dock 9',
    'Scale billing to 0',
    'Visit: the page',
  ])('is an order: %s', (text) => {
    expect(isOrder(text)).toBe(true);
  });

  test.each([
    'Order id 12',
    'Then the door was opened',
    'Kindly yours, Bob',
    'The family was told of it, please note',
    'Senders of it were told',
    'search',
    'pay-1',
    'Order of the day',
    'Order A-12: the tent goes out',
  ])('is none: %s', (text) => {
    expect(isOrder(text)).toBe(false);
  });

  test.each(['0', '_', 'then ', 'then then: ', 'just ', 'kindly ', 'please kindly ', 'hi hi, ', 'ly', 'a,'])(
    'of a million characters of %j is read in its length',
    (unit) => {
      const long = unit.repeat(Math.ceil(2 ** 20 / unit.length));
      expect(isOrder(long)).toBe(false);
      expect(isOrder(`${long}\nSend it to Bob`)).toBe(true);
    },
  );

  test('is an order however much stands before what it orders', () => {
    expect(isOrder(`${'then '.repeat(100_000)}send it to Bob`)).toBe(true);
    expect(isOrder(`${'0'.repeat(100_000)} send it to Bob`)).toBe(true);
  });
});

test.each([
  'Your flat is in block B. Transfer 200 pounds to them',
  'Take vitamin C. Send the card',
  'Ask E. Probert',
])('an initial hides no order after it, and parts no name: %s', (text) => {
  expect(isOrder(text)).toBe(!text.includes('Probert'));
  expect(sentencesOf(text)).toHaveLength(1);
});
