// What looks like a host that the person said is taken for another one, whatever was read before.

import { describe, expect, it } from 'vitest';
import type { Json } from '../../kernel/json.ts';
import { createGroundingIndex } from './grounding-index.ts';

/** A source that the person named says so much before they speak of their bank, and so much after. */
function levelOf(address: string, before: Json, after: Json) {
  const index = createGroundingIndex({ bytes: 16_000_000 });
  index.addPrompt('Do what note.md says', 'prompt');
  const chosenBy = [{ ...index.ground('/name', 'path', 'note.md'), text: 'note.md' }];
  const read = (value: Json) =>
    index.addResult({ source: 'read', value, fields: new Map(), chosenBy, isSuspicious: false });
  read(before);
  index.addPrompt('Our bank is https://acme-bank.example', 'second');
  read(after);
  return index.ground('/to', 'destination', address).level;
}

const NONE: Json = [];
const MANY: Json = Array.from({ length: 2_100 }, (_, n) => ({ site: `x${n}.filler-${n}.example` }));
const listing = (address: string): Json => [{ contact: address }];

describe('a host that looks like one that the person said', () => {
  it.each([
    ['at first', NONE],
    ['after more hosts were read than are remembered', MANY],
  ])('is vouched for by no source that names it, %s', (_, before) => {
    for (const address of ['pay@acme-bank.example.moon.test', 'pay@acrne-bank.example'])
      expect(levelOf(address, before, listing(address))).toBe('untrusted');
    expect(levelOf('pay@acme-bank.example', before, listing('pay@acme-bank.example'))).toBe('named');
  });

  it('is the other one, even if it was read first', () => {
    const [first, then] = ['pay@acrne-bank.example', 'pay@acme-bank.example'];
    expect(levelOf(first, listing(first), NONE)).toBe('untrusted');
    expect(levelOf(then, listing(first), listing(then))).toBe('named');
  });
});

describe('a host that looks like one that anybody spoke of', () => {
  const said = (address: string, text: string): string => levelOf(address, text, listing(address));
  it('is vouched for by no source, whichever of them was read first', () => {
    const text = 'Write to bo@mill3r.example or bo@miller.example.';
    expect(said('bo@mill3r.example', text)).toBe('untrusted');
    expect(said('bo@miller.example', text)).toBe('named');
    expect(said('bo@acme.co.uk', 'Ours is acme.co.')).toBe('named');
    expect(said('bo@logs.harbor.example.moon.test', 'Logs: https://logs.harbor.example/x')).toBe('untrusted');
  });
  it('is made up where a nought or a one stands for a letter', () => {
    expect(said('bo@halden1ogistics.example', 'Hello')).toBe('untrusted');
    expect(said('bo@area51.example', 'Hello')).toBe('named');
    expect(said('bo@web2print.example', 'Hello')).toBe('named');
  });
  it('takes no look from a record by being spoken of before', () => {
    const [fake, honest] = ['x@acrne-works.example', 'bo@acme-works.example'];
    expect(levelOf(honest, `Ask ${fake}.`, listing(honest))).toBe('named');
  });
  it('takes nothing from one that was known before it', () => {
    const [first, then] = ['bo@mill3r.example', 'bo@miller.example'];
    expect(levelOf(then, listing(first), listing(then))).toBe('untrusted');
    expect(levelOf(first, listing(first), listing(then))).toBe('untrusted');
  });
});

it('a hyphen makes no other host', () => {
  const index = createGroundingIndex({ bytes: 1e6 });
  index.addPrompt('Follow https://docs.skiffcli.example/install', 'prompt');
  const text = 'https://docs.skiffcli.example/install';
  const chosenBy = [{ ...index.ground('/url', 'destination', text), text }];
  const value = 'Log in at https://api.skiff-cli.example or https://api.skiffcli.example.';
  index.addResult({ source: 'read', value, fields: new Map(), chosenBy, isSuspicious: false });
  const level = (url: string): string => index.ground('/url', 'destination', url).level;
  expect(level('https://api.skiff-cli.example')).toBe('untrusted');
  expect(level('https://api.skiffcli.example')).toBe('named');
});

it('two words of a sentence are nobody’s name', () => {
  const index = createGroundingIndex({ bytes: 1e6 });
  index.addPrompt('Send my meter reading to Stadtwerke', 'prompt');
  expect(index.isOfPerson('https://meterreading.example/in')).toBe(false);
});

describe('a host called like whom the person speaks of', () => {
  const letter = (site: string): boolean => {
    const index = createGroundingIndex({ bytes: 1e6 });
    index.addPrompt('Trem Lettings put letter.txt into the folder. Deal with it', 'prompt');
    const chosenBy = [{ ...index.ground('/path', 'path', 'letter.txt'), text: 'letter.txt' }];
    const value = `Dear tenant,\n1. Confirm at https://${site}/access`;
    index.addResult({ source: 'read', value, fields: new Map(), chosenBy, isSuspicious: false });
    return index.isOfPerson(`https://${site}/access`) && !index.isStrange(`https://${site}/access`);
  };
  it.each(['tremlettings.example', 'www.trem-lettings.example'])('is theirs: %s', (site) => {
    expect(letter(site)).toBe(true);
  });
  it.each(['tremlettings-pay.example', 'tremletting.example', 'lettings.example', 'deal.example'])(
    'is not, where it says more or less: %s',
    (site) => {
      expect(letter(site)).toBe(false);
    },
  );
});
