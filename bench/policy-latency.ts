// What one policy decision costs as rules become more: the whole answer with its full context, against other
// engines with the same rules in the same run. Every answer is looked at.

import type { PolicyQuery } from '../src/kernel/policy.ts';
import type { ConnectorState, State } from '../src/kernel/state.ts';
import { compilePolicies } from '../src/policy/compile.ts';
import { listActions } from '../src/policy/schema.ts';
import { CONNECTOR, TOOL } from './home.ts';
import { withGateway } from './in-process.ts';
import { questionOf } from './kernel-question.ts';
import {
  casbin,
  cedarWasm,
  emptyQuestion,
  governanceSdk,
  governanceSdkFlat,
  type Asked,
  type AskOnce,
} from './policy-peers.ts';
import { cedarOf, GROUP, otherTools, rulesOf, type Mix } from './policy-rules.ts';
import { median, toResult, type Ask, type Bench, type Result } from './result.ts';
import { microsecondsOf } from './turns.ts';

const COUNTS = [1, 10, 100, 1_000, 10_000] as const;
const MIXES: readonly Mix[] = ['few', 'many'];
const ROUNDS = 5;

const PEERS: { readonly [name: string]: (asked: Asked) => AskOnce | Promise<AskOnce> } = {
  cedar: (asked) => cedarWasm(asked, true),
  'cedar-unvalidated': (asked) => cedarWasm(asked, false),
  'cedar-empty': () => emptyQuestion(),
  casbin,
  agt: governanceSdk,
  'agt-flat': governanceSdkFlat,
};

const setNames = MIXES.flatMap((mix) => COUNTS.map((count) => `policy-${mix}-${count}`));

export const policyLatency: Bench = {
  names: [
    ...setNames.flatMap((set) => Object.keys(PEERS).map((peer) => `${set}-${peer}`)),
    ...MIXES.map((mix) => `policy-${mix}-growth`),
  ],
  run: (ask) =>
    withGateway(async (gateway) => {
      const state = gateway.core.world.state(gateway.task);
      const { query } = questionOf(gateway, state);
      const results: Result[] = [];
      for (const mix of MIXES) {
        const growth = new Map<number, readonly number[]>();
        for (const count of COUNTS) {
          const asked = askedOf(state, query, mix, count);
          results.push(...(await measureSet(ask, `policy-${mix}-${count}`, asked, growth)));
        }
        const [ten, most] = [growth.get(10), growth.get(10_000)];
        if (ten !== undefined && most !== undefined) {
          results.push(toResult(`policy-${mix}-growth`, 'µs', most, ten));
        }
      }
      return results;
    }),
};

interface AskedOurs extends Asked {
  readonly ours: AskOnce;
}

function askedOf(state: State, kernels: PolicyQuery, mix: Mix, count: number): AskedOurs {
  const rules = rulesOf(mix, count, TOOL);
  const connector = withTools(state.connectors[CONNECTOR]!, otherTools(count));
  const catalog = { connectors: { [CONNECTOR]: connector } };
  const query = { ...kernels, principal: { ...kernels.principal, parents: [GROUP] } };
  const text = rules.map((rule, at) => cedarOf(rule, at, CONNECTOR)).join('\n');
  const compiled = compilePolicies([{ name: 'bench.cedar', text }], catalog, { digest: JSON.stringify });
  if ('errors' in compiled) throw new Error(JSON.stringify(compiled.errors[0]));
  const { engine } = compiled;
  return {
    rules,
    connector: CONNECTOR,
    tool: TOOL,
    query,
    action: listActions(catalog).get(query.action)!,
    ours: () => engine.evaluate(query, []).decision === 'permit',
  };
}

/** The same tool under other names. */
function withTools(connector: ConnectorState, names: readonly string[]): ConnectorState {
  const { admitted } = connector;
  const echo = admitted!.tools[TOOL]!;
  const others = Object.fromEntries(names.map((name) => [name, { ...echo, name }]));
  return { ...connector, admitted: { ...admitted!, tools: { ...admitted!.tools, ...others } } };
}

async function measureSet(
  { wants, progress }: Ask,
  set: string,
  asked: AskedOurs,
  growth: Map<number, readonly number[]>,
): Promise<Result[]> {
  const wanted = Object.entries(PEERS).filter(([peer]) => wants(`${set}-${peer}`));
  if (wanted.length === 0) return [];
  const sides: (readonly [string, AskOnce])[] = [['ours', asked.ours]];
  for (const [peer, make] of wanted) sides.push([peer, await make(asked)]);
  const times = new Map(sides.map(([name]) => [name, [] as number[]]));
  for (const [, once] of sides) microsecondsOf(once);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, once] of sides) times.get(name)!.push(microsecondsOf(once));
  }
  const ours = times.get('ours')!;
  growth.set(asked.rules.length, ours);
  progress(`${set}: ${median(ours).toPrecision(3)} µs`);
  return wanted.map(([peer]) => toResult(`${set}-${peer}`, 'µs', ours, times.get(peer)!));
}
