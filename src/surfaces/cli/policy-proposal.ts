// What is sent to be proposed fits into one request: said before anything is sent, and by `validate` already.

import type { PolicySource } from '../../kernel/state.ts';
import { utf8 } from '../../ledger/bytes.ts';
import { MAX_BODY_BYTES, policyRequest } from '../http/contract.ts';
import type { Context } from './context.ts';
import { CliError, EXIT } from './exit.ts';
import { readPolicySet } from './given/policy-input.ts';

/** What is too much about sources as one request; null where they can be sent. */
export function excessOf(sources: readonly PolicySource[]): string | null {
  const bytes = utf8(JSON.stringify({ sources })).length;
  if (bytes > MAX_BODY_BYTES) {
    return `the set is too large to be proposed: ${bytes} bytes as JSON, and ${MAX_BODY_BYTES} is the most`;
  }
  const [issue] = policyRequest.safeParse({ sources }).error?.issues ?? [];
  return issue === undefined ? null : `the set cannot be proposed: ${issue.path.join('.')}: ${issue.message}`;
}

/** The body of a request that proposes files. Throws `CliError` where they cannot be read or sent. */
export async function readProposal(
  context: Context,
  paths: readonly string[],
): Promise<{ sources: readonly PolicySource[] }> {
  const sources = await readPolicySet(context, paths);
  const excess = excessOf(sources);
  if (excess === null) return { sources };
  const help = 'One policy over a group or a condition can stand in for many of one agent each.';
  throw new CliError(excess, { exit: EXIT.invalid, help });
}
