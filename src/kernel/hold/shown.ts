// What people approve is what they were shown: the policy set, the arguments and what is known of them, the
// model, the tool and the workflow, as they stood. What of it has moved since is named.

import { joinCarried } from '../action/argument-label.ts';
import type { Statement } from './statement.ts';
import type { ArgumentGrounding } from '../flow/grounding.ts';
import { worseOf } from '../flow/grounding-level.ts';
import type { Hold } from './held.ts';
import { covers, NO_DATA } from '../flow/label.ts';
import type { Labels } from '../flow/label.ts';
import { entryOf } from '../lookup.ts';
import type { Act } from '../request.ts';
import type { ArgumentRole } from '../role.ts';
import type { HeldValues, LookedAt, RoleGrounding, Shown, ShownPart } from './shown-action.ts';
import type { State, TaskState } from '../state.ts';

type Place = Pick<Hold, 'connector' | 'tool'>;

/** What the signer of a statement was shown of a hold that it is about; undefined: it does not say. */
export function shownIn({ shown, also = [] }: Statement, hold: string): Shown | undefined {
  const other = also.find((one) => one.hold === hold);
  return other === undefined ? shown : other.shown;
}

/** As it stands for the hold at this moment. */
export function shownOf(state: State, task: TaskState, hold: Hold): Shown {
  const { values } = hold;
  return {
    ...standingOf(state, task, hold),
    arguments: hold.arguments,
    labels: values?.labels ?? null,
    grounding: values?.grounding ?? null,
  };
}

/** What stands of all that is not about the values. */
export function standingOf({ org, connectors }: State, task: TaskState, { connector, tool }: Place) {
  const admitted = entryOf(connectors, connector)?.admitted ?? null;
  const known = admitted === null ? null : entryOf(admitted.tools, tool);
  const model = entryOf(org.agents, task.agent)?.model;
  return {
    policy: org.policy?.digest ?? null,
    model: model === undefined ? null : `${model.provider}/${model.name} ${model.fingerprint}`,
    definition: known?.definition ?? null,
    effects: known?.effects ?? [],
    workflow: entryOf(org.workflows, task.workflow.id)?.digest ?? null,
  } satisfies Partial<Shown>;
}

/** What the shell found out about the values of an action. */
export function valuesOf({ grounding, carried, sent }: LookedAt): HeldValues {
  const isPlaced = carried !== undefined && carried.every((one) => one.isPlaced);
  return { grounding: groundingByRole(grounding), labels: sent ?? null, isPlaced };
}

/** The worst of each role; null: nobody looked. */
export function groundingByRole(grounding: LookedAt['grounding']): readonly RoleGrounding[] | null {
  if (grounding === undefined) return null;
  return [...new Set(grounding.map(({ role }) => role))].map((role) => worstOf(role, grounding));
}

/**
 * What the same arguments carry when they are asked with again. They are older than what the task read since:
 * that counts only for values that could be placed before and cannot any more.
 */
export function labelsAgain(held: HeldValues | undefined, { carried }: Act, data: Labels): Labels | null {
  if (carried === undefined) return null;
  return joinCarried(carried, held?.isPlaced === false ? NO_DATA : data);
}

/** There is an argument of the role. */
function worstOf(role: ArgumentRole, all: readonly ArgumentGrounding[]): RoleGrounding {
  const own = all.filter((one) => one.role === role);
  const level = own.map((one) => one.level).reduce(worseOf);
  return { role, level, instructed: own.some(({ instructed }) => instructed) };
}

const PLAIN_PARTS = ['policy', 'arguments', 'model', 'definition', 'workflow'] as const;

/** What is no longer as it was shown, in the order of its names. */
export function movedIn(shown: Shown, now: Shown): ShownPart[] {
  const isSame = {
    effects: isSameSet(shown.effects, now.effects),
    labels: isNoMore(shown.labels, now.labels) && isNoMore(now.labels, shown.labels),
    grounding: isNoWorse(shown.grounding, now.grounding) && isNoWorse(now.grounding, shown.grounding),
  };
  const others = (['effects', 'grounding', 'labels'] as const).filter((part) => !isSame[part]);
  return [...PLAIN_PARTS.filter((part) => shown[part] !== now[part]), ...others].toSorted();
}

/**
 * What keeps an approval from being used. Policy is asked afresh anyway, and what is known of the values may
 * have become better: an approval itself vouches for them. Null stands for what nobody had looked at; with
 * `isUnseen` the approval does not vouch for that.
 */
export function movedForUse(shown: Shown, now: Shown, isUnseen: boolean): ShownPart[] {
  const { labels, grounding } = shown;
  const vouchesFor = (part: Labels | ByRole): boolean => part === null && !isUnseen;
  // What got no worse counts as the same.
  const seen = {
    ...shown,
    policy: now.policy,
    labels: vouchesFor(labels) || isNoMore(labels, now.labels) ? now.labels : labels,
    grounding: vouchesFor(grounding) || isNoWorse(grounding, now.grounding) ? now.grounding : grounding,
  };
  return movedIn(seen, now);
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each) => other.includes(each));
}

/** Whether the second says no more than the first. */
function isNoMore(one: Labels | null, other: Labels | null): boolean {
  return one === null || other === null ? one === other : covers(one, other);
}

type ByRole = Shown['grounding'];

function isNoWorse(one: ByRole, other: ByRole): boolean {
  if (one === null || other === null) return one === other;
  const isNo = (was: RoleGrounding, is: RoleGrounding): boolean =>
    worseOf(was.level, is.level) === was.level && (was.instructed || !is.instructed);
  return other.every((is) => one.some((was) => was.role === is.role && isNo(was, is)));
}
