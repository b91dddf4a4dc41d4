// Who is asked for a hold, who said yes and with what, and what became of it, in a line each.

import type { HoldDetail, HoldView } from '../../http/contract.ts';
import { leadWords } from './lead-words.ts';
import { mayHaveRunWords } from './may-have-run-words.ts';
import { excerpt } from './printable.ts';
import { renderTime } from './table.ts';

type Fact = readonly [string, string];

/** Whom each policy asks, who may answer in their place, and for how many actions at most. */
export function askFacts(hold: HoldDetail): Fact[] {
  const { asks, raisedAt, tended = [], unmet = [], approvals, missing = [] } = hold;
  const facts = asks.map(({ approvers, reason, policy, escalate, maxUses }) => {
    const late =
      escalate === undefined
        ? ''
        : tended.includes('escalated')
          ? `; now also ${peopleOf(escalate.approvers)}, as it took long`
          : `; from ${timeAfter(raisedAt, escalate.afterSeconds)} also ${peopleOf(escalate.approvers)}`;
    const often = maxUses === undefined ? '' : `; --times ${maxUses} at most`;
    // Where nobody said yes yet, that says nothing.
    const met = approvals.length === 0 ? '' : unmet.includes(policy) ? '; not met yet' : '; met';
    return ['asks', `${peopleOf(approvers)}: ${reason} [${policy}]${late}${often}${met}`] as const;
  });
  return missing.length === 0 ? facts : [...facts, ['still missing', peopleOf(missing)]];
}

/** What the call sets off, and what that starts. */
export function firesFacts({ fires = [] }: HoldDetail): Fact[] {
  return fires.map(({ name, starts }) => {
    const where = starts === '' ? 'outside of what is governed' : `which starts ${excerpt(starts, LONGEST)}`;
    return ['sets off', `${excerpt(name, LONGEST)}, ${where}`];
  });
}

/** Where each of its addresses leads, and whether anybody went there before. */
export function leadFacts({ leads = [] }: HoldDetail): Fact[] {
  return leads.map((lead) => ['leads to', `${excerpt(lead.to, LONGEST)}: ${leadWords(lead)}`]);
}

/** Whoever lets it run knows that it may be the second time. */
export function mayHaveRunFacts({ mayHaveRun = [] }: HoldDetail): Fact[] {
  return mayHaveRun.map((one) => ['may have run', mayHaveRunWords(one, renderTime)]);
}

const LONGEST = 160;

/** What waits, in a cell; what calls no tool has no tool's name. */
export function whatWaits({ connector, tool }: Pick<HoldView, 'connector' | 'tool'>): string {
  const name = `${connector}/${tool}`;
  return NO_TOOLS[name] ?? name;
}

const NO_TOOLS: { readonly [name: string]: string } = {
  'holdpoint/@next-step': 'the next step',
  'holdpoint/@declassify': 'a declassification',
};

function peopleOf(approvers: HoldDetail['asks'][number]['approvers']): string {
  return approvers.map(({ role, quorum }) => `${quorum} × ${role}`).join(' and ');
}

function timeAfter(at: number, seconds: number): string {
  return renderTime(at + seconds * 1_000);
}

export function approvalFacts({ approvals }: HoldDetail): Fact[] {
  return approvals.map(({ operator, record, times = 1, onBehalfOf = [] }) => {
    const lent = onBehalfOf.length === 0 ? '' : `, also for ${onBehalfOf.join(', ')}`;
    const often = times === 1 ? '' : `, for up to ${times} identical actions`;
    return ['approved by', `${operator}${lent}${often} (${record})`] as const;
  });
}

/** Whom it asks: those who may approve, and what keeps the others of them from it. */
export function approverFacts({ approvers = [] }: HoldDetail): Fact[] {
  return approvers.map(({ operator, onBehalfOf, reasons }) => {
    const lent = onBehalfOf.length === 0 ? '' : `, also for ${onBehalfOf.join(', ')}`;
    const words = [...new Set(reasons.map(({ code, lift }) => `${code}. ${lift}`))];
    return words.length === 0
      ? ['may approve', `${operator}${lent}`]
      : ['may not', `${operator}: ${words.join(' ')}`];
  });
}

/** What people and time made of it. */
export function fateFacts({ edited, rejection, uses = 0, tended = [] }: HoldDetail): Fact[] {
  const facts: Fact[] = [];
  if (edited !== undefined)
    facts.push(['arguments', `written by ${edited.operator}, in place of the agent's`]);
  if (uses > 1) facts.push(['used', `${uses} times`]);
  if (tended.includes('reminded')) facts.push(['reminded', 'those who are asked, as nobody had decided']);
  if (rejection !== undefined) {
    const words = rejection.words === null ? '' : ", and the approver's words";
    facts.push(['agent is told', `${rejection.category}${words}`]);
  }
  return facts;
}
