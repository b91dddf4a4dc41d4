// Why a connector's tools are thought to do what was proposed: read again from the definitions that were
// recorded, for the person who admits them.

import { surroundingsOf } from '../../catalog/intake/surroundings.ts';
import { inferTool, type Inference } from '../../catalog/proposal.ts';
import type { JsonObject } from '../../kernel/json.ts';

export type ToolInference = Pick<Inference, 'evidence' | 'confidence' | 'reversibility'>;

/** By tool; of the protocol's own operations (`@…`) there is nothing to infer. */
export function inferencesIn(
  connector: string,
  definitions: { readonly [tool: string]: JsonObject },
): { readonly [tool: string]: ToolInference } {
  const surroundings = surroundingsOf(connector, Object.keys(definitions));
  const inferred = Object.entries(definitions)
    .filter(([name]) => !name.startsWith('@'))
    .map(([name, definition]): [string, ToolInference] => {
      const { evidence, confidence, reversibility } = inferTool(name, definition, surroundings);
      return [name, { evidence, confidence, reversibility }];
    });
  return Object.fromEntries(inferred);
}
