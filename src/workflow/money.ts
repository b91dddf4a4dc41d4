// Amounts that people write are kept exactly: the kernel counts in ten-thousandths, whatever the currency.

import { z } from 'zod';

const TEN_THOUSANDTHS = 10_000;
const MAX = 100_000_000_000;

export const moneySchema = z
  .number()
  .min(0)
  .max(MAX)
  .refine((value) => /^\d+(?:\.\d{1,4})?$/.test(String(value)), 'must have at most four decimals');

export function tenThousandths(money: number): number {
  return Math.round(money * TEN_THOUSANDTHS);
}

/** As people write it. */
export function moneyText(amount: number): string {
  return String(amount / TEN_THOUSANDTHS);
}
