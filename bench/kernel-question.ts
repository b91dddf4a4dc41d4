// One permitted action as the gateway puts it to the kernel, and the question that the kernel then puts to
// policy.

import type { PolicyEngine, PolicyQuery } from '../src/kernel/policy.ts';
import { decide } from '../src/kernel/decide.ts';
import type { Act } from '../src/kernel/request.ts';
import type { State } from '../src/kernel/state.ts';
import { AGENT, CONNECTOR, TOOL } from './home.ts';
import type { InProcess } from './in-process.ts';

/** As the gateway would ask it, were the action new each time. */
export function requestOf({ core, task }: InProcess, state: State): Act {
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
    destinations: [],
  };
}

/** What the kernel asks of policy for this request. */
export function questionOf(gateway: InProcess, state: State): { engine: PolicyEngine; query: PolicyQuery } {
  const engine = state.policy!;
  const asked: PolicyQuery[] = [];
  const listening: PolicyEngine = {
    digest: engine.digest,
    evaluate(query, suspended) {
      asked.push(query);
      return engine.evaluate(query, suspended);
    },
  };
  decide({ ...state, policy: listening }, requestOf(gateway, state));
  return { engine, query: asked[0]! };
}
