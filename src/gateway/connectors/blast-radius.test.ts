import { afterAll, beforeAll, expect, it } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import { blastRadius } from './blast-radius.ts';
import { admitConnector, refreshConnector } from './connector-verbs.ts';
import { ADA, startRig, type Rig } from '../rig.contract.ts';
import { publishWorkflow } from '../verbs.ts';

const MANY = 60;
let rig: Rig;

beforeAll(async () => {
  rig = await startRig();
  const names = Array.from({ length: MANY }, (_, at) => `look_${at}`);
  const tool = (name: string): JsonObject => ({ name, description: name, inputSchema: { type: 'object' } });
  rig.upstream.presents['notes'] = Object.fromEntries(names.map((name) => [name, tool(name)]));
  const { proposal } = (await refreshConnector(rig.core, ADA, 'notes'))!;
  const effects = Object.fromEntries(names.map((name) => [name, ['read' as const]]));
  await admitConnector(rig.core, ADA, { connector: 'notes', proposal, effects });
  const text = `holdpoint: workflow/v1
id: all
purpose: Everything
owner: ada
agents: [scribe]
expires: 2099-01-01
task: {ttl: 30m}
limits: {calls: 100}
allow:
  - tool: notes/*
`;
  await publishWorkflow(rig.core, ADA, { name: 'all.workflow.yaml', text });
});
afterAll(() => rig.stop());

it('others have their turn while policy is asked about many tools', async () => {
  let turns = 0;
  let isDone = false;
  const count = (): void => {
    turns += 1;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  const found = await blastRadius(rig.core, 'workflow', 'all');
  isDone = true;
  expect(found?.reach.tools).toBe(MANY);
  expect(turns).toBeGreaterThan(0);
});

it('of what is not there it says nothing', async () => {
  expect(await blastRadius(rig.core, 'tool', 'notes/gone')).toBeNull();
});
