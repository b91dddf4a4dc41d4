// Lists of all that ever was, folded from the ledger: newest first, a page at a time.

import type { Page } from '../../../gateway/models/models.ts';
import type { Api, ApiRouter } from '../api.ts';
import { needReader } from '../caller/caller.ts';
import { decisionQuery, holdQuery, leaseQuery, taskQuery } from '../contract/lists.ts';
import { readQuery } from '../query.ts';

export function routeLists(router: ApiRouter, { core }: Api): void {
  const { models } = core;
  router.get('/tasks', async (c) => {
    needReader(c.get('caller'));
    return c.json(named('tasks', await models.tasks(readQuery(c.req.raw, taskQuery))));
  });
  router.get('/history/holds', async (c) => {
    needReader(c.get('caller'));
    return c.json(named('holds', await models.holds(readQuery(c.req.raw, holdQuery))));
  });
  router.get('/history/leases', async (c) => {
    needReader(c.get('caller'));
    return c.json(named('leases', await models.leases(readQuery(c.req.raw, leaseQuery))));
  });
  router.get('/decisions', async (c) => {
    needReader(c.get('caller'));
    return c.json(named('decisions', await models.decisions(readQuery(c.req.raw, decisionQuery))));
  });
}

function named<Row>(name: string, { rows, next }: Page<Row>) {
  return { [name]: rows, next };
}
