// What policy alone says to a question, whatever else may stand in the way of the action.

import type { PolicyEngine, PolicyQuery } from '../../kernel/policy.ts';
import { enforceOnAction, type Enforce } from '../../kernel/rules/obligation.ts';
import { consult } from '../../kernel/rules/policy.ts';
import { approversOf, type Verdict } from './decided.ts';

/** A question and its answer, by itself: it can be judged again without the ledger it came from. */
export interface Trace extends Omit<Verdict, 'reasons'> {
  readonly v: 1;
  /** Id of the record. */
  readonly id: string;
  /** Unix milliseconds. */
  readonly at: number;
  readonly query: PolicyQuery;
}

/** The words of whatever is asked here are at hand, so they can be kept. */
const ENFORCED = enforceOnAction({ argumentsCommitment: 'kept' });

/** @param enforce absent: what Holdpoint carries out for an agent's action */
export function ruleOn(
  engine: PolicyEngine | null,
  query: PolicyQuery,
  enforce: Enforce = ENFORCED,
): Verdict {
  const ruling = consult(engine, query, enforce);
  const { verdict, determining } = ruling;
  return {
    verdict,
    determining,
    reasons: ruling.verdict === 'deny' ? ruling.reasons.map(({ code }) => code) : [],
    approvers: ruling.verdict === 'hold' ? approversOf(ruling.asks) : [],
    obligations: ruling.verdict === 'permit' ? ruling.obligations : [],
  };
}

export function traceOf(id: string, at: number, query: PolicyQuery, engine: PolicyEngine | null): Trace {
  const { verdict, determining, approvers, obligations } = ruleOn(engine, query);
  return { v: 1, id, at, query, verdict, determining, approvers, obligations };
}
