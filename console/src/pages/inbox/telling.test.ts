import { expect, it } from 'vitest';
import type { HoldWordsView } from '../../../../src/surfaces/http/contract/grounding.ts';
import { tellingOf } from './telling.ts';

const words = (value: object, ...authority: string[]): HoldWordsView => {
  const grounding = authority.map((pointer) => ({ pointer, role: 'destination' as const }));
  return { argumentsText: JSON.stringify(value), grounding };
};

it('names what a call is about before its words, each with its place', () => {
  const mail = { body: 'Hi\nthere', cc: ['a@x.example'], to: 'b@x.example' };
  expect(tellingOf({}, words(mail, '/to'))).toBe('to: b@x.example · body: Hi ↵ there · 0: a@x.example');
});

it('says nothing where nothing is there to tell', () => {
  expect(tellingOf({}, words({}))).toBeNull();
  expect(tellingOf({}, { ...words({}), argumentsText: null })).toBeNull();
});

it('is short, however long an argument is', () => {
  expect(tellingOf({}, words({ body: 'x'.repeat(1_000_000) }))!.length).toBeLessThan(100);
});

it('says of a step what the task did until then', () => {
  const soFar = { calls: 4, byEffect: { read: 3, send: 1, write: 0 }, spent: 50_000, denials: 1 };
  const next = { actor: { kind: 'operator', id: 'ada' }, step: 'publish', soFar };
  expect(tellingOf({ next }, words({ step: 'publish' }))).toBe(
    'step publish · until then 4 calls, 3 read, 1 send, 5 spent, 1 denied',
  );
});
