// What people's roles are, how far their approvals go, and to whom they lend their duty.

import { changeRoles, delegateDuty, limitOperator, revokeDelegation } from '../../../gateway/hold/duty.ts';
import type { Api, ApiRouter } from '../api.ts';
import { readJson } from '../body.ts';
import { needOperator, needReader } from '../caller/caller.ts';
import { delegationRequest, limitRequest, rolesRequest } from '../contract/duty.ts';
import { granted } from '../failure.ts';

export function routeDuty(router: ApiRouter, { core }: Api): void {
  router.post('/operators/:id/limit', async (c) => {
    const actor = needOperator(c.get('caller'));
    const { limit } = await readJson(c.req.raw, limitRequest);
    return c.json(granted(await limitOperator(core, actor, { operator: c.req.param('id'), limit })));
  });
  router.post('/operators/:id/roles', async (c) => {
    const actor = needOperator(c.get('caller'));
    const { roles } = await readJson(c.req.raw, rolesRequest);
    return c.json(granted(await changeRoles(core, actor, { operator: c.req.param('id'), given: roles })));
  });
  router.get('/delegations', (c) => {
    needReader(c.get('caller'));
    const now = core.clock.now();
    const { delegations } = core.world.state(null).org;
    return c.json({ delegations: Object.values(delegations).filter(({ until }) => now < until) });
  });
  router.post('/delegations', async (c) => {
    const actor = needOperator(c.get('caller'));
    const { roles, ...asked } = await readJson(c.req.raw, delegationRequest);
    return c.json(granted(await delegateDuty(core, actor, { ...asked, lent: roles })), 201);
  });
  router.post('/delegations/:id/revoke', async (c) => {
    const actor = needOperator(c.get('caller'));
    return c.json(granted(await revokeDelegation(core, actor, c.req.param('id'))));
  });
}
