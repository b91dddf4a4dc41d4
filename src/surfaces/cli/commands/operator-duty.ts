// `holdpoint operator limit`, `delegate` and what belongs to them: how far a person's approvals go, and to
// whom they lend a part of that for a time.

import type { Command } from 'commander';
import { answerSchema, delegated, operatorsResponse, type OperatorView } from '../../http/contract.ts';
import { delegationsResponse, type DelegationView } from '../../http/contract/duty.ts';
import type { Context, Run } from '../context.ts';
import { CliError } from '../exit.ts';
import { limitOf, limitText, listOf, withLimitFlags, type LimitFlags } from '../given/limit-flags.ts';
import { renderFacts, renderTable, renderTime } from '../render/table.ts';
import { tellUnknownRoles } from '../unknown-roles.ts';
import { readTime } from './policy-simulate.ts';

/** Adds them to `holdpoint operator`. */
export function addOperatorDuty(operator: Command, run: Run): void {
  operator
    .command('show')
    .description('Shows a person: roles, how far their approvals go, and what they lend or are lent.')
    .argument('<id>', 'the operator')
    .addHelpText('after', '\nExample:\n  holdpoint operator show grace')
    .action((id: string) => run((context) => showOperator(context, id)));
  operator
    .command('roles')
    .description('Gives a person these roles in place of those that they have. Nobody changes their own.')
    .argument('<id>', 'the operator')
    .requiredOption('--roles <list>', 'such as approver,requester; "" takes all of them')
    .addHelpText('after', '\nExample:\n  holdpoint operator roles grace --roles approver,security')
    .action((id: string, flags: { readonly roles: string }) =>
      run((context) => changeRoles(context, id, flags.roles)),
    );
  withLimitFlags(operator.command('limit'))
    .description('Says how far what a person approves may go. What is unknown is beyond every limit.')
    .argument('<id>', 'the operator')
    .option('--lift', 'it goes as far as their roles do')
    .addHelpText(
      'after',
      '\nExample:\n  holdpoint operator limit grace --amount 500 --destinations own,known --per-hour 20',
    )
    .action((id: string, flags: LimitFlags & { readonly lift?: true }) =>
      run((context) => limitOperator(context, id, flags)),
    );
  withLimitFlags(operator.command('delegate'))
    .description('Lends roles of your own to somebody else, to approve for you for a time.')
    .argument('<to>', 'the operator who approves for you')
    .requiredOption('--roles <list>', 'such as approver,finance: of your own')
    .requiredOption('--until <time>', 'ISO 8601; at most 90 days away', readTime)
    .addHelpText(
      'after',
      '\nExample:\n  holdpoint operator delegate ben --roles approver --until 2026-12-06 --amount 500',
    )
    .action((to: string, flags: DelegateFlags) => run((context) => delegate(context, to, flags)));
  operator
    .command('delegations')
    .description('Lists who lends which roles to whom, and until when.')
    .action(() => run(listDelegations));
  operator
    .command('revoke-delegation')
    .description('Ends a delegation: the lender, whoever it is lent to, or an admin may.')
    .argument('<delegation>', 'its id')
    .addHelpText('after', '\nExample:\n  holdpoint operator revoke-delegation dlg_0123456789abcdef')
    .action((id: string) => run((context) => revoke(context, id)));
}

interface DelegateFlags extends LimitFlags {
  readonly roles: string;
  readonly until: number;
}

async function showOperator(context: Context, id: string): Promise<void> {
  const reader = await context.reader();
  const { operators } = await reader.get('/operators', operatorsResponse);
  const operator = operators.find((one) => one.id === id);
  if (operator === undefined) {
    throw new CliError(`no operator: ${id}`, { help: 'Who there is: holdpoint operator list' });
  }
  const { delegations } = await reader.get('/delegations', delegationsResponse);
  const lends = delegations.filter(({ from }) => from === id);
  const isLent = delegations.filter(({ to }) => to === id);
  context.print({ operator, lends, isLent }, renderOperator(operator, lends, isLent));
}

function renderOperator(
  operator: OperatorView,
  lends: readonly DelegationView[],
  isLent: readonly DelegationView[],
): string {
  const { id, name, roles, publicKey, identity, limit, decidedLastHour = 0 } = operator;
  return renderFacts([
    ['operator', id],
    ['name', name ?? '(erased)'],
    ['roles', roles.join(', ')],
    ['key', publicKey === null ? 'no' : 'yes'],
    ['signs in at', identity?.issuer ?? null],
    ['approves', limitText(limit) ?? 'as far as the roles do'],
    ['decided', `${decidedLastHour} in the last hour`],
    ...lends.map((one) => ['lends', `${lentText(one)} to ${one.to} (${one.id})`] as const),
    ...isLent.map((one) => ['is lent', `${lentText(one)} by ${one.from} (${one.id})`] as const),
  ]);
}

function lentText({ roles, until, limit }: DelegationView): string {
  const within = limit === undefined ? '' : `, ${limitText(limit)}`;
  return `${roles.join(', ')} until ${renderTime(until)}${within}`;
}

async function changeRoles(context: Context, id: string, list: string): Promise<void> {
  const roles = listOf(list);
  const path = `/operators/${encodeURIComponent(id)}/roles`;
  const answer = await (await context.operator()).post(path, { roles }, answerSchema);
  const unknownRoles = await tellUnknownRoles(context, roles);
  const said = `${id} has the roles: ${roles.join(', ') || 'none'}`;
  context.print({ operator: id, roles, unknownRoles, ...answer }, said);
}

async function limitOperator(
  context: Context,
  id: string,
  flags: LimitFlags & { readonly lift?: true },
): Promise<void> {
  const limit = limitOf(flags);
  if ((limit === null) !== (flags.lift === true)) {
    throw new CliError('say how far it goes, with --amount, --effects and others; or --lift alone');
  }
  const path = `/operators/${encodeURIComponent(id)}/limit`;
  const answer = await (await context.operator()).post(path, { limit }, answerSchema);
  const said = limit === null ? 'as far as the roles do' : limitText(limit);
  context.print({ operator: id, limit, ...answer }, `${id} approves: ${said}`);
}

async function delegate(context: Context, to: string, flags: DelegateFlags): Promise<void> {
  const roles = listOf(flags.roles);
  const limit = limitOf(flags);
  const body = { to, roles, until: flags.until, ...(limit === null ? {} : { limit }) };
  const answer = await (await context.operator()).post('/delegations', body, delegated);
  const { delegation } = answer;
  const text = `${to} may approve for you until ${renderTime(flags.until)}: ${delegation}`;
  context.print({ ...body, ...answer }, text);
}

async function listDelegations(context: Context): Promise<void> {
  const { delegations } = await (await context.reader()).get('/delegations', delegationsResponse);
  const rows = delegations.map(({ id, from, to, roles, until, limit }) => [
    id,
    from,
    to,
    roles.join(','),
    renderTime(until),
    limitText(limit),
  ]);
  const headings = ['delegation', 'lends', 'to', 'roles', 'until', 'within'];
  context.print({ delegations }, renderTable(headings, rows) ?? 'nobody lends anything');
}

async function revoke(context: Context, delegation: string): Promise<void> {
  const path = `/delegations/${encodeURIComponent(delegation)}/revoke`;
  const answer = await (await context.operator()).post(path, {}, answerSchema);
  context.print({ delegation, ...answer }, `${delegation} is over`);
}
