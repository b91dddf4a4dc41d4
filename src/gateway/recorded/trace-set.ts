// The documented form of recorded runs (docs/replay-traces.md): what is not read here reaches no decision.

import { z } from 'zod';
import { readToolList } from '../../catalog/tool-list.ts';
import type { Wrong } from '../../document/placed.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { connectorName, type RecordedCall, type RecordedSet } from './recorded-run.ts';

const object = z.record(z.string(), z.json()) as unknown as z.ZodType<JsonObject>;
const call = z.object({
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
  .object({
    id: z.string(),
    kind: z.string().regex(KIND, 'is benign, benign_control, or begins with attack'),
    prompt: z.string().nullish(),
    calls: z.array(call).nullish(),
    attack_calls: z.array(call).nullish(),
    tainted_call_index: z.int().min(-1).nullish(),
    meaningful: z.boolean().nullish(),
  })
  .superRefine(({ kind, calls, attack_calls: attack, tainted_call_index: tainted }, context) => {
    const wrong = (name: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [name], message });
    if (!kind.startsWith('attack') && (attack ?? []).length > 0) {
      wrong('attack_calls', `stand in a run of the kind ${kind}`);
    }
    if ((tainted ?? -1) >= (calls ?? []).length) {
      wrong('tainted_call_index', `is no place among ${(calls ?? []).length} calls`);
    }
  });

const setSchema = z.object({
  name: z.string(),
  schema_version: z.literal(1, { error: 'is another version than 1, the only one that is read' }).optional(),
  cases: z.array(run).min(1, 'is empty: there is nothing to decide'),
});

/** What does not fit, by the keys that lead there. */
export function wrongIn({ issues }: z.ZodError): Wrong[] {
  return issues.map(({ path, message }) => ({
    path: path.filter((step) => typeof step !== 'symbol'),
    message,
    help: null,
  }));
}

export type ReadSet = { readonly set: RecordedSet } | { readonly problems: readonly Wrong[] };

/** @param results which are read where a set has the attack in two wordings */
export function readTraceSet(value: Json, results: 'plain' | 'enhanced' = 'plain'): ReadSet {
  const parsed = setSchema.safeParse(value);
  if (!parsed.success) return { problems: wrongIn(parsed.error) };
  const read = ({ tool, server, args, said, ...given }: z.infer<typeof call>): RecordedCall => {
    const enhanced = results === 'enhanced' ? given.result_enhanced : null;
    return {
      tool,
      ...(typeof server === 'string' ? { server: connectorName(server) } : {}),
      args: args ?? null,
      result: enhanced ?? given.result_json ?? given.result ?? null,
      ...(typeof said === 'string' ? { said } : {}),
    };
  };
  const tools = readToolList(value) ?? [];
  const set: RecordedSet = {
    name: parsed.data.name,
    tools: tools.map(({ server, name, definition }) => ({
      server: connectorName(server),
      definition: { ...definition, name },
    })),
    cases: parsed.data.cases.map((one) => {
      const calls = (one.calls ?? []).map(read);
      const tainted = one.tainted_call_index ?? calls.length - 1;
      return {
        id: one.id,
        kind: one.kind,
        prompt: one.prompt ?? '',
        calls,
        attackCalls: (one.attack_calls ?? []).map(read),
        before: tainted + 1,
        meaningful: one.meaningful ?? true,
      };
    }),
  };
  return { set };
}
