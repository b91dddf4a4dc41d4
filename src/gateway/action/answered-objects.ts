// A result carries what tasks wrote into the objects that it gives back, and what it says was written is
// known from here on by the names that it says.

import { argumentsOf } from '../../flow/grounding/argument.ts';
import type { Json } from '../../kernel/json.ts';
import { labelsKept, WRITES } from '../../kernel/flow/memory.ts';
import { covers, joinLabels } from '../../kernel/flow/label.ts';
import type { Tool } from '../../kernel/state.ts';
import { OTHERS } from '../../kernel/chain/usage.ts';
import type { World } from '../loop/world.ts';
import type { Vault } from '../ports/vault.ts';
import type { CallAnswer } from './call-answer.ts';
import { objectsNamed } from './objects.ts';
import { namesGiven, namesRead, namesWritten } from './result-names.ts';

interface Deps {
  readonly world: Pick<World, 'state'>;
  readonly vault: Pick<Vault, 'commit' | 'has'>;
}

/** The tool as it is known to answer once such an answer came: with what its objects carry. */
export function withKept({ world, vault }: Deps, connector: string, tool: Tool, { reply }: CallAnswer): Tool {
  if (reply === null || !tool.effects.includes('read')) return tool;
  const { objects } = world.state(null);
  const { output } = tool.profile;
  // Most often nothing is kept there that says more than the tool.
  if (covers(output, labelsKept(objects, connector, [OTHERS]))) return tool;
  const named = objectsNamed(vault, connector, namesRead(reply));
  const kept = joinLabels(output, labelsKept(objects, connector, named));
  return kept === output ? tool : { ...tool, profile: { ...tool.profile, output: kept } };
}

/** The answer with the objects that it says were written among its remarks. */
export function withWritten(
  { vault }: Pick<Deps, 'vault'>,
  { connector, tool: name }: { readonly connector: string; readonly tool: string },
  { effects, profile }: Pick<Tool, 'effects' | 'profile'>,
  args: Json,
  answer: CallAnswer,
): CallAnswer {
  const { reply, remarks } = answer;
  if (reply === null || !effects.some((effect) => WRITES.has(effect))) return answer;
  const wrote = objectsNamed(vault, connector, namesWritten(reply));
  if (wrote.length === 0) return answer;
  const given = namesGiven(name, reply);
  // What only says again how the call named it says nothing of how it will be called.
  const said = new Set(given.length === 0 ? [] : argumentsOf(profile, args).read.map(({ text }) => text));
  const isTold = given.some((id) => !said.has(id));
  return { ...answer, remarks: { ...remarks, wrote, ...(isTold ? { isTold } : {}) } };
}
