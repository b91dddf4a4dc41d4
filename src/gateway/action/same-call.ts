// The very same call is known again in another task of its agent, and nowhere else: it is committed to under
// the agent's key, which nobody else's tasks use.

import { macOf } from '../../kernel/flow/declassified.ts';
import type { Json } from '../../kernel/json.ts';
import type { Act } from '../../kernel/request.ts';
import { utf8 } from '../../ledger/bytes.ts';
import { canonicalize } from '../../ledger/canonical.ts';
import type { Core } from '../core.ts';
import { scopeOf } from './destinations.ts';

/** To be called once the key of the agent is loaded (`loadAgentKey`); nothing where it has none. */
export function describeSameCall(
  vault: Core['vault'],
  asked: {
    readonly agent: string;
    readonly connector: string;
    readonly tool: string;
    readonly arguments: Json;
  },
): Pick<Act, 'ofAgent'> {
  const scope = scopeOf(asked.agent);
  if (!vault.has(scope)) return {};
  const { connector, tool } = asked;
  const bytes = utf8(canonicalize({ connector, tool, arguments: asked.arguments }));
  return { ofAgent: macOf(vault.commit(scope, 'arguments', bytes)) };
}
