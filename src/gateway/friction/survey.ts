// How often people were asked, how long they took and what they said: counted from the records alone, each
// action once, however often its agent asked again.

import type { Event } from '../../kernel/event.ts';
import { isPending } from '../../kernel/rules/approval.ts';
import { holdModel, type HoldSummary } from '../models/hold.ts';
import { taskOf } from '../replay/history.ts';
import { isDecided, type Decided } from '../replay/decided.ts';

/** `approved`: and used. `void`: its task ended first, or the action ran without an answer. */
export type HoldOutcome = 'approved' | 'rejected' | 'expired' | 'void' | 'pending';

export interface SurveyedHold extends HoldSummary {
  readonly workflow: string;
  /** When people last answered, Unix milliseconds; null: nobody did. */
  readonly answeredAt: number | null;
}

/** Of so many actions, so many were held. */
export interface Share {
  readonly name: string;
  readonly actions: number;
  readonly holds: number;
}

/** People said yes or no. */
const ANSWERS: readonly string[] = [
  'approval-given',
  'hold-edited',
  'hold-rejected',
  'hold-rejected-in-channel',
];
const BY = ['workflow', 'agent', 'tool'] as const;
type Part = (typeof BY)[number];

interface Counted {
  actions: number;
  holds: number;
}

export class Survey {
  /** Every one that was ever raised. */
  readonly holds = new Map<string, SurveyedHold>();
  readonly quarantined = new Set<string>();
  readonly #since: number;
  /** Of tasks that are open. */
  readonly #workflows = new Map<string, string>();
  readonly #parts = {
    workflow: new Map<string, Counted>(),
    agent: new Map<string, Counted>(),
    tool: new Map<string, Counted>(),
  };
  /** Ids of holds that are still to come to an end, by task. */
  readonly #waiting = new Map<string, Set<string>>();
  actions = 0;
  denied = 0;

  /** @param since only actions from then on count, Unix milliseconds */
  constructor(since: number) {
    this.#since = since;
  }

  /** Records come in the ledger's order. */
  add(event: Event): void {
    const task = taskOf(event.stream);
    if (task === null) return;
    if (event.type === 'task-opened') this.#workflows.set(task, event.body.workflow);
    if (event.type === 'task-quarantined') this.quarantined.add(task);
    if (isDecided(event)) this.#count(event, task);
    this.#move(event, task);
    if (event.type === 'task-closed' || event.type === 'task-quarantined') this.#workflows.delete(task);
  }

  /** What becomes of holds is told by the fold that decides. */
  #move(event: Event, task: string): void {
    const concern = holdModel.concernOf(event);
    if (concern === null) return;
    const waiting = this.#waiting.get(task) ?? new Set();
    const ids = 'id' in concern ? [concern.id] : [...waiting];
    for (const id of ids) {
      const hold = this.holds.get(id);
      const next = hold === undefined ? null : holdModel.fold(hold, event);
      if (hold === undefined || next === null) continue;
      const isAnswer = ANSWERS.includes(event.type);
      this.holds.set(id, { ...hold, ...next, answeredAt: isAnswer ? event.time : hold.answeredAt });
      if (next.status !== 'pending') waiting.delete(id);
    }
  }

  #count(event: Decided, task: string): void {
    const { body } = event;
    // It was counted when it was held.
    if (event.type === 'action-permitted' && event.body.hold !== null) return;
    const isHeld = event.type === 'action-held';
    if (isHeld && event.body.joined) return;
    const workflow = this.#workflows.get(task) ?? '';
    if (isHeld) this.#raise(event, task, workflow);
    if (event.time < this.#since) return;
    this.actions += 1;
    if (event.type === 'action-denied') this.denied += 1;
    const names = { workflow, agent: body.agent, tool: `${body.connector}/${body.tool}` };
    for (const part of BY) this.#countIn(part, names[part], isHeld);
  }

  #raise(event: Extract<Decided, { type: 'action-held' }>, task: string, workflow: string): void {
    const raised = holdModel.fold(null, event)!;
    this.holds.set(raised.id, { ...raised, workflow, answeredAt: null });
    const waiting = this.#waiting.get(task) ?? new Set();
    this.#waiting.set(task, waiting.add(raised.id));
  }

  #countIn(part: Part, name: string, isHeld: boolean): void {
    const counted = this.#parts[part].get(name) ?? { actions: 0, holds: 0 };
    this.#parts[part].set(name, counted);
    counted.actions += 1;
    if (isHeld) counted.holds += 1;
  }

  /** Those that count. */
  counted(): readonly SurveyedHold[] {
    return [...this.holds.values()].filter(({ raisedAt }) => raisedAt >= this.#since);
  }

  /** Which rules asked, most often first. */
  rules(): readonly { readonly policy: string; readonly reason: string; readonly holds: number }[] {
    const rules = new Map<string, { policy: string; reason: string; holds: number }>();
    for (const { policy, reason } of this.counted().flatMap(({ asks }) => asks)) {
      const known = rules.get(policy) ?? { policy, reason, holds: 0 };
      rules.set(policy, { ...known, reason, holds: known.holds + 1 });
    }
    return [...rules.values()].toSorted((a, b) => b.holds - a.holds);
  }

  /** Where people were asked at all, most often first. */
  shares(part: Part): readonly Share[] {
    return [...this.#parts[part]]
      .map(([name, counted]) => ({ name, ...counted }))
      .filter(({ holds }) => holds > 0)
      .toSorted((a, b) => b.holds - a.holds || (a.name < b.name ? -1 : 1));
  }
}

export function outcomeOf(hold: SurveyedHold, now: number): HoldOutcome {
  if (hold.status === 'used') return 'approved';
  if (hold.status !== 'pending') return hold.status;
  return isPending(hold, now) ? 'pending' : 'expired';
}

/** How often people were asked: like actions that are shown together are one question. */
export function questionsIn(holds: readonly SurveyedHold[]): number {
  return new Set(holds.map(({ id, batch = id }) => batch)).size;
}

/** Of each answer how long it took, in milliseconds: those that were answered together count once. */
function timesOf(holds: readonly SurveyedHold[]): number[] {
  const times = new Map<string, number>();
  for (const { id, batch = id, answeredAt, raisedAt } of holds) {
    if (answeredAt === null) continue;
    const answer = `${batch} ${answeredAt}`;
    times.set(answer, Math.max(times.get(answer) ?? 0, answeredAt - raisedAt));
  }
  return [...times.values()];
}

/** From when people were asked to when they had answered, in milliseconds; null: nobody answered any. */
export function timeToDecide(holds: readonly SurveyedHold[]): Spread | null {
  return spreadOf(timesOf(holds));
}

/** How many answers were given within each span, and not within the one before it. */
export interface Answered {
  /** Milliseconds; null: longer than all others. */
  readonly upToMs: number | null;
  readonly holds: number;
}

const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000];
const BOUNDS = [10 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE];
const SPANS = BOUNDS.concat(HOUR, 4 * HOUR, 24 * HOUR, Infinity);

export function answeredWithin(holds: readonly SurveyedHold[]): readonly Answered[] {
  const times = timesOf(holds);
  return SPANS.map((span, index) => ({
    upToMs: Number.isFinite(span) ? span : null,
    holds: times.filter((time) => time <= span && time > (SPANS[index - 1] ?? -Infinity)).length,
  }));
}

export interface Spread {
  readonly medianMs: number;
  readonly p90Ms: number;
}

/** Of times in milliseconds; null: there are none. */
export function spreadOf(times: readonly number[]): Spread | null {
  if (times.length === 0) return null;
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1]!;
  return { medianMs: at(0.5), p90Ms: at(0.9) };
}
