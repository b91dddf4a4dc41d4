// For whoever may read: the past decided again, a candidate set judged on it and by its tests, one decision
// explained, and what the set that is tried says. Nothing is decided and nothing is written.

import { testPolicies } from '../../../gateway/policies/policy-testing.ts';
import { explain } from '../../../gateway/replay/explain.ts';
import { repeat } from '../../../gateway/replay/repeat.ts';
import { reportShadow } from '../../../gateway/replay/shadow-report.ts';
import { simulate } from '../../../gateway/replay/simulate.ts';
import type { Api, ApiRouter } from '../api.ts';
import { readJson } from '../body.ts';
import { needReader } from '../caller/caller.ts';
import { policyTestRequest } from '../contract/policy.ts';
import { shadowQuery, simulationRequest } from '../contract/replay.ts';
import { Failure, notFound } from '../failure.ts';
import { jsonLines } from '../ndjson.ts';
import { readQuery } from '../query.ts';

export function routeReplay(router: ApiRouter, { core }: Api): void {
  router.get('/decisions/:id/explanation', async (c) => {
    needReader(c.get('caller'));
    const explanation = await explain(core, c.req.param('id'));
    if (explanation === null) throw notFound(`record: ${c.req.param('id')}`);
    return c.json(explanation);
  });
  router.get('/decisions/replay', (c) => {
    needReader(c.get('caller'));
    return jsonLines(repeat(core));
  });
  router.post('/policy/simulate', async (c) => {
    needReader(c.get('caller'));
    const simulation = simulate(core, await readJson(c.req.raw, simulationRequest));
    if ('events' in simulation) return jsonLines(simulation.events);
    const { problems } = simulation;
    throw new Failure('invalid', 'the candidate does not fit the admitted tools', {
      problems: [...problems],
    });
  });
  router.post('/policy/test', async (c) => {
    needReader(c.get('caller'));
    const answer = await testPolicies(core, await readJson(c.req.raw, policyTestRequest));
    if ('results' in answer) return c.json(answer);
    throw new Failure('invalid', 'the tests cannot be run', { problems: [...answer.problems] });
  });
  router.get('/policy/shadow', async (c) => {
    needReader(c.get('caller'));
    return c.json({ report: await reportShadow(core, readQuery(c.req.raw, shadowQuery)) });
  });
}
