import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseStrict, type ParseLimits } from './parse.ts';

function refused(text: string, limits?: ParseLimits): unknown {
  try {
    parseStrict(text, limits);
  } catch (error) {
    return error;
  }
  throw new Error('it was accepted');
}

describe('strict JSON', () => {
  test.each([
    'null',
    ' true ',
    'false',
    '-0',
    '-12.5e-3',
    '1E+2',
    '"a\\u00e9\\n\\"\\\\\\/"',
    '[]',
    '[ 1 , [ ] , { } ]',
    '{"a":{"b":[1,2,3]},"":0,"constructor":1}',
    '\t\r\n {"toString" : null}\n',
    '9007199254740993.0',
    '123456789012345',
    '-9007199254740991',
    '295147905179352830000',
    '"\\ud83d\\ude02 \ud83d\ude02"',
  ])('reads %j as JSON.parse does', (text) => {
    expect(parseStrict(text)).toEqual(JSON.parse(text));
  });

  test.each<[string, string, string, number]>([
    ['nothing', '', 'line 1, column 1', 0],
    ['two values', '1 2', 'line 1, column 3', 2],
    ['a byte order mark', '\ufeff1', 'line 1, column 1', 0],
    ['a leading zero', '[01]', 'line 1, column 3', 2],
    ['a bare point', '1.', 'line 1, column 2', 1],
    ['a plus', '+1', 'line 1, column 1', 0],
    ['a misspelt word', '{"a":\n nul}', 'line 2, column 2', 7],
    ['a comma at the end of an array', '[1,]', 'line 1, column 4', 3],
    ['a comma at the end of an object', '{"a":1,}', 'line 1, column 8', 7],
    ['a missing colon', '{"a" 1}', 'line 1, column 6', 5],
    ['a name without quotes', '{a:1}', 'line 1, column 2', 1],
    ['an open array', '[1', 'line 1, column 3', 2],
    ['an open object', '{"a":1', 'line 1, column 7', 6],
    ['an open string', '"abc', 'line 1, column 5', 4],
    ['a string ending in a backslash', '"a\\', 'line 1, column 5', 4],
    ['a control character', '"a\nb"', 'line 1, column 3', 2],
    ['an unknown escape', '["\\x"]', 'line 1, column 2', 1],
    ['a lone surrogate', '["\\ud800"]', 'line 1, column 2', 1],
    ['a lone surrogate in a name', '{"\ud800":1}', 'line 1, column 2', 1],
    ['a repeated name', '{"a":1,\n  "a":2}', 'line 2, column 3', 10],
    ['a name repeated through an escape', '{"a":1,"\\u0061":2}', 'line 1, column 8', 7],
    ['the prototype as a name', '{"\\u005f_proto__":{}}', 'line 1, column 2', 1],
    ['an integer that would be changed', '[9007199254740993]', 'line 1, column 2', 1],
    ['a number too large', '1e400', 'line 1, column 1', 0],
  ])('refuses %s and says where', (_, text, location, offset) => {
    expect(refused(text)).toMatchObject({ code: 'not-strict-json', location, offset });
  });

  test('counts levels up to its limit', () => {
    expect(parseStrict(`${'['.repeat(64)}${']'.repeat(64)}`)).toBeInstanceOf(Array);
    expect(refused('['.repeat(65))).toMatchObject({
      offset: 64,
      message: expect.stringContaining('64 levels'),
    });
    expect(refused('{"a":[1]}', { maxDepth: 1 })).toMatchObject({ offset: 5 });
  });

  test('counts bytes, not characters, up to its limit', () => {
    expect(parseStrict('"éé"', { maxBytes: 6 })).toBe('éé');
    expect(refused('"éé"', { maxBytes: 5 })).toMatchObject({ code: 'too-large' });
    expect(refused('"aaaa"', { maxBytes: 5 })).toMatchObject({ code: 'too-large' });
  });

  test('never repeats in an error what the text holds', () => {
    expect(String(refused('{"secret":1,"secret":2}'))).not.toContain('secret');
  });

  test('accepts nothing that JSON.parse refuses', () => {
    const token = fc.constantFrom(
      ...Array.from('{}[]:,"\\ 01.eE+-'),
      '"a"',
      'true',
      'null',
      '1',
      '\n',
      '\u0001',
      '\\u12',
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 12 }), (tokens) => {
        const text = tokens.join('');
        let ours: unknown;
        try {
          ours = parseStrict(text);
        } catch {
          return;
        }
        expect(ours).toEqual(JSON.parse(text));
      }),
      { numRuns: 3000 },
    );
  });
});
