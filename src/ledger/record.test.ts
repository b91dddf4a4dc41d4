import { describe, expect, test } from 'vitest';
import { nodeLedgerCrypto as crypto } from '../adapters/crypto/node.ts';
import { concat, utf8 } from './bytes.ts';
import { canonicalize } from './canonical.ts';
import { MAX_RECORD_BYTES, parseRecord, sealRecord, type Draft } from './record.ts';
import { draftOf } from './sample-ledger.contract.ts';

const draft = draftOf(1);

describe('sealing a record', () => {
  test('gives the draft its place, and bytes that parse back to the same record', () => {
    const { record, bytes, hash } = sealRecord(crypto, draft, 7, 2);
    expect(record).toEqual({ ...draft, v: 1, seq: 7, version: 2 });
    expect(parseRecord(bytes)).toEqual(record);
    expect(hash).toEqual(crypto.sha256(bytes));
  });

  test.each<[string, Partial<Draft>, string]>([
    ['an id of another form', { id: 'rec_123' }, '"/id"'],
    ['a time that is not whole milliseconds', { time: 1.5 }, '"/time"'],
    ['a time before 1970', { time: -1 }, '"/time"'],
    ['a stream that is none', { stream: 'task/' }, '"/stream"'],
    ['a type in another case', { type: 'taskOpened' }, '"/type"'],
    ['another kind of actor', { actor: { kind: 'robot' as 'agent', id: 'x' } }, '"/actor"'],
    ['an actor without a name', { actor: { kind: 'agent', id: '' } }, '"/actor"'],
    ['a cause that is no id', { causes: ['yesterday'] }, '"/causes"'],
    ['causes that are no list', { causes: {} as string[] }, '"/causes"'],
    ['a body that is no object', { body: [] }, '"/body"'],
    ['a member too many', { extra: 1 } as Partial<Draft>, '""'],
  ])('refuses %s and says where', (_, changes, location) => {
    expect(() => sealRecord(crypto, { ...draft, ...changes }, 0, 1)).toThrow(
      expect.objectContaining({ code: 'malformed-record', location }),
    );
  });

  test('refuses a place that is none', () => {
    expect(() => sealRecord(crypto, draft, -1, 1)).toThrow(expect.objectContaining({ location: '"/seq"' }));
    expect(() => sealRecord(crypto, draft, 0, 0)).toThrow(
      expect.objectContaining({ location: '"/version"' }),
    );
  });

  test('refuses a body that JSON cannot carry, by its pointer in the record', () => {
    expect(() => sealRecord(crypto, { ...draft, body: { a: [undefined] } }, 0, 1)).toThrow(
      expect.objectContaining({ code: 'not-canonical-value', location: '"/body/a/0"' }),
    );
  });

  test('takes ids that number the parts of a batch', () => {
    const id = `${draft.id}.12`;
    expect(sealRecord(crypto, { ...draft, id, causes: [draft.id] }, 0, 1).record.id).toBe(id);
  });

  test('takes 8 MiB and not a byte more', () => {
    const sealOf = (length: number) =>
      sealRecord(crypto, { ...draft, body: { text: 'x'.repeat(length) } }, 0, 1);
    const room = MAX_RECORD_BYTES - sealOf(0).bytes.length;
    expect(sealOf(room).bytes).toHaveLength(MAX_RECORD_BYTES);
    expect(parseRecord(sealOf(room).bytes).seq).toBe(0);
    expect(() => sealOf(room + 1)).toThrow(expect.objectContaining({ code: 'too-large' }));
  });
});

describe('reading a record', () => {
  const { record, bytes } = sealRecord(crypto, draft, 1, 1);
  const text = canonicalize(record);

  test('refuses bytes that are not UTF-8, at the first bad byte', () => {
    const bad = bytes.slice();
    bad[20] = 0xff;
    expect(() => parseRecord(bad)).toThrow(expect.objectContaining({ code: 'malformed-record', offset: 20 }));
  });

  test('refuses a byte order mark', () => {
    const marked = concat(Uint8Array.of(0xef, 0xbb, 0xbf), bytes);
    expect(() => parseRecord(marked)).toThrow(
      expect.objectContaining({ code: 'malformed-record', offset: 0 }),
    );
  });

  test('refuses what is not JSON, at the byte and not the character', () => {
    const broken = utf8('{"é":1,"é":2}');
    expect(() => parseRecord(broken)).toThrow(
      expect.objectContaining({ code: 'malformed-record', offset: 8 }),
    );
  });

  test('refuses other bytes for the same record, at the first that differs', () => {
    const spaced = utf8(text.replace(',"body"', ', "body"'));
    const offset = text.indexOf(',"body"') + 1;
    expect(() => parseRecord(spaced)).toThrow(
      expect.objectContaining({ code: 'not-canonical-bytes', offset }),
    );
  });

  test('refuses JSON of another shape', () => {
    for (const other of ['[]', 'null', '{}', text.replace('"v":1', '"v":2')]) {
      expect(() => parseRecord(utf8(other))).toThrow(expect.objectContaining({ code: 'malformed-record' }));
    }
  });

  test('refuses more than 8 MiB unread', () => {
    const huge = new Uint8Array(MAX_RECORD_BYTES + 1);
    expect(() => parseRecord(huge)).toThrow(expect.objectContaining({ code: 'too-large' }));
  });
});
