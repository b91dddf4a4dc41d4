// `holdpoint status`: one look at how it runs.

import type { Status } from '../../http/contract.ts';
import type { AddCommands } from '../context.ts';
import { renderFacts } from '../table.ts';

export const addStatusCommand: AddCommands = (program, run) => {
  program
    .command('status')
    .description('Shows how the daemon does.')
    .action(() =>
      run(async (context) => {
        const status = await context.daemonStatus();
        context.print(status, renderStatus(status));
      }),
    );
};

function renderStatus(status: Status): string {
  const { all, agents, connectors } = status.killed;
  const stopped = [all ? 'everything' : '', ...agents, ...connectors].filter((name) => name !== '');
  return renderFacts([
    ['address', status.url],
    ['version', status.version],
    ['ledger', status.ledger],
    ['verifier key', status.vkey],
    ['mode', status.mode],
    ['records', status.size],
    ['epoch', status.epoch],
    ['policy', status.policyLoaded ? status.policy : 'not loaded: everything is denied'],
    ['stopped', stopped.length === 0 ? 'nothing' : stopped.join(', ')],
    ['open tasks', status.openTasks],
    ['pending holds', status.pendingHolds],
    ['running calls', status.flights],
    ['waiting', status.queue],
    ['advisory', status.advisory],
  ]);
}
