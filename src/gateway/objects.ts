// Which objects of a connector a call names is read from the arguments that a person admitted as what it
// addresses, and only ever committed to, under a key of the connector's own: equal for every task.

import { valuesOf } from '../kernel/argument-role.ts';
import type { Json } from '../kernel/json.ts';
import { entryOf } from '../kernel/lookup.ts';
import type { ArgumentRole } from '../kernel/state.ts';
import { utf8 } from '../ledger/bytes.ts';
import type { Core } from './core.ts';
import { loadKey } from './loading.ts';
import type { WrappedKey } from './ports.ts';

/** One tool writes into what it calls a path, another reads what it calls a selector. */
const ADDRESSES: readonly ArgumentRole[] = ['selector', 'path', 'identity', 'destination'];
/** More of one call are not told apart. */
const MAX_OBJECTS = 64;

/** What every commitment begins with; the rest may stand in the name of a stream. */
const PREFIX = 'hmac-sha256:';

/** Commitments to them, each once; none where the connector has no key. */
export async function describeObjects(
  core: Pick<Core, 'store' | 'vault' | 'world'>,
  {
    connector,
    tool,
    arguments: input,
  }: { readonly connector: string; readonly tool: string; readonly arguments: Json },
): Promise<readonly string[]> {
  const { connectors } = core.world.state(null);
  const profile = entryOf(entryOf(connectors, connector)?.admitted?.tools ?? {}, tool)?.profile;
  if (profile === undefined) return [];
  const named = ADDRESSES.flatMap((role) => valuesOf(profile, role, input));
  const texts = named.flatMap((one) =>
    typeof one === 'string' || typeof one === 'number' ? [String(one)] : [],
  );
  if (texts.length === 0) return [];
  const scope = scopeOf(connector);
  await loadKey(core, scope);
  if (!core.vault.has(scope)) return [];
  const distinct = [...new Set(texts.map((text) => text.trim()))].slice(0, MAX_OBJECTS);
  return distinct.map((text) => core.vault.commit(scope, 'object', utf8(text)).slice(PREFIX.length));
}

/** The key of a connector that has none yet. */
export async function keyForObjects(
  core: Pick<Core, 'store' | 'vault'>,
  connector: string,
): Promise<WrappedKey[]> {
  const scope = scopeOf(connector);
  await loadKey(core, scope);
  return core.vault.has(scope) ? [] : [core.vault.create(scope)];
}

function scopeOf(connector: string): string {
  return `connector/${connector}`;
}
