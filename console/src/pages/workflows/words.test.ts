import { expect, it } from 'vitest';
import { allowanceWords } from './words.ts';

it('says of an allowance how often, with what, and what runs unasked', () => {
  const tool = 'mail/send_email';
  expect(allowanceWords({ tool, arguments: null, max: null, preapproved: null })).toEqual([
    'as often as the limits allow',
    'with any arguments',
  ]);
  const preapproved = { arguments: { maxLength: 5 }, max: 1 };
  expect(allowanceWords({ tool, arguments: {}, max: 3, preapproved })).toEqual([
    'at most 3 times',
    'with arguments of the shape {}',
    'once without asking, within {"maxLength":5}',
  ]);
});
