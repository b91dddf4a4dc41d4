// Controls about people: what they approved, that nobody approved their own wish, that what was held waited.

import type { Event, EventOf } from '../../kernel/event.ts';
import type { Control } from './control.ts';

/** What people sign, and what they did by it. */
const SIGNED = {
  'approval-given': 'approved',
  'hold-edited': 'approved with other arguments',
  'hold-rejected': 'rejected',
} as const;

function isSigned(event: Event): event is EventOf<keyof typeof SIGNED> {
  return Object.hasOwn(SIGNED, event.type);
}

const approvals: Control = {
  id: 'approvals',
  title: 'Who approved what',
  asks: 'Does each approval and rejection name a person, what it was about, and carry their signature?',
  unit: ['signed decision', 'signed decisions'],
  openWords: 'about a hold that no record raised',
  hear(item, tally, known) {
    const { event } = item;
    if (!isSigned(event)) return;
    const { hold, assertion } = event.body;
    const { what } = known.hold(event.stream, hold);
    const verb = SIGNED[event.type];
    const way = assertion === undefined ? 'with a key' : 'with a passkey';
    tally.add(item, `${verb} ${what}, ${way}`, what === hold);
  },
};

/** What uses an approval up. */
const RUNS = ['action-permitted', 'value-declassified', 'step-begun', 'access-granted'] as const;

function isRun(event: Event): event is EventOf<(typeof RUNS)[number]> {
  return (RUNS as readonly string[]).includes(event.type);
}

const heldRuns: Control = {
  id: 'held-runs',
  title: 'What was held ran only after approval',
  asks: 'Did anything that waited for people run without a word of theirs?',
  unit: ['held action that ran', 'held actions that ran'],
  openWords: 'without an approval on record',
  hear(item, tally, known) {
    const { event } = item;
    if (!isRun(event) || event.body.hold === null) return;
    const { what, approvals: given } = known.hold(event.stream, event.body.hold);
    tally.add(item, `${what}, after ${given} ${given === 1 ? 'approval' : 'approvals'}`, given === 0);
  },
};

const selfApproval: Control = {
  id: 'self-approval',
  title: 'No self-approval',
  asks: 'Did anybody approve what they had asked for, or what a workflow of theirs allows?',
  unit: ['approval or refused attempt', 'approvals and refused attempts'],
  openWords: 'by who asked for it, or wrote or published the workflow (a solo ledger allows that)',
  hear(item, tally, known) {
    const { event } = item;
    if (event.type === 'approval-given' || event.type === 'hold-edited') {
      const isOwn = known.isExcluded(event.stream, event.actor.id);
      const { what } = known.hold(event.stream, event.body.hold);
      tally.add(item, `${what}: ${isOwn ? 'their own wish' : 'somebody else asked for it'}`, isOwn);
    }
    if (event.type === 'request-denied') {
      const codes = event.body.reasons.filter(({ rule }) => rule === 'duty').map(({ code }) => code);
      if (codes.length > 0) tally.add(item, `refused: ${codes.join(', ')}`);
    }
  },
};

export const PEOPLE: readonly Control[] = [approvals, heldRuns, selfApproval];
