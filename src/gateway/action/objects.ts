// Which objects of a connector a call names is read from the arguments that a person admitted as what it
// addresses, and only ever committed to, under a key of the connector's own: equal for every task.

import { valuesOf } from '../../kernel/action/argument-role.ts';
import { OTHERS } from '../../kernel/chain/usage.ts';
import type { Json } from '../../kernel/json.ts';
import { entryOf } from '../../kernel/lookup.ts';
import type { ArgumentRole } from '../../kernel/role.ts';
import type { State, ToolProfile } from '../../kernel/state.ts';
import { utf8 } from '../../ledger/bytes.ts';
import type { Core } from '../core.ts';
import { keyFor, loadKey } from '../loop/loading.ts';
import type { WrappedKey } from '../ports.ts';

/** One tool writes into what it calls a path, another reads what it calls a selector. */
const ADDRESSES: readonly ArgumentRole[] = ['selector', 'path', 'identity', 'destination'];
/** Who acts, and who receives. */
const PARTIES: readonly ArgumentRole[] = ['identity', 'destination'];
/** More of one call are not told apart: they stand as `OTHERS`. */
const MAX_OBJECTS = 64;

/** What every commitment begins with; the rest may stand in the name of a stream. */
const PREFIX = 'hmac-sha256:';

export interface Named {
  /** Commitments to the objects that a call names, each once. */
  readonly objects: readonly string[];
  /** Those of them that stand where arguments say who acts or receives. */
  readonly parties: readonly string[];
}

export const NOTHING_NAMED: Named = { objects: [], parties: [] };

/** What a call names; nothing where the connector has no key. */
export async function describeObjects(
  { connectors, ...core }: Pick<State, 'connectors'> & Pick<Core, 'store' | 'vault'>,
  {
    connector,
    tool,
    arguments: input,
  }: { readonly connector: string; readonly tool: string; readonly arguments: Json },
): Promise<Named> {
  const profile = entryOf(entryOf(connectors, connector)?.admitted?.tools ?? {}, tool)?.profile;
  if (profile === undefined) return NOTHING_NAMED;
  const scope = scopeOf(connector);
  await loadKey(core, scope);
  if (!core.vault.has(scope)) return NOTHING_NAMED;
  return namesIn(profile, input, (name) =>
    core.vault.commit(scope, 'object', utf8(name)).slice(PREFIX.length),
  );
}

/** What arguments call the objects of a connector, each once and committed to. */
export function namesIn(profile: ToolProfile, input: Json, commit: (name: string) => string): Named {
  const named = (roles: readonly ArgumentRole[]): readonly string[] => {
    const texts = textsOf(roles, profile, input);
    const told = texts.slice(0, MAX_OBJECTS).flatMap((text) => [text, canonicalName(text)]);
    const objects = [...new Set(told)].map(commit);
    return texts.length > MAX_OBJECTS ? [...objects, OTHERS] : objects;
  };
  return { objects: named(ADDRESSES), parties: named(PARTIES) };
}

function textsOf(roles: readonly ArgumentRole[], profile: ToolProfile, input: Json): readonly string[] {
  const named = roles.flatMap((role) => valuesOf(profile, role, input));
  const texts = named.flatMap((one) =>
    typeof one === 'string' || typeof one === 'number' ? [String(one)] : [],
  );
  return [...new Set(texts.map((text) => text.trim()))];
}

/** Systems take spellings of a path for the same: joining too many of them only adds to what one carries. */
function canonicalName(text: string): string {
  const steps: string[] = [];
  for (const step of text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .split(/[/\\]+/)) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  // Of what is nothing but steps, the root remains.
  return steps.length === 0 ? '/' : steps.join('/');
}

/** The key of a connector that has none yet. */
export function keyForObjects(core: Pick<Core, 'store' | 'vault'>, connector: string): Promise<WrappedKey[]> {
  return keyFor(core, scopeOf(connector));
}

function scopeOf(connector: string): string {
  return `connector/${connector}`;
}
