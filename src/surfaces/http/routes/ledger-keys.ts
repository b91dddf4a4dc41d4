// The keys that sign the ledger: which one is in force, and its replacement.

import { rotateKey } from '../../../gateway/ledger/rotate-key.ts';
import type { Api, ApiRouter } from '../api.ts';
import { readJson } from '../body.ts';
import { needOperator, needReader } from '../caller/caller.ts';
import { rotationRequest, type LedgerKeys } from '../contract/ledger.ts';
import { granted } from '../failure.ts';

export function routeLedgerKeys(router: ApiRouter, { core }: Api): void {
  router.get('/ledger/keys', (c) => {
    needReader(c.get('caller'));
    const { origin: ledger, vkey } = core.signer;
    const keys: LedgerKeys = { ledger, vkey, retired: [...core.world.state(null).org.retiredVkeys] };
    return c.json(keys);
  });
  router.post('/ledger/rotate-key', async (c) => {
    const actor = needOperator(c.get('caller'));
    const { previous } = await readJson(c.req.raw, rotationRequest);
    return c.json(granted(await rotateKey(core, actor, previous)));
  });
}
