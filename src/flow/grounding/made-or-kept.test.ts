import { describe, expect, it } from 'vitest';
import type { Json } from '../../kernel/json.ts';
import { createGroundingIndex } from './grounding-index.ts';
import type { GroundingIndex } from './grounding-index.ts';

const MALLORY = 'mallory@moon.example';

function answered(
  name: string,
  effects: readonly ('read' | 'write')[],
  value: Json,
  label = 'nothing of it',
): GroundingIndex {
  const index = createGroundingIndex({ bytes: 1_000_000 });
  index.addPrompt('Label it as a bug and email the number to our accountant', 'prompt');
  const tool = { name, effects };
  const chosenBy = [{ ...index.ground('/label', 'selector', label), text: label }];
  index.addResult({ source: 'r', value, fields: new Map(), chosenBy, isSuspicious: false, tool });
  return index;
}

describe('what a change answers', () => {
  const issue = { id: 'iss_71', url: 'https://x.example/i/71', title: MALLORY, state: 'triaged' };
  const index = answered('update_issue', ['write'], { issue });
  it('leads nobody to a new address', () => {
    expect(index.ground('/to', 'destination', MALLORY).level).toBe('untrusted');
    expect(index.ground('/to', 'destination', issue.url).level).toBe('untrusted');
  });
  it('vouches for the id and the link that the system gave, and for nothing that people write', () => {
    expect(index.ground('/id', 'identity', issue.id).level).toBe('named');
    expect(index.ground('/text', 'content', issue.url).level).toBe('named');
    expect(index.ground('/user', 'identity', MALLORY).level).toBe('untrusted');
  });
  it('leads nobody to an address in what people write, though the person chose the thing', () => {
    const said = answered('update_issue', ['write'], { issue: { title: MALLORY } }, 'bug');
    expect(said.ground('/to', 'destination', MALLORY).level).toBe('untrusted');
  });
  it.each([
    ['id', 'GB29NWBK60161331926819'],
    ['id', 'somebody else'],
    ['title', 'mallory-x1'],
    ['account_number', '12345678901'],
    ['homepage_url', 'https://moon.example/x'],
  ])('takes no %s for such: %s', (field, value) => {
    const other = answered('update_issue', ['write'], { [field]: value });
    expect(other.ground('/x', 'identity', value).level).toBe('untrusted');
  });
});

describe('a list of those', () => {
  const people = [
    { name: 'Ann', email: 'ann@a.example' },
    { name: 'Accounting', email: MALLORY },
  ];
  it.each(['list_customers', 'get_users', 'listClients', 'get_channel_files'])(
    'who sign themselves up vouches for no address: %s',
    (name) => {
      expect(answered(name, ['read'], people).ground('/to', 'destination', MALLORY).level).toBe('untrusted');
    },
  );
  it('whom the organisation keeps does', () => {
    expect(answered('list_employees', ['read'], people).ground('/to', 'destination', MALLORY).level).toBe(
      'named',
    );
  });
});
