import { expect, it } from 'vitest';
import type { ConnectorView, ReviewedTool } from '../../../../src/surfaces/http/contract/connector.ts';
import { admissionOf, connectorStandingOf, leftBefore, openFindings, toRead } from './standing.ts';

const PART = {
  digest: 'sha256:a',
  upstream: {},
  credential: null,
  server: { name: 'mail', version: '1.0.0' },
  record: 'rec_1',
};
const ADMITTED = { ...PART, tools: {}, corrected: { effects: [], profiles: [] }, without: ['wipe', 'gone'] };
const SEEN = { at: 1, record: 'rec_2' };
const CONNECTOR: ConnectorView = {
  id: 'mail',
  killed: false,
  proposal: { ...PART, tools: [] },
  admitted: ADMITTED,
  drifted: {},
  swapped: null,
  updates: [],
  checked: null,
};

const wordOf = (changed: Partial<ConnectorView>) => connectorStandingOf({ ...CONNECTOR, ...changed }).word;

it('says the worst of a connector first', () => {
  const newer = { ...PART, digest: 'sha256:b', tools: [] };
  const drifted = { send: { observed: 'sha256:c', ...SEEN } };
  expect(wordOf({})).toBe('admitted');
  expect(wordOf({ checked: { added: ['x'], vanished: [], ...SEEN } })).toBe('changed');
  expect(wordOf({ proposal: newer })).toBe('to review');
  expect(wordOf({ proposal: newer, drifted })).toBe('quarantined');
  expect(wordOf({ proposal: newer, drifted, killed: true })).toBe('stopped');
  expect(wordOf({ admitted: null })).toBe('proposed');
  expect(wordOf({ admitted: null, proposal: { ...newer, server: null } })).toBe('not reached');
});

function reviewed(name: string, verdict: ReviewedTool['verdict'], unread: string[] = []): ReviewedTool {
  const nothing = { reasons: [], newSentences: [], fields: [], found: [] };
  return { ...nothing, name, verdict, findings: [...unread, 'minor'], unread };
}

function reviewOf(...tools: ReviewedTool[]) {
  return { against: null, of: 'rec_1', isReachedAlike: true, tools, gone: [] };
}

it('shows what changed, the gravest first, and nothing that is the same', () => {
  const tools = [
    reviewed('a', 'same'),
    reviewed('b', 'harmless'),
    reviewed('c', 'new'),
    reviewed('d', 'block'),
  ];
  expect(toRead(reviewOf(...tools)).map(({ name }) => name)).toEqual(['d', 'c', 'b']);
  expect(toRead(null)).toEqual([]);
});

it('admits what was shown, with the findings that were taken on, and leaves out what was left out', () => {
  const review = reviewOf(reviewed('send', 'block', ['hidden-text']), reviewed('wipe', 'new', ['lures']));
  const nothing = { without: [], accepted: [] };
  expect(openFindings(review, nothing)).toEqual(['send=hidden-text', 'wipe=lures']);
  const choice = { without: ['wipe'], accepted: ['send=hidden-text', 'wipe=lures'] };
  expect(openFindings(review, choice)).toEqual([]);
  expect(admissionOf(CONNECTOR, review, choice)).toEqual({
    proposal: 'sha256:a',
    effects: {},
    without: ['wipe'],
    accepted: [{ tool: 'send', rule: 'hidden-text' }],
  });
});

it('goes on leaving out what was left out before, where it is still offered', () => {
  const tool = {
    name: 'wipe',
    kind: 'tool',
    definition: 'sha256:d',
    effects: [],
    idempotent: false,
    inputSchema: {},
    description: '',
    profile: {
      egress: 'none' as const,
      roles: {},
      output: { sensitivity: 'public' as const, categories: [], integrity: 'trusted' as const },
    },
  };
  expect(leftBefore({ ...CONNECTOR, proposal: { ...PART, tools: [tool] } })).toEqual(['wipe']);
});
