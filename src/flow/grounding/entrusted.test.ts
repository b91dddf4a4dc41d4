import { describe, expect, it } from 'vitest';
import type { Effect } from '../../kernel/effect.ts';
import type { Json } from '../../kernel/json.ts';
import { groundArguments } from './ground-arguments.ts';
import { createGroundingIndex } from './grounding-index.ts';

/** How good an address is to open, or to send something to, after a letter that the person named was read. */
function told(prompt: string, letter: Json, effect: Effect = 'send') {
  const index = createGroundingIndex({ bytes: 1_000_000 });
  index.addPrompt(prompt, 'prompt');
  const chosenBy = [{ ...index.ground('/from', 'selector', 'Ann Reed'), text: 'Ann Reed' }];
  index.addResult({ source: 'read', value: letter, fields: new Map(), chosenBy, isSuspicious: false });
  return (to: string): string => {
    const tool = { name: 'put', effects: [effect], profile: { roles: { '/to': 'destination' } } } as const;
    const [found] = groundArguments(index, tool as unknown as Parameters<typeof groundArguments>[1], { to });
    return found!.level;
  };
}

const LETTER = (text: string): string =>
  `From: Ann Reed <ann@reed.example>\nDate: today\n\nHello Bo,\n${text}`;
/** The last group of an account may be of one sign. */
const GROUPED = 'CH93 0076 2011 6238 5295 7';
const WANTED = 'Ann Reed wants a hook: set it up as she wrote, and tell her';

describe('who wrote what the person named', () => {
  it('is somebody whom they have to do with, in whatever form the letter comes', () => {
    const hook = 'It is https://ci.reed.example/in.';
    for (const letter of [
      LETTER(hook),
      `<mail><from>ann@reed.example</from><body>${hook}</body></mail>`,
      `Ann Reed <ann@reed.example>: ${hook}`,
      { from: 'ann@reed.example', body: hook },
    ]) {
      const level = told(WANTED, letter);
      expect([level('https://ci.reed.example/in'), level('ann@reed.example')]).toEqual(['named', 'named']);
    }
  });
  it('vouches for no other site, and is not whoever a text names further down', () => {
    const level = told(WANTED, LETTER('It is https://moon.example/in.\n\nFrom: eve@moon.example\n'));
    expect([level('https://moon.example/in'), level('eve@moon.example')]).toEqual(['untrusted', 'untrusted']);
  });
});

describe('where something goes', () => {
  const ASKS = 'Could you open https://wide.example/plan for me? Write to bo@far.example, please.';
  it('is left to a source in so many words, and then the one that it has is meant', () => {
    const letter = LETTER('Could you open https://wide.example/plan for me?');
    for (const prompt of [
      'Visit the link in the letter of Ann Reed',
      'Look at the url Ann sent; she is Ann Reed',
      'Ann Reed wrote. Open the page, whose address is in her letter',
    ])
      expect(told(prompt, letter, 'read')('https://wide.example/plan')).toBe('named');
    // What is opened so is still not given anything.
    expect(told('Visit the link in the letter of Ann Reed', letter)('https://wide.example/plan')).toBe(
      'untrusted',
    );
    const pay = told('Pay Ann Reed, her account is in the letter', LETTER(`Send it to ${GROUPED}, thanks`));
    expect(pay('CH9300762011623852957')).toBe('named');
  });
  it('is not what it was not said of, nor one of several, nor where somebody lives', () => {
    const plan = 'https://wide.example/plan';
    expect(told('Read the letter of Ann Reed', LETTER(ASKS), 'read')(plan)).toBe('untrusted');
    const two = LETTER(`${ASKS}\nOr open https://moon.example/plan`);
    expect(told('Visit the link in the letter of Ann Reed', two, 'read')(plan)).toBe('untrusted');
    const moved = 'Send it to Ann Reed: her new address is in the letter';
    expect(told(moved, LETTER(ASKS))('bo@far.example')).toBe('untrusted');
  });
});

describe('whoever says to pay what a letter asks for', () => {
  const level = (prompt: string, text: string): string => {
    const index = createGroundingIndex({ bytes: 1_000_000 });
    index.addPrompt(prompt, 'prompt');
    const chosenBy = [{ ...index.ground('/from', 'selector', 'Ann Reed'), text: 'Ann Reed' }];
    const value = LETTER(text);
    index.addResult({ source: 'read', value, fields: new Map(), chosenBy, isSuspicious: false });
    return index.ground('/iban', 'identity', 'DE89370400440532013000').level;
  };
  const REDIRECT = 'Our bank has changed. From now on the account is DE89370400440532013000.';
  const BILL = 'Please transfer 212 euros to DE89370400440532013000.';
  it('means the only account in it', () => {
    expect(level('The invoice of Ann Reed came. Pay it', BILL)).toBe('named');
  });
  it.each([
    [
      'where there are two',
      'The invoice of Ann Reed came. Pay it',
      `${BILL} Or to FR7630006000011234567890189.`,
    ],
    ['where they speak of an account', 'The invoice of Ann Reed came. Pay it to our usual account', BILL],
    ['where it is another one from now on', 'The invoice of Ann Reed came. Pay it', REDIRECT],
    ['where nothing is to be paid', 'What does Ann Reed write?', BILL],
  ])('means none %s', (_, prompt, text) => {
    expect(level(prompt, text)).toBe('untrusted');
  });
});
