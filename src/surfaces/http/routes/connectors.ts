// Connectors: proposed, reviewed beside what was admitted, admitted by a person, and checked against that.

import { definitionsIn, modelWordsIn, reviewProposal } from '../../../gateway/connectors/admission-review.ts';
import {
  admitConnector,
  checkConnector,
  proposeConnector,
  refreshConnector,
} from '../../../gateway/connectors/connector-verbs.ts';
import type { Core } from '../../../gateway/core.ts';
import { inferencesIn } from '../../../gateway/connectors/inferences.ts';
import { listConnectors, type ConnectorView } from '../../../gateway/views.ts';
import type { Api, ApiRouter } from '../api.ts';
import { readJson } from '../body.ts';
import { needOperator, needReader } from '../caller/caller.ts';
import { admitRequest, connectorRequest } from '../contract/connector.ts';
import { granted, notFound } from '../failure.ts';

export function routeConnectors(router: ApiRouter, { core }: Api): void {
  router.get('/connectors', (c) => {
    needReader(c.get('caller'));
    return c.json({ connectors: listConnectors(core) });
  });
  router.post('/connectors', async (c) => {
    const actor = needOperator(c.get('caller'));
    const { model: isModelAsked = false, ...input } = await readJson(c.req.raw, connectorRequest);
    return c.json(granted(await proposeConnector(core, actor, input, { isModelAsked })), 201);
  });
  router.get('/connectors/:id', async (c) => {
    needReader(c.get('caller'));
    const connector = find(core, c.req.param('id'));
    const definitions = await definitionsIn(core, connector);
    const [modelSays, review] = [await modelWordsIn(core, connector), await reviewProposal(core, connector)];
    const inferences = inferencesIn(connector.id, definitions);
    return c.json({ ...connector, definitions, inferences, modelSays, review });
  });
  router.post('/connectors/:id/refresh', async (c) => {
    const actor = needOperator(c.get('caller'));
    const { id } = find(core, c.req.param('id'));
    return c.json(granted(wasAdmitted(id, await refreshConnector(core, actor, id))));
  });
  router.post('/connectors/:id/check', async (c) => {
    const actor = needOperator(c.get('caller'));
    const { id } = find(core, c.req.param('id'));
    const answer = granted(await checkConnector(core, actor, id));
    return c.json({ ...answer, connector: find(core, id) });
  });
  router.post('/connectors/:id/admit', async (c) => {
    const actor = needOperator(c.get('caller'));
    const admission = await readJson(c.req.raw, admitRequest);
    const connector = c.req.param('id');
    return c.json(granted(await admitConnector(core, actor, { connector, ...admission })));
  });
}

function find(core: Core, id: string): ConnectorView {
  const connector = listConnectors(core).find((one) => one.id === id);
  if (connector === undefined) throw notFound(`connector: ${id}`);
  return connector;
}

function wasAdmitted<Answer>(id: string, answer: Answer | null): Answer {
  if (answer !== null) return answer;
  throw notFound(
    `admission: ${id} was not admitted yet`,
    `Review and admit it: holdpoint connector admit ${id}`,
  );
}
