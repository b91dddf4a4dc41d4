// Two policies are compared only where one can have a say in the other, and no more of them than can be
// waited for: else the work grows with the square of a set with a rule for each of many agents or tools.

import { needOf } from '../analysis/need.ts';
import { EntityUid } from '../cedar/value.ts';
import type { LintPolicy } from './lint-policy.ts';
import { isCovered } from './proof.ts';
import type { Report } from './rule.ts';
import type { LintSubject } from './subject.ts';
import { uidsIn } from './uid.ts';

/** How many pairs of policies one rule compares: each with each of some hundreds, or few with many. */
const MOST_PAIRS = 200_000;

/** Proofs about many policies, each against those of the candidates that can help to cover it. */
export class Rivals {
  readonly #subject: LintSubject;
  readonly #byNeed = new Map<unknown, (readonly [place: number, rival: LintPolicy])[]>();
  readonly #left = new Set<LintPolicy>();
  #pairs = 0;

  constructor(candidates: readonly LintPolicy[], subject: LintSubject) {
    this.#subject = subject;
    for (const [place, candidate] of candidates.entries()) {
      const need = needOfPolicy(candidate);
      const alike = this.#byNeed.get(need) ?? [];
      alike.push([place, candidate]);
      this.#byNeed.set(need, alike);
    }
  }

  /**
   * The candidates that can help to cover a policy, in their order. Left out is what needs a principal or a
   * group that the policy says nothing of, or the one kind of question that it is not about.
   */
  of(policy: LintPolicy): readonly LintPolicy[] {
    const met = new Set<unknown>([
      null,
      ...uidsIn(policy.json).map(({ type, id }) => new EntityUid(type, id).key),
      ...policy.kinds,
    ]);
    const rivals = [...met].flatMap((need) => this.#byNeed.get(need) ?? []);
    return rivals.toSorted(([a], [b]) => a - b).map(([, rival]) => rival);
  }

  /** Whether it is proven that wherever a policy applies one of the others does too; never when too much. */
  isCovered(policy: LintPolicy, others: readonly LintPolicy[]): boolean {
    this.#pairs += others.length;
    if (this.#pairs <= MOST_PAIRS) return isCovered(policy, others, this.#subject);
    if (others.length > 0) this.#left.add(policy);
    return false;
  }

  /** Says where not all was compared. */
  unfinished(): readonly Report[] {
    if (this.#left.size === 0) return [];
    const count = this.#left.size;
    const message = `${count} policies were not compared with all others: too many are about the same`;
    const help = 'Lint a part of the set by itself, or let one policy with a list stand for many.';
    return [{ at: null, severity: 'note', message, help }];
  }
}

/** What must be so wherever it applies; null: nothing that is easily told. */
function needOfPolicy({ json, kinds }: LintPolicy): unknown {
  return needOf(json) ?? (kinds.length === 1 ? kinds[0] : null);
}
