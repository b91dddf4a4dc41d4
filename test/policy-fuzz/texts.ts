// Strings that sit on the edges of what Cedar's own readers take and refuse.

import type { Dice } from './dice.ts';
import type { ExtensionName } from './world.ts';

export const IDS = ['a', 'b', 'c', 'd', 'é', '', 'a"b\\', '😀'];
const WORDS = ['', 'a', 'ab', 'aab', 'b*', '*', 'é', 'e\u0301', '😀a', 'a\nb', '\u0000', 'aaaaaaaaaaab'];

const GOOD: Record<ExtensionName, readonly string[]> = {
  decimal: [
    '0.0',
    '1.5',
    '1.5000',
    '-1.5',
    '-0.0',
    '00001.50',
    '922337203685477.5807',
    '-922337203685477.5808',
  ],
  ipaddr: [
    '1.2.3.4',
    '1.2.3.4/32',
    '1.2.3.4/24',
    '1.2.3.0/24',
    '127.0.0.1',
    '127.0.0.0/8',
    '126.0.0.0/7',
    '0.0.0.0/0',
    '224.0.0.1',
    '224.0.0.0/4',
    '224.0.0.0/3',
    '::',
    '::1',
    '::1/128',
    '0:0:0:0:0:0:0:1',
    '::1/127',
    '::/0',
    'ff00::/8',
    'ff02::1',
    '2001:db8::ff/64',
    'FE80::1',
  ],
  datetime: [
    '2024-01-01',
    '2024-02-29',
    '1969-12-31',
    '0000-01-01',
    '9999-12-31',
    '2024-01-01T00:00:00Z',
    '2024-01-01T23:59:59.999Z',
    '2024-01-01T00:00:00+0000',
    '2024-01-01T01:30:00+0130',
    '2024-01-01T00:00:00.001-2359',
    '1969-12-31T23:59:59.999Z',
    '1970-01-01',
    '1900-03-01',
    '1900-02-28',
    '2000-02-29',
    '2000-03-01',
    '0000-01-01T00:00:00.000+2359',
  ],
  duration: [
    '0ms',
    '1d',
    '24h',
    '-1d2h3m4s5ms',
    '1h',
    '-1ms',
    '1s',
    '-1500ms',
    '60000ms',
    '-59999ms',
    '-60001ms',
    '3600000ms',
    '-3599999ms',
    '-86399999ms',
    '4611686018427387904ms',
    '4611686018427388000ms',
    '86400000ms',
    '106751991167d7h12m55s807ms',
    '-106751991167d7h12m55s808ms',
    '9223372036854775807ms',
    '-9223372036854775808ms',
  ],
};

const BAD: Record<ExtensionName, readonly string[]> = {
  decimal: [
    '',
    '1',
    '1.',
    '.5',
    '1.12345',
    '+1.0',
    '1.0 ',
    '-.0',
    '--1.0',
    '1.0e1',
    '١.٠',
    '922337203685477.5808',
    '-922337203685477.5809',
    '9223372036854775808.0',
  ],
  ipaddr: [
    '',
    '1.2.3',
    '1.2.3.4.5',
    '01.2.3.4',
    '256.1.1.1',
    '1.2.3.4/',
    '1.2.3.4/33',
    '1.2.3.4/08',
    '1.2.3.4/+8',
    '::/129',
    '1::2::3',
    ':::',
    '::1%eth0',
    '[::1]',
    '12345::',
    '1:2:3:4:5:6:7:8:9',
    '::ffff:1.2.3',
    '::ffff:1.2.3.4',
    '0000:0000:0000:0000:0000:0000:0000:0000:0000/128',
    ' 1.2.3.4',
  ],
  datetime: [
    '',
    '2024-1-1',
    '2023-02-29',
    '2024-13-01',
    '2024-00-01',
    '2024-01-32',
    '2024-01-01T',
    '2024-01-01T00:00:00',
    '2024-01-01T24:00:00Z',
    '2024-01-01T00:60:00Z',
    '2024-01-01T00:00:60Z',
    '2024-01-01T00:00:00.1Z',
    '2024-01-01T00:00:00+00:00',
    '2024-01-01T00:00:00+2400',
    '2024-01-01T00:00:00+0060',
    '2024-01-01 00:00:00Z',
    '2024-01-01t00:00:00z',
    '+2024-01-01',
    '10000-01-01',
    '2024-01-01Z',
  ],
  duration: [
    '',
    '-',
    'd',
    '1',
    '1h1d',
    '1d1d',
    '1ms2s',
    '+1d',
    '1 d',
    ' 1d',
    '1D',
    '--1d',
    '-1d-1h',
    '1.5h',
    '106751991168d',
    '9223372036854775808ms',
    '-9223372036854775809ms',
    '99999999999999999999999999d',
    '1d0',
  ],
};

const UNITS = ['d', 'h', 'm', 's', 'ms'];

/** A string that the constructor takes; with a share of bad ones, now and then one that it does not. */
export function makeExtensionText(dice: Dice, name: ExtensionName, badShare: number): string {
  if (dice.chance(badShare)) return dice.pick(BAD[name]);
  return dice.chance(0.6) ? dice.pick(GOOD[name]) : COMPOSERS[name](dice, badShare > 0 ? 1 : 0);
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** @param excess added to each bound: 1 makes strings that may be just beyond what is taken */
type Compose = (dice: Dice, excess: number) => string;

const composeAddress: Compose = (dice, excess) => {
  const byte = (): number => dice.pick([0, 1, 126, 127, 128, 223, 224, 239, 240, 255 + excess]);
  const group = (): string => dice.pick(['0', '1', 'ff', 'ffff', 'ff00', 'FE80', '0001']);
  const bits = (most: number): string => (dice.chance(0.5) ? `/${dice.int(0, most + excess)}` : '');
  if (dice.chance(0.6)) return `${byte()}.${byte()}.${byte()}.${byte()}${bits(32)}`;
  const head = dice.many(0, 3, group).join(':');
  const tail = dice.many(0, 3 + 2 * excess, group).join(':');
  return `${dice.chance(0.7) ? `${head}::${tail}` : dice.many(8 - excess, 8, group).join(':')}${bits(128)}`;
};

const composeMoment: Compose = (dice, excess) => {
  const upTo = (most: number, width = 2): string => pad(dice.int(0, most + excess), width);
  const [month, date] = [dice.int(1, 12 + excess), dice.int(1, 28 + 4 * excess)];
  const day = `${upTo(9999 - excess, 4)}-${pad(month, 2)}-${pad(date, 2)}`;
  if (dice.chance(0.4)) return day;
  const fraction = dice.chance(0.5) ? `.${upTo(999 - excess, 3)}` : '';
  const zone = dice.chance(0.5) ? 'Z' : `${dice.pick(['+', '-'])}${upTo(23)}${upTo(59)}`;
  return `${day}T${upTo(23)}:${upTo(59)}:${upTo(59)}${fraction}${zone}`;
};

const composeSpan: Compose = (dice, excess) => {
  const parts = UNITS.filter((unit) => unit === 's' || dice.chance(0.5)).map(
    (unit) => `${dice.int(0, 99)}${unit}`,
  );
  return `${dice.chance(0.3) ? '-' : ''}${(dice.chance(excess / 10) ? parts.toReversed() : parts).join('')}`;
};

const COMPOSERS: Record<ExtensionName, Compose> = {
  decimal: (dice) => `${dice.chance(0.3) ? '-' : ''}${dice.int(0, 3)}.${dice.int(0, 9999)}`,
  ipaddr: composeAddress,
  datetime: composeMoment,
  duration: composeSpan,
};

export function makeText(dice: Dice): string {
  if (dice.chance(0.4)) return dice.pick(WORDS);
  if (dice.chance(0.7)) return dice.many(0, 3, () => dice.pick(['a', 'b'])).join('');
  return dice.many(0, 6, () => dice.pick(['a', 'b', '*', 'é', '😀', '\u0301'])).join('');
}

/** Numbers as JSON can hold them; beyond the safe ones they are what their shortest decimal says. */
export function makeNumber(dice: Dice): number {
  if (dice.chance(0.8)) return dice.int(-5, 5);
  const bounds = [2 ** 31, 2 ** 32, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER, 3_037_000_500];
  return dice.chance(0.7) ? dice.pick(bounds) : dice.pick([2 ** 53, 2 ** 62, -(2 ** 62), 2 ** 63 - 1024]);
}
