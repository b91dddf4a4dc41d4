// One row per decision on an action: what was asked for, what the answer was and, of a permit, what became
// of it.

import type { Event, EventOf } from '../../kernel/event.ts';
import type { Verification } from '../../kernel/action/verification.ts';
import type { Outcome } from '../../kernel/state.ts';
import type { Concern, Model } from './model.ts';

export interface DecisionSummary {
  /** The action that was asked for: asked again it is another one. */
  readonly id: string;
  /** The decision's record. */
  readonly record: string;
  /** Unix milliseconds. */
  readonly decidedAt: number;
  readonly verdict: 'permit' | 'hold' | 'deny';
  readonly task: string;
  readonly agent: string;
  readonly connector: string;
  readonly tool: string;
  /** The hold that it waits for, or that it used up. */
  readonly hold: string | null;
  /** Ids of the policies that determined the verdict. */
  readonly policies: readonly string[];
  /** Codes of the reasons of a denial. */
  readonly reasons: readonly string[];
  /** How the call ended; null: nothing was called, or it still runs. */
  readonly outcome: Outcome | null;
  /** The code of what went wrong with the call. */
  readonly code: string | null;
  /** Checks by which the result, or what was read back, contradicts what was asked; absent: none does. */
  readonly contradicted?: readonly string[];
}

type Decided = EventOf<'action-permitted'> | EventOf<'action-held'> | EventOf<'action-denied'>;

export const decisionModel: Model<DecisionSummary> = {
  name: 'decision',
  concernOf,
  fold(row, event) {
    switch (event.type) {
      case 'action-permitted':
        return decided(event, 'permit', { hold: event.body.hold });
      case 'action-held':
        return decided(event, 'hold', { hold: event.body.hold });
      case 'action-denied':
        return decided(event, 'deny', { reasons: event.body.reasons.map(({ code }) => code) });
      case 'action-settled':
        return row === null ? null : contradict(settle(row, event), event.body.verified);
      case 'outcome-read-back':
        return row === null ? null : contradict(row, event.body.verified);
      default:
        return row;
    }
  },
  statusOf: ({ verdict }) => verdict,
};

function concernOf(event: Event): Concern | null {
  switch (event.type) {
    case 'action-permitted':
    case 'action-held':
    case 'action-denied':
    case 'action-settled':
    case 'outcome-read-back':
      return { id: event.body.action };
    default:
      return null;
  }
}

function decided(
  { id: record, time, stream, body }: Decided,
  verdict: DecisionSummary['verdict'],
  more: Partial<Pick<DecisionSummary, 'hold' | 'reasons'>>,
): DecisionSummary {
  return {
    id: body.action,
    record,
    decidedAt: time,
    verdict,
    task: stream.slice('task/'.length),
    agent: body.agent,
    connector: body.connector,
    tool: body.tool,
    hold: null,
    policies: body.determining,
    reasons: [],
    outcome: null,
    code: null,
    ...more,
  };
}

/** The first outcome stands, as in the kernel. */
function settle(row: DecisionSummary, { body }: EventOf<'action-settled'>): DecisionSummary {
  return row.outcome === null ? { ...row, outcome: body.outcome, code: body.code } : row;
}

/** What was found of it counts whenever it comes, once. */
function contradict(row: DecisionSummary, verified: Verification | undefined): DecisionSummary {
  if (verified?.verdict !== 'contradicted') return row;
  return { ...row, contradicted: [...new Set([...(row.contradicted ?? []), ...verified.by])] };
}
