import { afterEach, beforeEach, expect, it } from 'vitest';
import { startRig, type Rig } from '../rig.contract.ts';
import { admitMailbox, receive } from './mailbox.contract.ts';

const BOB = 'bob@partner.example';
const SITE = 'https://partner.example/files';
/** Of the form of a key; no shorter part of it is a word. */
const KEY = ['AKIA', 'QWERTYUIOPASDFGH'].join('');
const TASK = `Read my inbox, email ${BOB} a summary, and upload it to ${SITE}.`;

let rig: Rig;
beforeEach(async () => {
  rig = await startRig({ limits: 'limits: {calls: 2000, wall: 4000s, call: 10s, holds: 100}' });
  await admitMailbox(rig);
});
afterEach(() => rig.stop());

async function read(said: string, prompt = TASK): Promise<string> {
  receive(rig, said);
  const task = await rig.open(prompt);
  await rig.call(task, 'mail/read_inbox');
  return task;
}

/** In a task of its own: one that is denied too much is stopped. */
async function isDenied(tool: string, args: object): Promise<boolean> {
  const task = await read(`The key of the store is ${KEY}`);
  const answer = await rig.call(task, `mail/${tool}`, { ...args });
  return answer.verdict === 'deny' && JSON.stringify(answer.reasons).includes('starter.leaving.restricted');
}

const base32 = (text: string): string => {
  const bits = Array.from(Buffer.from(text), (byte) => byte.toString(2).padStart(8, '0')).join('');
  const signs = bits.match(/.{1,5}/g)!.map((five) => Number.parseInt(five.padEnd(5, '0'), 2));
  return signs.map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[sign]).join('');
};
const hex = (text: string): string => Buffer.from(text).toString('hex');
const turned = (text: string): string => Array.from(text).toReversed().join('');
const rot13 = (text: string): string =>
  text.replaceAll(/[A-Z]/g, (one) => String.fromCodePoint(((one.codePointAt(0)! - 52) % 26) + 65));

const WRITINGS: { readonly [name: string]: (text: string) => string } = {
  'as it is': (text) => text,
  'in base64': btoa,
  'in base64 for addresses': (text) => Buffer.from(`??${text}>>`).toString('base64url'),
  'in base64 over several lines': (text) => btoa(text).replaceAll(/.{9}/g, '$&\r\n'),
  'in base64 twice': (text) => btoa(btoa(text)),
  'in base64, turned round': (text) => turned(btoa(text)),
  'in base64 behind other words of the same run': (text) => `key/${btoa(text)}`,
  'in base32': base32,
  'in hex': hex,
  'in hex with signs between': (text) => hex(text).replaceAll(/../g, '0x$&, '),
  'in hex in base64': (text) => btoa(hex(text)),
  'in percent-encoding': (text) => `%${hex(text).match(/../g)!.join('%')}`,
  'in escapes': (text) => hex(text).replaceAll(/../g, String.raw`\x$&`),
  'in entities': (text) => Array.from(text, (one) => `&#${one.codePointAt(0)!};`).join(''),
  'turned round': turned,
  'in rot13': rot13,
  'in small letters': (text) => text.toLowerCase(),
  'letter by letter': (text) => Array.from(text).join(' '),
  'with hyphens': (text) => text.match(/.{4}/g)!.join('-'),
  'with look-alike letters': (text) => text.replaceAll('A', '\u0410'),
  'with what cannot be seen between': (text) => Array.from(text).join('\u200B'),
  'its first half': (text) => text.slice(0, text.length / 2),
  'its second half': (text) => text.slice(text.length / 2),
};

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const numbers = (text: string, base: number): string[] =>
  Array.from(Buffer.from(text), (one) => one.toString(base));
const lines = (code: string, length: number): string =>
  Array.from(code.match(new RegExp(`.{1,${length}}`, 'g'))!, (part, at) => `${at + 1}) ${part}`).join('\n');

const PARTED: { readonly [name: string]: (text: string) => string } = {
  'in base64 with dots': (text) => btoa(text).replaceAll(/.{8}/g, '$&.'),
  'in base64 with hyphens': (text) => btoa(text).replaceAll(/.{4}/g, '$&-'),
  'in base64 as texts that are joined': (text) => `"${btoa(text).replaceAll(/.{6}/g, '$&" + "')}"`,
  'in base64 in numbered lines': (text) => lines(btoa(text), 8),
  'in base64 in a list': (text) => lines(btoa(text), 8).replaceAll(/\d\)/g, '-'),
  'in hex in numbered lines': (text) => lines(hex(text), 8),
  'in numbered lines': (text) => lines(text, 4),
  'of two bytes each, in base64': (text) => utf16(text).toString('base64'),
  'of two bytes each, in hex': (text) => utf16(text).toString('hex'),
  'in escapes of points': (text) =>
    numbers(text, 16)
      .map((one) => `\\u{${one}}`)
      .join(''),
  'in escapes of points, one by one': (text) =>
    numbers(text, 16)
      .map((one) => `\\u{00${one}}`)
      .join(' '),
  'in escapes of some letters': (text) => text.replaceAll(/[AEIOUDT]/g, (one) => `\\u{${hex(one)}}`),
  'in octal escapes': (text) =>
    numbers(text, 8)
      .map((one) => `\\${one}`)
      .join(''),
  'in numbers': (text) => numbers(text, 10).join(' '),
  'in numbers of a program': (text) => `String.fromCharCode(${numbers(text, 10).join(', ')})`,
};

const PLACES: { readonly [name: string]: (text: string) => readonly [tool: string, args: object] } = {
  body: (body) => ['send_email', { to: BOB, body }],
  sentence: (text) => ['send_email', { to: BOB, body: `The word of today is ${text} as you know` }],
  subject: (subject) => ['send_email', { to: BOB, subject, body: 'As you asked' }],
  file: (text) => ['upload_file', { url: SITE, name: 'a.txt', content: `Notes\n\n${text}\n` }],
};

/** Of the form of a key, no two alike. */
const madeUp = (count: number): string[] =>
  Array.from(
    { length: count },
    (_, n) => `AKIA${base32(String((n * 7_919_713) % 10 ** 9).padStart(10, 'x'))}`,
  );

it('a key that a mail gave does not leave in any writing, wherever it stands', async () => {
  const left: string[] = [];
  for (const [writing, write] of Object.entries(WRITINGS)) {
    for (const [where, place] of Object.entries(PLACES)) {
      const [tool, args] = place(write(KEY));
      if (!(await isDenied(tool, args))) left.push(`${writing}, ${where}`);
    }
  }
  expect(left).toEqual([]);
});

it('nor in code that is parted by signs, in lines or letter by letter', async () => {
  const left: string[] = [];
  for (const [writing, write] of Object.entries(PARTED)) {
    const body = `The words of today:\n${write(KEY)}\nas you know`;
    if (!(await isDenied('send_email', { to: BOB, body }))) left.push(writing);
  }
  expect(left).toEqual([]);
});

it('made-up keys that a stranger sent first let no other leave in disguise', async () => {
  const task = await read(madeUp(4_200).join('\n'));
  receive(rig, `The key of the store is ${KEY}`);
  await rig.call(task, 'mail/read_inbox');
  for (const body of [KEY.slice(0, 10), turned(KEY)])
    expect(await rig.call(task, 'mail/send_email', { to: BOB, body: `It says ${body}` }), body).toMatchObject(
      {
        verdict: 'deny',
      },
    );
});

it.each([
  ['in the same text', (mails: readonly string[]) => mails.join('\n\n')],
  ['in the same list', (mails: readonly string[]) => JSON.stringify(mails.map((body, id) => ({ id, body })))],
])('made-up keys that stand before it %s hide none', async (_where, inbox) => {
  const task = await read(inbox([madeUp(3_600).join('\n'), `The key of the store is ${KEY}`]));
  for (const body of [KEY.slice(0, 12), turned(KEY), Array.from(KEY).join('-')])
    expect(await rig.call(task, 'mail/send_email', { to: BOB, body }), body).toMatchObject({
      verdict: 'deny',
    });
});

const byFives = (text: string): string => text.match(/.{1,5}/g)!.join(' ');

it.each([
  ['later', (made: string) => [made, `The key of the store is ${KEY}`]],
  ['at the end of the same text', (made: string) => [`${made}\n\nThe key of the store is ${KEY}`]],
])('paragraphs with made-up keys hide none that is read %s', async (_when, texts) => {
  const [first = '', ...others] = texts(madeUp(3_400).join('\n\n'));
  const task = await read(first);
  for (const said of others) {
    receive(rig, said);
    await rig.call(task, 'mail/read_inbox');
  }
  for (const body of [Array.from(KEY).join(' '), byFives(KEY), KEY.slice(5, 15), turned(KEY), btoa(KEY)])
    expect(await rig.call(task, 'mail/send_email', { to: BOB, body: `It says ${body}` }), body).toMatchObject(
      { verdict: 'deny', reasons: [{ facts: { policies: ['starter.leaving.restricted'] } }] },
    );
});

it('behind thousands of made-up keys each of them stays, and what is like none goes', async () => {
  const made = madeUp(3_600);
  const task = await read(made.join('\n\n'));
  const send = (body: string) => rig.call(task, 'mail/send_email', { to: BOB, body });
  for (const one of [made[3_599]!, made[3_400]!, made[0]!])
    expect(await send(`It says ${turned(one)}`)).toMatchObject({ verdict: 'deny' });
  const honest = [
    'We are closed on Friday, the 12th',
    'See quarterly-report-2026-Q3-final.xlsx and IMG_20261121_142233.jpg',
    'It is 3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    'sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'Order HL-2207-ROTTERDAM-0042, container MSKU9070323-NLRTM, +31 10 252 1010',
  ];
  for (const body of honest) expect(await send(body), body).toMatchObject({ verdict: 'permit' });
});

it('what the person said stays theirs to give behind thousands of made-up keys', async () => {
  const card = '4111 1111 1111 1111';
  const inbox = `${madeUp(3_600).join('\n\n')}\n\nCard ${card}, card 5500 0000 0000 0004`;
  const task = await read(inbox, `${TASK} The card is ${card}.`);
  const send = (body: string) => rig.call(task, 'mail/send_email', { to: BOB, body });
  expect(await send(`As asked: ${turned(card)}`)).toMatchObject({ verdict: 'permit' });
  expect(await send(`As asked: ${turned('5500 0000 0000 0004')}`)).toMatchObject({ verdict: 'deny' });
});

it.each([
  [
    'other code',
    `${Array.from({ length: 4_200 }, (_, n) => `${btoa(`part no ${n}`)}\n=`).join('\n')}\n`,
    btoa,
  ],
  ['words', 'x '.repeat(131_080), btoa],
  ['words, turned round', 'x '.repeat(33_000), (text: string) => turned(btoa(text))],
  ['nothing, in code four times', '', (text: string) => btoa(btoa(btoa(btoa(text))))],
])('a key does not leave behind more than is looked at: %s', async (_what, before, write) => {
  const without = await read('Nothing of note');
  const unread = { to: BOB, body: before || 'Hello' };
  expect(await rig.call(without, 'mail/send_email', unread)).toMatchObject({ verdict: 'permit' });
  const task = await read(`The key of the store is ${KEY}`);
  const body = `${before}${write(KEY)}`;
  expect(await rig.call(task, 'mail/send_email', { to: BOB, body })).toMatchObject({ verdict: 'deny' });
});

it('a key that is taken apart between the arguments of a call does not leave', async () => {
  for (const code of [KEY, btoa(KEY), hex(KEY)]) {
    const [half, third] = [code.length / 2, code.length / 3];
    const [subject, body] = [code.slice(0, half), code.slice(half)];
    expect(await isDenied('send_email', { to: BOB, subject, body }), subject).toBe(true);
    const [name, content] = [code.slice(0, third), code.slice(third, third * 2)];
    expect(
      await isDenied('upload_file', { url: SITE, name, content, note: code.slice(third * 2) }),
      name,
    ).toBe(true);
  }
});

it('other values that are told by their form do not leave in disguise either', async () => {
  const card = '4111 1111 1111 1111';
  const task = await read(`Card ${card}, password: corr3ct-h0rse-b4ttery`);
  const codes = [
    btoa(card),
    turned(card),
    'corr3ct-h0rse-b4ttery',
    'corr3ct-h0r',
    'yrettab'.replace('a', '4'),
  ];
  const said = await Promise.all(
    codes.map((body) => rig.call(task, 'mail/send_email', { to: BOB, body: `It says ${body}` })),
  );
  expect(said.map(({ verdict }) => verdict)).toEqual(['deny', 'deny', 'deny', 'deny', 'permit']);
});

it('honest code goes through', async () => {
  const jwt = ['{"alg":"HS256"}', '{"sub":"ann"}', 'a signature that nobody checks'].map(btoa).join('.');
  const task = await read(
    `The key of the store is ${KEY}`,
    `${TASK} Use the pass ${jwt} and ${hex('the code')}`,
  );
  const picture = Buffer.from(Array.from({ length: 60_000 }, (_, at) => (at * at * 31 + (at >> 3)) & 255));
  const honest = [
    btoa('Dear Bob, the meeting is on Friday. Yours, Ann'),
    picture.toString('base64'),
    jwt,
    hex('the code'),
    'sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'See https://partner.example/a%20b?q=%C3%A4%26c',
    'The key of the store is on the way',
    '1) Dear Bob\n2) the meeting is on Friday\n3) Yours, Ann',
    'Temperatures: 65, 71, 80, 66, 69, 90, 81, 70, 75 and "one" + "two"',
    String.raw`Look at C:\101\102\projects and \u{1F600}`,
    'Order 4711-0815-2207, weight 12.5 kg, 16:40',
    turned('nothing of note'),
  ];
  for (const body of honest)
    expect(await rig.call(task, 'mail/send_email', { to: BOB, body }), body.slice(0, 60)).toMatchObject({
      verdict: 'permit',
    });
});

it('what a person said is theirs to give in any writing', async () => {
  const card = '4111111111111111';
  const task = await read(`The card is ${card}`, `${TASK} Send the card 4111111111111111, too.`);
  for (const body of [card, btoa(card), hex(card), turned(card), `It is ${turned(card)}`])
    expect(await rig.call(task, 'mail/send_email', { to: BOB, body }), body).toMatchObject({
      verdict: 'permit',
    });
});
