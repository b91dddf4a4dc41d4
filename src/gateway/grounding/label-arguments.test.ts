import { expect, it } from 'vitest';
import type { Json } from '../../kernel/json.ts';
import { covers, joinLabels, NO_DATA, type Labels } from '../../kernel/flow/label.ts';
import { labelArguments } from './label-arguments.ts';

const CLIENT: Labels = { sensitivity: 'confidential', categories: ['pii'], integrity: 'trusted' };
const WEB: Labels = { ...NO_DATA, integrity: 'untrusted' };
const RECORDS: { readonly [record: string]: Labels | null } = { client: CLIENT, web: WEB, lost: null };
const PLACES: { [text: string]: readonly string[] } = {
  ann: ['client'],
  sun: ['web'],
  both: ['client', 'web'],
  'the merger is off': ['client'],
  said: [],
  gone: ['web', 'lost'],
};

const nested = (text: string, left: number): string => (left === 0 ? text : nested(btoa(text), left - 1));
/** Texts that are past a bound. */
const BEYOND: { readonly [name: string]: string } = {
  long: 'sun '.repeat(65_537),
  parted: Array.from({ length: 4_200 }, (_, n) => btoa(`no. ${n}`.padStart(9))).join('|'),
  deep: nested('the merger is off', 5),
};

const SCHEMA = { type: 'object', properties: { to: {}, body: { enum: ['yes', 'no'] } } };

const NONE = { in: () => [], categories: () => [] };

function label(input: Json, schema: Json | null = SCHEMA) {
  const profile = { egress: 'external', roles: { '/to': 'destination' }, output: NO_DATA } as const;
  const index = { placesOf: (text: string) => PLACES[text] ?? null, runsIn: () => NO_DATA, marked: NONE };
  const tool = schema === null ? { profile } : { profile, inputSchema: schema };
  return labelArguments(index, tool, input, (record) => RECORDS[record] ?? null);
}

const only = (body: Json) => label({ body })[0];

it('a value carries what all the records do in which the whole of it was seen', () => {
  expect(label({ to: 'ann', body: 'sun' })).toEqual([
    { pointer: '/to', role: 'destination', labels: CLIENT, isPlaced: true },
    { pointer: '/body', role: 'content', labels: WEB, isPlaced: true },
  ]);
  expect(only('both')).toMatchObject({ labels: joinLabels(CLIENT, WEB), isPlaced: true });
});

it.each([
  ['in base64', 'dGhlIG1lcmdlciBpcyBvZmY='],
  ['in base64 among words', 'As agreed, dGhlIG1lcmdlciBpcyBvZmY= it says'],
  ['in hex', '746865206d6572676572206973206f6666'],
  ['in percent-encoding', 'the%20merger%20is%20off'],
  ['turned round', 'ffo si regrem eht'],
  ['in rot13', 'gur zretre vf bss'],
])('a value of a record carries what the record does, %s', (_writing, body) => {
  expect(only(body)).toMatchObject({ labels: CLIENT, isPlaced: false });
});

it('so does one that is taken apart between arguments that follow each other, and one that is a name', () => {
  const labels = expect.objectContaining({ pointer: '', labels: CLIENT }) as unknown;
  expect(label({ subject: 'the mer', body: 'ger is off' })).toContainEqual(labels);
  expect(label({ dGhlIG1lcmdlciBpcyBvZmY: 1 })).toContainEqual(labels);
});

it('so does one that stands in code among the names of members', () => {
  const labels = expect.objectContaining({ pointer: '', labels: CLIENT }) as unknown;
  expect(label({ body: 'sun', some: 1, dGhlIG1lcmdlciBpcyBvZmY: 2, others: 3 })).toContainEqual(labels);
});

it.each([
  ['it is longer than what is looked at', 'long'],
  ['it has more parts in code than are read', 'parted'],
  ['it has more codes within each other', 'deep'],
])('it is not told for sure what a value carries where %s', (_how, name) => {
  const text = BEYOND[name]!;
  PLACES[text] = ['web'];
  expect(label({ body: text })[0]).toMatchObject({ isPlaced: false });
  expect(label({ body: 'the merger is off' })[0]).toMatchObject({ isPlaced: true });
});

it('all values of a call are looked at for what they say in code, up to a bound', () => {
  const long = 'sun '.repeat(12_500);
  PLACES[long] = ['web'];
  const told = label({ body: Array.from({ length: 30 }, () => long) });
  const placed = told.filter(({ pointer }) => pointer !== '').map(({ isPlaced }) => isPlaced);
  expect(placed).toEqual([...Array<boolean>(20).fill(true), ...Array<boolean>(10).fill(false)]);
});

it('what a person said carries what is found in it, and no more', () => {
  expect(only('said')).toEqual({ pointer: '/body', role: 'content', labels: NO_DATA, isPlaced: true });
});

it('a value that was seen nowhere, or in a record of which nothing is known, is not placed', () => {
  expect(only('new')).toMatchObject({ isPlaced: false });
  expect(only('gone')).toMatchObject({ isPlaced: false });
});

it('a value that the definition of the tool lists says nothing of any data', () => {
  expect(only('yes')).toMatchObject({ isPlaced: true, labels: NO_DATA });
  expect(label({ body: 'yes' }, null)).toMatchObject([{ isPlaced: false }, { pointer: '', isPlaced: false }]);
});

it.each([
  ['its descriptions', { type: 'object', description: 'hidden' }, 'hidden'],
  ['its examples', { type: 'object', properties: { body: { examples: ['hidden'] } } }, 'hidden'],
  [
    'words of the language of schemas',
    { type: 'object', additionalProperties: true },
    'additionalProperties',
  ],
  ['values as long as prose', { enum: ['x'.repeat(65)] }, 'x'.repeat(65)],
])('what a tool is defined with besides says nothing of a value: %s', (_what, schema, value) => {
  expect(label({ body: value }, schema)[0]).toMatchObject({ isPlaced: false });
});

it.each([
  ['names', { properties: { hidden: {} } }, 'hidden'],
  ['numbers', { properties: { size: { enum: [512, { of: 'none' }] } } }, 512],
  ['only values', { anyOf: [{ const: 'hidden' }] }, 'hidden'],
  ['usual values', { properties: { body: { default: 'hidden' } } }, 'hidden'],
])('what it defines as %s is a value that it lists', (_what, schema, value) => {
  expect(label({ body: value }, schema)[0]).toMatchObject({ isPlaced: true, labels: NO_DATA });
});

it('what is found in a value adds to it, and to no other', () => {
  const [iban, sun] = label({ to: 'DE89370400440532013000', body: 'sun' });
  expect(iban).toMatchObject({ isPlaced: false, labels: { categories: ['financial'] } });
  expect(sun?.labels).toEqual(WEB);
});

it('names of members that the tool does not define are values, too', () => {
  expect(label({ body: 'sun', to: { ann: true } })).toContainEqual({
    pointer: '',
    role: 'content',
    labels: CLIENT,
    isPlaced: true,
  });
  expect(label({ body: 'sun', hidden_in_here: true }).at(-1)).toMatchObject({ pointer: '', isPlaced: false });
});

it('values beyond the first 64 are told together, and what lies too deep is not placed', () => {
  const many = Array.from({ length: 70 }, (_, n) => (n === 69 ? 'ann' : 'sun'));
  const told = label({ body: many });
  expect(told).toHaveLength(65);
  expect(told.at(-1)).toEqual({
    pointer: '',
    role: 'content',
    labels: joinLabels(WEB, CLIENT),
    isPlaced: true,
  });
  expect(label({ body: [...many, 'new'] }).at(-1)).toMatchObject({ isPlaced: false });
  const deep = JSON.parse(`${'['.repeat(12)}"sun"${']'.repeat(12)}`) as Json;
  expect(label({ body: deep }).at(-1)).toMatchObject({ pointer: '', isPlaced: false });
});

it('what is found in all of it together is in no value alone', () => {
  const people = Array.from({ length: 30 }, (_, n) => `p${n}@example.com`);
  const told = label({ body: people });
  expect(covers(told.at(-1)!.labels, { ...NO_DATA, categories: ['pii'] })).toBe(true);
  expect(told.at(-1)).toMatchObject({ pointer: '' });
});

it('how somebody is reached is not sent to them, and what else stands beside it is', () => {
  const to = 'Bob <bob@outside.example>';
  const [addressed] = label({ to, body: 'said' });
  expect(addressed).toMatchObject({ pointer: '/to', labels: NO_DATA });
  const [, other] = label({ to, body: 'call ann@partner.example' });
  expect(other).toMatchObject({ pointer: '/body', labels: { categories: ['contact'] } });
  const both = label({ to, body: '4111 1111 1111 1111' });
  expect(both).toMatchObject([
    { pointer: '/to', labels: { categories: [] } },
    { pointer: '/body', labels: { sensitivity: 'restricted', categories: ['pci'] } },
  ]);
});
