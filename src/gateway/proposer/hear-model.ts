// Where somebody asks for it, a model is heard about what a connector offers. Whatever goes wrong, the rules'
// proposal stands; nothing that a model says admits anything.

import { inferTool } from '../../catalog/proposal.ts';
import { surroundingsOf } from '../../catalog/intake/surroundings.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { entryOf } from '../../kernel/lookup.ts';
import type { Tool } from '../../kernel/state.ts';
import type { Core } from '../core.ts';
import { ProposerFault, type Proposer } from '../ports/proposer.ts';
import { askModel, type DescribedTool } from './ask-model.ts';
import { addedBy, widened, type Added, type Known } from './widen.ts';

export interface ModelAsked {
  readonly name: string;
  /** Why it was not heard; null: it was. */
  readonly fault: { readonly code: string; readonly message: string } | null;
}

export interface Heard {
  readonly model: ModelAsked;
  /** The tool with what was added to it. */
  readonly widen: (tool: Tool) => Tool;
  readonly words: { readonly [tool: string]: readonly string[] };
}

/** What is added to each tool, in their order; null: nothing. */
export async function additions(
  proposer: Proposer | undefined,
  tools: readonly (DescribedTool & { readonly known: Known })[],
  signal: AbortSignal,
): Promise<{ readonly model: ModelAsked; readonly added: readonly (Added | null)[] }> {
  const none = tools.map(() => null);
  try {
    if (proposer === undefined) {
      throw new ProposerFault('proposer-missing', 'no model is configured: proposer in holdpoint.yaml');
    }
    const said = await askModel(proposer, tools, signal);
    const added = tools.map(({ known }, at) => {
      const word = said[at] ?? null;
      return word === null ? null : addedBy(known, word);
    });
    return { model: { name: proposer.model, fault: null }, added };
  } catch (error) {
    if (!(error instanceof ProposerFault)) throw error;
    const { code, message } = error;
    return { model: { name: proposer?.model ?? '', fault: { code, message } }, added: none };
  }
}

export async function hearModel(
  { proposer, log, stopping }: Pick<Core, 'proposer' | 'log' | 'stopping'>,
  connector: string,
  definitions: { readonly [tool: string]: JsonObject },
): Promise<Heard> {
  const surroundings = surroundingsOf(connector, Object.keys(definitions));
  const tools = Object.entries(definitions)
    // The protocol's own operations are described by us.
    .filter(([name]) => !name.startsWith('@'))
    .map(([name, definition]) => {
      const { effects, profile } = inferTool(name, definition, surroundings);
      const { egress, roles, output } = profile;
      return { name, definition, known: { effects, egress, roles, categories: output.categories } };
    });
  const { model, added } = await additions(proposer, tools, stopping);
  if (model.fault !== null) log.warn({ connector, ...model.fault }, 'a model was not heard');
  const byName = Object.fromEntries(
    tools.flatMap(({ name }, at) => {
      const one = added[at] ?? null;
      return one === null ? [] : [[name, one] as const];
    }),
  );
  return {
    model,
    widen: (tool) => {
      const one = entryOf(byName, tool.name);
      return one === null ? tool : widened(tool, one);
    },
    words: Object.fromEntries(
      Object.entries(byName).flatMap(([name, { words }]) => (words.length === 0 ? [] : [[name, words]])),
    ),
  };
}
