// Tasks of a ledger as recorded runs, to be decided under another scope or policy as if they were anybody's:
// what else the ledger knows of them is for its own replay (`replay/repeat.ts`). The words (prompts,
// arguments, results) stand beside the records; without them a run has none.

import type { Event } from '../../kernel/event.ts';
import { evolve, initialState } from '../../kernel/evolve.ts';
import type { Json } from '../../kernel/json.ts';
import type { ConstraintEngine } from '../../kernel/policy.ts';
import type { State } from '../../kernel/state.ts';
import { isObject, objectOf } from '../../catalog/member.ts';
import type { UpstreamReply } from '../action/call-answer.ts';
import { valuesIn } from '../grounding/result-value.ts';
import { isDecided, type Decided } from '../replay/decided.ts';
import { taskOf } from '../replay/history.ts';
import { jsonIn } from '../action/remarks.ts';
import type { RecordedCall, RecordedRun, RecordedSet, RecordedTool } from './recorded-run.ts';

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
  const results = new Map(
    events.flatMap(({ type, body }) => (type === 'action-settled' ? [[body.action, body.result]] : [])),
  );
  const calls = askedOnce(events).map((event): RecordedCall => {
    const { connector, tool, action, arguments: args } = event.body;
    const said = args === '' ? null : jsonOf(words(args));
    const result = event.type === 'action-permitted' ? (results.get(action) ?? null) : null;
    const brought = result === null ? null : resultOf(jsonOf(words(result)));
    const call = { tool, server: connector, args: isObject(said) ? said : null, result: brought };
    const placed = { ...call, at: event.time };
    return event.type === 'action-permitted' ? placed : { ...placed, stopped: true };
  });
  const rest = { attackCalls: [], before: calls.length, meaningful: true };
  return { id: task, kind: 'benign', prompt: prompt ?? '', calls, ...rest };
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
