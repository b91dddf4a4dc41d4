// Controls about what is promised and has to be done: calls end, credentials die, words are erased, and who
// is stopped stays stopped.

import type { KillTarget } from '../../kernel/event.ts';
import type { Control } from './control.ts';

const outcomes: Control = {
  id: 'outcomes',
  title: 'Every call is accounted for',
  asks: 'Is there an outcome on record for everything that was permitted?',
  unit: ['permitted call', 'permitted calls'],
  openWords: 'whose outcome is not known',
  hear(item, tally) {
    const { event } = item;
    if (event.type === 'action-permitted') {
      const { action, connector, tool, agent, startBefore, reservedMs } = event.body;
      tally.owe(item, action, `${connector}/${tool} for ${agent} has not ended`, startBefore + reservedMs);
    }
    if (event.type !== 'action-settled') return;
    const { action, outcome } = event.body;
    if (outcome === 'unknown') tally.fail(item, action, 'nobody knows whether it was done');
    else tally.settle(item, action, outcome);
  },
};

const leases: Control = {
  id: 'leases',
  title: 'Credentials revoked',
  asks: 'Was each credential that was issued for a task revoked by its end?',
  unit: ['credential', 'credentials'],
  openWords: 'past its end and not confirmed as revoked',
  hear(item, tally) {
    const { event } = item;
    if (event.type === 'lease-issued') {
      const { lease, expiresAt, standing } = event.body;
      const kind = standing ? 'a standing secret lent' : 'a credential';
      tally.owe(item, lease, `${kind}, ${lease}`, expiresAt);
    }
    if (event.type === 'lease-revoked') {
      tally.settle(item, event.body.lease, `revoked (${event.body.how}), ${event.body.lease}`);
    }
  },
};

const erasures: Control = {
  id: 'erasures',
  title: 'Erasures carried out',
  asks: 'Were the words of each task that somebody had erased, or whose time was over, destroyed?',
  unit: ['order', 'orders'],
  openWords: 'not carried out yet',
  hear(item, tally) {
    const { event } = item;
    if (event.type === 'erasure-ordered') tally.owe(item, event.body.task, `of ${event.body.task}`);
    if (event.type === 'payloads-erased') tally.settle(item, event.body.task, `of ${event.body.task}`);
  },
};

const containment: Control = {
  id: 'containment',
  title: 'Stops and quarantines',
  asks: 'What was stopped, by whom, and is it still?',
  unit: ['stop, lift or quarantine', 'stops, lifts and quarantines'],
  openWords: 'in force',
  hear(item, tally) {
    const { event } = item;
    if (event.type === 'killed') {
      const name = nameOf(event.body.target);
      tally.owe(item, name, `stopped ${name}`);
    }
    if (event.type === 'kill-lifted') {
      const name = nameOf(event.body.target);
      tally.settle(item, name, `lifted the stop of ${name}`);
    }
    if (event.type === 'task-quarantined') {
      const why = event.body.tripped === undefined ? 'by a person' : 'by a breaker';
      tally.add(item, `quarantined ${event.body.task}, ${why}`);
    }
  },
};

function nameOf(target: KillTarget): string {
  return target.kind === 'all' ? 'everything' : `${target.kind} ${target.id}`;
}

export const PROMISES: readonly Control[] = [outcomes, leases, containment, erasures];
