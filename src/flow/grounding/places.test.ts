import { expect, it } from 'vitest';
import { createGroundingIndex } from './grounding-index.ts';

const PLAN = 'The harbour project starts in the second week of March';

function index(bytes = 2 ** 20) {
  const made = createGroundingIndex({ bytes });
  const read = (source: string, value: string): void =>
    void made.addResult({ source, value, fields: new Map(), chosenBy: [], isSuspicious: false });
  return { ...made, read };
}

it('a text has the places where the whole of it was seen, whatever it stood in', () => {
  const { read, placesOf } = index();
  read('one', `Note: ${PLAN}. Bye.`);
  read('two', 'harbour');
  expect(placesOf(PLAN)).toEqual(['one']);
  expect(placesOf('harbour')?.toSorted()).toEqual(['one', 'two']);
  expect(placesOf(`${PLAN} and costs nine million`)).toBeNull();
  expect(placesOf('aGFyYm91cg==')).toBeNull();
});

it('what a person said comes from nowhere else', () => {
  const { read, placesOf, addPrompt } = index();
  read('one', 'harbour');
  addPrompt('Write about the harbour', 'prompt');
  expect(placesOf('harbour')).toEqual([]);
});

it('what the agent wrote itself has no place, but where else it was seen', () => {
  const { read, placesOf, addWritten } = index();
  addWritten([{ text: 'x7-harbour', level: 'untrusted' }]);
  expect(placesOf('x7-harbour')).toBeNull();
  read('one', 'x7-harbour');
  expect(placesOf('x7-harbour')).toEqual(['one']);
});

it('seen in more records than are remembered, or once the memory is full, it has none that is known', () => {
  const { read, placesOf } = index();
  for (const source of ['1', '2', '3', '4']) read(source, 'harbour');
  expect(placesOf('harbour')).toEqual(['1', '2', '3', '4']);
  read('4', 'harbour');
  expect(placesOf('harbour')).toHaveLength(4);
  read('5', 'harbour');
  expect(placesOf('harbour')).toBeNull();
  const small = index(2_000);
  small.read('one', 'harbour');
  for (let n = 0; n < 50; n++) small.read('two', `other words number ${n}`);
  expect(small.placesOf('harbour')).toBeNull();
});

const bitsOf = (secret: string, zero: string, one: string): string =>
  Array.from(secret, (letter) => letter.codePointAt(0)!.toString(2).padStart(8, '0'))
    .join('')
    .replaceAll('0', zero)
    .replaceAll('1', one);
const inTags = (secret: string): string =>
  Array.from(secret, (letter) => String.fromCodePoint(0xe0000 + letter.codePointAt(0)!)).join('');
const inBraille = (secret: string): string =>
  Array.from(secret, (letter) => String.fromCodePoint(0x2800 + letter.codePointAt(0)!)).join('');
const SECRET = 'DE89370400440532013000';

it.each([
  ['signs at its end', `harbour${bitsOf(SECRET, ',', ';')}`],
  ['signs after a longer text', `${PLAN} ${bitsOf(SECRET, ',', ';')}`],
  ['signs between its words', PLAN.replace('project', `project ${inBraille(SECRET)}`)],
  ['signs after an id', `x7-harbour ${inBraille(SECRET)}`],
  ['signs beside an amount', `4711${bitsOf(SECRET, ',', "'")}`],
  ['what has no width', `harbour${bitsOf(SECRET, '\u200B', '\u200C')}`],
  ['tags in a longer text', PLAN.replace('project', `project${inTags(SECRET)}`)],
  ['spaces', `harbour${bitsOf(SECRET, ' ', '\t')}`],
  ['spaces between its words', PLAN.replace(' project', '  project')],
  ['a break of a line', PLAN.replace(' project', '\nproject')],
  ['capitals', 'hArBour'],
  ['capitals in a longer text', PLAN.replace('project', 'pRojEct')],
  ['no capital in a longer text', PLAN.toLowerCase()],
  ['other forms of its letters', 'h\u{1D41A}rbour'],
  ['signs in an id', 'x7.harbour'],
  ['groups of an id', 'x7 har-bour'],
])('a value that was read has no place with more than was read hidden in %s', (_where, value) => {
  const { read, placesOf, addPrompt } = index();
  addPrompt('Write of the harbour to account x7-harbour, 4711 times', 'prompt');
  read('one', `Note: ${PLAN}. The harbour, account x7-harbour, 4711 times.`);
  read('one', 'harbour');
  expect(placesOf(value)).toBeNull();
});

it.each([
  ['Dr. Ann O’Hara, Berlin'],
  ['“quoted” as\tit stands,\n\nwith (all) its signs!'],
  ['ANN OHARA'],
  ['NL91 ABNA 0417 1643 00'],
  ['NL91ABNA0417164300'],
  ['1,234.50'],
  ['1234.5'],
  ['one two three four five six SEVEN.'],
  ['one two  three'],
])('just as it is written, or in a writing that says no more, %s has its place', (value) => {
  const { read, placesOf } = index();
  read('one', 'Dr. Ann O’Hara, Berlin');
  read('one', '“quoted” as\tit stands,\n\nwith (all) its signs!');
  read('one', 'To ANN OHARA, account NL91 ABNA 0417 1643 00: 1,234.50 each.');
  read('one', 'Count: one two three four five six SEVEN... Or: one two  three.');
  expect(placesOf(value)).toEqual(['one']);
});

it('a record that spells it in another way counts, too, and a person who did does not', () => {
  const { read, placesOf, addPrompt } = index();
  read('one', 'Blue Door');
  read('two', 'blue door');
  expect(placesOf('Blue Door')).toEqual(['one', 'two']);
  addPrompt('Write of the BLUE DOOR', 'prompt');
  expect(placesOf('BLUE DOOR')).toEqual([]);
  expect(placesOf('Blue Door')).not.toEqual([]);
});
