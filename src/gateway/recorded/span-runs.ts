// OpenTelemetry's spans of agents and tools (semantic-conventions-genai, in development) as recorded runs.
// The one place beside causes/conventions.ts that knows their names. Arguments, results and words are opt-in
// there: what was not recorded stays absent.

import { isObject, listOf, objectOf, textOf } from '../../catalog/member.ts';
import type { ListedTool } from '../../catalog/intake/sheet.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { jsonIn } from '../action/remarks.ts';
import { inOrder, onceEach, type ReadSpan } from './otlp-span.ts';
import { connectorName, type RecordedCall, type RecordedRun, type RecordedSet } from './recorded-run.ts';
import { toolsOf } from './span-tools.ts';

/** In a millisecond. */
const NANOSECONDS = 1_000_000n;

/** Where a call says of no connector that it belongs to. */
export const NO_CONNECTOR = 'recorded';

/** @param given definitions that the spans do not hold */
export function runsOfSpans(
  name: string,
  told: readonly ReadSpan[],
  given: readonly ListedTool[] = [],
): RecordedSet & { readonly made: readonly string[] } {
  const spans = onceEach(told);
  const tree = treeOf(spans);
  const groups = new Map<string, ReadSpan[]>();
  for (const span of inOrder(spans)) {
    const id = conversationOf(span, tree);
    const own = groups.get(id);
    if (own === undefined) groups.set(id, [span]);
    else own.push(span);
  }
  const runs = [...groups].map(([id, own]) => runOf(id, own, tree)).filter(({ calls }) => calls.length > 0);
  const { tools, made, homes } = toolsOf(runs, spans, given);
  const cases = runs.map((run) => ({
    ...run,
    calls: run.calls.map((call) => ({ ...call, server: homes(call) })),
  }));
  return { name, tools, cases, made };
}

type Tree = ReadonlyMap<string, ReadSpan>;

const keyOf = ({ trace }: ReadSpan, id: string): string => `${trace}/${id}`;

function treeOf(spans: readonly ReadSpan[]): Tree {
  return new Map(spans.map((span) => [keyOf(span, span.id), span]));
}

/** Spans around one span; no agent's trace is as deep. */
export const MAX_NESTED = 64;

/** The first span with more around it than are read. */
export function nestedTooDeep(spans: readonly ReadSpan[]): ReadSpan | null {
  const tree = treeOf(spans);
  return spans.find((span) => around(span, tree).length > MAX_NESTED) ?? null;
}

/** The spans around it, from the inside; a trace that goes round ends where it began. */
function around(span: ReadSpan, tree: Tree): ReadSpan[] {
  const found = new Set<ReadSpan>();
  let next = tree.get(keyOf(span, span.parent));
  while (next !== undefined && !found.has(next) && found.size <= MAX_NESTED) {
    found.add(next);
    next = tree.get(keyOf(next, next.parent));
  }
  return [...found];
}

/** Turns of one conversation are often traces of their own. */
function conversationOf(span: ReadSpan, tree: Tree): string {
  const named = [span, ...around(span, tree)].map(({ attributes }) =>
    textOf(attributes['gen_ai.conversation.id']),
  );
  return named.find((one) => one !== '') ?? span.trace;
}

function operationOf({ attributes, name }: ReadSpan): string {
  const said = textOf(attributes['gen_ai.operation.name']) || textOf(attributes['mcp.method.name']);
  return said === '' ? (name.split(' ')[0] ?? '') : said;
}

const isCall = (span: ReadSpan): boolean => ['execute_tool', 'tools/call'].includes(operationOf(span));
const isAgent = (span: ReadSpan): boolean => operationOf(span) === 'invoke_agent';

/** A held action that was never permitted was asked for all the same. */
function isOpenHold({ attributes }: ReadSpan, used: ReadonlySet<string>): boolean {
  return attributes['holdpoint.verdict'] === 'hold' && !used.has(textOf(attributes['holdpoint.hold']));
}

function runOf(id: string, spans: readonly ReadSpan[], tree: Tree): RecordedRun {
  const used = new Set(spans.filter(isCall).map(({ attributes }) => textOf(attributes['holdpoint.hold'])));
  const words = wordsOf(spans, tree);
  const within = callsWithin(spans, tree);
  const calls: RecordedCall[] = [];
  const said: string[] = [];
  let prompt: string | null = null;
  for (const span of spans) {
    said.push(...(words.said.get(span) ?? []));
    // What a proxy or server says of a call is said of the same call.
    const isInner = around(span, tree).some(isCall);
    if (isInner || !(isCall(span) || isOpenHold(span, used))) continue;
    const call = callOf([span, ...(within.get(span) ?? [])], words);
    if (prompt === null) prompt = said.join('\n\n');
    else if (said.length > 0) call.said = said.join('\n\n');
    calls.push(call);
    said.length = 0;
  }
  const rest = { attackCalls: [], before: calls.length, meaningful: true };
  return { id, kind: 'benign', prompt: prompt ?? '', calls, ...rest };
}

/** By the span that is around them. */
function callsWithin(spans: readonly ReadSpan[], tree: Tree): ReadonlyMap<ReadSpan, readonly ReadSpan[]> {
  const found = new Map<ReadSpan, ReadSpan[]>();
  for (const call of spans.filter(isCall)) {
    for (const outer of around(call, tree)) {
      const inner = found.get(outer);
      if (inner === undefined) found.set(outer, [call]);
      else inner.push(call);
    }
  }
  return found;
}

interface Words {
  /** What a person said that a span is the first to show. */
  readonly said: ReadonlyMap<ReadSpan, readonly string[]>;
  /** By id of the call, as messages tell it. */
  readonly asked: ReadonlyMap<string, Json>;
  readonly answered: ReadonlyMap<string, Json>;
}

/** Each span shows the conversation so far: what was shown before is not said again. */
function wordsOf(spans: readonly ReadSpan[], tree: Tree): Words {
  const said = new Map<ReadSpan, string[]>();
  const asked = new Map<string, Json>();
  const answered = new Map<string, Json>();
  const shown = new Set<string>();
  for (const span of spans) {
    const input = messagesIn(span.attributes['gen_ai.input.messages']);
    const output = messagesIn(span.attributes['gen_ai.output.messages']);
    for (const part of [...input, ...output].flatMap(({ parts }) => parts)) {
      const { type, id, arguments: args, response, result } = part;
      if (type === 'tool_call') asked.set(textOf(id), args ?? null);
      if (type === 'tool_call_response') answered.set(textOf(id), response ?? result ?? null);
    }
    // Below an agent's call the user is another agent, whose words are nobody's.
    const outer = [span, ...around(span, tree)];
    if (outer.filter(isAgent).length > 1 || outer.some(isCall)) continue;
    const texts = input.filter(({ role }) => role === 'user').flatMap(({ parts }) => parts.map(contentOf));
    const fresh = texts.filter((text) => text !== '' && !shown.has(text));
    for (const text of fresh) shown.add(text);
    said.set(span, fresh);
  }
  return { said, asked, answered };
}

interface Message {
  readonly role: string;
  readonly parts: readonly JsonObject[];
}

function messagesIn(value: Json | undefined): Message[] {
  return listOf(structured(value ?? null)).map((message) => {
    const { role, parts, content } = objectOf(message);
    const plain = typeof content === 'string' ? [{ type: 'text', content }] : [];
    return { role: textOf(role), parts: [...listOf(parts).map(objectOf), ...plain] };
  });
}

function contentOf({ type, content }: JsonObject): string {
  return type === 'text' ? textOf(content) : '';
}

/** Exporters that know only texts write structure as JSON. */
function structured(value: Json): Json {
  return typeof value === 'string' ? (jsonIn(value) ?? value) : value;
}

/** One call as its spans say it, the outer one first. */
function callOf(
  spans: readonly ReadSpan[],
  words: Words,
): { -readonly [k in keyof RecordedCall]: RecordedCall[k] } {
  const first = (name: string): Json => {
    const said = spans.map(({ attributes }) => attributes[name] ?? null);
    return said.find((one) => one !== null) ?? null;
  };
  const id = textOf(first('gen_ai.tool.call.id'));
  const args = structured(first('gen_ai.tool.call.arguments') ?? words.asked.get(id) ?? null);
  const result = structured(first('gen_ai.tool.call.result') ?? words.answered.get(id) ?? null);
  const connector = textOf(first('holdpoint.connector')) || textOf(first('server.address'));
  const startedAt = spans[0]?.startedAt ?? 0n;
  return {
    tool: textOf(first('gen_ai.tool.name')) || (spans[0]?.name.replace(/^\S+ /, '') ?? ''),
    server: connectorName(connector === '' ? NO_CONNECTOR : connector),
    args: isObject(args) ? args : null,
    result,
    // Zero stands for a time that was not recorded.
    ...(startedAt === 0n ? {} : { at: Number(startedAt / NANOSECONDS) }),
  };
}
