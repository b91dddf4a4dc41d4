import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../kernel/json.ts';
import { covers } from '../../kernel/flow/label.ts';
import { blank } from './blank.ts';
import { detect } from './detect.ts';

function kindsIn(value: Json): string[] {
  return detect(value).findings.map(({ kind }) => kind);
}

/** What issuers publish as examples, or what their rule gives. */
const SAMPLES: readonly (readonly [kind: string, text: string])[] = [
  ['payment-card', '4111 1111 1111 1111'],
  ['payment-card', '5555555555554444'],
  ['payment-card', '2223-0000-4840-0011'],
  ['payment-card', '3782 822463 10005'],
  ['payment-card', '6011000990139424'],
  ['payment-card', 'card 36227206271667'],
  ['iban', 'DE89 3704 0044 0532 0130 00'],
  ['iban', 'GB29NWBK60161331926819'],
  ['iban', 'FR14 2004 1010 0505 0001 3M02 606'],
  ['iban', 'BE68 5390 0754 7034'],
  ['bic', 'BIC: DEUTDEFF500'],
  ['us-routing', 'ABA routing number 021000021'],
  ['us-ssn', '536-90-4399'],
  ['us-ssn', 'SSN 536904399'],
  ['us-itin', '912-71-1234'],
  ['us-ein', 'EIN 12-3456789'],
  ['us-npi', 'NPI 1234567893'],
  ['us-mbi', '1EG4-TE5-MK73'],
  ['us-dea', 'DEA AP5836727'],
  ['uk-nhs', 'NHS number 943 476 5919'],
  ['uk-nino', 'AB123456C'],
  ['uk-nino', 'AB 12 34 56 C'],
  ['de-tax-id', 'Steuer-ID 36574261809'],
  ['de-insured', 'Versichertennummer A123456780'],
  ['fr-nir', '2 55 08 14 168 025 38'],
  ['nl-bsn', 'BSN 111222333'],
  ['be-national', '85.07.30-033.28'],
  ['pl-pesel', 'PESEL 44051401359'],
  ['se-personal', 'personnummer 811228-9874'],
  ['no-birth', '15107650102'],
  ['dk-cpr', 'CPR 070761-4285'],
  ['pt-nif', 'NIF 501442600'],
  ['ch-ahv', '756.9217.0769.85'],
  ['at-insurance', 'SVNR 1237 010180'],
  ['fi-hetu', '131052-308T'],
  ['es-dni', '54362315K'],
  ['es-nie', 'X2482300W'],
  ['it-fiscal', 'RCCMNL83S18D969H'],
  ['it-vat', 'P.IVA 00743110157'],
  ['ie-pps', 'PPSN 6433435F'],
  ['br-cpf', '111.444.777-35'],
  ['br-cnpj', '11.222.333/0001-81'],
  ['in-aadhaar', 'Aadhaar 2341 2341 2346'],
  ['in-pan', 'AAPPV8261K'],
  ['cn-resident', '11010519491231002X'],
  ['cn-resident', '440524188001010014'],
  ['kr-resident', '971013-9019902'],
  ['jp-my-number', 'My Number 6214 9832 0257'],
  ['th-national', '1-2345-45678-78-1'],
  ['sg-nric', 'S1234567D'],
  ['tw-national', 'Taiwan ID A123456789'],
  ['au-tfn', 'TFN 123 456 782'],
  ['au-medicare', 'Medicare 2123 45670 1'],
  ['ca-sin', 'SIN 130 692 544'],
  ['mx-curp', 'BOXW310820HNERXN09'],
  ['mx-clabe', 'CLABE 032180000118359719'],
  ['za-id', 'ID number 7503305044089'],
  ['il-id', 'Israeli ID 039337423'],
  ['tr-national', 'T.C. Kimlik 17291716060'],
  ['ae-emirates', '784-1980-1234567-8'],
  ['cl-rut', '12.531.909-2'],
  ['ar-cuit', '20-05536168-2'],
  ['ro-cnp', 'CNP 1630615123457'],
  ['cz-birth', '710319/2745'],
  ['gr-amka', 'AMKA 01013099997'],
  ['hr-oib', 'OIB 33392005961'],
  ['si-emso', 'EMSO 0101006500006'],
  ['baltic-personal', 'isikukood 37605030299'],
  ['bg-egn', 'EGN 7523169263'],
  ['imei', 'IMEI 490154203237518'],
  ['vat', 'VAT number DE136695976'],
  ['e-mail', 'ann.lee+x@mail.example.co.uk'],
  ['phone', '+49 (0) 170 1234567'],
  ['phone', 'Tel: (555) 010-9999'],
  ['ip', '203.0.113.7'],
  ['ip', '2001:db8::8a2e:370:7334'],
  ['wallet', 'BTC address 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'],
  ['wallet', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'],
  ['wallet', '0x52908400098527886E0F7030069857D2E4169EE7'],
  ['birth-date', 'Date of birth: 12 March 1980'],
  ['birth-date', 'geboren am 03.11.1971'],
  ['postal-address', 'home address: 12 Main Street'],
  ['postal-address', 'Anschrift: Hauptstr. 5'],
  ['passport', 'Passport no. C01X00T47'.replace('C01X00T47', 'C01900747')],
  ['driving-licence', "driver's license D1234567"],
  ['medical-record', 'MRN: 00123456'],
  ['icd-10', 'Diagnosis code E11.9'],
  ['secret', 'AKIAIOSFODNN7EXAMPLQ'],
];

describe('what says by its form what it is', () => {
  test.each(SAMPLES)('is found: %s in "%s"', (kind, text) => {
    const found = detect(`See ${text}, as asked.`).findings;
    expect(found.map((one) => (one.category === 'secret' ? 'secret' : one.kind))).toEqual([kind]);
    const [{ start, end } = { start: 0, end: 0 }] = found;
    expect(`See ${text}`.endsWith(`See ${text}, as asked.`.slice(start, end))).toBe(true);
  });

  test.each([
    ['payment-card', 'full-width digits', '４１１１ １１１１ １１１１ １１１１'],
    ['payment-card', 'signs between that nobody sees', '4111\u200b1111\u200d1111\u00ad1111'],
    ['payment-card', 'two spaces', '4111  1111  1111  1111'],
    ['payment-card', 'tabs', '4111\t1111\t1111\t1111'],
    ['payment-card', 'a new line', '4111 1111\r\n1111 1111'],
    ['payment-card', 'signs of its own', '4111\u20111111\u20111111\u20111111'],
    ['payment-card', 'a path', '/cards/4111111111111111'],
    ['payment-card', 'a name with joints', 'card_4111111111111111_exp'],
    ['payment-card', 'a row with more in it', 'Ann\t4111\t1111\t1111\t1111\t12/27\t123'],
    ['iban', 'small letters', 'de89 3704 0044 0532 0130 00'],
    ['iban', 'small letters without spaces', 'gb29nwbk60161331926819'],
    ['iban', 'full-width signs', 'ＤＥ８９３７０４００４４０５３２０１３０００'],
    ['iban', 'lines', 'DE89 3704 0044\n0532 0130 00'],
    ['us-ssn', 'signs of its own', '536\uff0d90\uff0d4399'],
    ['e-mail', 'full-width signs', 'ａｎｎ＠ｅｘａｍｐｌｅ．ｃｏｍ'],
    ['aws-key', 'a sign within that nobody sees', 'AKIAIOSF\u2060ODNN7EXAMPLQ'],
  ])('is found, however it is written: %s in %s', (kind, _, text) => {
    const value = { said: `你好, see ${text} please` };
    const found = detect(value);
    expect(found.findings.map((one) => one.kind)).toEqual([kind]);
    expect(JSON.stringify(blank(value, found, () => true))).not.toMatch(/\d{4}|[１４]|ann|ａｎｎ|AKIA/);
  });

  test('is found where another one stands before it, each in a line', () => {
    const ibans = ['AT61 1904 3002 3457 3201', 'ES9121000418450200051332', 'BE68 5390 0754 7034'];
    expect(kindsIn(ibans.join('\n'))).toEqual(['iban', 'iban', 'iban']);
  });

  test('is found at its place, beside a sign that hides nothing', () => {
    const text = 'x\u200b4111111111111111 ﬁn ① 5555５５５５５５５５4444';
    const places = detect(text).findings.map(({ start, end }) => text.slice(start, end));
    expect(places).toEqual(['4111111111111111', '5555５５５５５５５５4444']);
  });

  test.each([
    ['a wrong check digit', 'card 4111 1111 1111 1112, IBAN DE89 3704 0044 0532 0130 01, NHS 943 476 5918'],
    ['a number without the word it needs', '111222333 and 021000021 and 1234567893 and 943 476 5919'],
    [
      'part of something longer',
      '94111111111111111123, x4111111111111111, 4111111111111111@a, 1.536-90-4399',
    ],
    ['an identifier of a machine', 'id 550e8400-e29b-41d4-a716-446655440000 at 2026-11-21T07:00:00.000Z'],
    ['an amount, a version, a time', '1,234,567.89 EUR, v1.2.3, 12:34:56, 1732171819123, 0.1234567890123456'],
    ['a table of figures', '4539\t5787\t6362\t1486\t4539\n4539\t5787\t6362\t1486\t4539'],
    ['a column of figures', 'Units\n4000\n4539\n5787\n6362\n1486\n5000\n'],
    ['years and quarters', '2021\n2022\n2023\n2024\n2025'],
    ['a file or a page', '/items/4111111111111112/IMG_20261121_070000.jpg, build_1234567890123456'],
    ['words in small letters', 'no12 this that with some, de24 that this with from them into'],
    ['an id of parts', 'de893704-0044-4532-8130-00ab12cd34ef, be68539007547034abcd'],
    ['other scripts', '订单编号：１２３４，共５件。价格￥１，２３４．００ ｏｋ'],
    ['a word in capitals', 'SWIFTLY DEUTSCHE; HALLO WELT'],
  ])('is not found in %s', (_, text) => {
    expect(kindsIn(text)).toEqual([]);
  });

  test('is found where the name of a member says what it is, at its place', () => {
    const value = { people: [{ 'a/b': { nhsNumber: 9_434_765_919, date_of_birth: '1980-03-12' } }] };
    expect(detect(value).findings).toMatchObject([
      { kind: 'uk-nhs', pointer: '/people/0/a~1b/nhsNumber', start: 0, end: 10 },
      { kind: 'birth-date', pointer: '/people/0/a~1b/date_of_birth', isInName: false },
    ]);
    expect(detect({ 'ann@example.com': [1] }).findings).toMatchObject([
      { kind: 'e-mail', pointer: '/ann@example.com', isInName: true, start: 0, end: 15 },
    ]);
    expect(kindsIn('{"customer":{"bsn":"111222333"}}')).toEqual(['nl-bsn']);
  });
});

describe('what is found makes a value', () => {
  test('as sensitive as the worst of it', () => {
    expect(detect('hello').labels).toEqual({ sensitivity: 'public', categories: [], integrity: 'trusted' });
    expect(detect(['a@example.com', 'DE89370400440532013000']).labels).toEqual({
      sensitivity: 'confidential',
      categories: ['contact', 'financial'],
      integrity: 'trusted',
    });
    expect(detect('4111 1111 1111 1111').labels.sensitivity).toBe('restricted');
  });

  test('a list of people where there are many addresses, each counted once', () => {
    const same = Array.from({ length: 60 }, () => 'ann@example.com');
    expect(detect(same).labels).toMatchObject({ sensitivity: 'internal', categories: ['contact'] });
    const many = Array.from({ length: 25 }, (_, place) => `ann${place}@example.com`);
    expect(detect(many).labels).toMatchObject({
      sensitivity: 'confidential',
      categories: ['contact', 'pii'],
    });
  });

  test('unscanned where it was too much to read, or too deep', () => {
    const long = detect(['x '.repeat(600_000), '4111 1111 1111 1111']);
    expect(long).toMatchObject({ isWhole: false, findings: [] });
    expect(long.labels).toMatchObject({ sensitivity: 'confidential', categories: ['unscanned'] });
    const deep = JSON.parse(`${'['.repeat(5_000)}1${']'.repeat(5_000)}`) as Json;
    expect(detect(deep).labels.categories).toEqual(['unscanned']);
    expect(detect(Array<Json>(1_100_000).fill(0)).isWhole).toBe(false);
  });

  test('unscanned where it is no text, and no more sensitive for that', () => {
    const picture = { content: [{ type: 'image', data: 'AAAA', mimeType: 'image/png' }] };
    expect(detect(picture).labels).toMatchObject({ sensitivity: 'internal', categories: ['unscanned'] });
    expect(detect({ contents: [{ uri: 'a:b', blob: 'AAAA' }] }).isWhole).toBe(false);
    expect(detect({ data: 'a', blob: 'b' }).isWhole).toBe(true);
  });

  test('never less by what is added to it', () => {
    const part = fc.oneof(fc.constantFrom(...SAMPLES.map(([, text]) => text)), fc.string());
    fc.assert(
      fc.property(fc.array(part), part, (texts, more) => {
        expect(covers(detect([...texts, more]).labels, detect(texts).labels)).toBe(true);
      }),
    );
  });
});

test('any value is read to its end, and spans lie in what they are found in, in order', () => {
  const nasty = fc
    .array(
      fc.constantFrom(
        '1',
        ' ',
        '-',
        '.',
        '@',
        'a',
        'A',
        '+',
        ':',
        '0x',
        'DE89',
        '4111 ',
        'dob',
        'é',
        '\u2011',
      ),
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(nasty, fc.string({ unit: 'binary' })), (text) => {
      let last = 0;
      for (const { start, end } of detect(text).findings) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        last = end;
      }
      expect(last).toBeLessThanOrEqual(text.length);
    }),
    { numRuns: 500 },
  );
  fc.assert(fc.property(fc.jsonValue(), (value) => void detect(value as Json)));
});

describe('what was found', () => {
  const all = () => true;

  test('is taken out at its places, and nothing else is changed', () => {
    const value = {
      'a/b': ['pay DE89 3704 0044 0532 0130 00 now', 7],
      card: 4_111_111_111_111_111,
      ok: null,
    };
    expect(blank(value, detect(value), all)).toEqual({
      'a/b': ['pay [redacted:iban] now', 7],
      card: '[redacted:payment-card]',
      ok: null,
    });
    expect(blank(value, detect(value), ({ category }) => category === 'pci')).toEqual({
      ...value,
      card: '[redacted:payment-card]',
    });
  });

  test('cannot be where it stands in a name, or where not all was read', () => {
    const named = { DE89370400440532013000: 'x' };
    expect(blank(named, detect(named), all)).toBeNull();
    expect(blank(named, detect(named), () => false)).toEqual(named);
    const picture = { data: 'AAAA', mimeType: 'image/png' };
    expect(blank(picture, detect(picture), all)).toBeNull();
  });

  test('is found no more once it is taken out', () => {
    const sample = fc.constantFrom(...SAMPLES.map(([, text]) => text));
    fc.assert(
      fc.property(fc.array(fc.oneof(sample, fc.string())), (value) => {
        const left = blank(value, detect(value), all);
        expect(left === null || detect(left).findings.length === 0).toBe(true);
      }),
    );
  });
});
