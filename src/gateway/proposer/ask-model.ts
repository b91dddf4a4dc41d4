// A model is told no more of a tool than its definition, without secrets and cut to a length; it is asked in
// few questions, or not at all.

import { redactText } from '../../flow/secrets.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { ProposerFault, type ModelWord, type Proposer } from '../ports/proposer.ts';

/** Tools in one question, and in all. */
const AT_ONCE = 20;
const MOST_TOOLS = 400;
/** UTF-16 units of a definition, and of a name. */
const MOST_TOLD = 8_000;
const MOST_NAMED = 256;

export interface DescribedTool {
  readonly name: string;
  readonly definition: JsonObject;
}

/**
 * What the model says of each tool, in their order; null where it says nothing. Rejects with `ProposerFault`:
 * then nothing of what it said counts.
 */
export async function askModel(
  proposer: Proposer,
  tools: readonly DescribedTool[],
  signal: AbortSignal,
): Promise<readonly (ModelWord | null)[]> {
  if (tools.length > MOST_TOOLS) {
    throw new ProposerFault('proposer-too-large', `no model is asked of more than ${MOST_TOOLS} tools`);
  }
  const said = new Map<string, ModelWord>();
  for (let from = 0; from < tools.length; from += AT_ONCE) {
    const asked = tools.slice(from, from + AT_ONCE).map(({ name, definition }, at) => ({
      id: idOf(from + at),
      name: clean(name, MOST_NAMED),
      definition: clean(JSON.stringify(definition), MOST_TOLD),
    }));
    for (const word of await proposer.propose(asked, signal)) said.set(word.id, word);
  }
  return tools.map((_, at) => said.get(idOf(at)) ?? null);
}

function idOf(at: number): string {
  return `t${at}`;
}

function clean(text: string, most: number): string {
  return redactText(text.slice(0, most), []).value;
}
