import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import { canonicalize } from '../../ledger/canonical.ts';
import { nodeLedgerCrypto } from '../../adapters/crypto/node.ts';
import { bindingHash, projectBinding } from './binding.ts';

interface Vector {
  readonly id: string;
  readonly binding_context_members: readonly string[];
  readonly request: JsonObject & { readonly subject: JsonObject; readonly context: JsonObject };
  readonly jcs: string;
  readonly binding_hash: string;
}

const folder = process.env['HOLDPOINT_VECTORS'] ?? join(process.cwd(), '../shared/vectors');
const file = join(folder, 'arap/binding-hash.json');
const isThere = existsSync(file);
const vectors = isThere
  ? (JSON.parse(readFileSync(file, 'utf8')) as { readonly vectors: readonly Vector[] }).vectors
  : [];
if (!isThere) console.warn(`SKIPPED: the ARAP binding vectors are not at ${file}; set HOLDPOINT_VECTORS`);

describe.runIf(isThere)('the binding vectors of the access request and approval profile', () => {
  it('are all there', () => {
    expect(vectors).toHaveLength(7);
  });

  it.each(vectors.map((vector) => [vector.id, vector] as const))(
    '%s is bound as it must be',
    (_id, vector) => {
      const bound = projectBinding(vector.request, vector.binding_context_members);
      expect(canonicalize(bound)).toBe(vector.jcs);
      expect(bindingHash(nodeLedgerCrypto, bound)).toBe(vector.binding_hash);
    },
  );
});
