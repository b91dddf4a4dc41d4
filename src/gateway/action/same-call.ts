// The very same call is known again in another task of its agent, and nowhere else, by what it is under the
// agent's key; and at its connector, whoever asks for it and however they write it, by what it comes to under
// the connector's.

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
  const under = (scope: string, said: Json): string =>
    macOf(vault.commit(scope, 'arguments', utf8(canonicalize({ connector, tool, arguments: said }))));
  const [own, shared] = [scopeOf(agent), scopeOfNames(connector)];
  return {
    ...(vault.has(own) ? { ofAgent: under(own, asked.arguments) } : {}),
    ...(vault.has(shared) ? { call: under(shared, comesTo(asked.arguments) ?? {}) } : {}),
  };
}

/** Who asks once more gives these anew: they say which request it is, and nothing of what it does. */
const OF_REQUEST = new RegExp(
  '^(?:x_?)?(?:idempoten(?:cy|t)(?:_?(?:key|token|id))?|client_?(?:request_?)?token|client_?request_?id|' +
    '(?:message_?)?dedup(?:lication|e)?_?(?:key|token|id)|nonce|trace_?(?:id|parent)|correlation_?id)$',
  'i',
);
/** As JSON writes a number. */
const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/;

/** What is the same however it is written; null: it says nothing. */
function comesTo(value: Json): Json {
  if (typeof value === 'string') return plain(value.trim().replaceAll(/\s+/g, ' '));
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(comesTo);
  if (typeof value !== 'object' || value === null) return value === false ? null : value;
  const said = Object.entries(value).flatMap(([name, one]) => {
    const part = OF_REQUEST.test(name.replaceAll('-', '_')) ? null : comesTo(one);
    return part === null ? [] : [[name, part] as const];
  });
  return said.length === 0 ? null : Object.fromEntries(said);
}

function plain(text: string): string | null {
  if (text === '') return null;
  return NUMBER.test(text) ? String(Number(text)) : text;
}
