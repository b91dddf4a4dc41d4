// How Holdpoint is doing, in numbers and names: no content of any task.

import type { Core } from '../../../gateway/core.ts';
import { listHolds } from '../../../gateway/views.ts';
import type { Api, ApiRouter } from '../api.ts';
import { needReader } from '../caller/caller.ts';
import type { Status } from '../contract.ts';
import type { MetersView } from '../contract/meters.ts';

export function routeStatus(router: ApiRouter, { core, deps }: Api): void {
  router.get('/status', async (c) => {
    needReader(c.get('caller'));
    return c.json(await describeStatus(core, deps.version, deps.listen.url));
  });
  router.get('/meters', (c) => {
    needReader(c.get('caller'));
    const meters: MetersView = { ...core.meters.read(), uptimeSeconds: process.uptime() };
    return c.json(meters);
  });
}

async function describeStatus(core: Core, version: string, url: string): Promise<Status> {
  const { size, epoch } = await core.store.head();
  const { org, policy } = core.world.state(null);
  const { all, agents, connectors } = org.killed;
  return {
    version,
    url,
    ledger: core.signer.origin,
    vkey: core.signer.vkey,
    mode: org.mode,
    size,
    epoch,
    policy: org.policy?.digest ?? null,
    policyLoaded: policy !== null,
    killed: { all, agents: [...agents], connectors: [...connectors] },
    queue: core.queue.depth(),
    flights: core.flights.count(),
    openTasks: core.world.live().filter((task) => task.status === 'open').length,
    pendingHolds: listHolds(core).length,
    advisory: core.options.advisory,
    replicas: (await core.store.peers?.count()) ?? null,
    witnessing: describeWitnessing(core),
  };
}

function describeWitnessing({ witnessing }: Core): Status['witnessing'] {
  if (witnessing === null) return null;
  const { witnesses, ...status } = witnessing.status();
  return { ...status, witnesses: [...witnesses] };
}
