import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ModelWord } from '../ports/proposer.ts';
import { addedBy, type Known } from './widen.ts';

const KNOWN: Known = {
  effects: ['send'],
  egress: 'external',
  roles: { '/to': 'destination', '/q': 'content' },
  categories: ['pii'],
};
const SILENT: ModelWord = { id: 't0', effects: [], egress: 'none', roles: [], categories: [], doubts: [] };
const EFFECTS = ['read', 'write', 'delete', 'send', 'spend', 'execute', 'unknown'] as const;
const REACH = ['none', 'shared', 'external', 'unknown'] as const;
const ROLES = ['destination', 'identity', 'content', 'selector', 'path'] as const;

it('a model that says less takes nothing back', () => {
  expect(addedBy(KNOWN, SILENT)).toEqual({
    effects: [],
    egress: 'external',
    roles: {},
    categories: [],
    words: [],
  });
  const lower = addedBy(KNOWN, { ...SILENT, roles: [{ pointer: '/to', role: 'content' }] });
  expect(lower.roles).toEqual({});
});

it('what it says beyond the rules is added, and told in words', () => {
  const more = addedBy(KNOWN, {
    ...SILENT,
    effects: ['send', 'delete', 'delete'],
    egress: 'unknown',
    roles: [{ pointer: '/q', role: 'code' }],
    categories: ['pii', 'phi'],
    doubts: ['It may keep the mail.'],
  });
  expect(more).toMatchObject({ effects: ['delete'], roles: { '/q': 'code' }, categories: ['phi'] });
  expect(more.words).toEqual([
    'it may also delete',
    'it goes unknown',
    '/q is code',
    'its results carry phi',
    'It may keep the mail.',
  ]);
});

it('whatever it says, the reach never shrinks and no role loses its say', () => {
  const role = fc.record({ pointer: fc.constantFrom('/to', '/q', '/new'), role: fc.constantFrom(...ROLES) });
  const words = fc.record({
    effects: fc.array(fc.constantFrom(...EFFECTS)),
    egress: fc.constantFrom(...REACH),
    roles: fc.array(role),
  });
  fc.assert(
    fc.property(words, fc.constantFrom(...REACH), (word, egress) => {
      const added = addedBy({ ...KNOWN, egress }, { ...SILENT, ...word });
      expect(REACH.indexOf(added.egress)).toBeGreaterThanOrEqual(REACH.indexOf(egress));
      expect(added.roles).not.toHaveProperty(['/to']);
      expect(Object.values(added.roles)).not.toContain('content');
    }),
  );
});
