// The configuration: complete by default, strict where written, and from whom each value came.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseConfig } from './config.ts';
import type { Config, Flags } from './config.ts';

const CHANNELS = readFileSync(new URL('../../docs/channels.md', import.meta.url), 'utf8');
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
    store: { path: '/etc/holdpoint/.holdpoint/holdpoint.db', poolSize: 4, statementTimeoutMs: 10_000 },
    checkpoints: { path: '/etc/holdpoint/.holdpoint/checkpoints' },
    identity: { audience: 'holdpoint', issuers: [] },
    limits: {
      bodyBytes: 1_048_576,
      resultBytes: 8_388_608,
      queue: 1024,
      queueBytes: 67_108_864,
      calls: 4096,
      callSeconds: 60,
      holdWaitSeconds: 45,
    },
    keys: { path: '/etc/holdpoint/.holdpoint/keys', payload: {} },
    retention: { days: null },
    witnesses: { periodSeconds: 10, list: [] },
    console: { sessionSeconds: 43_200, idleSeconds: 3_600 },
    channels: { list: [] },
    wrap: {},
    policy: { engine: 'compiled' },
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

test('the guide names every variable with its key, and they do what it says', () => {
  const rows = [...GUIDE.matchAll(/^\| `([\w.]+)` .*\| `(HOLDPOINT_\w+)` \|$/gm)];
  expect(rows).toHaveLength(9);
  for (const [, path = '', variable = ''] of rows) {
    const value = (config: Config): unknown =>
      path.split('.').reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], config);
    const key = path.split('.')[1] ?? '';
    const given = { host: '::1', port: '1', level: 'warn', url: 'env:ELSEWHERE' }[key] ?? 'one';
    expect(String(value(configOf('', { [variable]: given }))), variable).toBe(given);
  }
});

test('the flag wins over its variable, and that over the file', () => {
  const env = { HOLDPOINT_HOME: 'second' };
  expect(configOf('home: third', env).home).toBe('second');
  expect(configOf('home: third', env, { home: 'first' }).home).toBe('first');
});

test('the channels in their guide are good, and none holds a secret or more than an address', () => {
  const [, example = ''] = /```yaml\n(.*?)```/s.exec(CHANNELS) ?? [];
  const { list } = configOf(example).channels;
  expect(list).toMatchObject([
    { kind: 'webhook', allowPrivate: false, perMinute: 20, roles: [] },
    { kind: 'smtp', port: 587, roles: ['finance'], show: { sensitivity: 'internal' } },
  ]);
  expect(complaints(example.replace('env:ON_CALL_SECRET', 'whsec_abc'))[0]).toMatch(
    /never the secret itself/,
  );
  expect(complaints(example.replace('finance@example.org]', '"a@b.c\\r\\nBcc: d@e.f"]'))[0]).toMatch(
    /must be a mail address alone/,
  );
  expect(complaints(example.replace('name: finance', 'name: on-call'))[0]).toMatch(
    /two channels of one name/,
  );
  expect(complaints(example.replace('https://hooks', 'http://hooks'))[0]).toMatch(/must be an https URL/);
});

test('links in messages lead to where people reach the console, and it is said where that is', () => {
  const list = 'list: [{kind: slack, name: team, channel: C0123456789, token: "env:TOKEN"}]';
  expect(complaints(`channels: {${list}}`)[0]).toMatch(/channels.url: is missing, and so is console.origin/);
  const reached = `console: {origin: "https://holdpoint.example"}\n`;
  expect(configOf(`${reached}channels: {${list}}`).channels.list).toHaveLength(1);
  expect(configOf(`channels: {url: "https://holdpoint.example", ${list}}`).channels.list).toHaveLength(1);
});

test('a ledger is in a file or in a database', () => {
  const both = 'store: {path: a.db, url: "postgres://db/holdpoint"}\n';
  expect(complaints(both)).toEqual([
    'h.yaml:1:15 store.path: names a file and store.url a database: keep the one where the ledger is ' +
      '(The SQLite file; absent: holdpoint.db in home)',
  ]);
  expect(complaints('store: {path: a.db}', { HOLDPOINT_STORE_URL: 'env:DB' })[0]).toMatch(
    /store\.url a database/,
  );
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

test('a kind and a key of a channel are answered with those that were meant', () => {
  const channel = 'kind: webhook, name: desk, event: x';
  expect(complaints(`channels: {list: [{${channel}}]}\n`)).toContainEqual(
    expect.stringContaining('event: unknown key "event" (did you mean "events"?)'),
  );
  expect(complaints('channels: {list: [{kind: stmp}]}\n')).toEqual([
    'h.yaml:1:26 channels.list.0.kind: there is no kind "stmp" (known kinds: webhook, callback, smtp, slack)',
  ]);
  expect(complaints('channels: {list: [{name: desk}]}\n')[0]).toMatch(
    /kind: is missing \(known kinds: webhook,/,
  );
});

test('a bad variable or flag is named, and does not hide what is wrong in the file', () => {
  const [bad, file] = complaints('listen: {port: 1}\nlog: 7\n', {
    HOLDPOINT_PORT: 'http',
    HOLDPOINT_LOG_LEVEL: 'info',
  });
  expect(bad).toMatch(/^HOLDPOINT_PORT:1:1 listen\.port: .*number/);
  expect(file).toMatch(/^h\.yaml:2:6 log: /);
  expect(complaints('', { HOLDPOINT_HOME: 'a' }, { home: '' })[0]).toMatch(/^--home:1:1 home: /);
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

test('the folder of the keys and the service that wraps one of them are named, and no token is taken', () => {
  const transit = (token: string): string =>
    `keys: {path: /mnt/k, payload: {transit: {url: "https://bao.example", key: hp, token: "${token}"}}}`;
  const { keys } = configOf(transit('env:BAO_TOKEN'));
  expect(keys).toEqual({
    path: '/mnt/k',
    payload: { transit: { url: 'https://bao.example', key: 'hp', token: 'env:BAO_TOKEN' } },
  });
  const [complaint] = complaints(transit('hvs.secret'));
  expect(complaint).toContain('never the token itself');
  expect(complaint).not.toContain('hvs.secret');
  const plain = transit('env:T').replace('https', 'http');
  expect(complaints(plain)[0]).toContain('must be an https URL');
});

test('words are kept unless retention says for how many days', () => {
  expect(configOf('').retention.days).toBeNull();
  expect(configOf('retention: {days: 30}').retention.days).toBe(30);
  expect(complaints('retention: {days: 0}')).toHaveLength(1);
});

test.each(['none', 'HS256', 'es256'])('%s is no algorithm for an issuer', (algorithm) => {
  const issuer = `{issuer: "http://localhost:9000", algorithms: [${algorithm}]}`;
  expect(complaints(`identity: {issuers: [${issuer}]}`)).toHaveLength(1);
});

const WITNESS = (id: string): string =>
  `{vkey: "w.example/1+${id}+BAPzszjKdxgpXOyn/GIb7FmhfT2X+M/OsKJPgUDrHfJY", url: "https://w.example"}`;

test('a quorum is of witnesses that there are, each once', () => {
  const { witnesses } = configOf(
    `witnesses: {quorum: 2, list: [${WITNESS('00000001')}, ${WITNESS('00000002')}]}`,
  );
  expect(witnesses).toMatchObject({ quorum: 2, periodSeconds: 10 });
  expect(complaints('witnesses: {quorum: 1}')[0]).toMatch(/^h\.yaml:1:21 witnesses\.quorum: is more than/);
  const twice = `witnesses: {list: [${WITNESS('00000001')}, ${WITNESS('00000001')}]}`;
  expect(complaints(twice)[0]).toMatch(/witnesses\.list: has a witness twice/);
  const plain = 'witnesses: {list: [{vkey: name, url: "http://w.example"}]}';
  expect(complaints(plain)).toEqual([
    expect.stringMatching(/vkey: must be a verifier key/),
    expect.stringMatching(/url: must be an https URL/),
  ]);
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
