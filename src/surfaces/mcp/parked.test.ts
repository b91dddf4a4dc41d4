import { expect, test } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import { createParking } from './parked.ts';

const GONE = new AbortController().signal;

test('an answer never reaches a question that nobody saw: a second one meanwhile is declined', async () => {
  const answers: JsonObject[] = [];
  let ids = 0;
  const parking = createParking(() => `parked-${ids++}`);
  const call = parking.start('task and action', async (ask) => {
    const [first, second] = await Promise.all([ask({ message: 'first' }), ask({ message: 'second' })]);
    answers.push(first, second);
    return { verdict: 'fault', code: 'over' };
  });
  const turn = await call.next(GONE);
  expect(turn).toMatchObject({ question: { message: 'first' }, parked: 'parked-0' });
  parking.take('parked-0', 'task and action')!.reply({ action: 'accept' });
  expect(await call.next(GONE)).toEqual({ answer: { verdict: 'fault', code: 'over' } });
  expect(answers).toEqual([{ action: 'accept' }, { action: 'decline' }]);
});

test('a parked call is taken up once, by its own task and action', async () => {
  const parking = createParking(() => 'parked');
  const call = parking.start('mine', async (ask) => {
    await ask({ message: 'well?' });
    return { verdict: 'fault', code: 'over' };
  });
  await call.next(GONE);
  expect(parking.take('parked', 'somebody else')).toBeNull();
  expect(parking.take('other', 'mine')).toBeNull();
  expect(parking.take('parked', 'mine')).not.toBeNull();
  expect(parking.take('parked', 'mine')).toBeNull();
});
