// What would have to be otherwise for a request to be permitted: the fewest facts, said with who can change
// them. Each answer was put to the engine where a request can be made of it.

import type { PolicyEngine, PolicyQuery } from '../../kernel/policy.ts';
import type { CompiledPolicy } from '../compiled-policy.ts';
import { contextOf } from '../engine-shell.ts';
import { createSceneReader } from '../scene.ts';
import type { Scene } from '../cedar/expression.ts';
import { listActions } from '../schema.ts';
import type { PolicyCatalog } from '../schema.ts';
import { applyingIn, approversText, verdictsOf } from './access.ts';
import type { Applying } from './access.ts';
import { domainsOf } from './domains.ts';
import { CHANGERS, changerOf } from './fact.ts';
import type { Changer } from './fact.ts';
import type { Formula, Literal } from './formula.ts';
import { holdsIn, resultOf, valueOf } from './judge.ts';
import { changeableFacts, restrict, subsetsOf } from './restrict.ts';
import { effortOf, models } from './satisfy.ts';
import { settingsOf } from './setting.ts';
import type { Setting } from './setting.ts';
import type { Cube } from './theory.ts';
import { verify } from './verify-change.ts';
import { showValue, wordsOf } from './words.ts';
import type { Show } from './words.ts';

/** One fact that has to be otherwise. */
export interface FactChange {
  /** What has to hold, such as `context.input.amount <= 1000 (it is 2000)`. */
  readonly words: string;
  readonly by: Changer;
}

/** One way to a permit. */
export interface NearestPermit {
  readonly changes: readonly FactChange[];
  /** Who must approve even then: `finance:1`; empty: nobody. */
  readonly approvals: readonly string[];
  /** Whether the engine permits a request that was so changed. */
  readonly isVerified: boolean;
}

/** A policy set and what it was compiled against. */
export interface Judging {
  readonly engine: PolicyEngine;
  readonly policies: readonly CompiledPolicy[];
  readonly catalog: PolicyCatalog;
}

interface Case {
  readonly judging: Judging;
  readonly query: PolicyQuery;
  readonly setting: Setting;
  readonly scene: Scene;
  readonly applying: readonly Applying[];
  readonly show: Show;
}

const MOST_ANSWERS = 5;
const MOST_CHANGES = 3;
const MOST_TRIES = 400;
const STEPS_OF_TRY = 500;

/**
 * The ways to a permit for a request that is held or denied, the shortest first. Empty where it is permitted,
 * or where it cannot be read (the engine's answer says why).
 *
 * @param show writes values of the request; a caller who may not see them redacts
 */
export function nearestPermits(
  judging: Judging,
  query: PolicyQuery,
  show: Show = showValue,
): readonly NearestPermit[] {
  const found = caseOf(judging, query, show);
  if (found === null) return [];
  const misfits = found.applying.filter(({ policy }) => policy.misfit !== null);
  if (misfits.length > 0) {
    return [adminsWork(misfits.map(({ policy }) => `policy ${policy.id} fits the catalog again`))];
  }
  const { permitted, held } = verdictsOf(found.applying);
  if (holdsIn(permitted, found.scene)) return [];
  const approvals = approvalsOf(found.applying);
  const answers = [
    ...waitingOf(found, held),
    ...waysTo(permitted, [], found),
    ...waysTo(held, approvals, found),
  ];
  const distinct = [...new Map(answers.map((answer) => [JSON.stringify(answer), answer])).values()];
  const sorted = distinct.toSorted((a, b) => costOf(a) - costOf(b)).slice(0, MOST_ANSWERS);
  return sorted.length > 0 ? sorted : otherPolicies(found);
}

function caseOf(judging: Judging, query: PolicyQuery, show: Show): Case | null {
  const action = listActions(judging.catalog).get(query.action);
  if (action === undefined) return null;
  const domains = domainsOf(judging.catalog, action);
  const setting = settingsOf(action, domains).find(({ principal }) => principal === query.principal.type);
  if (setting === undefined) return null;
  const { context } = contextOf({ action, policies: [], misfits: [] }, query, new Set());
  const scene = context === null ? null : createSceneReader(action).read({ ...query, context });
  if (scene === null) return null;
  return { judging, query, setting, scene, applying: applyingIn(judging.policies, setting), show };
}

/** Fewer changes first; of as many, those that the asker can make. */
function costOf({ changes, approvals }: NearestPermit): number {
  const all = [...changes.map(({ by }) => by), ...approvals.map((): Changer => 'approver')];
  return all.length * 100 + Math.max(0, ...all.map((by) => CHANGERS.indexOf(by)));
}

/** What is held already needs no other fact than its approvals. */
function waitingOf({ applying, scene }: Case, held: Formula): readonly NearestPermit[] {
  if (!holdsIn(held, scene)) return [];
  const asking = applying.filter(({ outcome }) => holdsIn(outcome.yes, scene));
  return [{ changes: [], approvals: approvalsOf(asking), isVerified: true }];
}

function approvalsOf(applying: readonly Applying[]): readonly string[] {
  const asks = applying.flatMap(({ policy: { hold } }) =>
    hold === null ? [] : [approversText(hold.approvers)],
  );
  return [...new Set(asks)].toSorted();
}

/**
 * The smallest sets of facts that make a formula true, all others staying as they are.
 *
 * @param approvals who may have to approve, where no request can be made to find out
 */
function waysTo(target: Formula, approvals: readonly string[], found: Case): readonly NearestPermit[] {
  if (holdsIn(target, found.scene)) return [];
  const facts = changeableFacts(target);
  const done: (readonly string[])[] = [];
  const answers: NearestPermit[] = [];
  let tries = 0;
  for (const chosen of subsetsOf(facts, MOST_CHANGES)) {
    if (answers.length >= MOST_ANSWERS || (tries += 1) > MOST_TRIES) break;
    if (done.some((fewer) => fewer.every((fact) => chosen.includes(fact)))) continue;
    const { cubes } = models(restrict(target, new Set(chosen), found.scene), found.setting, {
      limit: 2,
      effort: effortOf(STEPS_OF_TRY),
    });
    const ways = cubes.flatMap((cube) => answerOf(cube, approvals, found) ?? []);
    if (ways.length > 0) done.push(chosen);
    answers.push(...ways);
  }
  return answers;
}

/** A cube as an answer; null where nothing in it differs from what is, or the engine says otherwise. */
function answerOf(cube: Cube, approvals: readonly string[], found: Case): NearestPermit | null {
  const isMissing = ({ atom, is }: Literal): boolean => resultOf(atom, found.scene) !== is;
  const missing = cube.filter(isMissing);
  if (missing.length === 0) return null;
  const texts = new Set(missing.map(({ atom }) => atom.term.text));
  const touched = cube.filter(
    (one) => isMissing(one) || (texts.has(one.atom.term.text) && !isMembership(one)),
  );
  const verified = verify(found.judging.engine, found.query, touched, found.setting);
  if (verified?.isPermitted === false) return null;
  const changes = changesOf(missing, found);
  return { changes, approvals: verified?.approvals ?? approvals, isVerified: verified !== null };
}

function isMembership({ atom }: Literal): boolean {
  return atom.test.kind === 'within';
}

function changesOf(missing: Cube, { scene, show }: Case): readonly FactChange[] {
  return missing.flatMap((one) => {
    const by = changerOf(one.atom);
    return by === null ? [] : [{ words: `${wordsOf(one)}${currentText(one, scene, show)}`, by }];
  });
}

function currentText({ atom }: Literal, scene: Scene, show: Show): string {
  if (atom.term.path === null || atom.test.kind === 'within') return '';
  const value = valueOf(atom.term, scene);
  return value === null ? ' (it is absent)' : ` (it is ${show(value)})`;
}

/** No fact helps: which policies would have to be others. */
function otherPolicies({ applying, scene, query }: Case): readonly NearestPermit[] {
  const isBlocking = ({ policy, outcome }: Applying): boolean =>
    policy.effect === 'forbid' && policy.hold === null && holdsIn(outcome.yes, scene);
  const blocking = applying
    .filter(isBlocking)
    .map(({ policy }) => `policy ${policy.id} no longer forbids it`);
  const isPermitted = applying.some(
    ({ policy, outcome }) => policy.effect === 'permit' && holdsIn(outcome.yes, scene),
  );
  const words = isPermitted ? blocking : [...blocking, `a policy permits ${query.action}: none does`];
  return words.length === 0 ? [] : [adminsWork(words)];
}

function adminsWork(words: readonly string[]): NearestPermit {
  return { changes: words.map((text) => ({ words: text, by: 'admin' })), approvals: [], isVerified: false };
}
