// The form of an evaluation set. What is not read here (labels above all) cannot reach a decision.

import { z } from 'zod';
import type { JsonObject } from '../../src/kernel/json.ts';

const object = z.record(z.string(), z.json()) as unknown as z.ZodType<JsonObject>;
const call = z.object({ tool: z.string(), args: object });

const setSchema = z.object({
  name: z.string(),
  tools: z.array(
    z.object({
      server: z.string(),
      name: z.string(),
      description: z.string().nullish(),
      inputSchema: object.nullish(),
      annotations: object.nullish(),
    }),
  ),
  cases: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      calls: z.array(call).nullish(),
      attack_calls: z.array(call).nullish(),
      meaningful: z.boolean().nullish(),
    }),
  ),
});

export interface Call {
  readonly tool: string;
  readonly args: JsonObject;
}

export interface Case {
  readonly id: string;
  readonly kind: string;
  readonly calls: readonly Call[];
  readonly attackCalls: readonly Call[];
  readonly meaningful: boolean;
}

export interface EvalTool {
  readonly server: string;
  readonly definition: JsonObject & { readonly name: string };
}

export function readSet(text: string): { name: string; tools: EvalTool[]; cases: Case[] } {
  const set = setSchema.parse(JSON.parse(text));
  return {
    name: set.name,
    tools: set.tools.map(({ server, name, description, inputSchema, annotations }) => ({
      server: server.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
      definition: {
        name,
        description: description ?? '',
        inputSchema: inputSchema ?? { type: 'object' },
        ...(annotations ? { annotations } : {}),
      },
    })),
    cases: set.cases.map((one) => ({
      id: one.id,
      kind: one.kind,
      calls: one.calls ?? [],
      attackCalls: one.attack_calls ?? [],
      meaningful: one.meaningful ?? true,
    })),
  };
}
