// Each policy that could speak to a question, with its own words and what each of its conditions came to.

import type { PolicyQuery } from '../../kernel/policy.ts';
import type { ConditionTrace, PolicyTrace, Seen } from '../../policy/cedar/trace.ts';
import type { CompiledPolicy } from '../../policy/compiled-policy.ts';
import { locatePolicy, type Located } from '../../policy/span/locate.ts';
import type { LoadedSet } from './engines.ts';

export interface ExplainedCondition {
  /** Where it stands in the policy's text, in UTF-16 units; null: not known. */
  readonly span: { readonly start: number; readonly end: number } | null;
  readonly value: Seen;
}

export interface ExplainedPolicy {
  readonly id: string;
  readonly effect: 'permit' | 'forbid';
  /** Name of its source, and the line it starts on. */
  readonly source: string;
  readonly line: number;
  readonly text: string;
  /** What `@reason` says. */
  readonly reason: string | null;
  readonly determining: boolean;
  /** `unknown`: the question itself is not to be had, or this policy is not traced. */
  readonly outcome: PolicyTrace['outcome'];
  readonly clauses: readonly {
    readonly kind: 'when' | 'unless';
    readonly value: Seen;
    readonly conditions: readonly ExplainedCondition[];
  }[];
}

/** The determining ones first, then those whose head matches; in the order of the sources. */
export function explainPolicies(
  { policies, trace }: LoadedSet,
  query: PolicyQuery | null,
  determining: readonly string[],
): ExplainedPolicy[] {
  const traces = new Map((query === null ? [] : trace(query)).map((one) => [one.id, one]));
  const explained = policies.flatMap((policy) => {
    const traced = traces.get(policy.id) ?? null;
    const isDetermining = determining.includes(policy.id);
    return isDetermining || (traced !== null && isMatch(traced))
      ? [explain(policy, traced, isDetermining)]
      : [];
  });
  return [...explained.filter((one) => one.determining), ...explained.filter((one) => !one.determining)];
}

function isMatch({ head, outcome }: PolicyTrace): boolean {
  return outcome === 'unknown' || (head.principal && head.action && head.resource);
}

function explain(policy: CompiledPolicy, trace: PolicyTrace | null, determining: boolean): ExplainedPolicy {
  const { id, effect, source, line, text, reason, json } = policy;
  const located = trace === null ? null : locatePolicy(text, json);
  const clauses = (trace?.clauses ?? []).map(({ kind, value, conditions }) => ({
    kind,
    value,
    conditions: conditions.map((condition) => locate(condition, located)),
  }));
  const outcome = trace?.outcome ?? 'unknown';
  return { id, effect, source, line, text, reason, determining, outcome, clauses };
}

function locate({ node, value }: ConditionTrace, located: Located | null): ExplainedCondition {
  const span = located?.spanOf(node) ?? null;
  return { span: span && { start: span.start, end: span.end }, value };
}
