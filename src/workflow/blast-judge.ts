// What policy says of a call before anybody makes it: each answer that some call of the kind may get, found
// by analysis and not by trial. What cannot be told apart stays in, so nothing that is possible is left
// out.

import type { PolicyPrincipal } from '../kernel/policy.ts';
import { findTool } from '../kernel/action/outcome.ts';
import type { OutcomeEffects } from '../kernel/action/outcome.ts';
import { applyingIn, approversText, verdictsOf } from '../policy/analysis/access.ts';
import type { Applying } from '../policy/analysis/access.ts';
import { domainsOf, outcomeDomains } from '../policy/analysis/domains.ts';
import type { Formula } from '../policy/analysis/formula.ts';
import { effortOf, satisfiable } from '../policy/analysis/satisfy.ts';
import { settingsOf } from '../policy/analysis/setting.ts';
import type { Domain, Setting } from '../policy/analysis/setting.ts';
import { EntityUid } from '../policy/cedar/value.ts';
import { readUid } from '../policy/cedar/value-json.ts';
import type { CompiledPolicy } from '../policy/compiled-policy.ts';
import { principalEntity } from '../policy/engine-shell.ts';
import { listActions } from '../policy/schema.ts';
import type { PolicyCatalog, SchemaAction } from '../policy/schema.ts';

/** How policy answers: always so, or in several ways, depending on arguments and on what happened before. */
export interface PolicyView {
  /** `hold`: none runs without people, though some may be denied. */
  readonly verdict: 'permit' | 'hold' | 'deny' | 'depends';
  /** What it may be where it depends. */
  readonly among: readonly ('permit' | 'hold' | 'deny')[];
  /** Whom holds ask: `finance:1, security:1`. */
  readonly approvers: readonly string[];
}

/** What is known of the calls before they are made. */
export interface CallKind {
  readonly principal: PolicyPrincipal;
  /** `connector/tool`, or a verb of the organisation. */
  readonly action: string;
  readonly workflow: string | null;
  /** False: the review of the workflow approved none of them. */
  readonly preapproved: boolean;
  /** What they may come to, by their arguments; empty: nobody knows. */
  readonly outcomes: readonly OutcomeEffects[];
}

export type JudgeCall = (kind: CallKind) => PolicyView;

const NO: PolicyView = { verdict: 'deny', among: ['deny'], approvers: [] };

/**
 * Work that one answer, and all the answers of one judge, may take. Past it nothing can be ruled out any
 * more, so that whoever waits for the answer keeps nobody else waiting.
 */
const EFFORT = 20_000;
const EFFORT_IN_ALL = 500_000;

/** @param policies of the set in force; null: there is none, so everything is denied */
export function createJudge(policies: readonly CompiledPolicy[] | null, catalog: PolicyCatalog): JudgeCall {
  const actions = listActions(catalog);
  let left = EFFORT_IN_ALL;
  return (kind) => {
    const action = actions.get(kind.action);
    if (policies === null || action === undefined) return NO;
    const setting = settingOf(kind, action, catalog);
    if (setting === null) return NO;
    const mayBe = (formula: Formula): boolean => {
      const effort = effortOf(Math.min(EFFORT, left));
      const before = effort.left;
      const answer = satisfiable(formula, setting, effort);
      left -= before - Math.max(0, effort.left);
      return answer !== 'no';
    };
    return judge(applyingIn(policies, setting), mayBe);
  };
}

function judge(applying: readonly Applying[], mayBe: (formula: Formula) => boolean): PolicyView {
  const { permitted, held, denied } = verdictsOf(applying);
  const formulas = { permit: permitted, hold: held, deny: denied };
  const among = VERDICTS.filter((verdict) => mayBe(formulas[verdict]));
  const asked = applying.flatMap(({ policy, outcome }) =>
    policy.hold !== null && among.includes('hold') && mayBe(outcome.yes)
      ? [approversText(policy.hold.approvers)]
      : [],
  );
  return joinViews([{ verdict: 'depends', among, approvers: asked }]);
}

/** One view of several: of each agent that may make the call. */
export function joinViews(views: readonly PolicyView[]): PolicyView {
  const among = VERDICTS.filter((verdict) => views.some((view) => view.among.includes(verdict)));
  const [first] = among;
  if (first === undefined) return NO;
  const approvers = [...new Set(views.flatMap((view) => view.approvers))].toSorted();
  const isAsked = among.includes('hold') && !among.includes('permit');
  return { verdict: isAsked ? 'hold' : among.length === 1 ? first : 'depends', among, approvers };
}

const VERDICTS = ['permit', 'hold', 'deny'] as const;

function settingOf(kind: CallKind, action: SchemaAction, catalog: PolicyCatalog): Setting | null {
  const { principal, workflow, preapproved, outcomes } = kind;
  const domains = new Map<string, Domain>([
    ...domainsOf(catalog, action),
    ...outcomeDomains(outcomes),
    ...(preapproved ? [] : [only('context.scope.preapproved', false)]),
    ...(workflow === null ? [] : [only('context.task.workflow', workflow)]),
    ...Object.entries(principal.attributes).flatMap(([name, value]) =>
      typeof value === 'string' ? [only(`principal.${name}`, value)] : [],
    ),
  ]);
  const setting = settingsOf(withRolesOnly(action, catalog), domains).find(
    (one) => one.principal === principal.type,
  );
  const subject = setting?.subjects.get('principal');
  if (setting === undefined || subject === undefined) return null;
  const groups = new Set(principalEntity(principal).parents.map((parent) => readUid(parent).key));
  const named = { ...subject, uid: new EntityUid(principal.type, principal.id), groups };
  return { ...setting, subjects: new Map([...setting.subjects, ['principal', named]]) };
}

function only(term: string, value: string | boolean): [string, Domain] {
  return [term, { values: [value] }];
}

/** The action with those roles of arguments alone that its tool has: it can have no argument of another. */
function withRolesOnly(action: SchemaAction, catalog: PolicyCatalog): SchemaAction {
  const tool = findTool(catalog, action.id);
  const args = action.context.attributes['args'];
  if (tool === null || args?.type !== 'Record') return action;
  const roles = new Set<string>(Object.values(tool.profile.roles));
  const kept = Object.entries(args.attributes).filter(([role]) => roles.has(role));
  const attributes = {
    ...action.context.attributes,
    args: { ...args, attributes: Object.fromEntries(kept) },
  };
  return { ...action, context: { ...action.context, attributes } };
}
