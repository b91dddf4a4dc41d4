// The configuration: complete by default, strict where written, and from whom each value came.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseConfig } from './config.ts';
import type { Config, Flags } from './config.ts';

const GUIDE = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
const FILE = '/etc/holdpoint/holdpoint.yaml';

function configOf(text: string, env: Record<string, string> = {}, flags: Flags = {}, file = FILE): Config {
  const parsed = parseConfig(text, file, env, flags);
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}

/** `file:line:column path: message (help)` of each problem. */
function complaints(text: string, env: Record<string, string> = {}, flags: Flags = {}): string[] {
  const parsed = parseConfig(text, 'h.yaml', env, flags);
  if ('config' in parsed) return [];
  return parsed.problems.map(
    ({ file, line, column, path, message, help }) =>
      `${file}:${line}:${column} ${path}: ${message} (${help ?? ''})`,
  );
}

test('an empty file is a complete configuration', () => {
  expect(configOf('')).toEqual({
    home: '/etc/holdpoint/.holdpoint',
    listen: { host: '127.0.0.1', port: 4180 },
    store: { path: '/etc/holdpoint/.holdpoint/holdpoint.db' },
    checkpoints: { path: '/etc/holdpoint/.holdpoint/checkpoints' },
    identity: { audience: 'holdpoint', issuers: [] },
    limits: {
      bodyBytes: 1_048_576,
      resultBytes: 8_388_608,
      queue: 1024,
      callSeconds: 60,
      holdWaitSeconds: 45,
    },
    wrap: {},
    log: { level: 'info' },
  });
});

test('the file in the guide is good', () => {
  const [, example = ''] = /```yaml\n(.*?)```/s.exec(GUIDE) ?? [];
  const config = configOf(example);
  expect(config.checkpoints.path).toBe('/mnt/elsewhere/holdpoint/checkpoints');
  expect(config.identity.issuers[0]).toEqual({
    issuer: 'https://login.example.org',
    algorithms: ['ES256', 'RS256'],
    clockSkewSeconds: 30,
  });
});

test('the guide names every variable and flag with its key, and they do what it says', () => {
  const rows = [...GUIDE.matchAll(/^\| `([\w.]+)` .*\| `(HOLDPOINT_\w+)` \| `--([\w-]+)` \|$/gm)];
  expect(rows).toHaveLength(8);
  for (const [, path = '', variable = '', flag = ''] of rows) {
    const value = (config: Config): unknown =>
      path.split('.').reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], config);
    const [first, second] = { host: ['::1', 'localhost'], port: ['1', '2'], level: ['warn', 'error'] }[
      path.split('.')[1] ?? ''
    ] ?? ['one', 'two'];
    expect(String(value(configOf('', { [variable]: first ?? '' }))), variable).toBe(first);
    expect(String(value(configOf('', { [variable]: first ?? '' }, { [flag]: second }))), flag).toBe(second);
  }
});

test('paths in the file start beside it, those from elsewhere where the caller is', () => {
  const text = 'home: state\nstore: {path: data/a.db}\ncheckpoints: {path: /mnt/b}\n';
  const fromFile = configOf(text);
  expect(fromFile.home).toBe('/etc/holdpoint/state');
  expect(fromFile.store.path).toBe('/etc/holdpoint/data/a.db');
  expect(fromFile.checkpoints.path).toBe('/mnt/b');
  expect(configOf(text, { HOLDPOINT_STORE: 'a.db' }).store.path).toBe('a.db');
  expect(configOf('', {}, { home: 'here' }).store.path).toBe('here/holdpoint.db');
  expect(configOf('', {}, {}, 'holdpoint.yaml').home).toBe('.holdpoint');
  expect(configOf('', {}, {}, 'C:\\hp\\holdpoint.yaml').home).toBe('C:\\hp\\.holdpoint');
});

test('an empty variable and one of another name change nothing', () => {
  expect(configOf('', { HOLDPOINT_PORT: '', HOLDPOINT_LIMITS: '1', PORT: '1' })).toEqual(configOf(''));
});

test('it cannot be changed once parsed', () => {
  const config = configOf('identity: {issuers: [{issuer: "https://a.example"}]}');
  expect(Object.isFrozen(config)).toBe(true);
  expect(Object.isFrozen(config.limits)).toBe(true);
  expect(Object.isFrozen(config.identity.issuers[0]?.algorithms)).toBe(true);
});

test('an unknown key is an error at its place, with the key that was meant', () => {
  expect(complaints('lisen: {}\nlisten: {prt: 1}\n')).toEqual([
    'h.yaml:1:1 lisen: unknown key "lisen" (did you mean "listen"?)',
    'h.yaml:2:10 listen.prt: unknown key "prt" (did you mean "port"?)',
  ]);
});

test('a bad variable or flag is named, and does not hide what is wrong in the file', () => {
  const [bad, file] = complaints('listen: {port: 1}\nlog: 7\n', {
    HOLDPOINT_PORT: 'http',
    HOLDPOINT_LOG_LEVEL: 'info',
  });
  expect(bad).toMatch(/^HOLDPOINT_PORT:1:1 listen\.port: .*number/);
  expect(file).toMatch(/^h\.yaml:2:6 log: /);
  expect(complaints('', { HOLDPOINT_PORT: '1' }, { port: '70000' })[0]).toMatch(/^--port:1:1 listen\.port: /);
  expect(complaints('- 7\n', { HOLDPOINT_PORT: '1' })[0]).toMatch(/^h\.yaml:1:1 : /);
});

test('another host than this machine is refused with the reason', () => {
  for (const host of ['0.0.0.0', '::', '10.0.0.1', 'example.org']) {
    expect(complaints(`listen: {host: "${host}"}`)[0]).toMatch(/^h\.yaml:1:16 .*this machine only.*proxy/);
  }
});

test.each([
  'http://login.example.org',
  'https://user:word@login.example.org',
  'https://login.example.org/#part',
  'ftp://login.example.org',
  'login.example.org',
  'http://127.0.0.1.example.org',
])('%s is no issuer', (url) => {
  const text = `identity:\n  issuers:\n    - issuer: "${url}"\n`;
  expect(complaints(text)[0]).toMatch(/^h\.yaml:3:15 identity\.issuers\.0\.issuer: must be an https URL/);
  expect(complaints(text)[0]).not.toContain('word@');
});

test.each(['none', 'HS256', 'es256'])('%s is no algorithm for an issuer', (algorithm) => {
  const issuer = `{issuer: "http://localhost:9000", algorithms: [${algorithm}]}`;
  expect(complaints(`identity: {issuers: [${issuer}]}`)).toHaveLength(1);
});

test.each([
  ['a wait longer than clients wait', 'limits: {holdWaitSeconds: 46}'],
  ['a queue of nothing', 'limits: {queue: 0}'],
  ['a part of a byte', 'limits: {bodyBytes: 2048.5}'],
  ['a port as text', 'listen: {port: "80"}'],
  ['a section without content', 'limits:'],
  ['a key twice', 'home: a\nhome: b'],
  ['broken syntax', 'listen: {port: 1'],
])('%s is refused', (_title, text) => {
  expect(complaints(text).length).toBeGreaterThan(0);
});
