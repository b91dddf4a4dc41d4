// Steps of a task, and what it did before it asks for one, in a line each.

import { moneyText } from '../../../workflow/money.ts';
import type { AskedStepView, StepView } from '../../http/contract/step.ts';
import { counted } from './counted.ts';
import { excerpt } from './printable.ts';
import { renderTable } from './table.ts';

const LONGEST = 120;

/**
 * Null where there are none.
 *
 * @param present name of the one that a task is in; absent: they are of a workflow
 */
export function renderSteps(steps: readonly StepView[], present?: string | null): string | null {
  const at = steps.findIndex(({ name }) => name === present);
  const isIn = (place: number): string[] =>
    present === undefined ? [] : [place < at ? 'done' : place === at ? 'now' : 'to come'];
  const rows = steps.map(({ name, tools, calls, seconds, gate }, place) => [
    name,
    ...isIn(place),
    excerpt(tools.join(' '), LONGEST),
    calls ?? 'limits',
    seconds === null ? 'the task' : `${seconds} s`,
    gate === null ? 'nobody' : gate.approvers.map(({ role, quorum }) => `${role}:${quorum}`).join(' '),
  ]);
  const is = present === undefined ? [] : ['is'];
  return renderTable(['step', ...is, 'may use', 'calls', 'lasts', 'let by'], rows);
}

export function renderAskedStep({ step, actor, soFar }: AskedStepView): string {
  return [`asks for the step ${step}; until then the task did:`, ...soFarLines(soFar)]
    .concat(`  asked by ${excerpt(actor.id, LONGEST)}, who does not approve it`)
    .join('\n');
}

export function soFarLines({ calls, byEffect, spent, denials }: AskedStepView['soFar']): string[] {
  const effects = Object.entries(byEffect).flatMap(([effect, count]) =>
    count === 0 ? [] : [`${count} ${effect}`],
  );
  const which = effects.length === 0 ? '' : ` (${effects.join(', ')})`;
  return [`  ${counted(calls, 'call')}${which}, spent ${moneyText(spent)}, ${counted(denials, 'denial')}`];
}
