// One organisation for every bench: the starter policy, one operator, one agent, one connector with one
// reading tool, one workflow, one task. Founded through the gateway's own verbs on SQLite on disk.

import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig, type Config } from '../src/config.ts';
import type { Core } from '../src/gateway/core.ts';
import { openTask } from '../src/gateway/tasks.ts';
import { admitConnector, proposeConnector } from '../src/gateway/connectors/connector-verbs.ts';
import { found, publishWorkflow, registerAgent } from '../src/gateway/verbs.ts';
import type { PolicySource } from '../src/kernel/state.ts';
import { STARTER_POLICY } from '../src/policy/starter.ts';

export const AGENT = 'bench-agent';
export const CONNECTOR = 'bench';
export const TOOL = 'echo';
export const WORKFLOW_ID = 'bench';
export const OPERATOR = { kind: 'operator', id: 'op_bench' } as const;

/** The decisions of many benches are denials, one after the other: no breaker may end their task. */
const LIMITS = 'calls: 1000000, wall: 7d, call: 20s, breaker: {denials: 1000000}';

const workflowText = (id: string, limits: string): string => `holdpoint: workflow/v1
id: ${id}
purpose: Measure what a call costs.
owner: op_bench
agents: [${AGENT}]
expires: ${new Date(Date.now() + 24 * 3600_000).toISOString()}
task: {ttl: 2h}
limits: {${limits}}
allow:
  - tool: ${CONNECTOR}/${TOOL}
    arguments:
      type: object
      properties: {text: {type: string, maxLength: 1000}}
      required: [text]
`;

/** Under open load a machine that stops for a moment shows as latency: nothing is refused. */
const MAX_WAITING = 100_000;

export interface FoundedTask {
  readonly task: string;
  readonly token: string;
}

/** A fresh folder on the disk that is measured; `TMPDIR` names another. */
export function makeHome(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'holdpoint-bench-'));
}

/**
 * @param databaseUrl PostgreSQL's, password and all: it goes by way of this process's environment. Without
 *   one the ledger is a file in its home.
 */
export function benchConfig(home: string, databaseUrl?: string): Config {
  if (databaseUrl !== undefined) process.env['BENCH_DATABASE'] = databaseUrl;
  const store = databaseUrl === undefined ? '{}' : '{url: "env:BENCH_DATABASE"}';
  // Replicas share the home for its keys, but have a second place each, as on machines of their own.
  const checkpoints = `{path: "checkpoints-${process.pid}"}`;
  const text = `listen: {port: 0}
limits: {queue: ${MAX_WAITING}}
store: ${store}
checkpoints: ${checkpoints}
`;
  const parsed = parseConfig(text, join(home, 'holdpoint.yaml'), {}, {});
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}

/** Everything up to an open task. `upstreamUrl` is a running bench upstream. */
export async function foundBench(
  core: Core,
  upstreamUrl: string,
  policy: PolicySource = STARTER_POLICY,
): Promise<FoundedTask> {
  const operator = {
    id: OPERATOR.id,
    name: 'Bench',
    roles: ['admin', 'requester'],
    publicKey: null,
    identity: null,
  };
  must(await found(core, { mode: 'separated', operator, sources: [policy] }));
  const agent = { id: AGENT, owner: OPERATOR.id, environment: 'bench', groups: [], identity: null };
  must(await registerAgent(core, OPERATOR, agent));
  const upstream = { transport: 'http', url: upstreamUrl } as const;
  const input = { id: CONNECTOR, upstream, credential: null };
  const { proposal } = must(await proposeConnector(core, OPERATOR, input));
  const effects = { [TOOL]: ['read'] } as const;
  must(await admitConnector(core, OPERATOR, { connector: CONNECTOR, proposal, effects }));
  return openUnder(core, WORKFLOW_ID, LIMITS);
}

/** A task under a workflow of its own, with these limits. */
export async function openUnder(core: Core, workflow: string, limits: string): Promise<FoundedTask> {
  const file = { name: 'bench.workflow.yaml', text: workflowText(workflow, limits) };
  must(await publishWorkflow(core, OPERATOR, file));
  const { task, token } = must(
    await openTask(core, OPERATOR, { workflow, agent: AGENT, prompt: 'Measure.' }),
  );
  return { task: task!, token: token!.token };
}

function must<Answer extends { readonly verdict: string }>(
  answer: Answer,
): Exclude<Answer, { readonly verdict: 'invalid' }> {
  if (answer.verdict !== 'permit')
    throw new Error(`the bench could not be set up: ${JSON.stringify(answer)}`);
  return answer as Exclude<Answer, { readonly verdict: 'invalid' }>;
}
