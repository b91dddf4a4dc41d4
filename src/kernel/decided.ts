// How often each operator decided lately: attention is a budget, too, and who decides without end reads
// nothing.

import type { Event } from './event.ts';
import { entryOf } from './lookup.ts';
import type { OrgState } from './state.ts';

const HOUR_MS = 3_600_000;

const DECISIONS: readonly Event['type'][] = [
  'approval-given',
  'hold-edited',
  'hold-rejected',
  'hold-rejected-in-channel',
];

/** Of each operator so many of the newest decisions are remembered: more than anybody decides well. */
export const MAX_DECIDED = 512;

/** One word about several holds that were shown together is one decision. */
export function evolveDecided(
  decided: OrgState['decided'],
  { type, actor, time }: Event,
): OrgState['decided'] {
  if (!DECISIONS.includes(type)) return decided;
  const before = entryOf(decided, actor.id) ?? [];
  if (before.at(-1) === time) return decided;
  const recent = before.filter((one) => time - one < HOUR_MS);
  return { ...decided, [actor.id]: [...recent, time].slice(-MAX_DECIDED) };
}

/** Decisions of an operator within the hour before. */
export function decidedLastHour(
  { decided }: Pick<OrgState, 'decided'>,
  operator: string,
  at: number,
): number {
  return (entryOf(decided, operator) ?? []).filter((time) => at - time < HOUR_MS).length;
}
