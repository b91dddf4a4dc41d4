// Cedar's authorizer over compiled policies: the same decision, determining policies and errors as the
// official engine's, at a cost that follows the policies that can apply and not those that there are.

import type { Clause, PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { compileExpression } from './expression.ts';
import type { Evaluate, Scene } from './expression.ts';
import { EvaluationFailure } from './failure.ts';
import type { FailureKind } from './failure.ts';
import { HeadIndex, readHead } from './head.ts';
import type { SlotValues } from './head.ts';
import { asBoolean } from './operator.ts';

/** A policy, or a template with what its slots stand for. */
export interface CedarPolicy {
  readonly id: string;
  readonly json: PolicyJson;
  readonly slots?: SlotValues;
}

export interface CedarError {
  readonly policy: string;
  readonly kind: FailureKind;
}

export interface CedarAnswer {
  readonly decision: 'allow' | 'deny';
  /** Ids of the determining policies, in the order they were given. */
  readonly reason: readonly string[];
  /** The policies that could not be evaluated and so neither permitted nor forbade, in that order too. */
  readonly errors: readonly CedarError[];
}

export interface Cedar {
  /** Total. `omitted` are ids of policies to leave out. */
  isAuthorized(scene: Scene, omitted?: ReadonlySet<string>): CedarAnswer;
}

interface Rule {
  readonly id: string;
  readonly place: number;
  readonly effect: 'permit' | 'forbid';
  readonly conditions: readonly { readonly holds: Evaluate; readonly expected: boolean }[];
}

type RuleIndex = HeadIndex<HeadIndex<HeadIndex<Rule[]>>>;

/**
 * Compiles policies. What cannot be compiled is in `refused` with why, and not in `cedar`: a question that it
 * might apply to must be asked elsewhere.
 */
export function createCedar(policies: readonly CedarPolicy[]): {
  readonly cedar: Cedar;
  readonly refused: readonly { readonly id: string; readonly why: string }[];
} {
  const index: RuleIndex = new HeadIndex();
  const refused: { id: string; why: string }[] = [];
  policies.forEach((policy, place) => {
    try {
      addRule(index, policy, place);
    } catch (error) {
      refused.push({ id: policy.id, why: error instanceof Error ? error.message : 'it is malformed' });
    }
  });
  return {
    cedar: { isAuthorized: (scene, omitted) => decide(findRules(index, scene, omitted), scene) },
    refused,
  };
}

function addRule(index: RuleIndex, { id, json, slots = {} }: CedarPolicy, place: number): void {
  const rule = { id, place, effect: json.effect, conditions: json.conditions.map(compileClause) };
  for (const action of readHead(json.action, slots)) {
    for (const principal of readHead(json.principal, slots)) {
      for (const resource of readHead(json.resource, slots)) {
        index
          .entry(action, () => new HeadIndex())
          .entry(principal, () => new HeadIndex())
          .entry(resource, () => [])
          .push(rule);
      }
    }
  }
}

function compileClause({ kind, body }: Clause): Rule['conditions'][number] {
  return { holds: compileExpression(body), expected: kind === 'when' };
}

/** The rules whose head matches, in the order of the policies, each once. */
function findRules(
  index: RuleIndex,
  scene: Scene,
  omitted: ReadonlySet<string> | undefined,
): readonly Rule[] {
  const { principal, action, resource, entities } = scene;
  const abovePrincipal = entities.ancestors(principal.key);
  const aboveResource = entities.ancestors(resource.key);
  const found = new Set<Rule>();
  index.visit(action, entities.ancestors(action.key), (byPrincipal) => {
    byPrincipal.visit(principal, abovePrincipal, (byResource) => {
      byResource.visit(resource, aboveResource, (rules) => {
        for (const rule of rules) if (omitted?.has(rule.id) !== true) found.add(rule);
      });
    });
  });
  return [...found].toSorted((a, b) => a.place - b.place);
}

function decide(rules: readonly Rule[], scene: Scene): CedarAnswer {
  const permits: string[] = [];
  const forbids: string[] = [];
  const errors: CedarError[] = [];
  for (const rule of rules) {
    try {
      if (applies(rule, scene)) (rule.effect === 'permit' ? permits : forbids).push(rule.id);
    } catch (error) {
      if (!(error instanceof EvaluationFailure)) throw error;
      errors.push({ policy: rule.id, kind: error.code });
    }
  }
  const isAllowed = forbids.length === 0 && permits.length > 0;
  return {
    decision: isAllowed ? 'allow' : 'deny',
    reason: forbids.length > 0 ? forbids : permits,
    errors,
  };
}

function applies({ conditions }: Rule, scene: Scene): boolean {
  return conditions.every(({ holds, expected }) => asBoolean(holds(scene)) === expected);
}
