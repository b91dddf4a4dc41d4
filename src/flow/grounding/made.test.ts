import { describe, expect, test } from 'vitest';
import type { Json } from '../../kernel/json.ts';
import { madeIn } from './made.ts';

describe('what a call made is called by', () => {
  test.each<[string, Json, readonly string[]]>([
    ['its id', { id: 'P-1', customer_id: 'C-9', status: 'active' }, ['P-1']],
    ['the id that is named for what the tool makes', { payeeId: 'P-1', customer_id: 'C-9' }, ['P-1']],
    ['the number that is', { payee_reference: 4711, balance: 250.5 }, ['4711']],
    ['any id, where none is its own', { beneficiary_id: 'roof', customer_id: 'C-9' }, ['roof', 'C-9']],
    ['a code, where there is no id', { reference: 'R-1', created: '2026-11-22T10:00:00Z' }, ['R-1']],
    ['a code in words', 'Payee p-4711 was created on 2026-11-22.', ['p-4711']],
    ['the id within JSON', '{"payee": {"id": "P-1"}}', ['P-1']],
    ['the ids of several', { payees: [{ id: 'P-1' }, { id: 'P-2' }, { id: 'P-1' }] }, ['P-1', 'P-2']],
    ['nothing', { ok: true, message: 'Done.' }, []],
  ])('%s', (_, answer, ids) => {
    expect(madeIn('create_payee', answer)).toEqual(ids);
  });
});
