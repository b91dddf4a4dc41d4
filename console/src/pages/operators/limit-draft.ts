// How far an approval may go, as it is being written; a part that is null is not limited.

import type { ApproverLimitView } from '../../../../src/surfaces/http/contract/duty.ts';

/** Texts as they are typed; lists with commas between. */
export interface LimitDraft {
  readonly amount: string | null;
  readonly perHour: string | null;
  readonly sensitivity: string | null;
  readonly effects: string | null;
  readonly destinations: string | null;
  readonly categories: string | null;
}

type Written<Part extends keyof ApproverLimitView> = NonNullable<ApproverLimitView[Part]>;

export const SENSITIVITIES: readonly Written<'sensitivity'>[] = [
  'public',
  'internal',
  'confidential',
  'restricted',
];

export const EFFECTS: Written<'effects'> = [
  'read',
  'write',
  'send',
  'delete',
  'spend',
  'execute',
  'approve',
  'admin',
  'impersonate',
];

const MONEY = /^\d{1,12}(\.\d{1,4})?$/;
const COUNT = /^[1-9]\d{0,5}$/;

export function draftOf(limit: ApproverLimitView | undefined): LimitDraft {
  const { amount, perHour, sensitivity, effects, destinations, categories } = limit ?? {};
  return {
    amount: amount === undefined ? null : String(amount / 10_000),
    perHour: perHour === undefined ? null : String(perHour),
    sensitivity: sensitivity ?? null,
    effects: effects?.join(', ') ?? null,
    destinations: destinations?.join(', ') ?? null,
    categories: categories?.join(', ') ?? null,
  };
}

/** The limit, null where nothing is limited; or what of it is not understood. */
export function limitOf(
  draft: LimitDraft,
): { readonly limit: ApproverLimitView | null } | { readonly wrong: string } {
  const wrong = wrongIn(draft);
  if (wrong !== null) return { wrong };
  const { amount, perHour, sensitivity, effects, destinations, categories } = draft;
  const limit: ApproverLimitView = {
    ...(amount === null ? {} : { amount: Math.round(Number(amount) * 10_000) }),
    ...(perHour === null ? {} : { perHour: Number(perHour) }),
    ...(sensitivity === null ? {} : { sensitivity: sensitivity as Written<'sensitivity'> }),
    ...(effects === null ? {} : { effects: namesIn(effects) as Written<'effects'> }),
    ...(destinations === null ? {} : { destinations: namesIn(destinations) }),
    ...(categories === null ? {} : { categories: namesIn(categories) }),
  };
  return { limit: Object.keys(limit).length === 0 ? null : limit };
}

function wrongIn({ amount, perHour, effects }: LimitDraft): string | null {
  if (amount !== null && !MONEY.test(amount.trim())) return 'Write an amount such as 250 or 99.50.';
  if (perHour !== null && !COUNT.test(perHour.trim())) return 'Write how many in an hour: 1 or more.';
  const foreign = namesIn(effects ?? '').find((name) => !(EFFECTS as readonly string[]).includes(name));
  return foreign === undefined ? null : `${foreign} is no effect: they are ${EFFECTS.join(', ')}.`;
}

/** What stands between commas. */
export function namesIn(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** `up to 500; 20 an hour`; null where nothing is limited. */
export function limitWords(limit: ApproverLimitView | undefined): string | null {
  if (limit === undefined) return null;
  const { amount, perHour, sensitivity, effects, destinations, categories } = limit;
  const names = (list: readonly string[]): string => (list.length === 0 ? 'none' : list.join(', '));
  return [
    ...(amount === undefined ? [] : [`up to ${(amount / 10_000).toLocaleString()}`]),
    ...(perHour === undefined ? [] : [`${perHour} an hour`]),
    ...(sensitivity === undefined ? [] : [`data up to ${sensitivity}`]),
    ...(effects === undefined ? [] : [`effects: ${names(effects)}`]),
    ...(destinations === undefined ? [] : [`destinations: ${names(destinations)}`]),
    ...(categories === undefined ? [] : [`kinds of data: ${names(categories)}`]),
  ].join('; ');
}
