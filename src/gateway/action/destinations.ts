// Where an action would go is read from the arguments that a person admitted as destinations, and only ever
// committed to: a record says that a value was addressed before, not which.

import { toDestinations } from '../../catalog/destination.ts';
import { valuesOf } from '../../kernel/action/argument-role.ts';
import { entryOf } from '../../kernel/lookup.ts';
import type { Json } from '../../kernel/json.ts';
import type { Destination } from '../../kernel/request.ts';
import type { State } from '../../kernel/state.ts';
import { utf8 } from '../../ledger/bytes.ts';
import type { Core } from '../core.ts';

/** @param known whether the words of the task may be committed to; else its destinations are all new */
export function describeDestinations(
  { connectors, vault }: Pick<State, 'connectors'> & Pick<Core, 'vault'>,
  asked: {
    readonly task: string;
    readonly connector: string;
    readonly tool: string;
    readonly arguments: Json;
  },
  known: boolean,
): readonly Destination[] {
  const tools = entryOf(connectors, asked.connector)?.admitted?.tools ?? {};
  const profile = entryOf(tools, asked.tool)?.profile;
  if (profile === undefined) return [];
  const commit = (address: string): string =>
    known ? vault.commit(`task/${asked.task}`, 'destination', utf8(address)) : '';
  return toDestinations(valuesOf(profile, 'destination', asked.arguments), commit);
}
