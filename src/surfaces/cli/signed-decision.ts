// What a person signs is what was shown to them, whatever came in between: what is drawn up for them to sign
// says nothing else, or it has moved and is shown again.

import { isDeepStrictEqual } from 'node:util';
import { movedIn } from '../../kernel/hold/shown.ts';
import type { ShownPart } from '../../kernel/hold/shown-action.ts';
import type { RejectionCategory } from '../http/contract/approval.ts';
import type { HoldDetail, Statement } from '../http/contract.ts';
import { editLines, type Edit } from './given/edited-arguments.ts';
import { CliError } from './exit.ts';

export interface Decision {
  readonly verdict: 'approve' | 'reject';
  readonly reason: string;
  /** For so many identical actions. */
  readonly times: number;
  /** Absent: what waits is decided on as it is. */
  readonly edit?: Edit;
  /** What is wrong with what is rejected, and that the agent may read why; absent: nothing, it may not. */
  readonly category?: RejectionCategory;
  readonly tell?: true;
}

export interface Looked {
  readonly hold: HoldDetail;
  /** Like actions that are decided on with it. */
  readonly others: readonly HoldDetail[];
}

/** What the daemon is asked to draw up. */
export function draftOf({ hold, others }: Looked, decision: Decision): object {
  const { verdict, reason, times, edit, category, tell } = decision;
  return {
    task: hold.task,
    verdict,
    reason,
    ...(others.length === 0 ? {} : { also: others.map(({ id }) => id) }),
    ...(times === 1 ? {} : { times }),
    ...(edit === undefined ? {} : { edit: edit.arguments }),
    ...(category === undefined ? {} : { category }),
    ...(tell === undefined ? {} : { tell }),
  };
}

/** What is said besides yes and no, as it is signed; empty where nothing is. */
export function decisionLines(hold: HoldDetail, decision: Decision): string[] {
  const { times, edit, category, tell } = decision;
  return [
    ...(edit === undefined ? [] : ['approved in its place:', ...editLines(hold, edit)]),
    ...(times === 1 ? [] : [`approved for up to ${times} identical actions of this task`]),
    ...(category === undefined
      ? []
      : [`the agent is told: ${category}${tell === true ? ', and your reason, word for word' : ''}`]),
  ];
}

/** Whether it is about something that has moved since it was looked at. */
export function hasMoved(statement: Statement, { hold, others }: Looked): boolean {
  const also = statement.also ?? [];
  return (
    statement.digest !== hold.digest ||
    !isDeepStrictEqual(statement.shown, hold.shown) ||
    !isDeepStrictEqual(statement.policies, policiesOf(hold)) ||
    others.some(({ id, digest, shown }) => {
      const one = also.find((covered) => covered.hold === id);
      return one?.digest !== digest || !isDeepStrictEqual(one.shown, shown);
    })
  );
}

function policiesOf({ asks }: HoldDetail): string[] {
  return asks.map(({ policyDigest }) => policyDigest);
}

interface Signer {
  readonly operator: string;
  readonly ledger: string;
}

/** Throws `CliError` where it says another thing than the person does, of what they looked at. */
export function requireSame(statement: Statement, looked: Looked, said: Decision, signer: Signer): void {
  const { hold, others } = looked;
  const ids = others.map(({ id }) => id);
  const edited = statement.edited?.digest;
  const same =
    !hasMoved(statement, looked) &&
    statement.hold === hold.id &&
    statement.task === hold.task &&
    isDeepStrictEqual(
      (statement.also ?? []).map((one) => one.hold),
      ids,
    ) &&
    (statement.times ?? 1) === said.times &&
    (edited !== undefined) === (said.edit !== undefined) &&
    edited !== hold.digest &&
    statement.category === said.category &&
    statement.tell === said.tell &&
    statement.verdict === said.verdict &&
    statement.operator === signer.operator &&
    statement.ledger === signer.ledger;
  if (!same) throw new CliError('the statement to sign is not about what was shown: nothing is signed');
}

const PARTS: { readonly [part in ShownPart]: string } = {
  arguments: 'the arguments',
  definition: "the tool's definition",
  effects: 'what the tool does',
  grounding: 'where the values come from',
  labels: 'what the values carry',
  model: "the agent's model",
  policy: 'the policy in force',
  workflow: 'the workflow',
};

/** What of it is not as it was, in words. */
export function movedWords(before: HoldDetail, now: HoldDetail): string {
  const moved = movedIn(before.shown, now.shown).map((part) => PARTS[part]);
  const isAsked = isDeepStrictEqual(policiesOf(before), policiesOf(now));
  const all = isAsked || moved.includes(PARTS.policy) ? moved : [...moved, 'what the policies ask'];
  return all.length === 0 ? 'something that it rests on' : all.join(', ');
}
