import { expect, test } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import { readToolList } from '../tool-list.ts';
import { sheetsOf } from './sheet.ts';

function sheet(name: string, definition: JsonObject) {
  return sheetsOf([{ server: 'bank', name, definition }])[0]!;
}

test('everything that is thought of a tool stands on its sheet', () => {
  const properties = { to_iban: {}, amount: { type: 'number' }, note: {} };
  expect(sheet('send_money', { description: 'Sends money.', inputSchema: { properties } })).toEqual({
    server: 'bank',
    name: 'send_money',
    effect: 'spend',
    effectsAll: ['spend'],
    readOnly: false,
    idempotent: false,
    egress: 'external',
    destinationArguments: ['to_iban'],
    reversibility: 'irreversible',
    roles: { '/to_iban': 'identity', '/amount': 'amount', '/note': 'content' },
    inputData: { '/to_iban': ['financial'] },
    output: [],
    confidence: 0.95,
    evidence: [{ effect: 'spend', because: '"send" in the name' }],
  });
});

test('what people outside may have written is told from what systems fill in', () => {
  const properties = {
    id: { type: 'string' },
    total: { type: 'number' },
    body: { type: 'string' },
    language: { type: 'string' },
    status: { enum: ['open'] },
    sent: { type: 'string', format: 'date-time' },
    patient: { type: 'object', properties: { home_address: { type: 'string' } } },
  };
  const { output } = sheet('get_mail', { outputSchema: { properties } });
  expect(output.map(({ pointer, writer }) => [pointer, writer])).toEqual([
    ['/id', 'organisation'],
    ['/total', 'organisation'],
    ['/body', 'anyone'],
    ['/language', 'owner'],
    ['/status', 'organisation'],
    ['/sent', 'organisation'],
    ['/patient/home_address', 'anyone'],
  ]);
  expect(output.at(-1)?.classes).toEqual(['pii']);
  expect(sheet('get_mail', { returns: [{ name: 'api_key' }] }).output).toEqual([
    { pointer: '/api_key', writer: 'anyone', classes: ['secret'] },
  ]);
});

test('tools of one server are read beside each other, those of another apart', () => {
  const listed = ['book_find', 'book_list', 'book_lend'].map((name) => ({
    server: 'a',
    name,
    definition: {},
  }));
  const [first, , , other] = sheetsOf([...listed, { server: 'b', name: 'book_find', definition: {} }]);
  expect(first?.effect).toBe('read');
  expect(other?.name).toBe('book_find');
});

test('ten thousand tools have ten thousand sheets', () => {
  const tools = Array.from({ length: 10_000 }, (_, at) => ({
    server: 's',
    name: `get_${at}`,
    definition: {},
  }));
  expect(sheetsOf(tools)).toHaveLength(10_000);
});

test('a list is read in each of its forms, without what is said beside', () => {
  const tool = { name: 'get', description: 'Gets.', truth: { effect: 'delete' }, inputSchema: null };
  const read = { name: 'get', definition: { name: 'get', description: 'Gets.' } };
  expect(readToolList({ tools: [{ server: 'a', ...tool }] })).toEqual([{ server: 'a', ...read }]);
  expect(readToolList([tool], 'b')).toEqual([{ server: 'b', ...read }]);
  expect(readToolList({ jsonrpc: '2.0', result: { tools: [tool] } })).toEqual([{ server: '', ...read }]);
  expect(readToolList({ tools: [{}] })).toBeNull();
  expect(readToolList({ tool: [] })).toBeNull();
  expect(readToolList('tools')).toBeNull();
});
