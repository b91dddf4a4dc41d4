// A person signs what they look at and nothing else: what the daemon draws up for them says exactly that, or
// nothing is signed.

import type { RejectionCategory } from '../../../src/surfaces/http/contract/approval.ts';
import type { HoldDetail, Statement } from '../../../src/surfaces/http/contract.ts';
import { canonicalText } from '../text/canonical.ts';

export interface Decided {
  readonly verdict: 'approve' | 'reject';
  readonly reason: string;
  /** Like actions that are decided on with it, as they were looked at. */
  readonly others: readonly HoldDetail[];
  /** For so many identical actions. */
  readonly times: number;
  /** Absent: the arguments that wait. */
  readonly edit?: object;
  readonly category?: RejectionCategory;
  readonly tell?: true;
}

/** It is not any more what was looked at. */
export class HoldMoved extends Error {
  constructor() {
    super('It has changed since you looked: nothing is signed.');
    this.name = 'HoldMoved';
  }
}

/** What the daemon is asked to draw up. */
export function draftOf({ task }: HoldDetail, { others, times, ...said }: Decided): object {
  return {
    task,
    ...said,
    ...(times === 1 ? {} : { times }),
    ...(others.length === 0 ? {} : { also: others.map(({ id }) => id) }),
  };
}

/** Throws `HoldMoved`, or an `Error` where it says something else. */
export function requireAbout(statement: Statement, hold: HoldDetail, decided: Decided): void {
  const { others } = decided;
  const also = new Map((statement.also ?? []).map((one) => [one.hold, one]));
  const isStill = (one: HoldDetail, said: Pick<Statement, 'digest' | 'shown'> | undefined): boolean =>
    said?.digest === one.digest &&
    said.shown !== undefined &&
    canonicalText(said.shown) === canonicalText(one.shown);
  const policies = hold.asks.map(({ policyDigest }) => policyDigest);
  const isSeen =
    isStill(hold, statement) &&
    canonicalText(statement.policies) === canonicalText(policies) &&
    others.every((one) => isStill(one, also.get(one.id)));
  if (!isSeen) throw new HoldMoved();
  const { edited } = statement;
  const isSaid =
    statement.hold === hold.id &&
    statement.task === hold.task &&
    also.size === others.length &&
    statement.verdict === decided.verdict &&
    (statement.times ?? 1) === decided.times &&
    (edited === undefined) === (decided.edit === undefined) &&
    edited?.digest !== hold.digest &&
    statement.category === decided.category &&
    statement.tell === decided.tell;
  if (!isSaid) throw new Error('What is to be signed is not what you say: nothing is signed.');
}
