// One organisation per set: its connectors admitted as proposed, or as manifests correct them, the starter
// policy in force. Each case is a task of its own, whose reviewed spec pre-approves the tools of its scope.

import { nodeLedgerCrypto } from '../../src/adapters/crypto/node.ts';
import { proposeTools } from '../../src/catalog/proposal.ts';
import { decide } from '../../src/kernel/decide.ts';
import { evolve, initialState } from '../../src/kernel/evolve.ts';
import type { Json, JsonObject } from '../../src/kernel/json.ts';
import type { Decision } from '../../src/kernel/decision.ts';
import type { Request } from '../../src/kernel/request.ts';
import type { Review } from '../../src/kernel/review.ts';
import type { Effect, State, ToolProfile } from '../../src/kernel/state.ts';
import { digestOf } from '../../src/ledger/digest.ts';
import { compilePolicies } from '../../src/policy/compile.ts';
import { STARTER_POLICY } from '../../src/policy/starter.ts';
import { createConstraintEngine } from '../../src/workflow/constraint.ts';
import type { EvalTool } from './sets.ts';

const OPERATOR = { kind: 'operator', id: 'op_eval' } as const;
export const AGENT = { kind: 'agent', id: 'agent' } as const;
const HOUR_MS = 3_600_000;
export const AT = 1_760_000_000_000;
export const digest = (value: Json): string => digestOf(nodeLedgerCrypto, value);

/** What manifests say of a connector's tools. */
export interface Corrections {
  readonly effects: { readonly [tool: string]: readonly Effect[] };
  readonly profiles: { readonly [tool: string]: ToolProfile };
}

export interface Bench {
  /** A new task under a spec that names and pre-approves these tools (`server/tool`, `server/*`). */
  readonly open: (tools: readonly string[]) => { readonly state: State; readonly task: string };
  readonly nextId: () => string;
}

/** Founds the organisation of a set. */
export function createBench(
  tools: readonly EvalTool[],
  corrections: (server: string) => Corrections = () => ({ effects: {}, profiles: {} }),
): Bench {
  let count = 0;
  const id = (): string => `req_${String(count++).padStart(16, '0')}`;
  const founded = organise(tools, id, corrections);
  return {
    nextId: id,
    open: (names) => {
      const published = must(founded, publish(id(), names));
      const asked = { kind: 'open-task', id: id(), at: AT, actor: OPERATOR } as const;
      const opening = { ...asked, workflow: 'case', agent: AGENT.id, prompt: null };
      const state = must({ ...published, task: null }, opening);
      return { state, task: state.task?.id ?? '' };
    },
  };
}

/** The kernel's decision, and the state that its records make. */
export function step(state: State, request: Request): { readonly state: State; readonly decision: Decision } {
  const decision = decide(state, request);
  return { decision, state: decision.events.reduce(evolve, state) };
}

function must(state: State, request: Request): State {
  const next = step(state, request);
  if (next.decision.verdict === 'permit') return next.state;
  const codes = next.decision.reasons.map(({ code }) => code).join(', ');
  throw new Error(`the bench could not be set up: ${request.kind} (${codes})`);
}

function organise(
  tools: readonly EvalTool[],
  id: () => string,
  corrections: (server: string) => Corrections,
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
      server: null,
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
      ...corrections(connector),
      review: {
        of: proposedAs(state, connector),
        against: null,
        isReachedAlike: false,
        tools: unread(proposed.tools),
      },
    });
  }
  return withPolicy(state);
}

function proposedAs({ connectors }: State, connector: string): string | null {
  return connectors[connector]?.proposal?.record ?? null;
}

/** New tools in which nothing was found. */
function unread(tools: readonly { readonly name: string }[]): Review['tools'] {
  const review = { verdict: 'new', findings: [], unread: [] } as const;
  return Object.fromEntries(tools.map(({ name }) => [name, review]));
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

function publish(id: string, names: readonly string[]): Request {
  const preapproved = { arguments: null, max: null };
  const allowances = names.map((tool) => ({ tool, arguments: null, max: null, preapproved }));
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
