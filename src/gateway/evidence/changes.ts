// Controls about changes: rules, workflows and connectors are looked at by people before they count.

import type { Control } from './control.ts';

const policies: Control = {
  id: 'policy-changes',
  title: 'Policy changes reviewed',
  asks: 'Was each policy set proposed by one person and put in force by another?',
  unit: ['publication', 'publications'],
  openWords: 'by who had proposed it',
  hear(item, tally) {
    const { event } = item;
    if (event.type !== 'policy-published') return;
    const { author, rolledBack } = event.body;
    const words = rolledBack ? 'brought back a set that was in force' : `proposed by ${author}`;
    // The first set comes with the ledger: there was nobody else yet.
    tally.add(item, author === null && !rolledBack ? 'the first set' : words, author === event.actor.id);
  },
};

const workflows: Control = {
  id: 'workflow-changes',
  title: 'Workflows published by name',
  asks: 'Who wrote and who published what agents may do without being asked again?',
  unit: ['publication', 'publications'],
  openWords: 'by who wrote it: they approve nothing in its tasks',
  hear(item, tally) {
    const { event } = item;
    if (event.type !== 'workflow-published') return;
    const { id, author, publisher } = event.body.workflow;
    tally.add(item, `${id}, written by ${author}`, author === publisher);
  },
};

const drift: Control = {
  id: 'drift',
  title: 'Drift reviewed',
  asks: 'Did a person look at each connector that changed after it was admitted?',
  unit: ['change', 'changes'],
  openWords: 'of connectors that nobody reviewed since: what changed does not run',
  hear(item, tally) {
    const { event } = item;
    const { stream } = event;
    const name = stream.slice('connector/'.length);
    // One admission reviews all that changed at its connector.
    if (event.type === 'tool-drifted') tally.owe(item, stream, `${event.body.tool} of ${name} changed`);
    if (event.type === 'server-changed') tally.owe(item, stream, `another server answers as ${name}`);
    if (event.type === 'connector-admitted') tally.settle(item, stream, `${name} was admitted again`);
  },
};

export const CHANGES: readonly Control[] = [policies, workflows, drift];
