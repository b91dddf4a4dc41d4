// The very same call is known again in another task of its agent, and nowhere else, by what it is under the
// agent's key; and at its connector, whoever asks for it, by what it is under the connector's.

import { macOf } from '../../kernel/flow/declassified.ts';
import type { SameCall } from '../../kernel/action/same-call.ts';
import type { Json } from '../../kernel/json.ts';
import { utf8 } from '../../ledger/bytes.ts';
import { canonicalize } from '../../ledger/canonical.ts';
import type { Core } from '../core.ts';
import { scopeOf } from './destinations.ts';
import { scopeOfNames } from './objects.ts';

/**
 * To be called once the keys of agent and connector are loaded (`loadAgentKey`, `describeObjects`); nothing
 * where there are none.
 */
export function describeSameCall(
  vault: Core['vault'],
  asked: {
    readonly agent: string;
    readonly connector: string;
    readonly tool: string;
    readonly arguments: Json;
  },
): SameCall {
  const { agent, connector, tool } = asked;
  const bytes = utf8(canonicalize({ connector, tool, arguments: asked.arguments }));
  const under = (scope: string): string => macOf(vault.commit(scope, 'arguments', bytes));
  const [own, shared] = [scopeOf(agent), scopeOfNames(connector)];
  return {
    ...(vault.has(own) ? { ofAgent: under(own) } : {}),
    ...(vault.has(shared) ? { call: under(shared) } : {}),
  };
}
