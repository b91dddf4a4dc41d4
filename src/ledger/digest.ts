// A digest names a value by its canonical text; an action's digest is what a person approves.

import { hex, utf8 } from './bytes.ts';
import { canonicalize } from './canonical.ts';
import type { LedgerCrypto } from './crypto.ts';
import { isText } from './shape.ts';

export interface ActionIdentity {
  readonly task: string;
  readonly agent: string;
  readonly connector: string;
  readonly tool: string;
  /** Digest of the pinned tool definition. */
  readonly definition: string;
  /** Commitment to the canonical arguments. */
  readonly arguments: string;
}

/** `sha256:` and 64 lower-case hexadecimal digits. */
export const isDigest = isText(/^sha256:[0-9a-f]{64}$/);

/** `sha256:<hex>` of the canonical text. Throws `not-canonical-value`. */
export function digestOf(crypto: LedgerCrypto, value: unknown): string {
  return `sha256:${hex(crypto.sha256(utf8(canonicalize(value))))}`;
}

/** What pins a tool: the digest of its definition exactly as the connector gave it. */
export function definitionDigest(crypto: LedgerCrypto, definition: unknown): string {
  return digestOf(crypto, definition);
}

/** What an approval is for, and for nothing else. */
export function actionDigest(crypto: LedgerCrypto, action: ActionIdentity): string {
  const { task, agent, connector, tool, definition } = action;
  return digestOf(crypto, {
    v: 1,
    type: 'holdpoint/action@v1',
    task,
    agent,
    connector,
    tool,
    definition,
    arguments: action.arguments,
  });
}
