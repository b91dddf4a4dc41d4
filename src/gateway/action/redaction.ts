// A secret is taken out before anything is written. The commitment stays that of the whole, so that digests
// and approvals bind exactly what was asked; what is kept says that it is not all.

import { redactJson, redactText } from '../../flow/secrets.ts';
import type { Json } from '../../kernel/json.ts';
import { utf8 } from '../../ledger/bytes.ts';
import type { PayloadKind, Vault } from '../ports/vault.ts';

/**
 * A vault that seals nothing but redacted words.
 *
 * @param secretsOf credentials that were released for a task and are not revoked yet
 */
export function redactBefore(vault: Vault, secretsOf: (task: string) => readonly string[]): Vault {
  return {
    create: (scope) => vault.create(scope),
    load: (key) => vault.load(key),
    has: (scope) => vault.has(scope),
    forget: (scope) => vault.forget(scope),
    commit: (scope, kind, bytes) => vault.commit(scope, kind, bytes),
    seal(scope, kind, commitment, bytes) {
      const known = scope.startsWith('task/') ? secretsOf(scope.slice('task/'.length)) : [];
      const redacted = kind === 'name' ? null : redact(kind, bytes, known);
      return redacted === null
        ? vault.seal(scope, kind, commitment, bytes)
        : vault.seal(scope, kind, commitment, utf8(redacted), 'redacted');
    },
    open: (payload) => vault.open(payload),
  };
}

/** Null where there is no secret in it. */
function redact(kind: PayloadKind, bytes: Uint8Array, known: readonly string[]): string | null {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  if (kind === 'arguments' || kind === 'result') {
    const { value, found } = redactJson(JSON.parse(text) as Json, known);
    return found.length === 0 ? null : JSON.stringify(value);
  }
  const { value, found } = redactText(text, known);
  return found.length === 0 ? null : value;
}
