// `holdpoint status`: one look at how it runs.

import type { Status } from '../../http/contract.ts';
import type { AddCommands } from '../context.ts';
import { NO_OPERATOR } from '../no-operator.ts';
import { renderFacts } from '../render/table.ts';

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
    ['mode', status.mode ?? `none yet: ${NO_OPERATOR}`],
    ['records', status.size],
    ['epoch', status.epoch],
    ['policy', status.policyLoaded ? status.policy : 'not loaded: everything is denied'],
    ['stopped', stopped.length === 0 ? 'nothing' : stopped.join(', ')],
    ['open tasks', status.openTasks],
    ['pending holds', status.pendingHolds],
    ['running calls', status.flights],
    ['waiting', status.queue],
    ['advisory', status.advisory],
    ['replicas', status.replicas ?? 'this process alone'],
    ['witnesses', describeWitnesses(status.witnessing)],
  ]);
}

function describeWitnesses(witnessing: Status['witnessing']): string {
  if (witnessing === null) return 'none';
  const { isActive, alarm, size, have, need, cosignedSize, witnesses } = witnessing;
  if (!isActive) return 'another replica submits to them';
  const failing = witnesses.flatMap(({ name, failure }) => (failure === null ? [] : [`${name} ${failure}`]));
  return [
    ...(alarm === null ? [] : [`ALARM, ${alarm}: see holdpoint doctor`]),
    `${have} of ${need} needed cosigned the checkpoint of size ${size}; enough did for ${cosignedSize}`,
    ...failing,
  ].join('; ');
}
