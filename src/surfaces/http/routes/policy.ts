// Workflows and policy: what people wrote, reviewed and published.

import { findPolicy, listPublications } from '../../../gateway/policies/policy-sets.ts';
import {
  offerPolicy,
  proposePolicy,
  publishPolicy,
  rollbackPolicy,
  shadowPolicy,
} from '../../../gateway/policies/policy-verbs.ts';
import { publishWorkflow } from '../../../gateway/verbs.ts';
import { checkWorkflow } from '../../../gateway/policies/workflow-check.ts';
import type { Api, ApiRouter } from '../api.ts';
import { readJson } from '../body.ts';
import { needOperator, needReader } from '../caller/caller.ts';
import { policyRequest, workflowRequest } from '../contract.ts';
import {
  MAX_PUBLICATIONS,
  noticeQuery,
  proposalRequest,
  publishRequest,
  rollbackRequest,
  shadowRequest,
} from '../contract/policy.ts';
import { Failure, granted, notFound } from '../failure.ts';
import { readQuery } from '../query.ts';

export function routePolicy(router: ApiRouter, api: Api): void {
  routeWorkflows(router, api);
  routeReview(router, api);
  routePublishing(router, api);
  routeSets(router, api);
  routeNotices(router, api);
}

function routeWorkflows(router: ApiRouter, { core }: Api): void {
  router.get('/workflows', (c) => {
    needReader(c.get('caller'));
    return c.json({ workflows: Object.values(core.world.state(null).org.workflows) });
  });
  router.post('/workflows', async (c) => {
    const actor = needOperator(c.get('caller'));
    const file = await readJson(c.req.raw, workflowRequest);
    return c.json(granted(await publishWorkflow(core, actor, file)), 201);
  });
}

/** Before it is published. */
function routeReview(router: ApiRouter, { core }: Api): void {
  router.post('/workflows/check', async (c) => {
    const caller = c.get('caller');
    needReader(caller);
    const publisher = caller.kind === 'operator' ? caller.principal.id : null;
    const checked = checkWorkflow(core, publisher, await readJson(c.req.raw, workflowRequest));
    if ('workflow' in checked) return c.json(checked);
    throw new Failure('invalid', 'the file does not hold', { problems: [...checked.problems] });
  });
}

function routePublishing(router: ApiRouter, { core }: Api): void {
  router.post('/policy/proposals', async (c) => {
    const actor = needOperator(c.get('caller'));
    const { sources } = await readJson(c.req.raw, proposalRequest);
    return c.json(granted(await proposePolicy(core, actor, sources)), 201);
  });
  router.post('/policy', async (c) => {
    const actor = needOperator(c.get('caller'));
    const asked = await readJson(c.req.raw, publishRequest);
    const answer =
      'digest' in asked
        ? await publishPolicy(core, actor, asked.digest)
        : await offerPolicy(core, actor, asked.sources);
    return c.json(granted(answer), 201);
  });
  router.post('/policy/rollback', async (c) => {
    const actor = needOperator(c.get('caller'));
    const asked = await readJson(c.req.raw, rollbackRequest);
    return c.json(granted(await rollbackPolicy(core, actor, asked)), 201);
  });
  router.post('/policy/shadow', async (c) => {
    const actor = needOperator(c.get('caller'));
    const asked = await readJson(c.req.raw, shadowRequest);
    const sources = 'sources' in asked ? asked.sources : null;
    return c.json(granted(await shadowPolicy(core, actor, sources)), 201);
  });
}

function routeSets(router: ApiRouter, { core }: Api): void {
  router.get('/policy', (c) => {
    needReader(c.get('caller'));
    const { policy, shadow } = core.world.state(null).org;
    return c.json({ policy, shadow });
  });
  router.get('/policy/proposals', (c) => {
    needReader(c.get('caller'));
    return c.json({ proposals: core.world.state(null).org.proposedPolicies });
  });
  router.get('/policy/history', async (c) => {
    needReader(c.get('caller'));
    return c.json({ publications: await listPublications(core, MAX_PUBLICATIONS) });
  });
  router.get('/policy/sets/:digest', async (c) => {
    needReader(c.get('caller'));
    const digest = c.req.param('digest');
    const policy = await findPolicy(core, digest);
    if (policy === null) throw notFound(`policy set: ${digest}`, 'See: holdpoint policy history, proposals');
    return c.json({ policy });
  });
  router.post('/policy/validate', async (c) => {
    needReader(c.get('caller'));
    const { sources } = await readJson(c.req.raw, policyRequest);
    const { problems } = core.compile(sources, core.world.state(null).connectors);
    return c.json({ problems });
  });
}

function routeNotices(router: ApiRouter, { core }: Api): void {
  router.get('/notices', async (c) => {
    needReader(c.get('caller'));
    const { rows, next } = await core.models.notices(readQuery(c.req.raw, noticeQuery));
    return c.json({ notices: rows, next });
  });
}
