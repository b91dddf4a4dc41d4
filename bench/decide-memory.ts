// The kernel alone: one permitted action decided again and again on one state, against Cedar alone on the
// very question that the kernel puts to it.

import type { PolicyEngine, PolicyQuery } from '../src/kernel/policy.ts';
import { decide } from '../src/kernel/decide.ts';
import type { Act } from '../src/kernel/request.ts';
import type { State } from '../src/kernel/state.ts';
import { AGENT, CONNECTOR, TOOL } from './home.ts';
import { withGateway, type InProcess } from './in-process.ts';
import { toResult, type Bench } from './result.ts';

const ROUNDS = 9;
const ROUND_MS = 400;

export const decideMemory: Bench = {
  names: ['decide-memory'],
  run: ({ progress }) =>
    withGateway(async (gateway) => {
      const state = gateway.core.world.state(gateway.task);
      const request = requestOf(gateway, state);
      const { engine, query } = questionOf(state, request);
      const ours = (): boolean => decide(state, request).verdict === 'permit';
      const other = (): boolean => engine.evaluate(query, []).decision === 'permit';
      const rates = { ours: [] as number[], other: [] as number[] };
      rateOf(ours);
      rateOf(other);
      for (let round = 1; round <= ROUNDS; round += 1) {
        rates.ours.push(rateOf(ours));
        rates.other.push(rateOf(other));
      }
      progress(`${ROUNDS} rounds`);
      return [toResult('decide-memory', 'decisions/s', rates.ours, rates.other)];
    }),
};

/** As the gateway would ask it, were the action new each time. */
function requestOf({ core, task }: InProcess, state: State): Act {
  const definition = state.connectors[CONNECTOR]?.admitted?.tools[TOOL]?.definition ?? null;
  return {
    kind: 'act',
    id: `req_${core.ids.mint()}`,
    at: core.clock.now(),
    actor: { kind: 'agent', id: AGENT },
    task,
    connector: CONNECTOR,
    tool: TOOL,
    arguments: { text: 'hello' },
    argumentsCommitment: `hmac-sha256:${'0'.repeat(64)}`,
    digest: `sha256:${'0'.repeat(64)}`,
    observed: definition,
    owner: core.replica.owner(),
  };
}

/** What the kernel asks of policy for this request. */
function questionOf(state: State, request: Act): { engine: PolicyEngine; query: PolicyQuery } {
  const engine = state.policy!;
  const asked: PolicyQuery[] = [];
  const listening: PolicyEngine = {
    digest: engine.digest,
    evaluate(query, suspended) {
      asked.push(query);
      return engine.evaluate(query, suspended);
    },
  };
  decide({ ...state, policy: listening }, request);
  return { engine, query: asked[0]! };
}

function rateOf(permits: () => boolean): number {
  const startedAt = performance.now();
  let done = 0;
  while (performance.now() < startedAt + ROUND_MS) {
    if (!permits()) throw new Error('what should be permitted is not');
    done += 1;
  }
  return done / ((performance.now() - startedAt) / 1000);
}
