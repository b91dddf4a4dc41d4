// Check digits, each by the rule that its issuer published. All take a text of digits alone.

const ZERO = '0'.charCodeAt(0);

/** Sum of digit times weight; as many digits as there are weights, from the first. */
export function weigh(digits: string, weights: readonly number[]): number {
  let sum = 0;
  for (let place = 0; place < weights.length; place += 1) {
    sum += weights[place]! * (digits.charCodeAt(place) - ZERO);
  }
  return sum;
}

/** ISO/IEC 7812-1, annex B. */
export function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = digits.length - 1, even = false; place >= 0; place -= 1, even = !even) {
    const doubled = (digits.charCodeAt(place) - ZERO) * (even ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** ISO/IEC 7064, MOD 97-10: the remainder; letters count from 10. */
export function mod97(text: string): number {
  let rest = 0;
  for (const character of text) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

/** ISO/IEC 7064, MOD 11,10. */
export function isMod1110(digits: string): boolean {
  let product = 10;
  for (const digit of digits.slice(0, -1)) {
    const sum = (Number(digit) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (product + Number(digits.at(-1))) % 10 === 1;
}

const DIHEDRAL =
  '0123456789123406789523401789563401289567401239567859876043216598710432765982104387659321049876543210';
const TURNED = '01234567891576283094580379614289160435279453126870428657390127938064157046913258';

/** Verhoeff's, over the symmetries of a pentagon. */
export function isVerhoeff(digits: string): boolean {
  let state = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]);
    const turned = Number(TURNED[(place % 8) * 10 + digit]);
    state = Number(DIHEDRAL[state * 10 + turned]);
  }
  return state === 0;
}

/** Two digits each: a day that some month has. */
export function isDay(month: string | number, day: string | number): boolean {
  return Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;
}

/** `YYMMDD`, from a place on. */
export function isDate(digits: string, at = 0): boolean {
  return isDay(digits.slice(at + 2, at + 4), digits.slice(at + 4, at + 6));
}

/** `DDMMYY`. */
export function isDayFirst(digits: string): boolean {
  return isDay(digits.slice(2, 4), digits.slice(0, 2));
}

export function isOneDigit(digits: string): boolean {
  return digits === digits[0]!.repeat(digits.length);
}
