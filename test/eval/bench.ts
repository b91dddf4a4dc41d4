// One organisation per set: its connectors admitted as proposed, nothing corrected by hand, the starter
// policy in force. Each case is a task whose scope names the tools of its own honest run.

import { nodeLedgerCrypto } from '../../src/adapters/crypto/node.ts';
import { proposeTools } from '../../src/catalog/proposal.ts';
import { decide } from '../../src/kernel/decide.ts';
import { evolve, initialState } from '../../src/kernel/evolve.ts';
import type { Json, JsonObject } from '../../src/kernel/json.ts';
import type { Request } from '../../src/kernel/request.ts';
import type { State } from '../../src/kernel/state.ts';
import { digestOf } from '../../src/ledger/digest.ts';
import { compilePolicies } from '../../src/policy/compile.ts';
import { STARTER_POLICY } from '../../src/policy/starter.ts';
import { createConstraintEngine } from '../../src/workflow/constraint.ts';
import type { Call, Case, EvalTool } from './sets.ts';

export type Verdicts = readonly ('permit' | 'hold' | 'deny')[];

const OPERATOR = { kind: 'operator', id: 'op_eval' } as const;
const AGENT = { kind: 'agent', id: 'agent' } as const;
const HOUR_MS = 3_600_000;
const AT = 1_760_000_000_000;
const digest = (value: Json): string => digestOf(nodeLedgerCrypto, value);

/** Founds the organisation of a set; the function it returns replays one case in a task of its own. */
export function createBench(
  tools: readonly EvalTool[],
): (one: Case) => { benign: Verdicts; attack: Verdicts } {
  let count = 0;
  const id = (): string => `req_${String(count++).padStart(16, '0')}`;
  const step = (state: State, request: Request): { state: State; verdict: Verdicts[number] } => {
    const { verdict, events } = decide(state, request);
    return { verdict, state: events.reduce(evolve, state) };
  };
  const must = (state: State, request: Request): State => {
    const next = step(state, request);
    if (next.verdict !== 'permit') throw new Error(`the bench could not be set up: ${request.kind}`);
    return next.state;
  };
  const founded = organise(tools, id, must);
  const server = new Map(tools.map((tool) => [tool.definition.name, tool.server]));

  return (one) => {
    const task = `task_${String(count + 1).padStart(16, '0')}`;
    const published = must(founded, publish(id(), one.calls, server));
    const asked = { kind: 'open-task', id: id(), at: AT, actor: OPERATOR } as const;
    let state = must(
      { ...published, task: null },
      { ...asked, workflow: 'case', agent: AGENT.id, prompt: null },
    );
    const run = (calls: readonly Call[]): Verdicts =>
      calls.map((call) => {
        const next = step(state, act(id(), task, call, server, state));
        ({ state } = next);
        return next.verdict;
      });
    return { benign: run(one.calls), attack: run(one.attackCalls) };
  };
}

function organise(
  tools: readonly EvalTool[],
  id: () => string,
  must: (state: State, request: Request) => State,
): State {
  const operator = {
    id: OPERATOR.id,
    name: 'evaluation',
    roles: ['admin', 'requester'],
    publicKey: null,
    identity: null,
  };
  const policy = { digest: digest(STARTER_POLICY.text), sources: [STARTER_POLICY] };
  const asked = { at: AT, actor: OPERATOR };
  let state = initialState(createConstraintEngine());
  const found = { kind: 'found', id: id(), mode: 'separated', origin: 'eval', vkey: '' } as const;
  state = must(state, { ...asked, ...found, operator, policy });
  state = withPolicy(state);
  const agent = { id: AGENT.id, owner: OPERATOR.id, environment: 'eval', groups: [], identity: null };
  state = must(state, { ...asked, kind: 'register-agent', id: id(), agent });
  for (const [connector, definitions] of byServer(tools)) {
    const proposed = {
      upstream: {},
      credential: null,
      tools: proposeTools(definitions, { digest }),
      definitions,
    };
    state = must(state, {
      ...asked,
      kind: 'propose-connector',
      id: id(),
      connector,
      digest: 'p',
      ...proposed,
    });
    state = must(state, {
      ...asked,
      kind: 'admit-connector',
      id: id(),
      connector,
      proposal: 'p',
      effects: {},
    });
  }
  return withPolicy(state);
}

function withPolicy(state: State): State {
  const compiled = compilePolicies([STARTER_POLICY], { connectors: state.connectors }, { digest });
  if ('errors' in compiled) throw new Error('the starter policy does not compile');
  return { ...state, policy: compiled.engine };
}

function byServer(tools: readonly EvalTool[]): Map<string, { [name: string]: JsonObject }> {
  const servers = new Map<string, { [name: string]: JsonObject }>();
  for (const { server, definition } of tools) {
    servers.set(server, { ...servers.get(server), [definition.name]: definition });
  }
  return servers;
}

function publish(id: string, calls: readonly Call[], server: ReadonlyMap<string, string>): Request {
  const names = [...new Set(calls.map((call) => `${server.get(call.tool) ?? ''}/${call.tool}`))];
  const allowances = names.map((tool) => ({ tool, arguments: null, max: null, preapproved: null }));
  const limits = { calls: 500, wallSeconds: 30_000, callSeconds: 10, holds: 500 };
  const workflow = {
    id: 'case',
    digest: 'case',
    author: OPERATOR.id,
    publisher: OPERATOR.id,
    scope: { purpose: 'evaluation', allowances, limits },
    agents: [AGENT.id],
    unattended: false,
    expiresAt: AT + HOUR_MS,
    taskSeconds: 3_600,
  };
  return { kind: 'publish-workflow', id, at: AT, actor: OPERATOR, workflow, spec: {} };
}

function act(
  id: string,
  task: string,
  { tool, args }: Call,
  server: ReadonlyMap<string, string>,
  state: State,
): Request {
  const connector = server.get(tool) ?? '';
  const observed = state.connectors[connector]?.admitted?.tools[tool]?.definition ?? null;
  const argumentsCommitment = digest(args);
  return {
    kind: 'act',
    id,
    at: AT,
    actor: AGENT,
    task,
    connector,
    tool,
    arguments: args,
    argumentsCommitment,
    digest: digest({ connector, tool, argumentsCommitment }),
    observed,
    owner: 'eval',
    destinations: [],
  };
}
