// What asking people costs and how they decide, for whoever may read the past; and facts that would spare it,
// which one person proposes and another takes over.

import { measureAttention } from '../../../gateway/friction/attention.ts';
import { measureFriction } from '../../../gateway/friction/friction.ts';
import { dropFact, listFacts, proposeFact } from '../../../gateway/friction/propose.ts';
import { takeOverFact } from '../../../gateway/friction/take-over.ts';
import type { Api, ApiRouter } from '../api.ts';
import { readJson } from '../body.ts';
import { needOperator, needReader } from '../caller/caller.ts';
import { frictionQuery, proposeFactRequest } from '../contract/friction.ts';
import { Failure, granted, notFound } from '../failure.ts';
import { jsonLines } from '../ndjson.ts';
import { readQuery } from '../query.ts';

export function routeFriction(router: ApiRouter, { core }: Api): void {
  router.get('/friction', (c) => {
    needReader(c.get('caller'));
    const { since } = readQuery(c.req.raw, frictionQuery);
    return jsonLines(measureFriction(core, since));
  });
  router.get('/approvals/report', (c) => {
    needReader(c.get('caller'));
    const { since } = readQuery(c.req.raw, frictionQuery);
    return jsonLines(measureAttention(core, since));
  });
  routeFacts(router, core);
}

function routeFacts(router: ApiRouter, core: Api['core']): void {
  router.post('/holds/:id/facts', async (c) => {
    const actor = needOperator(c.get('caller'));
    const hold = c.req.param('id');
    const { name } = await readJson(c.req.raw, proposeFactRequest);
    const answer = await proposeFact(core, actor, { hold, name });
    if (answer === null) throw notFound(`hold: ${hold}`);
    if ('kind' in answer) throw new Failure('not-allowed', `it is not proposed: ${answer.why}`);
    return c.json(granted(answer), 201);
  });
  router.get('/facts', (c) => {
    needReader(c.get('caller'));
    return c.json({ facts: listFacts(core) });
  });
  router.post('/facts/:name/accept', async (c) => {
    const actor = needOperator(c.get('caller'));
    const name = c.req.param('name');
    const answer = await takeOverFact(core, actor, name);
    if (answer === null) throw notFound(`fact: ${name}`);
    if ('kind' in answer) throw new Failure('not-allowed', `it is not accepted: ${answer.why}`);
    return c.json(granted(answer));
  });
  router.post('/facts/:name/drop', async (c) => {
    const actor = needOperator(c.get('caller'));
    return c.json(granted(await dropFact(core, actor, c.req.param('name'))));
  });
}
