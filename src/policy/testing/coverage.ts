// What the tests made happen: a condition that was never true, or never false, is one whose mistake no test
// would find.

import type { Expr } from '@cedar-policy/cedar-wasm/nodejs';
import { conditionsOf } from '../cedar/trace.ts';
import type { PolicyTrace, Seen } from '../cedar/trace.ts';
import type { CompiledPolicy } from '../compiled-policy.ts';
import { positionIn } from '../problem.ts';
import { locatePolicy } from '../span/locate.ts';

/** Something that no test made happen, and where it stands. */
export interface Gap {
  readonly policy: string;
  readonly source: string;
  readonly line: number;
  readonly column: number;
  /** The condition's text; null: the policy as a whole. */
  readonly text: string | null;
  readonly missing: 'never matched' | 'never decided' | 'never true' | 'never false' | 'never reached';
}

export interface PolicyCoverage {
  readonly id: string;
  readonly source: string;
  readonly total: number;
  readonly covered: number;
}

export interface CoverageReport {
  /** Of all that can be covered: that each policy decides, and each condition is true and is false. */
  readonly total: number;
  readonly covered: number;
  /** 0 to 100, rounded down to one decimal; 100 where there is nothing to cover. */
  readonly percent: number;
  readonly policies: readonly PolicyCoverage[];
  readonly gaps: readonly Gap[];
}

interface Covered {
  readonly policy: CompiledPolicy;
  readonly sourceText: string;
  isMatched: boolean;
  isDecisive: boolean;
  readonly conditions: readonly Set<Seen>[];
}

/** Collects over several test files: the policy of one id and source is one policy. */
export class Coverage {
  readonly #covered = new Map<string, Covered>();
  #names = new Map<string, string>();

  /** Says which policies the traces that come next are about. */
  enter(policies: readonly CompiledPolicy[], textOf: (source: string) => string): void {
    this.#names = new Map(policies.map((policy) => [policy.id, keyOf(policy)]));
    for (const policy of policies) {
      if (this.#covered.has(keyOf(policy))) continue;
      this.#covered.set(keyOf(policy), {
        policy,
        sourceText: textOf(policy.source),
        isMatched: false,
        isDecisive: false,
        conditions: nodesOf(policy).map(() => new Set<Seen>()),
      });
    }
  }

  see(traces: readonly PolicyTrace[], determining: readonly string[]): void {
    for (const id of determining) {
      const covered = this.#of(id);
      if (covered !== undefined) covered.isDecisive = true;
    }
    for (const { id, head, clauses } of traces) {
      const covered = this.#of(id);
      if (covered === undefined) continue;
      if (head.principal && head.action && head.resource) covered.isMatched = true;
      const values = clauses.flatMap(({ conditions }) => conditions.map(({ value }) => value));
      values.forEach((value, index) => covered.conditions[index]?.add(value));
    }
  }

  report(): CoverageReport {
    const all = [...this.#covered.values()];
    const policies = all.map(summaryOf);
    const total = policies.reduce((sum, one) => sum + one.total, 0);
    const covered = policies.reduce((sum, one) => sum + one.covered, 0);
    const percent = total === 0 ? 100 : Math.floor((covered / total) * 1000) / 10;
    return { total, covered, percent, policies, gaps: all.flatMap(gapsOf) };
  }

  #of(id: string): Covered | undefined {
    return this.#covered.get(this.#names.get(id) ?? '');
  }
}

function keyOf({ source, id, digest }: CompiledPolicy): string {
  return JSON.stringify([source, id, digest]);
}

function nodesOf({ json }: CompiledPolicy): readonly Expr[] {
  return json.conditions.flatMap(({ body }) => conditionsOf(body));
}

function summaryOf({ policy, isDecisive, conditions }: Covered): PolicyCoverage {
  const seen = conditions.flatMap((values) => [values.has('true'), values.has('false')]);
  const covered = [isDecisive, ...seen].filter(Boolean).length;
  return { id: policy.id, source: policy.source, total: 1 + seen.length, covered };
}

function gapsOf({ policy, sourceText, isMatched, isDecisive, conditions }: Covered): readonly Gap[] {
  const { id, source, text, start, json } = policy;
  const place = (offset: number): Pick<Gap, 'policy' | 'source' | 'line' | 'column'> => {
    return { policy: id, source, ...positionIn({ text: sourceText }, start + offset) };
  };
  if (!isMatched) return [{ ...place(0), text: null, missing: 'never matched' }];
  const located = locatePolicy(text, json);
  const gaps: Gap[] = isDecisive ? [] : [{ ...place(0), text: null, missing: 'never decided' }];
  nodesOf(policy).forEach((node, index) => {
    const span = located?.spanOf(node) ?? { start: 0, end: 0 };
    const condition = text.slice(span.start, span.end);
    const seen = conditions[index] ?? new Set();
    const here = { ...place(span.start), text: condition };
    if (!seen.has('true') && !seen.has('false')) gaps.push({ ...here, missing: 'never reached' });
    else if (!seen.has('true')) gaps.push({ ...here, missing: 'never true' });
    else if (!seen.has('false')) gaps.push({ ...here, missing: 'never false' });
  });
  return gaps;
}
