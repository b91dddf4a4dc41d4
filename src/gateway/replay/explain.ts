// Why a record says what it says: to operators exactly, with what was true then, and what would have to be
// otherwise. It is read from the ledger and judged again; nothing is decided here.

import type { Event, EventOf, Principal } from '../../kernel/event.ts';
import type { ShadowVerdict } from '../../kernel/policy.ts';
import { findTool, outcomeParts, triggersOf } from '../../kernel/action/outcome.ts';
import type { OutcomePart } from '../../kernel/action/outcome.ts';
import type { Obligation, PolicyEngine, PolicyQuery } from '../../kernel/policy.ts';
import type { Reason } from '../../kernel/reason.ts';
import type { Ask } from '../../kernel/hold/held.ts';
import type { State } from '../../kernel/state.ts';
import type { Core } from '../core.ts';
import { avoidableBy, type AvoidableBy } from '../friction/avoidable.ts';
import { toItem } from '../loop/news.ts';
import { nearestPermits, type NearestPermit } from '../../policy/analysis/nearest.ts';
import { askVerb, verbOf } from './asked-verb.ts';
import { isDecided, verdictOf, type Decided, type Verdict } from './decided.ts';
import { Engines, type LoadedSet } from './engines.ts';
import { canonicalize } from '../../ledger/canonical.ts';
import { explainPolicies, type ExplainedPolicy } from './explained-policy.ts';
import { taskOf } from './history.ts';
import { readFate, type HoldFate } from './hold-fate.ts';
import { isSameOutcome, judge, type Judged } from './judge.ts';
import { foldBefore, readDecision, type Recalled } from './replay.ts';
import { ruleOn } from './ruling.ts';
import type { Missing } from './words.ts';

export interface Explanation {
  readonly record: string;
  readonly seq: number;
  /** Unix milliseconds. */
  readonly time: number;
  readonly type: Event['type'];
  readonly actor: Principal;
  /** `fact`: nothing was asked, it happened. */
  readonly verdict: 'permit' | 'hold' | 'deny' | 'fact';
  /** Null: a record about something other than an action. */
  readonly action: ExplainedAction | null;
  /** What an enforcement point elsewhere asked; null: a record of something else. */
  readonly access: ExplainedAccess | null;
  /** What became of the hold that it raised or used. */
  readonly hold: HoldFate | null;
  /** The verb that was asked for; null: an action, or none that policy decides. */
  readonly verb: string | null;
  /** Why it was denied, each with what lifts it. */
  readonly reasons: readonly Reason[];
  /** Of a hold. */
  readonly asks: readonly Ask[];
  readonly obligations: readonly Obligation[];
  /** What the set that was tried beside it said, where that differs. */
  readonly shadow: ShadowVerdict | null;
  /** The set that was in force; null: none was, or none was asked. */
  readonly policy: { readonly digest: string; readonly policies: readonly ExplainedPolicy[] } | null;
  /** What of policy would have to be otherwise for a permit, the least first. */
  readonly nearest: readonly NearestPermit[];
  /** Of a hold: each single fact that would have spared it, tried on its question. */
  readonly avoidable: readonly AvoidableBy[];
  readonly replay: Replayed;
  /** What the set in force today would say to the same question; null: it cannot be asked again. */
  readonly today: (Verdict & { readonly policy: string | null; readonly isSame: boolean }) | null;
}

/**
 * `same`: asked again it is decided the same. Else how it differs, or why it is not asked again; `unkept`: of
 * the question there is only a digest.
 */
export type Replayed = 'same' | 'otherwise' | 'not-asked' | 'unkept' | Missing;

/** As in the record, where names that nobody goes by are digests. */
export type ExplainedAccess = Pick<
  EventOf<'access-evaluated'>['body'],
  'subject' | 'action' | 'resource' | 'task'
>;

export interface ExplainedAction {
  readonly id: string;
  readonly task: string;
  readonly agent: string;
  readonly workflow: string | null;
  readonly requester: string | null;
  readonly connector: string;
  readonly tool: string;
  readonly hold: string | null;
  /** The canonical arguments, as far as they are kept; null where they are gone. */
  readonly argumentsText: string | null;
  /** Secrets were taken out of them before they were written. */
  readonly isRedacted: boolean;
  /** What its outcome is made of, beside its own effects; empty where its arguments are gone. */
  readonly setsOff: readonly OutcomePart[];
}

const ID = /^(?:rec|act|hold|task|req)_([0-9a-z]{16})(?:\.(\d{1,4}))?$/;

/**
 * The record that an id leads to: its own, or the first that the request with it made.
 * Null for a text that is none of Holdpoint's ids.
 */
export function recordIdOf(id: string): string | null {
  const [, suffix, n] = ID.exec(id) ?? [];
  return suffix === undefined ? null : `rec_${suffix}.${n ?? 0}`;
}

/** Null: the ledger holds no such record. Rejects with `StoreFault`. */
export async function explain(core: Core, id: string): Promise<Explanation | null> {
  const record = recordIdOf(id);
  const stored = record === null ? null : await core.store.find(record);
  if (stored === null) return null;
  const { event, seq } = toItem(stored);
  if (isDecided(event)) return explainAction(core, event, seq);
  if (event.type === 'access-evaluated') return explainAccess(core, event, seq);
  return explainVerb(core, event, seq);
}

async function explainAction(core: Core, event: Decided, seq: number): Promise<Explanation> {
  const moment = await readDecision(core, { event, seq });
  const { past } = moment;
  const { policy: inForce } = core.world.state(null);
  const set = new Engines(core).load(past.org.policy, past.connectors);
  const recorded = verdictOf(event);
  const askAgain = (engine: PolicyEngine | null): Judged | null =>
    moment.kind === 'asked' ? judge(past, moment.request, engine) : null;
  const again = askAgain(set?.engine ?? null);
  const now = askAgain(inForce);
  return {
    ...factsOf(event, seq),
    verdict: recorded.verdict,
    action: describeAction(moment),
    hold: await fateOf(core, event),
    reasons: event.type === 'action-denied' ? event.body.reasons : [],
    asks: event.type === 'action-held' ? event.body.asks : [],
    obligations: recorded.obligations,
    shadow: event.body.shadow ?? null,
    policy: describeSet(past, set, again?.query ?? null, recorded.determining),
    nearest: nearestTo(past, set, recorded.verdict === 'permit' ? null : (again?.query ?? null)),
    avoidable: await avoidableBy(core, moment),
    replay: replayOf(moment, recorded, again),
    today: now && todayOf(inForce, now, recorded),
  };
}

async function fateOf(core: Core, event: Decided): Promise<HoldFate | null> {
  const hold = event.type === 'action-denied' ? null : event.body.hold;
  return hold === null ? null : readFate(core, event.stream, hold);
}

/** The words of the question are kept nowhere: what its record says is all there is. */
async function explainAccess(
  core: Core,
  event: EventOf<'access-evaluated'>,
  seq: number,
): Promise<Explanation> {
  const { subject, action, resource, task, verdict, determining, reasons, obligations } = event.body;
  const past = (await foldBefore(core, [], seq)).state(null);
  const set = new Engines(core).load(past.org.policy, past.connectors);
  return {
    ...factsOf(event, seq),
    verdict,
    access: { subject, action, resource, task },
    reasons,
    obligations,
    policy: describeSet(past, set, null, determining),
    replay: 'unkept',
  };
}

/** When a person last proved who they are stands in no record. */
const ANY = (): null => null;

async function explainVerb(core: Core, event: Event, seq: number): Promise<Explanation> {
  const verb = verbOf(event);
  const task = taskOf(event.stream);
  const past = (await foldBefore(core, task === null ? [] : [event.stream], seq)).state(task);
  const query = verb === null ? null : askVerb(past, event, verb);
  const isDenied = event.type === 'request-denied';
  const facts = { ...factsOf(event, seq), verb, reasons: isDenied ? event.body.reasons : [] };
  const verdict = isDenied ? 'deny' : verb === null ? 'fact' : 'permit';
  if (query === null) return { ...facts, verdict };
  const set = new Engines(core).load(past.org.policy, past.connectors);
  const { policy: inForce } = core.world.state(null);
  const then = ruleOn(set?.engine ?? null, query, ANY);
  const policy = describeSet(past, set, query, then.determining);
  const nearest = nearestTo(past, set, isDenied ? query : null);
  return { ...facts, verdict, policy, nearest, today: todayOf(inForce, ruleOn(inForce, query, ANY), then) };
}

function factsOf(event: Event, seq: number): Omit<Explanation, 'verdict'> {
  const { id: record, time, type, actor } = event;
  const subject = { action: null, access: null, hold: null, verb: null };
  const nothing = { ...subject, reasons: [], asks: [], obligations: [], shadow: null };
  const unasked = { policy: null, nearest: [], avoidable: [], replay: 'not-asked', today: null } as const;
  return { record, seq, time, type, actor, ...nothing, ...unasked };
}

function describeAction(moment: Recalled): ExplainedAction {
  const { event, past } = moment;
  const { action: id, agent, connector, tool } = event.body;
  return {
    id,
    task: taskOf(event.stream)!,
    agent,
    workflow: past.task?.workflow.id ?? null,
    requester: past.task?.requester ?? null,
    connector,
    tool,
    hold: event.type === 'action-denied' ? null : event.body.hold,
    argumentsText: moment.kind === 'asked' ? canonicalize(moment.request.arguments) : moment.text,
    isRedacted: moment.kind === 'apart' && moment.why === 'redacted',
    setsOff: setOffBy(moment),
  };
}

function setOffBy(moment: Recalled): readonly OutcomePart[] {
  if (moment.kind !== 'asked') return [];
  const { past, request } = moment;
  const tool = findTool(past, `${request.connector}/${request.tool}`);
  return tool === null ? [] : outcomeParts(past, triggersOf(past, tool, request.arguments));
}

function describeSet(
  { org }: State,
  set: LoadedSet | null,
  query: PolicyQuery | null,
  determining: readonly string[],
): Explanation['policy'] {
  if (set === null || org.policy === null) return null;
  return { digest: org.policy.digest, policies: explainPolicies(set, query, determining) };
}

/** @param query null: it was permitted, or cannot be asked again */
function nearestTo(
  { connectors }: State,
  set: LoadedSet | null,
  query: PolicyQuery | null,
): Explanation['nearest'] {
  if (set === null || query === null) return [];
  const { engine, policies } = set;
  return nearestPermits({ engine, policies, catalog: { connectors } }, query);
}

function replayOf(moment: Recalled, recorded: Verdict, again: Judged | null): Replayed {
  if (moment.kind === 'apart') return moment.why;
  return again !== null && isSameOutcome(recorded, again) ? 'same' : 'otherwise';
}

function todayOf(engine: PolicyEngine | null, now: Verdict, then: Verdict): Explanation['today'] {
  const { verdict, determining, reasons, approvers, obligations } = now;
  const isSame = isSameOutcome(now, then);
  return { policy: engine?.digest ?? null, isSame, verdict, determining, reasons, approvers, obligations };
}
