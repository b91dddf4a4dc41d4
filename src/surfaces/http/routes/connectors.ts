// Connectors: proposed, reviewed by a person, admitted, and compared with what they present now.

import { diffTools, type ToolDiff } from '../../../catalog/diff.ts';
import type { Core } from '../../../gateway/core.ts';
import type { UpstreamSpec } from '../../../gateway/ports.ts';
import { admitConnector, proposeConnector } from '../../../gateway/verbs.ts';
import { listConnectors, readStream, type ConnectorView } from '../../../gateway/views.ts';
import type { Principal } from '../../../kernel/event.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import type { LedgerRecord } from '../../../ledger/record.ts';
import type { Api, ApiRouter } from '../api.ts';
import { readJson } from '../body.ts';
import { needOperator, needReader } from '../caller.ts';
import { admitRequest, connectorRequest } from '../contract.ts';
import { granted, notFound } from '../failure.ts';

interface Definitions {
  readonly [name: string]: JsonObject;
}

export function routeConnectors(router: ApiRouter, { core }: Api): void {
  router.get('/connectors', (c) => {
    needReader(c.get('caller'));
    return c.json({ connectors: listConnectors(core) });
  });
  router.post('/connectors', async (c) => {
    const actor = needOperator(c.get('caller'));
    const input = await readJson(c.req.raw, connectorRequest);
    return c.json(granted(await proposeConnector(core, actor, input)), 201);
  });
  router.get('/connectors/:id', async (c) => {
    needReader(c.get('caller'));
    const connector = find(core, c.req.param('id'));
    const records = await readStream(core, `connector/${connector.id}`);
    return c.json({ ...connector, definitions: definitionsIn(records, connector.proposal?.record) });
  });
  router.post('/connectors/:id/diff', async (c) => {
    const actor = needOperator(c.get('caller'));
    return c.json(await diff(core, actor, find(core, c.req.param('id'))));
  });
  router.post('/connectors/:id/admit', async (c) => {
    const actor = needOperator(c.get('caller'));
    const admission = await readJson(c.req.raw, admitRequest);
    const connector = c.req.param('id');
    return c.json(granted(await admitConnector(core, actor, { connector, ...admission })));
  });
}

/**
 * What it presents now becomes a proposal like any other: decided and recorded before it is asked, and
 * ready to admit.
 */
async function diff(
  core: Core,
  actor: Principal,
  { id, admitted }: ConnectorView,
): Promise<ToolDiff & { readonly proposal: string }> {
  if (admitted === null) throw notFound(`admission: ${id} was not admitted yet`);
  const admission = (await readStream(core, `connector/${id}`)).find(
    ({ id: record }) => record === admitted.record,
  );
  const upstream = admitted.upstream as unknown as UpstreamSpec;
  const { proposal } = granted(
    await proposeConnector(core, actor, { id, upstream, credential: admitted.credential }),
  );
  const records = await readStream(core, `connector/${id}`);
  const before = definitionsIn(records, admission?.body['proposal']);
  const now = definitionsIn(records, find(core, id).proposal?.record);
  return { ...diffTools(before, now), proposal };
}

function find(core: Core, id: string): ConnectorView {
  const connector = listConnectors(core).find((one) => one.id === id);
  if (connector === undefined) throw notFound(`connector: ${id}`);
  return connector;
}

function definitionsIn(records: readonly LedgerRecord[], proposal: unknown): Definitions {
  const record = records.find(({ id }) => id === proposal);
  return (record?.body['definitions'] ?? {}) as Definitions;
}
