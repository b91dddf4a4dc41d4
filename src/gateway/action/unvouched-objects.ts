// What a task wrote without anybody's word for it is known again in other tasks by the objects that it went
// into and by its values, as committed to under the connector's key: never by the words themselves.

import { placesAmong, type Unvouched } from '../../flow/grounding/vouching.ts';
import { namesOf } from '../../flow/grounding/written-elsewhere.ts';
import { thingsIn } from '../../flow/grounding/records.ts';
import { readStructured } from '../../flow/grounding/structured-text.ts';
import { OTHERS } from '../../kernel/chain/usage.ts';
import { anyLike, hasUnvouched, SHELVES, unvouchedAmong } from '../../kernel/flow/unvouched.ts';
import type { Writing } from '../../kernel/flow/writing.ts';
import type { Json } from '../../kernel/json.ts';
import type { Tool } from '../../kernel/state.ts';
import { valuesIn } from '../grounding/result-value.ts';
import type { World } from '../loop/world.ts';
import type { Vault } from '../ports/vault.ts';
import type { CallAnswer, UpstreamReply } from './call-answer.ts';
import { commitName, placesIn } from './objects.ts';

/** Objects of one call that are told apart. */
const MAX_WRITTEN = 4_096;

type Committing = Pick<Vault, 'commit' | 'has'>;

/** What a call writes, as the kernel remembers it; null: the connector has no key. */
export function describeWriting(
  vault: Committing,
  {
    connector,
    tool,
    input,
  }: { readonly connector: string; readonly tool: Pick<Tool, 'effects' | 'profile'>; readonly input: Json },
  { values, isCopy }: Unvouched,
): Writing | null {
  const commit = (name: string): string | null => commitName(vault, connector, name);
  const names = boundedNames(placesAmong(tool.profile, input, placesIn(tool, input)), commit);
  const said = namesCommitted(vault, connector, values);
  if (names === null || said === null) return null;
  return { names, ...(said.length === 0 ? {} : { values: said }), isCopy };
}

/** Past the bound, each may be any of those that it is not told apart from. Null: there is no key. */
function boundedNames(
  places: readonly string[],
  commit: (name: string) => string | null,
): readonly string[] | null {
  const names = new Set<string>();
  const likes = new Set<string>();
  for (const place of places) {
    const name = commit(place);
    if (name === null) return null;
    if (names.has(name)) continue;
    if (names.size < MAX_WRITTEN) names.add(name);
    else likes.add(anyLike(name));
    if (likes.size === SHELVES) break;
  }
  return [...names, ...likes];
}

interface Deps {
  readonly world: Pick<World, 'state'>;
  readonly vault: Committing;
}

/** The answer with what of it other tasks wrote so among its remarks. */
export function withUnvouched(
  { world, vault }: Deps,
  task: string,
  { connector, tool }: { readonly connector: string; readonly tool: Pick<Tool, 'effects'> },
  answer: CallAnswer,
): CallAnswer {
  const { reply, remarks } = answer;
  const state = world.state(null);
  if (reply === null || !tool.effects.includes('read') || !hasUnvouched(state, connector, task))
    return answer;
  const read = namesRead(reply);
  const names = (read && namesCommitted(vault, connector, read)) ?? [OTHERS];
  const unvouched = unvouchedAmong(state, connector, names, task);
  return unvouched === null ? answer : { ...answer, remarks: { ...remarks, unvouched } };
}

/** Null: there may be more. */
function namesRead(reply: UpstreamReply): readonly string[] | null {
  const values = valuesIn(reply).flatMap(({ value }) =>
    typeof value === 'string' ? [value, readStructured(value)] : [value],
  );
  const all = values.map(thingsIn);
  const named = all.flatMap(({ things }) => things.map(namesOf));
  if (all.some(({ isCut }) => isCut) || named.some(({ isCut }) => isCut)) return null;
  const names = [...new Set(named.flatMap((one) => one.names))];
  return names.length > MAX_READ ? null : names;
}

/** Of one result. */
const MAX_READ = 16_384;

function namesCommitted(vault: Committing, connector: string, names: readonly string[]): string[] | null {
  const found = names.map((name) => commitName(vault, connector, name));
  return found.includes(null) ? null : [...new Set(found.flatMap((one) => one ?? []))];
}
