// Given / when / then for the kernel: a small organisation, and on every decision taken through `ask` the
// promises that hold for all of them (recorded, ordered reasons, causes that exist, JSON that survives the
// ledger).

import { expect } from 'vitest';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import type { Event, Principal } from './event.ts';
import type { Statement } from './hold/statement.ts';
import { evolve, initialState } from './evolve.ts';
import type { Json } from './json.ts';
import type { Hands } from './obligation.ts';
import type {
  ConstraintEngine,
  DeterminingPolicy,
  Obligation,
  PolicyEngine,
  PolicyHold,
  PolicyQuery,
} from './policy.ts';
import { RULES } from './reason.ts';
import type { Reason } from './reason.ts';
import type { Limits } from './chain/limits.ts';
import type { ServerIdentity } from './action/presented.ts';
import type { Review, ToolReview } from './org/review.ts';
import type { Act, Request } from './request.ts';
import type { Effect } from './effect.ts';
import type { Hold } from './hold/held.ts';
import type { Agent, AgentModel } from './org/registered.ts';
import { shownOf } from './hold/shown.ts';
import type { Allowance, OrgState, State, TaskState, Tool, ToolProfile, Workflow } from './state.ts';

export const START = 1_800_000_000_000;
export const HOUR = 3_600_000;

export const ada = operator('ada');
export const ben = operator('ben');
export const cyd = operator('cyd');
export const wil = operator('wil');
export const bot: Principal = { kind: 'agent', id: 'bot' };
export const holdpoint: Principal = { kind: 'system', id: 'holdpoint' };

export interface Rule {
  readonly id: string;
  readonly digest?: string;
  readonly effect: 'permit' | 'forbid';
  readonly hold?: Partial<PolicyHold>;
  readonly obligations?: readonly Obligation[];
  readonly when?: (query: PolicyQuery) => boolean;
  /** The policy errs whenever it applies. */
  readonly fails?: true;
}

export const permitAll: Rule = { id: 'permit-all', effect: 'permit' };

/** Asks for approval of everything that writes. */
export function holdWrites(approvers: PolicyHold['approvers'] = [{ role: 'finance', quorum: 1 }]): Rule {
  return { id: 'hold-writes', effect: 'forbid', hold: { approvers }, when: hasEffect('write') };
}

export function hasEffect(effect: Effect): (query: PolicyQuery) => boolean {
  return ({ context }) => JSON.stringify(context['tool'] ?? null).includes(`"${effect}"`);
}

export function isVerb(...verbs: readonly string[]): (query: PolicyQuery) => boolean {
  return ({ action }) => verbs.includes(action);
}

/** Cedar in miniature: forbid overrides permit, nothing permits by default, errors are reported. */
export function policyOf(digest: string, rules: readonly Rule[]): PolicyEngine {
  return {
    digest,
    evaluate(query, suspended) {
      const hits = rules.filter((rule) => !suspended.includes(rule.id) && (rule.when ?? (() => true))(query));
      const sound = hits.filter((rule) => rule.fails === undefined);
      const forbids = sound.filter((rule) => rule.effect === 'forbid');
      return {
        decision: forbids.length === 0 && sound.length > 0 ? 'permit' : 'deny',
        determining: (forbids.length > 0 ? forbids : sound).map(saidOf),
        errors: hits.filter((rule) => rule.fails).map((rule) => `${rule.id} errs`),
      };
    },
  };
}

function saidOf({ id, effect, hold, obligations = [], digest = `digest-of-${id}` }: Rule): DeterminingPolicy {
  const ask = { reason: 'because', approvers: [], expiresSeconds: null };
  return { id, digest, effect, hold: hold === undefined ? null : { ...ask, ...hold }, obligations };
}

/** JSON Schema in miniature: `required` and, by property, `const` and `maximum`; else `not` or `anyOf`. */
export const constraints: ConstraintEngine = {
  check(schema, value) {
    const { required = [], properties = {}, not, anyOf } = schema as Miniature;
    if (anyOf !== undefined)
      return anyOf.every((one) => constraints.check(one, value).length > 0) ? ['none'] : [];
    if (not !== undefined) return constraints.check(not, value).length > 0 ? [] : ['fits what it must not'];
    const members = Object(value) as { readonly [name: string]: Json };
    const absent = required.filter((name) => members[name] === undefined).map((name) => `/${name} required`);
    const wrong = Object.entries(properties).flatMap(([name, wants]) => {
      const found = members[name];
      const isWrong = 'const' in wants ? found !== wants.const : Number(found) > Number(wants.maximum);
      return isWrong && found !== undefined ? [`/${name} ${Object.keys(wants).join()}`] : [];
    });
    return [...absent, ...wrong];
  },
};

interface Miniature {
  readonly not?: Json;
  readonly anyOf?: readonly Json[];
  readonly required?: readonly string[];
  readonly properties?: { readonly [name: string]: { readonly const?: Json; readonly maximum?: number } };
}

export function operator(id: string): Principal {
  return { kind: 'operator', id };
}

export function toolOf(
  name: string,
  effects: readonly Effect[],
  inputSchema: Json = {},
  profile: Partial<ToolProfile> = {},
): Tool {
  return {
    name,
    kind: 'tool',
    definition: `definition-of-${name}`,
    effects,
    idempotent: false,
    inputSchema,
    description: name,
    profile: { ...PLAIN, ...profile },
  };
}

/** Nothing goes on, and what comes back is nobody's secret. */
export const PLAIN: ToolProfile = {
  egress: 'none',
  roles: {},
  output: { sensitivity: 'public', categories: [], integrity: 'trusted' },
};

export function allowance(tool: string, rest: Partial<Allowance> = {}): Allowance {
  return { tool, arguments: null, max: null, preapproved: null, ...rest };
}

export const TOOLS = [
  toolOf('read', ['read'], { required: ['path'] }),
  toolOf('write', ['write']),
  toolOf('pay', ['spend']),
];

const LIMITS: Limits = { calls: 100, wallSeconds: 3_600, callSeconds: 60, holds: 10 };

export interface Setting {
  readonly mode?: 'separated' | 'solo';
  readonly rules?: readonly Rule[];
  readonly tools?: readonly Tool[];
  /** Who answers at the connector. */
  readonly server?: ServerIdentity;
  /** A lifetime of leases, where the connector needs a credential. */
  readonly ttlSeconds?: number;
  readonly allowances?: readonly Allowance[];
  readonly limits?: Partial<Limits>;
  readonly workflow?: Partial<Workflow>;
  /** What the agent is registered with. */
  readonly model?: AgentModel;
}

type Fields<Kind extends Request['kind']> = Omit<
  Extract<Request, { kind: Kind }>,
  'kind' | 'id' | 'at' | 'actor'
>;

/** One organisation as it goes on: every `ask` is decided on the state the earlier ones left. */
export class Scenario {
  readonly events: Event[] = [];
  readonly engines = new Map<string, PolicyEngine>();
  readonly setting: { -readonly [Part in keyof Setting]: Setting[Part] };
  state: State = initialState(constraints);
  at = START;
  asked = 0;

  constructor(setting: Setting = {}) {
    this.setting = setting;
  }

  ask<Kind extends Request['kind']>(kind: Kind, actor: Principal, fields: Fields<Kind>): Decision {
    this.asked += 1;
    const id = `req_${String(this.asked).padStart(16, '0')}`;
    const request = { kind, id, at: this.at, actor, ...fields } as unknown as Request;
    const decision = decide(this.state, request);
    expectPromises(decision, this.events);
    for (const event of decision.events) this.fold(event);
    return decision;
  }

  fold(event: Event): void {
    this.events.push(event);
    this.state = evolve(this.state, event);
    if (event.type === 'policy-published') this.load(event.body.digest);
    const tried = this.state.org.shadow;
    this.state = { ...this.state, shadow: tried === null ? null : this.engines.get(tried.digest)! };
  }

  /** What the shell does once a policy is published. */
  load(digest: string | null): void {
    this.state = { ...this.state, policy: digest === null ? null : this.engines.get(digest)! };
  }

  define(digest: string, rules: readonly Rule[]): PolicyEngine {
    const engine = policyOf(digest, rules);
    this.engines.set(digest, engine);
    return engine;
  }

  /** Ben writes it, and somebody else publishes it. */
  publish(digest: string, rules: readonly Rule[], actor = ada): Decision {
    this.proposePolicy(digest, rules);
    return this.publishPolicy(digest, actor);
  }

  proposePolicy(digest: string, rules: readonly Rule[], actor = ben): Decision {
    const candidate = this.define(digest, rules);
    const sources = [{ name: digest, text: 't' }];
    return this.ask('propose-policy', actor, { digest, sources, candidate, errors: [] });
  }

  publishPolicy(digest: string, actor = ada): Decision {
    const candidate = this.engines.get(digest)!;
    return this.ask('publish-policy', actor, { digest, sources: [], candidate, errors: [] });
  }

  found(): Decision {
    const { mode = 'separated', rules = [permitAll] } = this.setting;
    this.define('policy-1', rules);
    return this.ask('found', ada, {
      mode,
      origin: 'ledger.example',
      vkey: 'vkey',
      operator: { ...person('ada', ['admin', 'finance']), name: 'hmac-of-ada' },
      policy: { digest: 'policy-1', sources: [{ name: 'p', text: 't' }] },
    });
  }

  addPeople(): void {
    for (const [id, roles] of [
      ['ben', ['finance']],
      ['cyd', ['finance', 'security']],
      ['wil', ['finance']],
    ] as const) {
      this.ask('add-operator', ada, { operator: { ...person(id, roles), name: `hmac-of-${id}` } });
    }
    const { model } = this.setting;
    this.registerAgent('bot', model === undefined ? {} : { model });
  }

  registerAgent(id: string, rest: Partial<Agent> = {}): Decision {
    const agent = { id, owner: 'cyd', environment: 'test', groups: ['team'], identity: null, ...rest };
    return this.ask('register-agent', ada, { agent });
  }

  propose(connector = 'crm', digest = 'proposal-1'): Decision {
    const { tools = TOOLS, ttlSeconds, server = null } = this.setting;
    const credential =
      ttlSeconds === undefined
        ? null
        : ({
            issuer: 'jwt',
            audience: connector,
            ttlSeconds,
            inject: { as: 'header', name: 'authorization', prefix: 'Bearer ' },
            reference: null,
          } as const);
    return this.ask('propose-connector', ada, {
      connector,
      digest,
      upstream: {},
      credential,
      tools,
      server,
      definitions: {},
    });
  }

  admit(
    connector = 'crm',
    proposal = 'proposal-1',
    effects: { [tool: string]: readonly Effect[] } = {},
    profiles: { [tool: string]: ToolProfile } = {},
    rest: Partial<Fields<'admit-connector'>> = {},
  ): Decision {
    const review = this.review(connector);
    return this.ask('admit-connector', ada, { connector, proposal, effects, profiles, review, ...rest });
  }

  /** Of the connector's proposal: nothing was found, and what was not admitted before is new. */
  review(connector: string, verdicts: { [tool: string]: Partial<ToolReview> } = {}): Review {
    const { proposal = null, admitted = null } = this.state.connectors[connector] ?? {};
    const tools = (proposal?.tools ?? []).map(({ name, definition }) => {
      const known = admitted?.tools[name];
      const verdict = known === undefined ? 'new' : known.definition === definition ? 'same' : 'review';
      return [name, { verdict, findings: [], unread: [], ...verdicts[name] }] as const;
    });
    return {
      of: proposal?.record ?? null,
      against: admitted?.record ?? null,
      isReachedAlike: admitted !== null,
      tools: Object.fromEntries(tools),
    };
  }

  declare(
    own: readonly string[],
    listed: readonly string[],
    actor = ada,
    cleared: OrgState['destinations']['cleared'] = {},
  ): Decision {
    return this.ask('declare-destinations', actor, { own, listed, cleared });
  }

  publishWorkflow(id = 'triage'): Decision {
    const { allowances = [allowance('crm/*')], limits, workflow } = this.setting;
    return this.ask('publish-workflow', ada, {
      spec: { id },
      workflow: {
        id,
        digest: `digest-of-${id}`,
        author: 'wil',
        publisher: 'somebody else',
        scope: { purpose: 'answer mail', allowances, limits: { ...LIMITS, ...limits } },
        agents: ['bot'],
        unattended: false,
        expiresAt: START + 24 * HOUR,
        taskSeconds: 7_200,
        ...workflow,
      },
    });
  }

  open(actor = ada, rest: Partial<Fields<'open-task'>> = {}): Decision {
    const prompt = actor.kind === 'operator' ? 'hmac-of-prompt' : null;
    return this.ask('open-task', actor, { workflow: 'triage', agent: 'bot', prompt, ...rest });
  }

  act(tool = 'read', rest: Partial<Fields<'act'> & Pick<Act, 'actor'>> = {}): Decision {
    const { actor = bot, arguments: args = { path: 'a' }, ...fields } = rest;
    return this.ask('act', actor, {
      task: this.state.task?.id ?? 'task_none',
      connector: 'crm',
      tool,
      arguments: args,
      argumentsCommitment: `hmac-of-${JSON.stringify(args)}`,
      digest: `${tool} ${JSON.stringify(args)}`,
      observed: `definition-of-${tool}`,
      destinations: [],
      owner: 'process-1',
      ...fields,
    });
  }

  approve(
    actor: Principal,
    statement: Partial<Statement> = {},
    rest: Partial<Fields<'approve'>> = {},
  ): Decision {
    return this.ask('approve', actor, { ...this.statement(actor, 'approve', statement), ...rest });
  }

  reject(actor: Principal, statement: Partial<Statement> = {}): Decision {
    return this.ask('reject', actor, this.statement(actor, 'reject', statement));
  }

  /** Signed about the newest hold, as that person sees it now. */
  statement(actor: Principal, verdict: 'approve' | 'reject', over: Partial<Statement>): Fields<'approve'> {
    const { id: task } = this.task;
    const { id: hold, digest, asks } = this.hold;
    const statement: Statement = {
      v: 3,
      type: 'holdpoint/approval@v3',
      shown: shownOf(this.state, this.task, this.hold),
      times: 1,
      ledger: 'ledger.example',
      task,
      hold,
      digest,
      policies: asks.map((ask) => ask.policyDigest),
      verdict,
      reason: 'hmac-of-reason',
      operator: actor.id,
      at: this.at,
      expiresAt: this.at + HOUR,
      ...over,
    };
    return { task, hold, statement, signature: 'signature', verified: true };
  }

  settle(
    action: string | null,
    rest: { outcome?: 'succeeded' | 'failed' | 'unknown' | 'not-started'; durationMs?: number } = {},
  ): Decision {
    const { outcome = 'succeeded', durationMs = 500 } = rest;
    const fact = {
      fact: 'call',
      action: String(action),
      outcome,
      result: 'hmac-of-result',
      durationMs,
      bytes: 1,
      code: null,
    } as const;
    return this.ask('settle', holdpoint, { task: this.task.id, fact });
  }

  deliver(action: string | null): Decision {
    return this.ask('settle', holdpoint, {
      task: this.task.id,
      fact: { fact: 'delivered', action: String(action) },
    });
  }

  kill(target: Extract<Request, { kind: 'kill' }>['target'], lift = false): Decision {
    return this.ask('kill', ada, { target, lift, reason: 'drill' });
  }

  get task(): TaskState {
    return this.state.task!;
  }

  /** The newest one. */
  get hold(): Hold {
    return Object.values(this.task.holds).at(-1)!;
  }
}

/** Founded, with people, the agent `bot`, the admitted connector `crm` and a published workflow. */
export function given(setting: Setting = {}): Scenario {
  const scenario = new Scenario(setting);
  scenario.found();
  scenario.addPeople();
  scenario.propose();
  scenario.admit();
  scenario.publishWorkflow();
  return scenario;
}

/** As `given`, with a task that ada opened for `bot` a minute ago. */
export function givenTask(setting: Setting = {}): Scenario {
  const scenario = given(setting);
  scenario.open();
  scenario.at += 60_000;
  return scenario;
}

export function codesOf(decision: Decision): string[] {
  return decision.reasons.map(({ rule, code }) => `${rule}/${code}`);
}

export function factsOf(decision: Decision, code: Reason['code']): Reason['facts'] | undefined {
  return decision.reasons.find((reason) => reason.code === code)?.facts;
}

/** Everything that was recorded, folded again from its JSON. */
/** A process that is alone: all others are gone, and its own calls are all in flight. */
export function handsOf(owner: string): Hands {
  return { owner, isGone: (other) => other !== owner, isInFlight: () => true };
}

/** As a process that starts anew folds it, each task's records into that task. */
export function refold(events: readonly Event[]): State {
  const tasks = new Map<string, TaskState | null>();
  return events.reduce((state, event) => {
    const isOfTask = event.stream.startsWith('task/');
    const of = isOfTask ? { ...state, task: tasks.get(event.stream) ?? null } : state;
    const after = evolve(of, JSON.parse(JSON.stringify(event)) as Event);
    if (isOfTask) tasks.set(event.stream, after.task);
    return after;
  }, initialState(constraints));
}

function person(id: string, roles: readonly string[]) {
  return { id, roles, publicKey: null, identity: null };
}

function expectPromises(decision: Decision, before: readonly Event[]): void {
  expect(decision.events.length).toBeGreaterThan(0);
  expect(JSON.parse(JSON.stringify(decision.events))).toEqual(decision.events);
  expect(decision.reasons.length > 0).toBe(decision.verdict !== 'permit');
  expect(decision.commands.length > 0 && decision.verdict === 'deny').toBe(false);
  const ranks = decision.reasons.map(({ rule }) => RULES.indexOf(rule));
  expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  for (const { lift } of decision.reasons) expect(lift).toMatch(/^\S.*\.$/);
  const known = new Set([...before, ...decision.events].map((event) => event.id));
  expect(known.size).toBe(before.length + decision.events.length);
  for (const cause of decision.events.flatMap((event) => event.causes)) expect(known).toContain(cause);
}
