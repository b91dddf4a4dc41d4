// What each condition of a policy came to, in the order in which the evaluator asks: so what stands behind a
// condition that decided was not reached, as it was not for the decision.

import type { Expr, PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { CedarPolicy } from './cedar.ts';
import { compileExpression } from './expression.ts';
import type { Evaluate, Scene } from './expression.ts';
import { EvaluationFailure, Refusal } from './failure.ts';
import { HeadIndex, readHead } from './head.ts';
import type { SlotValues } from './head.ts';
import { asBoolean } from './operator.ts';
import type { EntityUid } from './value.ts';

export type Seen = 'true' | 'false' | 'error' | 'not-reached';

/** One condition: what stands between the `&&` and `||` of a clause. */
export interface ConditionTrace {
  /** The node of the policy's JSON (the same object). */
  readonly node: Expr;
  readonly value: Seen;
}

export interface ClauseTrace {
  readonly kind: 'when' | 'unless';
  readonly node: Expr;
  /** What its expression came to: `unless` asks for `false`. */
  readonly value: Seen;
  readonly conditions: readonly ConditionTrace[];
}

export interface PolicyTrace {
  readonly id: string;
  readonly effect: 'permit' | 'forbid';
  /** Which parts of its head match. */
  readonly head: { readonly principal: boolean; readonly action: boolean; readonly resource: boolean };
  /** Where the head does not match, nothing in them was reached. */
  readonly clauses: readonly ClauseTrace[];
  /** `unknown`: this evaluator does not take the policy, and says nothing about it. */
  readonly outcome: 'applies' | 'does-not-apply' | 'error' | 'unknown';
}

/** Says what a policy and each of its conditions come to. Total. */
export function traceConditions({ id, json, slots = {} }: CedarPolicy, scene: Scene): PolicyTrace {
  try {
    const head = matchHead(json, slots, scene);
    const isMatch = head.principal && head.action && head.resource;
    const clauses: ClauseTrace[] = [];
    let outcome: PolicyTrace['outcome'] = isMatch ? 'applies' : 'does-not-apply';
    for (const { kind, body } of json.conditions) {
      const conditions: ConditionTrace[] = [];
      const value = traceNode(body, outcome === 'applies' ? scene : null, conditions);
      clauses.push({ kind, node: body, value, conditions });
      if (value === 'error') outcome = 'error';
      if (value === (kind === 'when' ? 'false' : 'true')) outcome = 'does-not-apply';
    }
    return { id, effect: json.effect, head, clauses, outcome };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return untraced(id, json.effect);
  }
}

/** The trace of a policy about which nothing can be said. */
export function untraced(id: string, effect: 'permit' | 'forbid'): PolicyTrace {
  const head = { principal: false, action: false, resource: false };
  return { id, effect, head, clauses: [], outcome: 'unknown' };
}

/** The conditions of a clause, from left to right: what stands between its `&&` and `||`. */
export function conditionsOf(body: Expr): readonly Expr[] {
  const link = linkOf(body);
  return link === null ? [body] : [...conditionsOf(link.left), ...conditionsOf(link.right)];
}

interface Link {
  /** The value of the left side that decides. */
  readonly decides: 'true' | 'false';
  readonly left: Expr;
  readonly right: Expr;
}

function linkOf(node: Expr): Link | null {
  const { '&&': and, '||': or } = node as { readonly [operator: string]: Pick<Link, 'left' | 'right'> };
  if (and !== undefined) return { decides: 'false', ...and };
  return or === undefined ? null : { decides: 'true', ...or };
}

/** @param scene null: nothing here is reached. */
function traceNode(node: Expr, scene: Scene | null, into: ConditionTrace[]): Seen {
  const link = linkOf(node);
  if (link === null) {
    const value = scene === null ? 'not-reached' : seen(node, scene);
    into.push({ node, value });
    return value;
  }
  const left = traceNode(link.left, scene, into);
  const isDecided = left === link.decides || left === 'error';
  const right = traceNode(link.right, isDecided ? null : scene, into);
  return isDecided ? left : right;
}

const COMPILED = new WeakMap<Expr, Evaluate>();

function seen(node: Expr, scene: Scene): Seen {
  const evaluate = COMPILED.get(node) ?? compileExpression(node);
  COMPILED.set(node, evaluate);
  try {
    return asBoolean(evaluate(scene)) ? 'true' : 'false';
  } catch (error) {
    if (error instanceof EvaluationFailure) return 'error';
    throw error;
  }
}

function matchHead(json: PolicyJson, slots: SlotValues, scene: Scene): PolicyTrace['head'] {
  const matches = (constraint: Parameters<typeof readHead>[0], uid: EntityUid): boolean => {
    const index = new HeadIndex<null>();
    for (const head of readHead(constraint, slots)) index.entry(head, () => null);
    return index.find(uid, scene.entities.ancestors(uid.key)).length > 0;
  };
  return {
    principal: matches(json.principal, scene.principal),
    action: matches(json.action, scene.action),
    resource: matches(json.resource, scene.resource),
  };
}
