// Cedar's decimals: four digits after the point, held as a whole number of ten-thousandths.

import { BAD_EXTENSION } from './failure.ts';
import { longOf } from './long.ts';
import type { Long } from './long.ts';
import { Extension } from './value.ts';

const MAX_EXACT = 15;
const DECIMAL = /^(-?)(\d+)\.(\d{1,4})$/;

export class Decimal extends Extension {
  readonly tenThousandths: Long;

  constructor(tenThousandths: Long) {
    super();
    this.tenThousandths = tenThousandths;
  }

  override get key(): string {
    return `d${this.tenThousandths}`;
  }
}

/** Reads `12.5`; throws BAD_EXTENSION for what is none or does not fit 64 bits. */
export function readDecimal(text: string): Decimal {
  const match = DECIMAL.exec(text);
  if (match === null) throw BAD_EXTENSION;
  const [, sign = '', whole = '', fraction = ''] = match;
  const digits = `${sign}${whole}${fraction.padEnd(4, '0')}`;
  // So few are exact as a number; the sum turns -0 into 0.
  const value = digits.length <= MAX_EXACT ? Number(digits) + 0 : longOf(BigInt(digits));
  if (value === null) throw BAD_EXTENSION;
  return new Decimal(value);
}
