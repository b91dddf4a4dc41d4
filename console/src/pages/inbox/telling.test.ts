import { expect, it } from 'vitest';
import type { HoldDetail } from '../../../../src/surfaces/http/contract.ts';
import { tellingOf } from './telling.ts';

const detail = (value: object, ...authority: string[]): HoldDetail => {
  const grounding = authority.map((pointer) => ({ pointer, role: 'destination' }));
  return { argumentsText: JSON.stringify(value), grounding } as unknown as HoldDetail;
};

it('names what a call is about before its words, each with its place', () => {
  const mail = { body: 'Hi\nthere', cc: ['a@x.example'], to: 'b@x.example' };
  expect(tellingOf(detail(mail, '/to'))).toBe('to: b@x.example · body: Hi ↵ there · 0: a@x.example');
});

it('says nothing where nothing is there to tell', () => {
  expect(tellingOf(detail({}))).toBeNull();
  expect(tellingOf({ ...detail({}), argumentsText: null })).toBeNull();
});

it('is short, however long an argument is', () => {
  expect(tellingOf(detail({ body: 'x'.repeat(1_000_000) }))!.length).toBeLessThan(100);
});
