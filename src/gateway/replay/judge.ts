// The same question once more: to the set that decided it, or to another one. Pure: where the questions come
// from (the ledger, a file) is no concern of whoever judges them.

import { decideAct } from '../../kernel/action/act.ts';
import type { Decision } from '../../kernel/decision.ts';
import type { ArgumentGrounding } from '../../kernel/flow/grounding.ts';
import type { PolicyEngine, PolicyQuery } from '../../kernel/policy.ts';
import type { Act } from '../../kernel/request.ts';
import type { State } from '../../kernel/state.ts';
import { canonicalize } from '../../ledger/canonical.ts';
import { isDecided, verdictOf, type Verdict } from './decided.ts';

export interface Judged extends Verdict {
  readonly decision: Decision;
  /** What policy was asked; null: something else decided before it. */
  readonly query: PolicyQuery | null;
}

/** Decides a request on a state, with an engine as the set in force. */
export function judge(past: State, request: Act, engine: PolicyEngine | null): Judged {
  let query: PolicyQuery | null = null;
  const policy = engine && {
    digest: engine.digest,
    evaluate(asked: PolicyQuery, suspended: readonly string[]) {
      query = asked;
      return engine.evaluate(asked, suspended);
    },
  };
  const decision = decideAct({ ...past, org: { ...past.org, shadow: null }, policy, shadow: null }, request);
  const said = decision.events.find(isDecided);
  // Refused without a place in the task's history, which says no policies; or an outcome given once more.
  const verdict = said === undefined ? withoutRecord(decision) : verdictOf(said);
  return { ...verdict, decision, query };
}

function withoutRecord({ verdict, reasons }: Decision): Verdict {
  const codes = reasons.map(({ code }) => code);
  return { verdict, determining: [], reasons: codes, approvers: [], obligations: [] };
}

/** Whether two decisions let the same happen and ask the same people; which policies say so is no matter. */
export function isSameOutcome(one: Verdict, other: Verdict): boolean {
  return (
    one.verdict === other.verdict &&
    isSame(one.approvers, other.approvers) &&
    isSame(one.obligations, other.obligations)
  );
}

/** Whether they also rest on the same policies. */
export function isSameDecision(one: Verdict, other: Verdict): boolean {
  return isSameOutcome(one, other) && isSame(one.determining, other.determining);
}

/** Whether a denial also gives the same reasons. */
export function isSameThroughout(one: Verdict, other: Verdict): boolean {
  return isSameDecision(one, other) && isSame(one.reasons, other.reasons);
}

export function verdictAlone({ verdict, determining, reasons, approvers, obligations }: Judged): Verdict {
  return { verdict, determining, reasons, approvers, obligations };
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return canonicalize(one) === canonicalize(other);
}

/** Arguments are kept in another order than the one they were given in. */
export function isSameGrounding(
  one: readonly ArgumentGrounding[],
  other: readonly ArgumentGrounding[],
): boolean {
  const sort = (all: readonly ArgumentGrounding[]): string =>
    all
      .map((each) => canonicalize(each))
      .toSorted()
      .join();
  return sort(one) === sort(other);
}
