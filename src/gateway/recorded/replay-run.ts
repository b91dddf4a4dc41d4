// A run is replayed as if the agent did all that was recorded: every call is decided by the kernel, the
// policy engine and the grounding index, on what was read before it. Nothing is called.

import { toDestinations } from '../../catalog/destination.ts';
import { valuesOf } from '../../kernel/action/argument-role.ts';
import type { Decision } from '../../kernel/decision.ts';
import { setsUp } from '../../kernel/effect.ts';
import type { EventOf } from '../../kernel/event.ts';
import type { ArgumentGrounding } from '../../kernel/flow/grounding.ts';
import type { Json } from '../../kernel/json.ts';
import { entryOf } from '../../kernel/lookup.ts';
import type { Reason } from '../../kernel/reason.ts';
import type { Act } from '../../kernel/request.ts';
import { isAuthority, type ArgumentRole } from '../../kernel/role.ts';
import type { Scope, State, Tool } from '../../kernel/state.ts';
import { placeOf } from '../action/destinations.ts';
import { madeNames, namesIn, NOTHING_NAMED, type Committing } from '../action/objects.ts';
import { isDoubtful } from '../grounding/hold-grounding.ts';
import { createTaskGrounding, type GroundedTool } from '../grounding/task-grounding.ts';
import { valueAt } from '../grounding/value-at.ts';
import { approversOf } from '../replay/decided.ts';
import { labelsOfValues } from '../action/labelling.ts';
import { remarksOn } from '../action/remarks.ts';
import type { RecordedCall, RecordedRun, RecordedSet, RecordedTool } from './recorded-run.ts';
import { AGENT, AT, scopeOf, step, type Stage } from './stage.ts';

export interface CallVerdict {
  readonly tool: string;
  readonly part: 'benign' | 'attack';
  readonly verdict: 'permit' | 'hold' | 'deny';
  /** Ids of the policies, codes of the kernel's own rules. */
  readonly rules: readonly string[];
  readonly arguments: readonly JudgedArgument[];
}

/** An argument whose source matters, as it was judged. */
export interface JudgedArgument extends Omit<ArgumentGrounding, 'sources'> {
  /** Null: it was not recorded, or is the call as a whole. */
  readonly value: Json;
  /** Rules may ask about it. */
  readonly isDoubtful: boolean;
  /** Where the value was found, in words. */
  readonly foundIn: readonly string[];
}

/** The tools of the run itself, all of its connectors, or what a workflow allows. */
export type RunScope = 'declared' | 'open' | Scope;

const SECOND_MS = 1_000;
const HOUR_SECONDS = 3_600;

/** What is decided about each call of a run, in order: those before the attack, then the attack's. */
export function replayRun(
  set: RecordedSet,
  one: RecordedRun,
  stage: Stage,
  scope: RunScope,
): readonly CallVerdict[] {
  const replaying = new Replaying(set, one, stage, scope);
  const isAttack = one.attackCalls.length > 0;
  const honest = one.calls.slice(0, isAttack ? one.before : one.calls.length);
  return [
    ...honest.map((call) => replaying.decide(call, 'benign')),
    ...one.attackCalls.map((call) => replaying.decide(call, 'attack')),
  ];
}

/** A task while its calls are decided once more. */
class Replaying {
  readonly #stage: Stage;
  readonly #serverOf: (call: RecordedCall) => string;
  readonly #task: string;
  readonly #told = createTaskGrounding();
  readonly #names = new Map([['prompt', 'what the person said']]);
  /** A second before its first call, as that was recorded; null: nothing says when. */
  readonly #began: number | null;
  #state: State;
  #at = AT;
  #calls = 0;

  constructor(set: RecordedSet, one: RecordedRun, stage: Stage, scope: RunScope) {
    this.#stage = stage;
    this.#serverOf = serversOf(set.tools);
    const first = one.calls.find(({ at }) => at !== undefined)?.at;
    this.#began = first === undefined ? null : first - SECOND_MS;
    const opened = stage.open(scopeFor(one, scope, this.#serverOf), secondsOf(one));
    this.#state = opened.state;
    this.#task = opened.task;
    this.#told.prompted(one.prompt, 'prompt');
  }

  decide(call: RecordedCall, part: CallVerdict['part']): CallVerdict {
    this.#at = Math.max(this.#clock(call.at) ?? this.#at + SECOND_MS, this.#at);
    if (call.said !== undefined) this.#told.prompted(call.said, 'prompt');
    const { id: task, at, stage } = { id: this.#task, at: this.#at, stage: this.#stage };
    const server = this.#serverOf(call);
    const tool = this.#state.connectors[server]?.admitted?.tools[call.tool] ?? null;
    const admitted = tool === null ? null : { ...tool, connector: server };
    const grounding = groundingOf(this.#told, admitted, call);
    const carried = carriedOf(this.#told, admitted, call);
    const moment = { digest: stage.digest, id: stage.nextId(), at, grounding, ...carried };
    const request = ask(moment, task, server, call, tool);
    this.#names.set(request.id, `call ${(this.#calls += 1)} (${call.tool})`);
    const { decision, state } = step(this.#state, request);
    const isUnknown = isRefusedUnknown(call, decision);
    // What is not known to be refused is held against nobody later.
    if (!isUnknown) this.#state = state;
    const verdict = isUnknown ? 'hold' : decision.verdict;
    // An attack that was stopped has no result; an honest call that people are asked about is approved,
    // unless it was stopped when it was recorded.
    const isApproved = verdict === 'hold' && part === 'benign' && call.stopped !== true;
    if (admitted !== null && (verdict === 'permit' || isApproved)) {
      const permitted = permitIn(isApproved ? this.#approve(request, decision) : decision);
      const called = { action: request.id, tool: admitted, input: call.args, grounding };
      const { action = '', output, sent } = permitted ?? {};
      const carrying = output === undefined || sent === undefined ? {} : { output, sent };
      this.#told.called({ ...called, ...carrying, approved: isApproved ? request.id : null });
      const made = madeBy(call, admitted, stage.digest);
      this.#settle(call, admitted, { source: request.id, action, made });
    }
    const judged = grounding.map((each) => judgedOf(each, call, this.#names));
    const rules = isUnknown ? [UNRECORDED] : rulesIn(decision.reasons);
    return { tool: call.tool, part, verdict, rules, arguments: judged };
  }

  /** Null: nothing says when. */
  #clock(at: number | undefined): number | null {
    return at === undefined || this.#began === null ? null : AT + at - this.#began;
  }

  /** Everybody whom it asks says yes. */
  #approve(request: Act, asked: Decision): Decision {
    const approved = asked.hold === null ? null : withApprovals(this.#state, asked.hold);
    if (approved === null) return asked;
    const { decision, state } = step(approved, { ...request, id: this.#stage.nextId() });
    if (decision.verdict === 'permit') this.#state = state;
    return decision;
  }

  #settle(
    call: RecordedCall,
    { profile }: GroundedTool,
    {
      source,
      action,
      made,
    }: { readonly source: string; readonly action: string; readonly made: readonly string[] },
  ): void {
    const values = call.result === null ? [] : [{ value: call.result, isAsDefined: true }];
    const [findings, labels] = [findingsIn(call), labelsOfValues(profile, values)];
    this.#told.answered({ action: source, source, values, findings, labels });
    const [id, at, task] = [this.#stage.nextId(), this.#at, this.#task];
    const fact = { ...SUCCEEDED, findings, labels, made, fact: 'call', action } as const;
    this.#state = step(this.#state, { kind: 'settle', id, at, actor: SYSTEM, task, fact }).state;
  }
}

const SYSTEM = { kind: 'system', id: 'holdpoint' } as const;
/** How a call ended of which nothing is told. */
const SUCCEEDED = { outcome: 'succeeded', result: null, durationMs: 1, bytes: 1, code: null } as const;

/** A task may go on for as long as it did. */
function secondsOf({ calls }: RecordedRun): number {
  const times = calls.flatMap(({ at }) => at ?? []);
  const went = times.length === 0 ? 0 : Math.ceil((times.at(-1)! - times[0]!) / SECOND_MS);
  return HOUR_SECONDS + Math.max(0, went);
}

/** Null: there is no such hold. */
function withApprovals(state: State, id: string): State | null {
  const hold = entryOf(state.task?.holds ?? {}, id);
  if (hold === null) return null;
  const policies = hold.asks.map(({ policyDigest }) => policyDigest);
  const people = approversOf(hold.asks).flatMap(({ role, quorum }) =>
    Array.from({ length: quorum }, (_, n) => ({ id: `op_${role}_${n}`, roles: [role] })),
  );
  const operators = people.map((one) => [one.id, { ...one, publicKey: null, identity: null }] as const);
  const given = { policies, at: hold.raisedAt, record: hold.record };
  const approvals = people.map(({ id: operator }) => ({ operator, ...given }));
  const org = { ...state.org, operators: { ...state.org.operators, ...Object.fromEntries(operators) } };
  const task = state.task && {
    ...state.task,
    holds: { ...state.task.holds, [id]: { ...hold, approvals } },
  };
  return { ...state, org, task };
}

/** Stands for a rule: arguments that were not recorded are in doubt, whatever they were. */
export const UNRECORDED = 'arguments-unrecorded';

/** Refused only as the schema or a policy wants arguments that the recording does not hold. */
function isRefusedUnknown({ args }: RecordedCall, { verdict, reasons }: Decision): boolean {
  const forLack = reasons.every(({ code }) => code === 'arguments-malformed' || code === 'policy-error');
  return args === null && verdict === 'deny' && forLack;
}

function rulesIn(reasons: readonly Reason[]): readonly string[] {
  const rules = reasons.flatMap(({ code, facts }) =>
    code === 'policy-holds' || code === 'policy-forbids' ? policiesIn(facts) : [code],
  );
  return [...new Set(rules)];
}

function judgedOf(
  { sources, ...one }: ArgumentGrounding,
  { args }: RecordedCall,
  names: ReadonlyMap<string, string>,
): JudgedArgument {
  const value = one.pointer === '' ? null : valueAt(args, one.pointer);
  const foundIn = sources.map((source) => names.get(source) ?? source);
  return { ...one, value, isDoubtful: isDoubtful({ ...one, sources }), foundIn: [...new Set(foundIn)] };
}

/** Of a tool that no connector is named for, the last of the set that has one of its name. */
function serversOf(tools: readonly RecordedTool[]): (call: RecordedCall) => string {
  const byName = new Map(tools.map(({ server, definition }) => [definition.name, server]));
  return ({ tool, server }) => server ?? byName.get(tool) ?? '';
}

/** Else a spec that names what the run itself calls, and nothing of what attacks it. */
function scopeFor({ calls }: RecordedRun, scope: RunScope, serverOf: (call: RecordedCall) => string): Scope {
  if (typeof scope !== 'string') return scope;
  const names = calls.map((call) => `${serverOf(call)}/${scope === 'open' ? '*' : call.tool}`);
  return scopeOf([...new Set(names)]);
}

/** Somebody has to give them, so that what was seen nowhere is in doubt. */
const GIVEN: readonly ArgumentRole[] = ['destination', 'identity', 'credential', 'selector'];

/** Arguments that were not recorded may be anything: whatever the tool takes counts as seen nowhere. */
function groundingOf(
  told: ReturnType<typeof createTaskGrounding>,
  tool: GroundedTool | null,
  { args }: RecordedCall,
): readonly ArgumentGrounding[] {
  if (tool === null) return [];
  if (args !== null) return told.ground(tool, args);
  const known = Object.values(tool.profile.roles);
  const roles = known.length > 0 ? known.filter((role) => isAuthority(role) || role === 'selector') : GIVEN;
  const unseen = { level: 'unseen', match: 'none', sources: [], instructed: false } as const;
  return [...new Set(roles)].map((role) => ({ pointer: '', role, ...unseen }));
}

/** What is found in it; nothing where the arguments were not recorded. */
function carriedOf(
  told: ReturnType<typeof createTaskGrounding>,
  tool: GroundedTool | null,
  { args }: RecordedCall,
): Pick<Act, 'carried'> {
  return tool === null || args === null ? {} : { carried: told.label(tool, args) };
}

function permitIn({ events }: Decision): EventOf<'action-permitted'>['body'] | null {
  return events.find((event) => event.type === 'action-permitted')?.body ?? null;
}

function policiesIn(facts: { readonly [name: string]: Json }): string[] {
  const named = [facts['policy'], facts['policies']].flat();
  return named.filter((one): one is string => typeof one === 'string');
}

/** What is found in a result, as the gateway finds it. */
function findingsIn({ result }: RecordedCall): readonly string[] {
  if (result === null) return [];
  const text = typeof result === 'string' ? result : JSON.stringify(result);
  const content = [{ type: 'text', text }];
  const outcome = { outcome: 'succeeded', result: { content } } as const;
  return remarksOn(outcome, { kind: 'resource', outputSchema: {} }, { check: () => [] }).findings ?? [];
}

/** Names of what a call set up, under this replay's own keys. */
function madeBy(
  { tool, result }: RecordedCall,
  { effects, connector }: GroundedTool,
  digest: (value: Json) => string,
): readonly string[] {
  return result === null || !setsUp(effects)
    ? []
    : madeNames(tool, [result], committingBy(digest, connector));
}

function committingBy(digest: (value: Json) => string, connector: string): Committing {
  return {
    object: (name) => digest([connector, name]),
    party: ({ key, isEverywhere }) => digest(isEverywhere ? [key] : [connector, 'party', key]),
  };
}

interface Moment extends Pick<Act, 'id' | 'at' | 'grounding' | 'carried'> {
  readonly digest: (value: Json) => string;
}

function ask(
  { digest, ...moment }: Moment,
  task: string,
  connector: string,
  { tool, args }: RecordedCall,
  admitted: Tool | null,
): Act {
  const input = args ?? {};
  const argumentsCommitment = digest(input);
  const values = admitted === null ? [] : valuesOf(admitted.profile, 'destination', input);
  const named =
    admitted === null
      ? NOTHING_NAMED
      : namesIn({ ...admitted, name: tool }, input, committingBy(digest, connector));
  return {
    kind: 'act',
    ...moment,
    actor: AGENT,
    task,
    connector,
    tool,
    arguments: input,
    argumentsCommitment,
    digest: digest({ connector, tool, argumentsCommitment }),
    observed: admitted?.definition ?? null,
    owner: 'replay',
    destinations: toDestinations(values, digest, (address) => digest(placeOf(connector, address))),
    ...named,
  };
}
