// The documented form of recorded runs (docs/replay-traces.md): what is not read here reaches no decision.

import { z } from 'zod';
import type { ListedTool } from '../../catalog/intake/sheet.ts';
import { readToolList } from '../../catalog/tool-list.ts';
import { isMissing } from '../../document/document.ts';
import { nearestWord } from '../../document/nearest.ts';
import type { Wrong } from '../../document/placed.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { connectorName, type RecordedCall, type RecordedRun, type RecordedSet } from './recorded-run.ts';

const object = z.record(z.string(), z.json()) as unknown as z.ZodType<JsonObject>;
const call = z.looseObject({
  tool: z.string(),
  server: z.string().nullish(),
  args: object.nullish(),
  result: z.json().nullish(),
  result_json: z.json().nullish(),
  result_enhanced: z.json().nullish(),
  said: z.string().nullish(),
});

const KIND = /^(?:benign|benign_control|attack\w*)$/;

const run = z
  .looseObject({
    id: z.string(),
    kind: z.string().regex(KIND, 'is benign, benign_control, or begins with attack'),
    prompt: z.string().nullish(),
    calls: z.array(call).nullish(),
    attack_calls: z.array(call).nullish(),
    tainted_call_index: z.int().min(-1).nullish(),
    meaningful: z.boolean().nullish(),
  })
  .superRefine((one, context) => {
    const { kind, calls, attack_calls: attack, tainted_call_index: tainted } = one;
    const wrong = (name: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [name], message });
    if (!kind.startsWith('attack') && (attack ?? []).length > 0) {
      wrong('attack_calls', `stand in a run of the kind ${kind}`);
    }
    if (kind.startsWith('attack') && (attack ?? null) === null) {
      const meant = misspeltIn(one, CASE_MEMBERS).find(({ known }) => known === 'attack_calls');
      if (meant !== undefined) wrong(meant.name, 'is not read: is attack_calls meant?');
    }
    if ((tainted ?? -1) >= (calls ?? []).length) {
      wrong('tainted_call_index', `is no place among ${(calls ?? []).length} calls`);
    }
  });

const tool = z.looseObject({
  name: z.string().min(1, 'is empty'),
  server: z.string().nullish(),
  inputSchema: z.looseObject({}).nullish(),
});

const setSchema = z.object({
  name: z.string(),
  schema_version: z.literal(1, { error: 'is another version than 1, the only one that is read' }).optional(),
  tools: z.array(tool).nullish(),
  cases: z.array(run).min(1, 'is empty: there is nothing to decide'),
});

/** What does not fit, by the keys that lead there. */
export function wrongIn({ issues }: z.ZodError): Wrong[] {
  return issues.map((issue) => ({
    path: issue.path.filter((step) => typeof step !== 'symbol'),
    message: isMissing(issue) ? 'is missing' : issue.message.replace(/^Invalid input: /, ''),
    help: null,
  }));
}

/** Members that are read. */
const CALL_MEMBERS = Object.keys(call.shape);
const CASE_MEMBERS = Object.keys(run.shape);

interface Misspelt {
  readonly name: string;
  readonly known: string;
}

/** What is not read, where something nearly called so is, and is not there. */
function misspeltIn(value: object, known: readonly string[]): Misspelt[] {
  const absent = known.filter((name) => !Object.hasOwn(value, name));
  return Object.keys(value).flatMap((name) => {
    const near = known.includes(name) ? null : nearestWord(name, absent);
    return near === null ? [] : [{ name, known: near }];
  });
}

export type ReadSet =
  | { readonly set: RecordedSet; readonly misspelt: readonly Wrong[] }
  | { readonly problems: readonly Wrong[] };

export interface TraceOptions {
  /** Definitions that the set does not hold; its own stand over them. */
  readonly given?: readonly ListedTool[];
  /** Which results are read where a set has the attack in two wordings. */
  readonly results?: 'plain' | 'enhanced';
}

type Call = z.infer<typeof call>;
type Case = z.infer<typeof run>;

export function readTraceSet(value: Json, { given = [], results = 'plain' }: TraceOptions = {}): ReadSet {
  const parsed = setSchema.safeParse(value);
  if (!parsed.success) return { problems: wrongIn(parsed.error) };
  const tools = [...given, ...(readToolList(value) ?? [])];
  const set: RecordedSet = {
    name: parsed.data.name,
    tools: tools.map(({ server, name, definition }) => ({
      server: connectorName(server),
      definition: { ...definition, name },
    })),
    cases: parsed.data.cases.map((one) => caseOf(one, results)),
  };
  return { set, misspelt: parsed.data.cases.flatMap(misspeltOf) };
}

function caseOf(one: Case, results: NonNullable<TraceOptions['results']>): RecordedRun {
  const calls = (one.calls ?? []).map((each) => callOf(each, results));
  const tainted = one.tainted_call_index ?? calls.length - 1;
  return {
    id: one.id,
    kind: one.kind,
    prompt: one.prompt ?? '',
    calls,
    attackCalls: (one.attack_calls ?? []).map((each) => callOf(each, results)),
    before: tainted + 1,
    meaningful: one.meaningful ?? true,
  };
}

function callOf(each: Call, results: NonNullable<TraceOptions['results']>): RecordedCall {
  const { tool: name, server, args, said } = each;
  const enhanced = results === 'enhanced' ? each.result_enhanced : null;
  return {
    tool: name,
    ...(typeof server === 'string' ? { server: connectorName(server) } : {}),
    args: args ?? null,
    result: enhanced ?? each.result_json ?? each.result ?? null,
    ...(typeof said === 'string' ? { said } : {}),
  };
}

function misspeltOf(one: Case, at: number): Wrong[] {
  const wrong = (path: Wrong['path'], found: readonly Misspelt[]): Wrong[] =>
    found.map(({ name, known }) => ({
      path: ['cases', at, ...path, name],
      message: `is not read: is ${known} meant?`,
    }));
  const within = (name: 'calls' | 'attack_calls'): Wrong[] =>
    (one[name] ?? []).flatMap((each, index) => wrong([name, index], misspeltIn(each, CALL_MEMBERS)));
  return [...wrong([], misspeltIn(one, CASE_MEMBERS)), ...within('calls'), ...within('attack_calls')];
}
