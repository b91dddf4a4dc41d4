// The form of an evaluation set. What is not read here (labels above all) cannot reach a decision.

import { z } from 'zod';
import type { Json, JsonObject } from '../../src/kernel/json.ts';
import { readToolList } from '../../src/catalog/tool-list.ts';

const object = z.record(z.string(), z.json()) as unknown as z.ZodType<JsonObject>;
const call = z.object({
  tool: z.string(),
  args: object,
  result: z.json().nullish(),
  result_json: z.json().nullish(),
  result_enhanced: z.json().nullish(),
});

const setSchema = z.object({
  name: z.string(),
  cases: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      prompt: z.string().nullish(),
      calls: z.array(call).nullish(),
      attack_calls: z.array(call).nullish(),
      tainted_call_index: z.number().int().nullish(),
      meaningful: z.boolean().nullish(),
    }),
  ),
});

export interface Call {
  readonly tool: string;
  readonly args: JsonObject;
  /** Structured where the set has it so; null: it says none. */
  readonly result: Json;
}

export interface Case {
  readonly id: string;
  readonly kind: string;
  readonly prompt: string;
  readonly calls: readonly Call[];
  readonly attackCalls: readonly Call[];
  /** How many of the calls were made when the attack begins. */
  readonly before: number;
  readonly meaningful: boolean;
}

export interface EvalTool {
  readonly server: string;
  readonly definition: JsonObject & { readonly name: string };
}

export interface EvalSet {
  readonly name: string;
  readonly tools: readonly EvalTool[];
  readonly cases: readonly Case[];
}

/** Null where it is no set of traces. */
export function readSet(text: string, results: 'plain' | 'enhanced'): EvalSet | null {
  const value = JSON.parse(text) as Json;
  const parsed = setSchema.safeParse(value);
  if (!parsed.success || parsed.data.cases.length === 0) return null;
  const tools = readToolList(value) ?? [];
  const read = ({ tool, args, ...given }: z.infer<typeof call>): Call => {
    const enhanced = results === 'enhanced' ? given.result_enhanced : null;
    return { tool, args, result: enhanced ?? given.result_json ?? given.result ?? null };
  };
  return {
    name: parsed.data.name,
    tools: tools.map(({ server, name, definition }) => ({
      server: server.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
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
}
