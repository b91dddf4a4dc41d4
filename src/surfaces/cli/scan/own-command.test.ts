import { expect, test } from 'vitest';
import { readOwnCommand, wrapIn } from './own-command.ts';

test.each([
  ['holdpoint', ['holdpoint']],
  ['/opt/bin/holdpoint', ['/opt/bin/holdpoint']],
  ['npx -y holdpoint@1.2.3', ['npx', '-y', 'holdpoint@1.2.3']],
  ['node "/opt/my tools/holdpoint.js"', ['node', '/opt/my tools/holdpoint.js']],
  ['"C:\\Program Files\\holdpoint.exe"', ['C:\\Program Files\\holdpoint.exe']],
  ["'/opt/my tools'/holdpoint --home /srv", ['/opt/my tools/holdpoint', '--home', '/srv']],
])('%s starts Holdpoint, and what it governs is known again', (text, words) => {
  expect(readOwnCommand(text)).toEqual(words);
  expect(wrapIn([...words, '--config', 'c', 'wrap', '--', 'x'])).toBe(words.length + 2);
});

test.each([
  '',
  'other',
  '"/opt/holdpoint',
  '/opt/my tools/holdpoint',
  'sh -c holdpoint',
  'env holdpoint',
  'npx other holdpoint',
  'npx holdpoint-2',
  'npx holdpoint@file:../other',
  'npx --package=other holdpoint',
  'npx --registry=http://localhost holdpoint',
  'node --import ./other.js holdpoint.js',
  'node other.js holdpoint',
  'holdpoint wrap',
  'holdpoint; other',
])('%s is not known to', (text) => {
  expect(readOwnCommand(text)).toBeNull();
});
