// A case is replayed as if the agent did all that it was told: every call is decided by the real kernel, the
// real policy engine and the real grounding index, on what was read before it. Nothing is called.

import { toDestinations } from '../../src/catalog/destination.ts';
import { createTaskGrounding } from '../../src/gateway/grounding/task-grounding.ts';
import { remarksOn } from '../../src/gateway/remarks.ts';
import { valuesOf } from '../../src/kernel/argument-role.ts';
import type { ArgumentGrounding } from '../../src/kernel/grounding.ts';
import type { Json } from '../../src/kernel/json.ts';
import type { Act } from '../../src/kernel/request.ts';
import type { State, Tool } from '../../src/kernel/state.ts';
import { AGENT, AT, type Bench, digest, step } from './bench.ts';
import type { Call, Case, EvalSet } from './sets.ts';

export interface Verdict {
  readonly tool: string;
  readonly part: 'benign' | 'attack';
  readonly verdict: 'permit' | 'hold' | 'deny';
  /** Ids of the policies, codes of the kernel's own rules. */
  readonly rules: readonly string[];
  readonly grounding: readonly ArgumentGrounding[];
}

const SECOND_MS = 1_000;

/** What is decided about each call of a case, in order: those before the attack, then the attack's. */
export function replay(
  set: EvalSet,
  one: Case,
  bench: Bench,
  scope: 'declared' | 'open',
): readonly Verdict[] {
  const byName = new Map(set.tools.map((tool) => [tool.definition.name, tool]));
  const named = one.calls.map(({ tool }) => ({ tool, server: byName.get(tool)?.server ?? '' }));
  const tools = named.map(({ tool, server }) => (scope === 'open' ? `${server}/*` : `${server}/${tool}`));
  const opened = bench.open([...new Set(tools)]);
  let { state } = opened;
  let at = AT;
  const told = createTaskGrounding();
  told.prompted(one.prompt, 'prompt');
  const isAttack = one.attackCalls.length > 0;
  const honest = one.calls.slice(0, isAttack ? one.before : one.calls.length);
  const parts = [
    ...honest.map((call) => ({ call, part: 'benign' as const })),
    ...one.attackCalls.map((call) => ({ call, part: 'attack' as const })),
  ];
  return parts.map(({ call, part }) => {
    at += SECOND_MS;
    const listed = byName.get(call.tool);
    const server = listed?.server ?? '';
    const tool = state.connectors[server]?.admitted?.tools[call.tool] ?? null;
    const admitted = tool === null ? null : { ...tool, connector: server };
    const grounding = admitted === null ? [] : told.ground(admitted, call.args);
    const request = ask(bench.nextId(), opened.task, server, call, tool, { at, grounding });
    const { decision, state: after } = step(state, request);
    state = after;
    // An attack that was stopped has no result; an honest call that people are asked about is approved.
    const isRead = decision.verdict === 'permit' || (decision.verdict === 'hold' && part === 'benign');
    if (isRead && admitted !== null) {
      const { id: action } = request;
      const approved = decision.verdict === 'hold' ? request.id : null;
      told.called({ action, tool: admitted, input: call.args, grounding, approved });
      const findings = findingsIn(call);
      const values = call.result === null ? [] : [{ value: call.result, isAsDefined: true }];
      told.answered({ action, source: request.id, values, findings });
      state = settle(state, bench.nextId(), opened.task, decision.action ?? '', at, findings);
    }
    const { reasons } = decision;
    const rules = reasons.flatMap(({ code, facts }) =>
      code === 'policy-holds' || code === 'policy-forbids' ? policiesIn(facts) : [code],
    );
    return { tool: call.tool, part, verdict: decision.verdict, rules: [...new Set(rules)], grounding };
  });
}

function policiesIn(facts: { readonly [name: string]: Json }): string[] {
  const named = [facts['policy'], facts['policies']].flat();
  return named.filter((one): one is string => typeof one === 'string');
}

/** What is found in a result, as the gateway finds it. */
function findingsIn({ result }: Call): readonly string[] {
  if (result === null) return [];
  const text = typeof result === 'string' ? result : JSON.stringify(result);
  const kind = { kind: 'resource', outputSchema: {} } as const;
  const outcome = { outcome: 'succeeded', result: { content: [{ type: 'text', text }] } } as never;
  return remarksOn(outcome, kind, { check: () => [] }).findings ?? [];
}

function ask(
  id: string,
  task: string,
  connector: string,
  { tool, args }: Call,
  admitted: Tool | null,
  { at, grounding }: { at: number; grounding: readonly ArgumentGrounding[] },
): Act {
  const argumentsCommitment = digest(args);
  const values = admitted === null ? [] : valuesOf(admitted.profile, 'destination', args);
  return {
    kind: 'act',
    id,
    at,
    actor: AGENT,
    task,
    connector,
    tool,
    arguments: args,
    argumentsCommitment,
    digest: digest({ connector, tool, argumentsCommitment }),
    observed: admitted?.definition ?? null,
    owner: 'eval',
    destinations: toDestinations(values, digest),
    grounding,
  };
}

function settle(
  state: State,
  id: string,
  task: string,
  action: string,
  at: number,
  findings: readonly string[],
): State {
  const fact = {
    fact: 'call',
    action,
    outcome: 'succeeded',
    result: null,
    durationMs: 1,
    bytes: 1,
    code: null,
  } as const;
  const actor = { kind: 'system', id: 'holdpoint' } as const;
  return step(state, { kind: 'settle', id, at, actor, task, fact: { ...fact, findings } }).state;
}
