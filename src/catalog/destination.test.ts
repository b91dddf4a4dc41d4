// An attacker who writes an address must not find a spelling whose host is taken for another's.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAddresses } from './destination.ts';

function hostsIn(text: string): readonly (string | null)[] {
  return readAddresses(text).map(({ host }) => host);
}

test.each<[string, readonly (string | null)[]]>([
  ['https://Example.com:8080/x?q=1,2', ['example.com']],
  ['a@X.com', ['x.com']],
  ['Jane <j@x.com>', ['x.com']],
  ['"Doe, Jane" <j@x.com>, b@y.com', ['x.com', 'y.com']],
  ['<a@x.com>,<b@y.com>', ['x.com', 'y.com']],
  ['mailto:a@b.com', ['b.com']],
  ['a@x.com; b@y.com\nc@z.com', ['x.com', 'y.com', 'z.com']],
  ['example.com', ['example.com']],
  ['example.com/path', ['example.com']],
  ['example.com.', ['example.com']],
  ['localhost:3000', ['localhost']],
  ['10.0.0.1', ['10.0.0.1']],
  ['[::1]:80', ['[::1]']],
  ['ftp://h.com/a', ['h.com']],
  ['//x.com/a', ['x.com']],
  ['münchen.de', ['xn--mnchen-3ya.de']],
  ['https://a.com/?next=https://b.com', ['a.com']],
])('%s has the hosts %j', (text, hosts) => {
  expect(hostsIn(text)).toEqual(hosts);
});

test.each<[string, readonly (string | null)[]]>([
  ['https://own.com@evil.com/', ['evil.com']],
  ['https://own.com https://evil.com', ['own.com', 'evil.com']],
  ['https://own.com/x,https://evil.com', ['own.com', 'evil.com']],
  ['a@own.com\tb@evil.com', ['own.com', 'evil.com']],
  ['own.com,evil.com', ['own.com', 'evil.com']],
  ['own.com\ufeffown.com', ['own.comown.com']],
  ['bob@own.com, https://evil.com', ['own.com', 'evil.com']],
  ['https://0x7f.1/', ['127.0.0.1']],
])('%s does not pass for another host', (text, hosts) => {
  expect(hostsIn(text)).toEqual(hosts);
});

test.each([
  ['#general'],
  ['bob'],
  ['30'],
  ['+4930123'],
  ['x@evil.com@own.com'],
  ['a@own.com?cc=b@evil.com'],
  ['a@own.com/evil.com'],
  ['a@own.com<b@evil.com>'],
  ['https://own.com\\@evil.com/x'],
  ['https://evil.com\\@own.com'],
  ['evil.com\\x@own.com'],
  ['\\\\evil.com\\share'],
  ['https://own.com\u0000.evil.com'],
  ['https://own.com/,evil@evil.com'],
  ['https://own.com/,https:evil.com'],
  ['https://own.com/,//evil.com'],
  ['https://own.com/,evil.com'],
  ['https://own.com/,10.0.0.1'],
  ['https://own.com;@evil.com/'],
  ['https://own.com,x.evil.com://own.com'],
  ['https://own.com own.com'],
  ['https://own.com\town.com'],
  ['own.com\nown.com'],
  ['https://own.com\nhttps://own.com'],
  ['evil.com/x@own.com'],
  ['evil.com?x@own.com'],
  ['own.com#@evil.com'],
  ['evil.com:80@own.com'],
  ['evil.com:path@own.com'],
  ['mailto:evil%40evil.com%2ca@own.com'],
  ['"x,evil@evil.com," <a@own.com>'],
  ['"evil@evil.com" <a@own.com>'],
  ['a@own.com (evil@evil.com)'],
  ['http:\\\\evil.com'],
  ['https:/evil.com'],
  ['own.com\\.evil.com'],
  ['javascript:alert(1)'],
  ['https://'],
  ['https://a_b_.c d'],
  [''],
  [' , '],
])('in %j nothing sure is read', (text) => {
  expect(hostsIn(text)).toContain(null);
});

test('a URL that could lead on elsewhere has no host at all', () => {
  const tails = ['\\@evil.com', '/,a@evil.com', ';@evil.com', '\town.com', ' own.com', '/,https:evil.com'];
  expect(tails.flatMap((tail) => hostsIn(`https://own.com${tail}`))).not.toContain('own.com');
});

test.each([
  ['#general', [true]],
  ['General_Team-1', [true]],
  ['bob eve', [true, true]],
  ['Entwürfe, бот', [true, true]],
  ['bob, a@own.com', [false, false]],
  ['https://own.com\npany', [false]],
  ['own.com pany', [false, false]],
  ['evil.com', [false]],
  ['evil。com', [false]],
  ['⒈evil', [false]],
  ['evil@', [false]],
  ['evil:x', [false]],
  ['evil/x', [false]],
  ['evil\\x', [false]],
  ['+4930123', [false]],
  ['004930-123', [false]],
  ['2130706433', [false]],
  ['0x7f000001', [false]],
  ['{"x":"y"}', [false]],
  ['', [false]],
])('whether %j is a plain name: %j', (text, names) => {
  expect(readAddresses(text).map(({ isName }) => isName)).toEqual(names);
});

test('e-mail addresses are compared in lower case, other addresses as they are', () => {
  const [mail, url] = readAddresses('A.B@X.com, https://x.com/A');
  expect([mail?.value, url?.value]).toEqual(['a.b@x.com', 'https://x.com/A']);
});

test('some address is always read, and a host is one that a URL has', () => {
  const piece = fc.constantFrom(
    'a',
    '@',
    '.',
    'own.com',
    '/',
    '\\',
    ':',
    '//',
    'https://',
    ',',
    ' ',
    '<',
    '>',
    '#',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const found = readAddresses(pieces.join(''));
      expect(found.length).toBeGreaterThan(0);
      const hosts = found.flatMap(({ host }) => host ?? []);
      const again = hosts.map((host) => new URL(`https://${host}/`).hostname.replace(/\.$/, ''));
      expect(again).toEqual(hosts);
    }),
  );
});
