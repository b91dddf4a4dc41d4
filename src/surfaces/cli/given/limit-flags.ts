// How far an approval may go, as a person writes and reads it: parts that are not said are not limited.

import type { Command } from 'commander';
import { moneySchema, moneyText, tenThousandths } from '../../../workflow/money.ts';
import { approverLimit, type ApproverLimitView } from '../../http/contract/duty.ts';
import { CliError } from '../exit.ts';
import { readCount } from '../paging.ts';

export interface LimitFlags {
  readonly effects?: string;
  readonly sensitivity?: string;
  readonly categories?: string;
  readonly destinations?: string;
  readonly amount?: string;
  readonly perHour?: number;
}

export function withLimitFlags(command: Command): Command {
  return command
    .option('--effects <list>', 'only what does no more than these, with all that it sets off')
    .option('--sensitivity <level>', 'only data that is no more sensitive: public … restricted')
    .option('--categories <list>', 'only data of these kinds; "" for none')
    .option('--destinations <list>', 'only what goes to these: own, known, or hosts; "" for nowhere')
    .option('--amount <money>', 'only up to that sum, of whatever currency')
    .option('--per-hour <count>', 'only so many approvals in an hour', readCount);
}

/** Null: none was said. Throws `CliError` where a part is not understood. */
export function limitOf(flags: LimitFlags): ApproverLimitView | null {
  const { effects, sensitivity, categories, destinations, amount, perHour } = flags;
  const said = {
    ...(effects === undefined ? {} : { effects: listOf(effects) }),
    ...(sensitivity === undefined ? {} : { sensitivity }),
    ...(categories === undefined ? {} : { categories: listOf(categories) }),
    ...(destinations === undefined ? {} : { destinations: listOf(destinations) }),
    ...(amount === undefined ? {} : { amount: moneyOf(amount, '--amount') }),
    ...(perHour === undefined ? {} : { perHour }),
  };
  if (Object.keys(said).length === 0) return null;
  const read = approverLimit.safeParse(said);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new CliError(`--${String(issue?.path[0])}: ${issue?.message ?? 'is not understood'}`);
}

/** The parts between commas; none of an empty text. */
export function listOf(text: string): string[] {
  return text.trim() === '' ? [] : text.split(',').map((part) => part.trim());
}

/** Of a flag, in ten-thousandths. */
export function moneyOf(text: string, flag: string): number {
  const read = moneySchema.safeParse(text.trim() === '' ? null : Number(text));
  if (read.success) return tenThousandths(read.data);
  throw new CliError(`${flag} must be an amount such as 250 or 99.50`);
}

/** `effects read, write; up to 500`; null where nothing is limited. */
export function limitText(limit: ApproverLimitView | undefined): string | null {
  if (limit === undefined) return null;
  const { effects, sensitivity, categories, destinations, amount, perHour } = limit;
  const parts = [
    ...(effects === undefined ? [] : [`effects ${namesOf(effects)}`]),
    ...(sensitivity === undefined ? [] : [`data up to ${sensitivity}`]),
    ...(categories === undefined ? [] : [`kinds of data ${namesOf(categories)}`]),
    ...(destinations === undefined ? [] : [`to ${namesOf(destinations)}`]),
    ...(amount === undefined ? [] : [`up to ${moneyText(amount)}`]),
    ...(perHour === undefined ? [] : [`${perHour} an hour`]),
  ];
  return parts.join('; ');
}

function namesOf(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}
