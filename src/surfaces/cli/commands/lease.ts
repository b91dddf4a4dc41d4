// `holdpoint lease list`: every credential that lives, and what keeps it from dying.

import { leasesResponse } from '../../http/contract.ts';
import type { AddCommands, Context } from '../context.ts';
import { renderTable, renderTime } from '../table.ts';

export const addLeaseCommands: AddCommands = (program, run) => {
  const lease = program.command('lease').description('Look at the credentials that tasks hold.');
  lease
    .command('list')
    .description('Lists the leases of tasks that are open or still owe a revocation.')
    .action(() => run(listLeases));
};

async function listLeases(context: Context): Promise<void> {
  const { leases } = await (await context.reader()).get('/leases', leasesResponse);
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
  context.print({ leases }, renderTable(headings, rows) ?? 'no leases');
}
