import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  agentStream,
  channelStream,
  connectorStream,
  isStream,
  objectStream,
  operatorStream,
  ORG_STREAM,
  parseStream,
  taskStream,
} from './stream.ts';

describe('stream names', () => {
  test.each([
    [ORG_STREAM, { kind: 'org' }],
    [taskStream('task_0000000000000001'), { kind: 'task', id: 'task_0000000000000001' }],
    [agentStream('triage.v2'), { kind: 'agent', id: 'triage.v2' }],
    [operatorStream('ada'), { kind: 'operator', id: 'ada' }],
    [channelStream('on-call'), { kind: 'channel', id: 'on-call' }],
    [connectorStream('mail-1'), { kind: 'connector', id: 'mail-1' }],
    [objectStream('files', "/a b/é(1)!~*'%"), { kind: 'object', connector: 'files', id: "/a b/é(1)!~*'%" }],
  ])('%s parses to its parts', (name, parts) => {
    expect(parseStream(name)).toEqual(parts);
    expect(isStream(name)).toBe(true);
  });

  test('an object id is percent-encoded byte by byte, but for letters, digits, dot, low line, hyphen', () => {
    expect(objectStream('files', "/a b/é(1)!~*'%._-")).toBe(
      'object/files/%2Fa%20b%2F%C3%A9%281%29%21%7E%2A%27%25._-',
    );
  });

  test('any object id that is text comes back from its name', () => {
    const id = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(id, (text) => {
        expect(parseStream(objectStream('c', text))).toEqual({ kind: 'object', connector: 'c', id: text });
      }),
    );
  });

  test.each([
    '',
    'task',
    'task/',
    'task/a/b',
    'org/a',
    'tasks/a',
    'agent/a b',
    'agent/é',
    `agent/${'a'.repeat(129)}`,
    'object/c',
    'object/c/',
    'object/c/a/b',
    'object/c/a%2fb',
    'object/c/%41',
    'object/c/a b',
    'object/c/%FF',
    'object/c/%',
    'object//a',
    `object/c/${'a'.repeat(4097)}`,
  ])('what is written otherwise is no stream (%#)', (name) => {
    expect(() => parseStream(name)).toThrow(expect.objectContaining({ code: 'malformed-stream' }));
    expect(isStream(name)).toBe(false);
  });

  test('ids that would make another name are refused when the name is made', () => {
    expect(() => taskStream('a/b')).toThrow('not the name of a stream');
    expect(() => objectStream('a/b', 'x')).toThrow('not the name of a stream');
    expect(() => objectStream('c', '')).toThrow('not the name of a stream');
    expect(() => objectStream('c', '\ud800')).toThrow('not the name of a stream');
    expect(isStream(7)).toBe(false);
  });
});
