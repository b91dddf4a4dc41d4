import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalize } from './canonical.ts';
import { LedgerFormatError } from './format-error.ts';
import { parseStrict } from './parse.ts';

const vectors = join(process.env['HOLDPOINT_VECTORS'] ?? '../shared/vectors', 'jcs');

describe('canonical JSON', () => {
  test.skipIf(!existsSync(vectors))(
    `agrees with the RFC 8785 vectors (skipped where ${vectors} is absent)`,
    () => {
      const names = readdirSync(join(vectors, 'input'));
      expect(names.length).toBeGreaterThan(5);
      for (const name of names) {
        const input = readFileSync(join(vectors, 'input', name), 'utf8');
        const octets = readFileSync(join(vectors, 'outhex', name.replace('.json', '.txt')), 'utf8');
        const expected = octets.trim().split(/\s+/).join('');
        expect(Buffer.from(canonicalize(parseStrict(input))).toString('hex'), name).toBe(expected);
        expect(canonicalize(JSON.parse(input)), name).toBe(canonicalize(parseStrict(input)));
      }
    },
  );

  test.each([
    [0x0000000000000000n, '0'],
    [0x8000000000000000n, '0'],
    [0x0000000000000001n, '5e-324'],
    [0x7fefffffffffffffn, '1.7976931348623157e+308'],
    [0x4340000000000000n, '9007199254740992'],
    [0x4430000000000000n, '295147905179352830000'],
    [0x44b52d02c7e14af5n, '9.999999999999997e+22'],
    [0x44b52d02c7e14af6n, '1e+23'],
    [0x444b1ae4d6e2ef4fn, '999999999999999900000'],
    [0x444b1ae4d6e2ef50n, '1e+21'],
    [0x3eb0c6f7a0b5ed8cn, '9.999999999999997e-7'],
    [0x3eb0c6f7a0b5ed8dn, '0.000001'],
    [0x41b3de4355555553n, '333333333.3333332'],
    [0xbecbf647612f3696n, '-0.0000033333333333333333'],
    [0x43143ff3c1cb0959n, '1424953923781206.2'],
  ])('prints the number with bits %s as RFC 8785 appendix B does: %s', (bits, text) => {
    const view = new DataView(new ArrayBuffer(8));
    view.setBigUint64(0, bits);
    expect(canonicalize(view.getFloat64(0))).toBe(text);
  });

  test('sorts members by UTF-16 code units, not by code points', () => {
    expect(canonicalize({ '\ufb33': 1, '\ud83d\ude02': 2, a: 3, B: 4, 10: 5, 9: 6 })).toBe(
      '{"10":5,"9":6,"B":4,"a":3,"\ud83d\ude02":2,"\ufb33":1}',
    );
  });

  test('accepts objects without a prototype', () => {
    expect(canonicalize(Object.assign(Object.create(null), { b: 1, a: [] }))).toBe('{"a":[],"b":1}');
  });

  test.each<[string, unknown, string]>([
    ['NaN', { a: [1, Number.NaN] }, '"/a/1"'],
    ['infinity', [Number.POSITIVE_INFINITY], '"/0"'],
    ['undefined', { 'a/b~c': undefined }, '"/a~1b~0c"'],
    ['a hole', Object.assign([1], { length: 2 }), '"/1"'],
    ['a function', { f: () => 1 }, '"/f"'],
    ['a symbol', Symbol('s'), '""'],
    ['a big integer', [1n], '"/0"'],
    ['a lone surrogate', { a: '\ud800' }, '"/a"'],
    ['a lone surrogate in a name', { '\udc00': 1 }, '"/\udc00"'],
    ['a date', { at: new Date(0) }, '"/at"'],
    ['a map', new Map(), '""'],
    ['a forbidden name', JSON.parse('{"a":{"__proto__":1}}'), '"/a/__proto__"'],
  ])('refuses %s and says where', (_, value, location) => {
    expect(() => canonicalize(value)).toThrow(LedgerFormatError);
    expect(() => canonicalize(value)).toThrow(
      expect.objectContaining({ code: 'not-canonical-value', location }),
    );
  });

  test('takes 128 levels of containers and refuses 129, and so a cycle', () => {
    const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);
    expect(canonicalize(nested(128))).toBe(`${'['.repeat(128)}1${']'.repeat(128)}`);
    expect(() => canonicalize(nested(129))).toThrow('nested too deep');
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    expect(() => canonicalize(cycle)).toThrow('nested too deep, or a cycle');
  });

  test('of any JSON value parses back to that value, and is its own canonical text', () => {
    const value = fc
      .jsonValue({ noUnicodeString: false, maxDepth: 6 })
      .filter((json) => !JSON.stringify(json).includes('__proto__'));
    fc.assert(
      fc.property(value, (json) => {
        const text = canonicalize(json);
        const again = parseStrict(text);
        expect(canonicalize(again)).toBe(text);
        expect(again).toEqual(JSON.parse(JSON.stringify(json)));
      }),
      { numRuns: 500 },
    );
  });
});
