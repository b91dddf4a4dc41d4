// Workflows and policy: what people wrote, reviewed and published.

import { publishPolicy, publishWorkflow } from '../../../gateway/verbs.ts';
import type { Api, ApiRouter } from '../api.ts';
import { readJson } from '../body.ts';
import { needOperator, needReader } from '../caller.ts';
import { policyRequest, workflowRequest } from '../contract.ts';
import { granted } from '../failure.ts';

export function routePolicy(router: ApiRouter, { core }: Api): void {
  router.get('/workflows', (c) => {
    needReader(c.get('caller'));
    return c.json({ workflows: Object.values(core.world.state(null).org.workflows) });
  });
  router.post('/workflows', async (c) => {
    const actor = needOperator(c.get('caller'));
    const file = await readJson(c.req.raw, workflowRequest);
    return c.json(granted(await publishWorkflow(core, actor, file)), 201);
  });
  router.get('/policy', (c) => {
    needReader(c.get('caller'));
    return c.json({ policy: core.world.state(null).org.policy });
  });
  router.post('/policy', async (c) => {
    const actor = needOperator(c.get('caller'));
    const { sources } = await readJson(c.req.raw, policyRequest);
    return c.json(granted(await publishPolicy(core, actor, sources)), 201);
  });
  router.post('/policy/validate', async (c) => {
    needReader(c.get('caller'));
    const { sources } = await readJson(c.req.raw, policyRequest);
    const { problems } = core.compile(sources, core.world.state(null).connectors);
    return c.json({ problems });
  });
}
