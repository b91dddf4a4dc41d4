// Where an action would go is read from the arguments that a person admitted as destinations, and only ever
// committed to: a record says that a value was addressed before, not which. To the task's key belongs what it
// addressed, word for word; to the agent's, which outlives its tasks, where that led.

import { toDestinations, type Address } from '../../catalog/destination.ts';
import { isShared } from '../../flow/grounding/host.ts';
import { valuesOf } from '../../kernel/action/argument-role.ts';
import { macOf } from '../../kernel/flow/declassified.ts';
import { entryOf } from '../../kernel/lookup.ts';
import type { Json } from '../../kernel/json.ts';
import type { Destination } from '../../kernel/request.ts';
import type { State } from '../../kernel/state.ts';
import { utf8 } from '../../ledger/bytes.ts';
import type { Core } from '../core.ts';
import { keyFor, loadKey } from '../loop/loading.ts';
import type { WrappedKey } from '../ports.ts';

/**
 * To be called once the key of the agent is loaded (`loadAgentKey`).
 *
 * @param known whether the words of the task may be committed to; else its destinations are all new
 */
export function describeDestinations(
  { connectors, vault }: Pick<State, 'connectors'> & Pick<Core, 'vault'>,
  asked: {
    readonly agent: string;
    readonly task: string;
    readonly connector: string;
    readonly tool: string;
    readonly arguments: Json;
  },
  known: boolean,
): readonly Destination[] {
  const { connector, tool } = asked;
  const profile = entryOf(entryOf(connectors, connector)?.admitted?.tools ?? {}, tool)?.profile;
  if (profile === undefined) return [];
  const values = valuesOf(profile, 'destination', asked.arguments);
  return known ? readDestinations(vault, asked, values) : toDestinations(values, () => '');
}

/** Of a task whose words may be committed to, and whose agent's key is loaded. */
export function readDestinations(
  vault: Core['vault'],
  { agent, task, connector }: { readonly agent: string; readonly task: string; readonly connector: string },
  values: readonly Json[],
): readonly Destination[] {
  const commit = (address: string): string => vault.commit(`task/${task}`, 'destination', utf8(address));
  const scope = scopeOf(agent);
  if (!vault.has(scope)) return toDestinations(values, commit);
  return toDestinations(values, commit, (address) =>
    macOf(vault.commit(scope, 'destination', utf8(placeOf(connector, address)))),
  );
}

/**
 * Where an address leads: to its host, or to itself where many have boxes and pages there. A name means a
 * place at its connector alone; no host and no connector's id has a blank.
 */
export function placeOf(connector: string, { host, value }: Address): string {
  if (host === null) return `${connector} ${value}`;
  return isShared(host) ? value : host;
}

/** Brings the key of an agent into memory, where it has one. */
export async function loadAgentKey(core: Pick<Core, 'store' | 'vault'>, agent: string): Promise<void> {
  await loadKey(core, scopeOf(agent));
}

/** The key of an agent that has none yet. */
export function keyForDestinations(
  core: Pick<Core, 'store' | 'vault'>,
  agent: string,
): Promise<WrappedKey[]> {
  return keyFor(core, scopeOf(agent));
}

export function scopeOf(agent: string): string {
  return `agent/${agent}`;
}
