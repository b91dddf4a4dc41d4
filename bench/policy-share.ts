// What share policy has of a whole action, and the whole kernel decision beside another product's governed
// call, which keeps its state in memory as the kernel does.

import { AgentMeshClient } from '@microsoft/agent-governance-sdk';
import { decide } from '../src/kernel/decide.ts';
import { decideOnce } from './decide.ts';
import { CONNECTOR, TOOL } from './home.ts';
import { withGateway } from './in-process.ts';
import { questionOf, requestOf } from './kernel-question.ts';
import { median, toResult, type Bench } from './result.ts';
import { microsecondsOf } from './turns.ts';

const ROUNDS = 9;
const ACTS_A_ROUND = 60;
/** Its governed call waits for nothing, but is asynchronous. */
const CALLS_A_ROUND = 4_000;

export const policyShare: Bench = {
  names: ['policy-of-kernel', 'policy-of-act', 'kernel-agt'],
  run: ({ progress }) =>
    withGateway(async (gateway) => {
      const state = gateway.core.world.state(gateway.task);
      const { engine, query } = questionOf(gateway, state);
      const request = requestOf(gateway, state);
      const policy = (): boolean => engine.evaluate(query, []).decision === 'permit';
      const kernel = (): boolean => decide(state, request).verdict === 'permit';
      const times = {
        policy: [] as number[],
        kernel: [] as number[],
        act: [] as number[],
        peer: [] as number[],
      };
      for (let round = -1; round < ROUNDS; round += 1) {
        const took = {
          policy: microsecondsOf(policy),
          kernel: microsecondsOf(kernel),
          act: await actMicroseconds(() => decideOnce(gateway.core, gateway.task)),
          peer: await governedMicroseconds(),
        };
        if (round < 0) continue;
        for (const [side, list] of Object.entries(times)) list.push(took[side as keyof typeof took]);
      }
      progress(`${ROUNDS} rounds`);
      return [
        toResult('policy-of-kernel', 'µs', times.policy, times.kernel),
        toResult('policy-of-act', 'µs', times.policy, times.act),
        toResult('kernel-agt', 'µs', times.kernel, times.peer),
      ];
    }),
};

/** The median of one round, one after the other. */
async function actMicroseconds(act: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let at = 0; at < ACTS_A_ROUND; at += 1) {
    const startedAt = performance.now();
    await act();
    times.push((performance.now() - startedAt) * 1000);
  }
  return median(times);
}

/** With one rule, which permits: policy, trust score and audit entry, as its package does it. */
async function governedMicroseconds(): Promise<number> {
  const action = `${CONNECTOR}.${TOOL}`;
  const client = AgentMeshClient.create('bench', { policyRules: [{ action, effect: 'allow' }] });
  const startedAt = performance.now();
  for (let at = 0; at < CALLS_A_ROUND; at += 1) {
    const { decision } = await client.executeWithGovernance(action, { text: 'hello' });
    if (decision !== 'allow') throw new Error('what should be allowed is not');
  }
  return ((performance.now() - startedAt) * 1000) / CALLS_A_ROUND;
}
