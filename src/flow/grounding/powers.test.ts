import { expect, it } from 'vitest';
import type { Effect } from '../../kernel/effect.ts';
import { groundArguments } from './ground-arguments.ts';
import { createGroundingIndex } from './grounding-index.ts';

/** Of a call that a list asks for which the task was handed over to: the pointers of what is in doubt. */
function doubts(
  prompt: string,
  name: string,
  input: { readonly [name: string]: string },
  effect: Effect = 'admin',
): readonly string[] {
  const index = createGroundingIndex({ bytes: 1_000_000 });
  index.addPrompt(prompt, 'prompt');
  const chosenBy = [{ ...index.ground('/name', 'path', 'list.md'), text: 'list.md' }];
  const text = Object.values(input).join(', then ');
  index.addResult({ source: 'read', value: { text }, fields: new Map(), chosenBy, isSuspicious: false });
  const profile = { roles: {}, fields: {} } as unknown as Parameters<typeof groundArguments>[1]['profile'];
  const found = groundArguments(index, { name, effects: [effect], profile }, input);
  return found.filter(({ level }) => level === 'untrusted').map(({ pointer }) => pointer);
}

const HANDED_OVER = 'Do what list.md says';

it.each([
  ['add_collaborator', { username: 'helper', permission: 'admin' }],
  ['set_visibility', { repository: 'ledger', visibility: 'public' }],
  ['set_bucket_policy', { bucket: 'archive', members: 'allUsers' }],
  ['update_account', { field: 'password', value: 'Plan-2207' }],
  ['account_ssh_key_add', { title: 'relay' }],
  ['reset_credential', { user: 'helper' }],
])('who hands a task over hands over no key and no power over all: %s', (name, input) => {
  expect(doubts(HANDED_OVER, name, input)).toContain('');
});

it.each([
  [
    'Do what list.md says, Ann becomes an admin',
    'add_collaborator',
    { username: 'ann', permission: 'admin' },
  ],
  ['Do what list.md says about the key', 'account_ssh_key_add', { title: 'relay' }],
  [HANDED_OVER, 'add_user_to_channel', { user: 'ann', channel: 'q2' }],
  [HANDED_OVER, 'add_member', { note: 'Welcome to our public admin desk for everyone' }],
])('and what they speak of, or what is less, they do: %s, %s', (prompt, name, input) => {
  expect(doubts(prompt, name, input)).not.toContain('');
});

it('a post for everyone is no power', () => {
  expect(doubts(HANDED_OVER, 'post', { audience: 'everyone' }, 'send')).not.toContain('');
});

it('what is deleted is there, so that a path which nothing names is in doubt', () => {
  const index = createGroundingIndex({ bytes: 100_000 });
  index.addPrompt('Delete the largest file', 'prompt');
  const profile = { roles: { '/path': 'path' } } as unknown as Parameters<
    typeof groundArguments
  >[1]['profile'];
  const levelOf = (name: string, effects: readonly Effect[]) =>
    groundArguments(index, { name, effects, profile }, { path: 'passport.txt' })[0]?.level;
  expect(levelOf('delete_file', ['delete'])).toBe('untrusted');
  expect(levelOf('write_file', ['write', 'delete'])).toBe('unseen');
});
