// Operators and agents: who belongs to the organisation, and what an agent proves itself with.

import {
  addOperator,
  changeAgentAllowance,
  changeAgentModel,
  limitAgentHolds,
  registerAgent,
} from '../../../gateway/verbs.ts';
import { listOperators } from '../../../gateway/views.ts';
import type { Api, ApiRouter } from '../api.ts';
import { readJson } from '../body.ts';
import { needOperator, needReader } from '../caller/caller.ts';
import { agentHoldsRequest, allowanceRequest } from '../contract/budget.ts';
import { agentModelRequest } from '../contract/profile.ts';
import { agentRequest, agentTokenRequest, operatorRequest } from '../contract.ts';
import { Failure, granted, notFound } from '../failure.ts';

export function routePeople(router: ApiRouter, api: Api): void {
  const { core } = api;
  router.get('/operators', async (c) => {
    needReader(c.get('caller'));
    return c.json({ operators: await listOperators(core) });
  });
  router.post('/operators', async (c) => {
    const actor = needOperator(c.get('caller'));
    const added = await readJson(c.req.raw, operatorRequest);
    return c.json(granted(await addOperator(core, actor, added)), 201);
  });
  router.get('/agents', (c) => {
    needReader(c.get('caller'));
    const { agents, killed } = core.world.state(null).org;
    const isKilled = (id: string): boolean => killed.all || killed.agents.includes(id);
    return c.json({ agents: Object.values(agents).map((one) => ({ ...one, killed: isKilled(one.id) })) });
  });
  router.post('/agents', async (c) => {
    const actor = needOperator(c.get('caller'));
    const agent = await readJson(c.req.raw, agentRequest);
    return c.json(granted(await registerAgent(core, actor, agent)), 201);
  });
  router.post('/agents/:id/model', async (c) => {
    const actor = needOperator(c.get('caller'));
    const { model } = await readJson(c.req.raw, agentModelRequest);
    return c.json(granted(await changeAgentModel(core, actor, { agent: c.req.param('id'), model })));
  });
  router.post('/agents/:id/allowance', async (c) => {
    const actor = needOperator(c.get('caller'));
    const said = await readJson(c.req.raw, allowanceRequest);
    return c.json(granted(await changeAgentAllowance(core, actor, { agent: c.req.param('id'), ...said })));
  });
  router.post('/agents/:id/holds', async (c) => {
    const actor = needOperator(c.get('caller'));
    const said = await readJson(c.req.raw, agentHoldsRequest);
    return c.json(granted(await limitAgentHolds(core, actor, { agent: c.req.param('id'), ...said })));
  });
  router.post('/agents/:id/token', async (c) => {
    const actor = needOperator(c.get('caller'));
    const { ttlSeconds } = await readJson(c.req.raw, agentTokenRequest);
    return c.json(await issueAgentToken(api, actor.id, c.req.param('id'), ttlSeconds));
  });
}

/** An agent's token is given to nobody but who answers for the agent. */
async function issueAgentToken({ core, deps }: Api, operator: string, id: string, ttlSeconds: number) {
  const { agents } = core.world.state(null).org;
  if (!Object.hasOwn(agents, id)) throw notFound(`agent: ${id}`);
  const { owner } = agents[id]!;
  if (owner !== operator)
    throw new Failure('not-allowed', `only ${owner}, who answers for ${id}, may have its token`);
  const issuedAt = core.clock.now();
  const expiresAt = issuedAt + ttlSeconds * 1000;
  const token = await deps.tokens.issue({ use: 'agent', subject: id, task: null, issuedAt, expiresAt });
  return { token, expiresAt };
}
