import { expect, test } from 'vitest';
import { doubtfulRoles, groundingOf, isAskedFor } from './grounding.ts';
import { worseOf } from './grounding-level.ts';
import type { ArgumentGrounding } from './grounding.ts';

const of = (role: ArgumentGrounding['role'], level: ArgumentGrounding['level'], instructed = false) =>
  ({ pointer: '/a', role, level, match: 'exact', sources: [], instructed }) as const;

test('of the values with a role the worst counts', () => {
  const grounding = [
    of('identity', 'unseen'),
    of('destination', 'person'),
    of('destination', 'untrusted', true),
  ];
  expect(groundingOf('destination', grounding)).toEqual({ grounding: 'untrusted', instructed: true });
  expect(worseOf('named', 'person')).toBe('named');
});

test('where nobody looked, nothing counts as seen; where nothing carries authority, nothing is there', () => {
  expect(groundingOf('amount', undefined)).toEqual({ grounding: 'unseen', instructed: false });
  expect(groundingOf('amount', [])).toEqual({ grounding: 'none', instructed: false });
});

test('an action is asked for where people said what it is about and all that carries authority', () => {
  expect(isAskedFor([of('destination', 'person'), of('content', 'unseen'), of('amount', 'trusted')])).toBe(
    true,
  );
  expect(isAskedFor([of('selector', 'approved')])).toBe(true);
  expect(isAskedFor([of('destination', 'person'), of('amount', 'named')])).toBe(false);
  expect(isAskedFor([of('content', 'person')])).toBe(false);
  expect(isAskedFor(undefined)).toBe(false);
});

test('in doubt is what such text gave, and what somebody has to give and nobody gave', () => {
  const roles = ['destination', 'amount', 'selector'] as const;
  expect(doubtfulRoles(roles, undefined)).toEqual(['destination', 'selector']);
  expect(doubtfulRoles(roles, [of('destination', 'named'), of('amount', 'untrusted')])).toEqual(['amount']);
  expect(doubtfulRoles(roles, [of('amount', 'unseen', true), of('selector', 'person')])).toEqual(['amount']);
  expect(doubtfulRoles(roles, [of('amount', 'unseen')])).toEqual([]);
});

test('free text that was seen nowhere is the agent’s own; a link in it that nobody gave is in doubt', () => {
  const link = { ...of('content', 'unseen'), match: 'embedded' } as const;
  expect(doubtfulRoles(['content'], [link])).toEqual(['content']);
  expect(doubtfulRoles(['content'], [of('content', 'unseen')])).toEqual([]);
});

test('a value that was seen nowhere hides no other of its role that such text gave', () => {
  const both = [of('content', 'untrusted'), of('content', 'unseen')];
  expect(doubtfulRoles(['content'], both)).toEqual(['content']);
});
