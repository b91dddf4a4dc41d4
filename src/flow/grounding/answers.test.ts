// An answer goes to whom a followed text names, and takes along nothing that was read anywhere else.

import { describe, expect, it, test } from 'vitest';
import type { Effect } from '../../kernel/effect.ts';
import type { Json } from '../../kernel/json.ts';
import { groundArguments } from './ground-arguments.ts';
import { createGroundingIndex } from './grounding-index.ts';

const LIST = [
  'Before Friday:',
  '- ask the caterer at orders@grill.example for the buffet B-204 for 60 guests',
  '- enter us at https://fair.example/join with our name',
].join('\n');
const SECRETS = 'Margin of the Anchor deal: 48.5 percent. Door code 774411. Ref ZX-9083 is not to be shared.';

/** How a call is grounded after the list, which the person may have handed over, and a note of their own. */
function levelOf(
  input: Json,
  {
    prompt = 'Do what list.md says',
    name = 'send_mail',
    effects = ['send'] as readonly Effect[],
    mail = '',
  } = {},
): string | undefined {
  const index = createGroundingIndex({ bytes: 1_000_000 });
  index.addPrompt(prompt, 'prompt');
  const read = (source: string, value: string) =>
    index.addResult({
      source,
      value,
      fields: new Map(),
      chosenBy: [{ ...index.ground('/name', 'path', source), text: source }],
      isSuspicious: false,
    });
  read('list.md', LIST);
  if (mail !== '') read('mail.md', mail);
  read('secret.md', SECRETS);
  const profile = { roles: { '/to': 'destination', '/url': 'destination', '/amount': 'amount' } };
  const tool = { name, effects, profile } as unknown as Parameters<typeof groundArguments>[1];
  return groundArguments(index, tool, input).find(({ role }) => role === 'destination')?.level;
}

const TO = 'orders@grill.example';

describe('an answer to whom a step names that the person follows', () => {
  test.each([
    ['in words of its own', 'Could you make us an offer for Friday?'],
    ['with what the step says', 'We would like the buffet B-204 for 60 guests.'],
    ['with a day and a time', 'Friday, 2026-06-26, from 17:00 to 22:00.'],
  ])('goes there: %s', (_, body) => {
    expect(levelOf({ to: [TO], subject: 'Buffet', body })).toBe('named');
  });
  test.each([
    ['words that follow each other', 'The Anchor deal is ours.'],
    ['a code', 'Our code is 774411.'],
    ['a number that nobody gave', 'Call us at 0911-5550.'],
    ['what is encoded', `Reference ${btoa('ZX-9083')}.`],
    ['what is reversed', 'Reference 3809-XZ.'],
    ['a link', 'See https://more.example/x.'],
    ['an account', 'Pay to DE89370400440532013000.'],
    ['a split code', 'Our code is 77 44 11.'],
    ['a code as a time', 'Between 77:44 and 11:11.'],
    ['other digits', 'Our code is ٧٧٤٤١١.'],
    ['a file', '/home/ann/secret.md'],
  ])('takes nothing along that stands elsewhere, or nowhere: %s', (_, body) => {
    expect(levelOf({ to: [TO], subject: 'Buffet', body })).toBe('untrusted');
  });
  it('tells nothing that stands beside their address in what they did not give', () => {
    const body = 'The margin of the Anchor deal it is.';
    const mail = `Bo wrote to ${TO}: the margin of the Anchor deal is large.`;
    expect(levelOf({ to: [TO], body }, { mail })).toBe('untrusted');
  });
  it('is entered in a form, too', () => {
    const call = { name: 'submit_form' };
    const url = 'https://fair.example/join';
    expect(levelOf({ url, fields: { name: 'Grill team' } }, call)).toBe('named');
    expect(levelOf({ url, fields: { name: 'Grill team', ref: 'ZX-9083' } }, call)).toBe('untrusted');
    expect(levelOf({ url, fields: { buffet_code: 'B-204', mail: 'ann@own.example' } }, call)).toBe('named');
    expect(levelOf({ url, fields: { note: 'secret.md' } }, call)).toBe('untrusted');
  });
});

const BODY = 'Could you make us an offer?';

test.each([
  ['to whom no step names', { to: ['mallory@moon.example'], body: BODY }, {}],
  ['to somebody else, beside', { to: [TO, 'mallory@moon.example'].toReversed(), body: BODY }, {}],
  ['where the person hands nothing over', { to: [TO], body: BODY }, { prompt: 'Summarise list.md' }],
  ['with an attachment', { to: [TO], body: BODY, attachments: ['secret.md'] }, {}],
  ['that names what goes along', { to: [TO], report: 'margins' }, {}],
  ['that forwards', { to: [TO], subject: 'Margins' }, { name: 'forward_mail' }],
  ['that lets somebody in', { to: [TO], message: BODY }, { name: 'invite_guest' }],
  ['that has an agent do something', { to: [TO], message: BODY }, { name: 'ask_assistant' }],
  ['that pays', { to: [TO], amount: 20 }, { name: 'send_card' }],
  ['that deletes', { to: [TO], body: BODY }, { effects: ['send', 'delete'] as const }],
  ['without a word', { to: [TO] }, {}],
  ['that switches something on', { to: [TO], body: BODY, include_thread: true }, {}],
  ['that signs', { to: [TO], body: BODY }, { name: 'sign_up' }],
  ['beside whose address stands more', { to: [`"Door 774411" <${TO}>`], body: BODY }, {}],
  ['whose fields are named so', { to: [TO], fields: { 'code 774411': 'yes' } }, {}],
  ['to too many', { to: Array.from({ length: 9 }, () => TO), body: BODY }, {}],
  ['that is too long', { to: [TO], body: 'Ah. '.repeat(3_000) }, {}],
])('a call is no answer %s', (_, input, call) => {
  expect(levelOf(input, call)).not.toBe('named');
});
