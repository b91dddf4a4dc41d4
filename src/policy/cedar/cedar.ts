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
import type { EntityUid } from './value.ts';

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
  /**
   * The same for scenes of one action alone: its place in the index is found once.
   *
   * @param ancestors keys of all that the action is in, in every such scene
   */
  forAction(action: EntityUid, ancestors: ReadonlySet<string>): Pick<Cedar, 'isAuthorized'>;
}

interface Rule {
  readonly id: string;
  readonly place: number;
  /** Its head has several alternatives, so a question may find it more than once. */
  readonly isRepeated: boolean;
  readonly effect: 'permit' | 'forbid';
  readonly conditions: readonly { readonly holds: Evaluate; readonly expected: boolean }[];
}

type ByPrincipal = HeadIndex<HeadIndex<Rule[]>>;
type RuleIndex = HeadIndex<ByPrincipal>;

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
  const forAction = (action: EntityUid, ancestors: ReadonlySet<string>): Pick<Cedar, 'isAuthorized'> => {
    const found = index.find(action, ancestors);
    return { isAuthorized: (scene, omitted = NONE) => decide(found, scene, omitted) };
  };
  const isAuthorized: Cedar['isAuthorized'] = (scene, omitted = NONE) =>
    decide(index.find(scene.action, scene.entities.ancestors(scene.action.key)), scene, omitted);
  return { cedar: { isAuthorized, forAction }, refused };
}

const NONE: ReadonlySet<string> = new Set();

function addRule(index: RuleIndex, { id, json, slots = {} }: CedarPolicy, place: number): void {
  const heads = alternativesOf(json, slots);
  const conditions = json.conditions.map(compileClause);
  const rule = { id, place, effect: json.effect, conditions, isRepeated: heads.length > 1 };
  for (const { action, principal, resource } of heads) {
    index
      .entry(action, () => new HeadIndex())
      .entry(principal, () => new HeadIndex())
      .entry(resource, () => [])
      .push(rule);
  }
}

function alternativesOf(json: PolicyJson, slots: SlotValues) {
  return readHead(json.action, slots).flatMap((action) =>
    readHead(json.principal, slots).flatMap((principal) =>
      readHead(json.resource, slots).map((resource) => ({ action, principal, resource })),
    ),
  );
}

function compileClause({ kind, body }: Clause): Rule['conditions'][number] {
  return { holds: compileExpression(body), expected: kind === 'when' };
}

/** What the rules that were found say, with the rule. */
interface Findings {
  readonly permits: Rule[];
  readonly forbids: Rule[];
  readonly errors: { readonly rule: Rule; readonly kind: FailureKind }[];
}

function decide(found: readonly ByPrincipal[], scene: Scene, omitted: ReadonlySet<string>): CedarAnswer {
  const findings: Findings = { permits: [], forbids: [], errors: [] };
  evaluateFound(found, scene, omitted, findings);
  const { permits, forbids, errors } = findings;
  const isAllowed = forbids.length === 0 && permits.length > 0;
  return {
    decision: isAllowed ? 'allow' : 'deny',
    reason: inOrder(forbids.length > 0 ? forbids : permits, (rule) => rule.place).map(({ id }) => id),
    errors: inOrder(errors, ({ rule }) => rule.place).map(({ rule, kind }) => ({ policy: rule.id, kind })),
  };
}

/** Evaluates the rules whose head matches, each once. In which order makes no difference to what they say. */
function evaluateFound(
  found: readonly ByPrincipal[],
  scene: Scene,
  omitted: ReadonlySet<string>,
  findings: Findings,
): void {
  const { principal, resource, entities } = scene;
  const abovePrincipal = entities.ancestors(principal.key);
  const aboveResource = entities.ancestors(resource.key);
  const repeated = new Set<Rule>();
  for (const byPrincipal of found) {
    for (const byResource of byPrincipal.find(principal, abovePrincipal)) {
      for (const rules of byResource.find(resource, aboveResource)) {
        for (const rule of rules) {
          if (rule.isRepeated && repeated.has(rule)) continue;
          if (rule.isRepeated) repeated.add(rule);
          if (!omitted.has(rule.id)) evaluate(rule, scene, findings);
        }
      }
    }
  }
}

function evaluate(rule: Rule, scene: Scene, { permits, forbids, errors }: Findings): void {
  try {
    if (applies(rule, scene)) (rule.effect === 'permit' ? permits : forbids).push(rule);
  } catch (error) {
    if (!(error instanceof EvaluationFailure)) throw error;
    errors.push({ rule, kind: error.code });
  }
}

function applies({ conditions }: Rule, scene: Scene): boolean {
  for (const { holds, expected } of conditions) {
    if (asBoolean(holds(scene)) !== expected) return false;
  }
  return true;
}

function inOrder<Found>(found: readonly Found[], placeOf: (found: Found) => number): readonly Found[] {
  return found.length < 2 ? found : found.toSorted((a, b) => placeOf(a) - placeOf(b));
}
