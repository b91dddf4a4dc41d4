// `holdpoint lease`: every credential that lives, and what keeps it from dying; and those that lived.

import { leasePage, leaseSummary } from '../../http/contract/lists.ts';
import { leasesResponse, type LeaseView } from '../../http/contract.ts';
import type { AddCommands, Context } from '../context.ts';
import { readList, statusFlag, withListFlags, type ListFlags } from '../paging.ts';
import { renderTable, renderTime } from '../render/table.ts';

export const addLeaseCommands: AddCommands = (program, run) => {
  const lease = program.command('lease').description('Look at the credentials that tasks hold.');
  lease
    .command('list')
    .description('Lists the leases of tasks that are open or still owe a revocation.')
    .action(() => run(listLeases));
  withListFlags(lease.command('history'), statusFlag(leaseSummary.shape.status.options))
    .description('Lists every lease there ever was, newest first.')
    .option('--task <id>', 'only those of a task')
    .action((flags: ListFlags) => run((context) => listPast(context, flags)));
};

async function listLeases(context: Context): Promise<void> {
  const { leases } = await (await context.reader()).get('/leases', leasesResponse);
  context.print({ leases }, renderLeases(leases));
}

async function listPast(context: Context, flags: ListFlags): Promise<void> {
  const { rows, next } = await readList(context, flags, {
    path: '/history/leases',
    schema: leasePage,
    rowsOf: ({ leases }) => leases,
  });
  context.print({ leases: rows, next }, renderLeases(rows));
}

function renderLeases(leases: readonly LeaseView[]): string {
  const rows = leases.map((lease) => {
    const failed = lease.failedRevocations > 0 ? `${lease.failedRevocations} failed revocations` : '';
    const notes = [lease.standing ? 'standing secret' : '', lease.advisory ? 'advisory' : '', failed];
    const bound = lease.action ?? 'shared';
    const said = notes.filter((note) => note !== '').join(', ');
    return [
      lease.id,
      lease.task,
      lease.connector,
      lease.issuer,
      lease.status,
      bound,
      renderTime(lease.expiresAt),
      said,
    ];
  });
  const headings = ['lease', 'task', 'connector', 'issuer', 'status', 'bound to', 'until', 'notes'];
  return renderTable(headings, rows) ?? 'no leases';
}
