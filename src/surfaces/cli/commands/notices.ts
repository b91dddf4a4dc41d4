// `holdpoint notices`: what policy has people told of.

import type { Command } from 'commander';
import { nearest } from '../../../document/nearest.ts';
import { noticePage } from '../../http/contract/policy.ts';
import { operatorsResponse } from '../../http/contract.ts';
import type { Context, Run } from '../context.ts';
import { CliError } from '../exit.ts';
import { readPages, withCountFlags, type CountFlags } from '../paging.ts';
import { renderTable, renderTime } from '../render/table.ts';

interface NoticeFlags extends CountFlags {
  readonly role?: string;
  readonly task?: string;
}

export function addNoticesCommand(program: Command, run: Run): void {
  withCountFlags(program.command('notices'))
    .description('Lists the decisions that policy has people told of (@notify), newest first.')
    .option('--role <role>', 'only what people with the role are told of')
    .option('--task <id>', 'only those of a task')
    .addHelpText('after', '\nExample:\n  holdpoint notices --role security')
    .action((flags: NoticeFlags) => run((context) => listNotices(context, flags)));
}

async function listNotices(context: Context, { role, task, ...flags }: NoticeFlags): Promise<void> {
  const about = { ...(role === undefined ? {} : { role }), ...(task === undefined ? {} : { task }) };
  const { rows, next } = await readPages(context, flags, about, {
    path: '/notices',
    schema: noticePage,
    rowsOf: ({ notices }) => notices,
  });
  if (rows.length === 0 && role !== undefined) await requireRole(context, role);
  const cells = rows.map((one) => [
    renderTime(one.decidedAt),
    one.roles.join(', '),
    one.verdict,
    `${one.connector}/${one.tool}`,
    one.agent,
    one.policies.join(', '),
    one.record,
  ]);
  const headings = ['decided', 'for', 'verdict', 'tool', 'agent', 'policies', 'record'];
  context.print({ notices: rows, next }, renderTable(headings, cells) ?? 'nobody is told of anything');
}

/** A role that nobody has is a slip of the pen rather than a silence. */
async function requireRole(context: Context, role: string): Promise<void> {
  const { operators } = await (await context.reader()).get('/operators', operatorsResponse);
  const roles = [...new Set(operators.flatMap((operator) => operator.roles))].toSorted();
  if (roles.includes(role)) return;
  throw new CliError(`nobody has the role ${role}, and nobody was told as such`, {
    help: nearest(role, roles, 'roles'),
  });
}
