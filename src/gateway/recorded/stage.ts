// One organisation for a set of recorded runs: its connectors admitted as proposed, or as people correct
// them, and one policy set in force. Each run is a task of its own, under a spec that was reviewed.

import { proposeTools } from '../../catalog/proposal.ts';
import { decide } from '../../kernel/decide.ts';
import type { Decision } from '../../kernel/decision.ts';
import { evolve, initialState } from '../../kernel/evolve.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import type { AdmitConnector, Request } from '../../kernel/request.ts';
import type { Review } from '../../kernel/org/review.ts';
import type { Effect } from '../../kernel/effect.ts';
import type { PolicySource, Scope, State, Tool, ToolProfile } from '../../kernel/state.ts';
import { compilePolicies } from '../../policy/compile.ts';
import type { PolicyProblem } from '../../policy/problem.ts';
import { STARTER_POLICY } from '../../policy/starter.ts';
import { createConstraintEngine } from '../../workflow/constraint.ts';
import type { RecordedTool } from './recorded-run.ts';

const OPERATOR = { kind: 'operator', id: 'op_replay' } as const;
export const AGENT = { kind: 'agent', id: 'agent' } as const;
/** When every run begins: what is decided does not hang on the day on which it is replayed. */
export const AT = 1_760_000_000_000;

/** What manifests say of a connector's tools; what they do not say stays as recorded, else inferred. */
export interface Corrections {
  readonly [tool: string]: {
    readonly effects?: readonly Effect[] | undefined;
    readonly profile?: { readonly [part in keyof ToolProfile]?: ToolProfile[part] | undefined } | undefined;
  };
}

export interface StageOptions {
  /** Of a value's canonical form. */
  readonly digest: (value: Json) => string;
  /** Absent: the starter pack. */
  readonly policies?: readonly PolicySource[];
  /** Absent: nothing is corrected but what the set itself says. */
  readonly corrections?: (connector: string) => Corrections | undefined;
}

export interface Stage {
  readonly digest: (value: Json) => string;
  /** A new task under this scope, which may go on for so long. */
  readonly open: (scope: Scope, seconds: number) => { readonly state: State; readonly task: string };
  readonly nextId: () => string;
}

/** The policies do not fit the tools of the set. */
export class UnfitPolicies extends Error {
  readonly code = 'policies-unfit';
  readonly problems: readonly PolicyProblem[];
  constructor(problems: readonly PolicyProblem[]) {
    super('the policies do not fit the tools of the recording');
    this.name = 'UnfitPolicies';
    this.problems = problems;
  }
}

/** Founds the organisation of a set. Throws `UnfitPolicies`. */
export function createStage(tools: readonly RecordedTool[], options: StageOptions): Stage {
  let count = 0;
  const id = (): string => `req_${String(count++).padStart(16, '0')}`;
  const founded = organise(tools, id, options);
  // Who may set this up is no question here: the policies judge what the agent does.
  const { policy } = withPolicy(founded, options.policies ?? [STARTER_POLICY], options.digest);
  return {
    digest: options.digest,
    nextId: id,
    open: (scope, seconds) => {
      const published = must(founded, publish(id(), scope, seconds));
      const asked = { kind: 'open-task', id: id(), at: AT, actor: OPERATOR } as const;
      const opening = { ...asked, workflow: 'case', agent: AGENT.id, prompt: null };
      const state = must({ ...published, task: null }, opening);
      return { state: { ...state, policy }, task: state.task?.id ?? '' };
    },
  };
}

/** More than a recorded run asks for. */
const LIMITS = { calls: 500, wallSeconds: 30_000, callSeconds: 10, holds: 500 };

/** A reviewed spec that names and pre-approves these tools (`server/tool`, `server/*`). */
export function scopeOf(names: readonly string[]): Scope {
  const preapproved = { arguments: null, max: null };
  const allowances = names.map((tool) => ({ tool, arguments: null, max: null, preapproved }));
  return { purpose: 'replay', allowances, limits: LIMITS };
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
  throw new Error(`a replay could not be set up: ${request.kind} (${codes})`);
}

function organise(tools: readonly RecordedTool[], id: () => string, options: StageOptions): State {
  const { digest } = options;
  const roles = ['admin', 'requester'];
  const operator = { id: OPERATOR.id, name: 'replay', roles, publicKey: null, identity: null };
  const policy = { digest: digest(STARTER_POLICY.text), sources: [STARTER_POLICY] };
  const asked = { at: AT, actor: OPERATOR };
  let state = initialState(createConstraintEngine());
  const found = { kind: 'found', id: id(), mode: 'separated', origin: 'replay', vkey: '' } as const;
  state = must(state, { ...asked, ...found, operator, policy });
  state = withPolicy(state, [STARTER_POLICY], digest);
  const { holds } = LIMITS;
  const agent = {
    id: AGENT.id,
    owner: OPERATOR.id,
    environment: 'replay',
    groups: [],
    identity: null,
    holds,
  };
  state = must(state, { ...asked, kind: 'register-agent', id: id(), agent });
  for (const [connector, definitions] of byServer(tools)) {
    const proposed = proposeTools(definitions, { digest });
    const about = { connector, upstream: {}, credential: null, server: null, definitions, digest: 'p' };
    state = must(state, { ...asked, ...about, kind: 'propose-connector', id: id(), tools: proposed });
    const review = {
      of: state.connectors[connector]?.proposal?.record ?? null,
      against: null,
      isReachedAlike: false,
      tools: unread(proposed),
    };
    const corrected = correctionsOf(tools, proposed, connector, options);
    const admission = { connector, proposal: 'p', ...corrected, review };
    state = must(state, { ...asked, ...admission, kind: 'admit-connector', id: id() });
  }
  return state;
}

/** What the set says of its own tools, and over that what manifests say. */
function correctionsOf(
  tools: readonly RecordedTool[],
  proposed: readonly Tool[],
  connector: string,
  { corrections }: StageOptions,
): Pick<AdmitConnector, 'effects' | 'profiles'> {
  const said = corrections?.(connector) ?? {};
  const own = tools.filter(({ server }) => server === connector);
  const known = new Map(own.map(({ definition, admitted }) => [definition.name, admitted]));
  const isCorrected = ({ name }: Tool): boolean => known.get(name) !== undefined || Object.hasOwn(said, name);
  const corrected = proposed.filter(isCorrected).map((tool) => {
    const was = known.get(tool.name) ?? tool;
    const { effects = was.effects, profile = {} } = said[tool.name] ?? {};
    return [tool.name, { effects, profile: { ...was.profile, ...profile } as ToolProfile }] as const;
  });
  return {
    effects: Object.fromEntries(corrected.map(([name, { effects }]) => [name, effects])),
    profiles: Object.fromEntries(corrected.map(([name, { profile }]) => [name, profile])),
  };
}

/** New tools in which nothing was found. */
function unread(tools: readonly { readonly name: string }[]): Review['tools'] {
  const review = { verdict: 'new', findings: [], unread: [] } as const;
  return Object.fromEntries(tools.map(({ name }) => [name, review]));
}

function withPolicy(state: State, sources: readonly PolicySource[], digest: (value: Json) => string): State {
  const compiled = compilePolicies(sources, { connectors: state.connectors }, { digest });
  if ('errors' in compiled) throw new UnfitPolicies(compiled.errors);
  return { ...state, policy: compiled.engine };
}

function byServer(tools: readonly RecordedTool[]): Map<string, { [name: string]: JsonObject }> {
  const servers = new Map<string, { [name: string]: JsonObject }>();
  for (const { server, definition } of tools) {
    servers.set(server, { ...servers.get(server), [definition.name]: definition });
  }
  return servers;
}

function publish(id: string, scope: Scope, seconds: number): Request {
  const workflow = {
    id: 'case',
    digest: 'case',
    author: OPERATOR.id,
    publisher: OPERATOR.id,
    scope,
    agents: [AGENT.id],
    unattended: false,
    expiresAt: AT + seconds * 1_000,
    taskSeconds: seconds,
  };
  return { kind: 'publish-workflow', id, at: AT, actor: OPERATOR, workflow, spec: {} };
}
