// `holdpoint agent allowance`: an agent does not get more by opening more tasks, of calls nor of people.

import type { Command } from 'commander';
import type { z } from 'zod';
import { moneyText } from '../../../workflow/money.ts';
import { answerSchema } from '../../http/contract.ts';
import type { agentAllowanceView } from '../../http/contract/budget.ts';
import type { Context, Run } from '../context.ts';
import { CliError } from '../exit.ts';
import { moneyOf } from '../given/limit-flags.ts';

const WINDOWS: { readonly [name: string]: number } = { hour: 3_600, day: 86_400 };

interface AllowanceFlags {
  readonly per?: string;
  readonly calls?: string;
  readonly sends?: string;
  readonly money?: string;
  readonly holds?: string;
  readonly lift?: true;
}

/** Adds `allowance` to `holdpoint agent`. */
export function addAgentAllowance(agent: Command, run: Run): void {
  agent
    .command('allowance')
    .description('Says what all tasks of an agent may use together, and have waiting for people.')
    .argument('<id>', 'id of the agent')
    .option('--per <window>', 'hour or day: each has an allowance of its own')
    .option('--calls <count>', 'how many calls')
    .option('--sends <count>', 'how many calls that send something')
    .option('--money <amount>', 'the sum of all amounts, of whatever currency')
    .option('--holds <count>', 'how much may wait for people at once; default: that is as usual again')
    .option('--lift', 'nothing limits that window any more')
    .addHelpText('after', '\nExample:\n  holdpoint agent allowance scribe --per day --sends 200 --money 500')
    .action((id: string, flags: AllowanceFlags) => run((context) => allow(context, id, flags)));
}

async function allow(context: Context, id: string, flags: AllowanceFlags): Promise<void> {
  const { holds, per } = flags;
  if (holds !== undefined) return allowHolds(context, id, holds, flags);
  const windowSeconds = per !== undefined && Object.hasOwn(WINDOWS, per) ? WINDOWS[per] : undefined;
  if (windowSeconds === undefined) throw new CliError('--per must be hour or day');
  const limit = limitOf(flags);
  const path = `/agents/${encodeURIComponent(id)}/allowance`;
  const answer = await (await context.operator()).post(path, { windowSeconds, limit }, answerSchema);
  const { calls, sends, money } = flags;
  const parts = Object.entries({ calls, sends, money }).flatMap(([name, most]) =>
    most === undefined ? [] : [`${name} ${most}`],
  );
  const said = limit === null ? 'nothing limits it' : parts.join(', ');
  context.print({ agent: id, windowSeconds, limit, ...answer }, `${id}, each ${per}: ${said}`);
}

/** It knows no window: it is what waits at one time. */
async function allowHolds(context: Context, id: string, text: string, flags: AllowanceFlags): Promise<void> {
  if (Object.keys(flags).length > 1) throw new CliError('--holds stands alone: it is not for a window');
  const holds = text === 'default' ? null : countOf(text, '--holds');
  const path = `/agents/${encodeURIComponent(id)}/holds`;
  const answer = await (await context.operator()).post(path, { holds }, answerSchema);
  const said = holds === null ? 'as many holds as is usual' : `at most ${holds} holds`;
  context.print({ agent: id, holds, ...answer }, `${id}: ${said} wait at once`);
}

/** All that bounds an agent over its tasks. */
export function boundsText({
  allowances = [],
  holds,
}: {
  readonly allowances?: readonly z.output<typeof agentAllowanceView>[];
  readonly holds?: number;
}): string {
  const waiting = holds === undefined ? [] : [`${holds} holds at once`];
  return [...allowances.map(allowanceText), ...waiting].join('; ');
}

/** `5 sends, 500 money each day`. */
function allowanceText({ windowSeconds, money, ...counts }: z.output<typeof agentAllowanceView>): string {
  const parts = Object.entries(counts).map(([name, most]) => `${most} ${name}`);
  const all = money === undefined ? parts : [...parts, `${moneyText(money)} money`];
  return `${all.join(', ')} each ${windowSeconds === WINDOWS['day'] ? 'day' : 'hour'}`;
}

/** Null: it is lifted. Throws `CliError` where it is not clear what is meant. */
function limitOf({ calls, sends, money, lift }: AllowanceFlags) {
  const limit = {
    ...(calls === undefined ? {} : { calls: countOf(calls, '--calls') }),
    ...(sends === undefined ? {} : { sends: countOf(sends, '--sends') }),
    ...(money === undefined ? {} : { money: moneyOf(money, '--money') }),
  };
  const isNothing = Object.keys(limit).length === 0;
  if (isNothing === (lift === true)) return isNothing ? null : limit;
  throw new CliError('say what it may use: --calls, --sends, --money; or --lift alone');
}

function countOf(text: string, flag: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new CliError(`${flag} must be a whole number such as 100`);
}
