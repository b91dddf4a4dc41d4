// How often each operator decided lately: attention is a budget, too, and who decides without end reads
// nothing.

import type { Event } from '../event.ts';
import { entryOf } from '../lookup.ts';
import type { OrgState } from '../state.ts';

const HOUR_MS = 3_600_000;

const DECISIONS: readonly Event['type'][] = [
  'approval-given',
  'hold-edited',
  'hold-rejected',
  'hold-rejected-in-channel',
];

/** Of each operator so many of the newest are kept, and no limit is higher: nobody decides more well. */
export const MAX_DECIDED = 512;

/** Each hold counts, for whoever decided and for those whose duty they used: lent, it is still one duty. */
export function evolveDecided(decided: OrgState['decided'], event: Event): OrgState['decided'] {
  const { type, actor, time, body } = event;
  if (!DECISIONS.includes(type)) return decided;
  const lenders = 'onBehalfOf' in body ? body.onBehalfOf : [];
  const after = [actor.id, ...lenders].map((id) => {
    const recent = (entryOf(decided, id) ?? []).filter((one) => time - one < HOUR_MS);
    return [id, [...recent, time].slice(-MAX_DECIDED)] as const;
  });
  return { ...decided, ...Object.fromEntries(after) };
}

/** Holds decided by an operator, or with their duty, within the hour before. */
export function decidedLastHour(
  { decided }: Pick<OrgState, 'decided'>,
  operator: string,
  at: number,
): number {
  return (entryOf(decided, operator) ?? []).filter((time) => at - time < HOUR_MS).length;
}
