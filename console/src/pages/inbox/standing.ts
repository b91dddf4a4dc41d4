// How a hold stands, who can still move it, and what deserves a second look: from what the gateway says, and
// from nothing that the agent says.

import type { BlastView } from '../../../../src/surfaces/http/contract/blast.ts';
import type { HoldDetail, HoldView, OperatorView } from '../../../../src/surfaces/http/contract.ts';

export type Standing = HoldView['status'] | 'expired';

/** No record says that a hold has expired: its reader does. */
export function standingOf({ status, expiresAt }: HoldView, nowMs: number): Standing {
  return status === 'pending' && expiresAt <= nowMs ? 'expired' : status;
}

export interface Asked {
  readonly role: string;
  readonly quorum: number;
  /** Who has approved and has the role: ids, with for whom else, and for how many. */
  readonly given: readonly string[];
  /** Who could: they have the role or are lent it, and nothing keeps them from it. */
  readonly could: readonly OperatorView[];
}

/** Somebody who is asked and may not approve, with what keeps them from it. */
export interface Kept {
  readonly operator: string;
  readonly why: readonly string[];
}

export function keptFrom({ approvers = [] }: HoldDetail): readonly Kept[] {
  return approvers
    .filter(({ reasons }) => reasons.length > 0)
    .map(({ operator, reasons }) => ({
      operator,
      why: reasons.map(({ code, lift }) => `${code}. ${lift}`),
    }));
}

/** Each role once, with the most that any policy asks of it. */
export function askedOf(hold: HoldDetail, operators: readonly OperatorView[]): readonly Asked[] {
  const quorums = new Map<string, number>();
  for (const { role, quorum } of hold.asks.flatMap(({ approvers }) => approvers)) {
    quorums.set(role, Math.max(quorum, quorums.get(role) ?? 0));
  }
  const approved = new Map(hold.approvals.map((one) => [one.operator, givenBy(one)]));
  return [...quorums].map(([role, quorum]) => {
    const having = operators.filter(({ roles }) => roles.includes(role));
    return {
      role,
      quorum,
      given: having.flatMap(({ id }) => approved.get(id) ?? []),
      could: operators.filter((one) => !approved.has(one.id) && couldAs(role, one, hold, operators)),
    };
  });
}

function couldAs(
  role: string,
  { id, roles }: OperatorView,
  { approvers, requester }: HoldDetail,
  operators: readonly OperatorView[],
): boolean {
  // An older Holdpoint does not say who may.
  if (approvers === undefined) return roles.includes(role) && id !== requester;
  const may = approvers.find(({ operator, reasons }) => operator === id && reasons.length === 0);
  if (may === undefined) return false;
  const lenders = operators.filter((one) => may.onBehalfOf.includes(one.id));
  return roles.includes(role) || lenders.some((one) => one.roles.includes(role));
}

function givenBy({ operator, onBehalfOf = [], times = 1 }: HoldView['approvals'][number]): string {
  const lent = onBehalfOf.length === 0 ? '' : `, also for ${onBehalfOf.join(', ')}`;
  return `${operator}${lent}${times === 1 ? '' : `, up to ${times} times`}`;
}

/** Whether one of the roles is asked. */
export function isFor(hold: HoldView, roles: readonly string[]): boolean {
  return hold.asks.some(({ approvers }) => approvers.some(({ role }) => roles.includes(role)));
}

/** Later holds of the same task for the same tool: the agent asks again with other arguments. */
export function laterShapes(hold: HoldView, holds: readonly HoldView[]): readonly HoldView[] {
  return holds.filter(
    (one) =>
      one.id !== hold.id &&
      one.task === hold.task &&
      one.tool === hold.tool &&
      one.connector === hold.connector &&
      one.raisedAt > hold.raisedAt &&
      // Like ones are decided together, not in its place.
      (one.batch === undefined || one.batch !== hold.batch),
  );
}

export interface Remark {
  readonly tone: 'deny' | 'hold';
  readonly text: string;
}

const GRAVE = ['delete', 'spend', 'execute', 'approve', 'admin', 'impersonate'];

/** The gravest first. */
export function remarksOn(hold: HoldDetail, blast: BlastView | null): readonly Remark[] {
  const remarks: Remark[] = [];
  const say = (tone: Remark['tone'], text: string, applies: boolean): void => {
    if (applies) remarks.push({ tone, text });
  };
  const places = (levels: readonly string[]): string =>
    hold.grounding
      .filter(({ level, pointer }) => pointer !== '' && levels.includes(level))
      .map(({ pointer, role }) => `${pointer} (${role})`)
      .join(', ');
  const [untrusted, unseen] = [places(['untrusted']), places(['unseen'])];
  const grave = hold.effects.filter((effect) => GRAVE.includes(effect));
  const { variationOf = null } = hold;
  say(
    'deny',
    'A value comes from where the scan found orders to the model, or the like.',
    hold.grounding.some(({ sources }) => sources.some(({ findings = [] }) => findings.length > 0)),
  );
  say(
    'deny',
    'A text that asks its reader for it is all that is known of a value.',
    hold.grounding.some(({ instructed }) => instructed),
  );
  say('deny', `Comes only from what anybody could have written: ${untrusted}.`, untrusted !== '');
  say(
    'hold',
    'The call as a whole: nothing ties it to what the person asked.',
    hold.grounding.some(({ pointer }) => pointer === ''),
  );
  say('deny', 'It was rejected before, in another shape.', variationOf !== null);
  say('deny', 'Nobody knows what it does to the world.', hold.effects.includes('unknown'));
  say('deny', `Can hardly be undone: ${grave.join(', ')}.`, grave.length > 0);
  say('hold', `Nobody's words, it was seen nowhere: ${unseen}.`, unseen !== '');
  say('hold', 'It reaches systems outside of the organisation.', blast?.reach.egress === 'external');
  say('hold', 'Secrets were taken out: there is more than what is shown.', hold.isRedacted);
  return remarks;
}
