// A reason reads the same wherever the command line shows one.

import { moneyText } from '../../../workflow/money.ts';

/** Of the kernel or of the API: codes of a newer daemon are shown as they come. */
export interface ShownReason {
  readonly rule: string;
  readonly code: string;
  readonly facts: object;
  readonly lift: string;
}

export function reasonLine({ rule, code, facts, lift }: ShownReason): string {
  const seen = Object.keys(facts).length === 0 ? '' : ` ${JSON.stringify(asWritten(code, facts))}`;
  return `${rule}: ${code}${seen}. ${lift}`;
}

/** The kernel counts money in ten-thousandths; people write it otherwise. */
function asWritten(code: string, facts: object): object {
  const isMoney = code === 'money-exhausted' || (facts as { readonly of?: unknown }).of === 'money';
  if (!isMoney) return facts;
  const counted = new Set(code === 'money-exhausted' ? ['spent', 'amount', 'limit'] : ['left']);
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) =>
      counted.has(name) && Number.isSafeInteger(value)
        ? [name, Number(moneyText(value as number))]
        : [name, value],
    ),
  );
}
