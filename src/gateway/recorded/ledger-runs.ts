// The ledger's own records as recorded runs: each task is one, its tools are what was admitted then. The
// words (prompts, arguments, results) stand beside the records; without them a run has none.

import type { Event, EventOf } from '../../kernel/event.ts';
import { evolve, initialState } from '../../kernel/evolve.ts';
import { completeOpened } from '../../kernel/evolve/older.ts';
import type { Json } from '../../kernel/json.ts';
import type { ConstraintEngine } from '../../kernel/policy.ts';
import type { Scope, State } from '../../kernel/state.ts';
import { isObject, objectOf } from '../../catalog/member.ts';
import type { UpstreamReply } from '../action/call-answer.ts';
import { valuesIn } from '../grounding/result-value.ts';
import { isDecided, type Decided } from '../replay/decided.ts';
import { taskOf } from '../replay/history.ts';
import { jsonIn } from '../action/remarks.ts';
import type {
  Began,
  RecordedCall,
  RecordedRun,
  RecordedSet,
  RecordedTool,
  ToldCall,
} from './recorded-run.ts';

/** What a commitment stands for; null: gone, or not at hand. */
export type WordsOf = (task: string, commitment: string) => string | null;

/** @param events in the ledger's order, from its first record */
export function runsOfLedger(
  name: string,
  events: readonly Event[],
  words: WordsOf,
  constraints: ConstraintEngine,
): RecordedSet {
  const runs = new Map<string, Event[]>();
  for (const event of events) {
    const task = taskOf(event.stream);
    if (task !== null) runs.set(task, [...(runs.get(task) ?? []), event]);
  }
  const cases = [...runs].map(([task, own]) => runOf(task, own, (commitment) => words(task, commitment)));
  return {
    name,
    tools: toolsAdmitted(events, constraints),
    cases: cases.filter(({ calls }) => calls.length > 0),
  };
}

/** As they are at the end: what was admitted last, with what people said of it. */
function toolsAdmitted(events: readonly Event[], constraints: ConstraintEngine): RecordedTool[] {
  const org = events.filter(({ stream }) => taskOf(stream) === null);
  const state = org.reduce<State>(evolve, initialState(constraints));
  const proposed = new Map(
    org.flatMap((event) =>
      event.type === 'connector-proposed' ? [[event.stream, objectOf(event.body.definitions)] as const] : [],
    ),
  );
  return Object.entries(state.connectors).flatMap(([server, { admitted }]) =>
    Object.values(admitted?.tools ?? {}).map(({ name, description, inputSchema, effects, profile }) => {
      const definition = objectOf(proposed.get(`connector/${server}`)?.[name]);
      const known = Object.keys(definition).length > 0 ? definition : { description, inputSchema };
      return { server, definition: { ...known, name }, admitted: { effects, profile } };
    }),
  );
}

function runOf(
  task: string,
  events: readonly Event[],
  words: (commitment: string) => string | null,
): RecordedRun {
  const opened = events.find((event) => event.type === 'task-opened');
  const isPerson = opened?.type === 'task-opened' && opened.body.trigger === 'person';
  const prompt = isPerson && opened.body.prompt !== null ? words(opened.body.prompt) : null;
  const told = toldIn(events);
  const scope = opened?.type === 'task-opened' ? scopeOf(opened) : null;
  const steps = stepsIn(scope, events);
  const calls = askedOnce(events).map((event): RecordedCall => {
    const { connector, tool, action, arguments: args } = event.body;
    const said = args === '' ? null : jsonOf(words(args));
    const result = event.type === 'action-permitted' ? told.results.get(action) : undefined;
    const brought = result === undefined ? null : resultOf(jsonOf(words(result)));
    const step = steps.get(event.id);
    const call = { tool, server: connector, args: isObject(said) ? said : null, result: brought };
    const placed = { ...call, at: event.time, told: told.of(event), ...(step === undefined ? {} : { step }) };
    return event.type === 'action-permitted' ? placed : { ...placed, stopped: true };
  });
  const rest = { attackCalls: [], before: calls.length, meaningful: true };
  const own = scope === null ? {} : { scope };
  const began = opened?.type === 'task-opened' ? { began: beganOf(opened) } : {};
  return { id: task, kind: 'benign', prompt: prompt ?? '', calls, ...rest, ...own, ...began };
}

/** What the records say of each call, beside what was decided. */
function toldIn(events: readonly Event[]): {
  readonly of: (event: Decided) => ToldCall;
  /** Commitments, by action. */
  readonly results: ReadonlyMap<string, string>;
} {
  const places = new Map<string, number>();
  const results = new Map<string, string>();
  const ends = new Map<string, NonNullable<ToldCall['ended']>>();
  const refusals = new Map<string, NonNullable<ToldCall['refused']>>();
  for (const [place, { id, type, time: at, body }] of events.entries()) {
    places.set(id, place);
    if (type === 'action-settled') {
      const { action, ...as } = body;
      if (as.result !== null) results.set(action, as.result);
      // The first outcome stands.
      if (!ends.has(action)) ends.set(action, { place, as });
    }
    const isNo = type === 'hold-rejected' || type === 'hold-rejected-in-channel';
    if (isNo) refusals.set(body.hold, { place, at, status: 'rejected' });
    if (type === 'hold-withdrawn') refusals.set(body.hold, { place, at, status: 'void' });
  }
  const of = ({ id, type, body }: Decided): ToldCall => ({
    place: places.get(id)!,
    ...(body.carried === undefined ? {} : { carried: body.carried }),
    ended: ends.get(body.action) ?? null,
    refused: type === 'action-held' ? (refusals.get(body.hold) ?? null) : null,
  });
  return { of, results };
}

function beganOf({ time: at, body: recorded }: EventOf<'task-opened'>): Began {
  const { data, inherited, depth, expiresAt } = completeOpened(recorded);
  return { at, seconds: (expiresAt - at) / 1_000, data, inherited, depth };
}

/** Whoever let a step begin did: its gate stands open. */
function scopeOf({ body }: EventOf<'task-opened'>): Scope {
  const { steps, ...scope } = body.scope as unknown as Scope;
  return steps === undefined ? scope : { ...scope, steps: steps.map((one) => ({ ...one, gate: null })) };
}

/** The step in which the task was, by record. */
function stepsIn(scope: Scope | null, events: readonly Event[]): ReadonlyMap<string, string> {
  const steps = new Map<string, string>();
  let present = scope?.steps?.[0]?.name;
  for (const event of events) {
    if (event.type === 'step-begun') present = event.body.step;
    if (present !== undefined) steps.set(event.id, present);
  }
  return steps;
}

/** A held action that was asked for again is one call: where it was permitted, that. */
function askedOnce(events: readonly Event[]): Decided[] {
  const decided = events.filter(isDecided);
  const permitted = new Set(
    decided.flatMap((one) => (one.type === 'action-permitted' ? [one.body.hold] : [])),
  );
  const held = new Set<string>();
  return decided.filter((one) => {
    if (one.type !== 'action-held') return true;
    const { hold } = one.body;
    const isKnown = permitted.has(hold) || held.has(hold);
    held.add(hold);
    return !isKnown;
  });
}

function jsonOf(text: string | null): Json {
  return text === null ? null : jsonIn(text);
}

function resultOf(reply: Json): Json {
  if (!isObject(reply)) return null;
  const [first] = valuesIn(reply as unknown as UpstreamReply);
  return first?.value ?? null;
}
