// A run is replayed as if the agent did all that was recorded: every call is decided by the kernel, the
// policy engine and the grounding index, on what was read before it. Nothing is called.

import { toDestinations } from '../../catalog/destination.ts';
import { valuesOf } from '../../kernel/action/argument-role.ts';
import type { Decision } from '../../kernel/decision.ts';
import type { ArgumentGrounding } from '../../kernel/flow/grounding.ts';
import type { Json } from '../../kernel/json.ts';
import type { Reason } from '../../kernel/reason.ts';
import type { Act } from '../../kernel/request.ts';
import { nextStep } from '../../kernel/task/next-step.ts';
import { isAuthority, type ArgumentRole } from '../../kernel/role.ts';
import { presentStep } from '../../kernel/rules/step.ts';
import type { Scope, State, Tool } from '../../kernel/state.ts';
import { namesIn, NOTHING_NAMED } from '../action/objects.ts';
import { isDoubtful } from '../grounding/hold-grounding.ts';
import { createTaskGrounding, type GroundedTool } from '../grounding/task-grounding.ts';
import { valueAt } from '../grounding/value-at.ts';
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

/** The tools of the run itself, all of its connectors, what its own task was allowed, or a workflow's. */
export type RunScope = 'declared' | 'open' | 'own' | Scope;

const SECOND_MS = 1_000;

/** What is decided about each call of a run, in order: those before the attack, then the attack's. */
export function replayRun(
  set: RecordedSet,
  one: RecordedRun,
  stage: Stage,
  scope: RunScope,
): readonly CallVerdict[] {
  const serverOf = serversOf(set.tools);
  const opened = stage.open(scopeFor(one, scope, serverOf));
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
  const names = new Map([['prompt', 'what the person said']]);
  return parts.map(({ call, part }, place) => {
    at += SECOND_MS;
    if (call.said !== undefined) told.prompted(call.said, 'prompt');
    state = goOn(state, { to: call.step, task: opened.task, at, stage });
    const server = serverOf(call);
    const tool = state.connectors[server]?.admitted?.tools[call.tool] ?? null;
    const admitted = tool === null ? null : { ...tool, connector: server };
    const grounding = groundingOf(told, admitted, call);
    const request = ask(
      { digest: stage.digest, id: stage.nextId(), at, grounding },
      opened.task,
      server,
      call,
      tool,
    );
    names.set(request.id, `call ${place + 1} (${call.tool})`);
    const { decision, state: after } = step(state, request);
    const isUnknown = isRefusedUnknown(call, decision);
    // What is not known to be refused is held against nobody later.
    if (!isUnknown) state = after;
    const verdict = isUnknown ? 'hold' : decision.verdict;
    // An attack that was stopped has no result; an honest call that people are asked about is approved.
    const isRead = verdict === 'permit' || (verdict === 'hold' && part === 'benign');
    if (isRead && admitted !== null) {
      const { id: action } = request;
      const approved = verdict === 'hold' ? request.id : null;
      told.called({ action, tool: admitted, input: call.args, grounding, approved });
      const findings = findingsIn(call);
      const values = call.result === null ? [] : [{ value: call.result, isAsDefined: true }];
      told.answered({ action, source: request.id, values, findings });
      state = settle(state, stage.nextId(), opened.task, decision.action ?? '', at, findings);
    }
    const judged = grounding.map((each) => judgedOf(each, call, names));
    const rules = isUnknown ? [UNRECORDED] : rulesIn(decision.reasons);
    return { tool: call.tool, part, verdict, rules, arguments: judged };
  });
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

interface Going {
  /** Undefined: nothing says which step it is. */
  readonly to: string | undefined;
  readonly task: string;
  readonly at: number;
  readonly stage: Stage;
}

/** On to the step in which the recorded task was by then. */
function goOn(state: State, going: Going): State {
  const { to, task, at, stage } = going;
  const next = state.task === null ? null : nextStep(state.task);
  if (to === undefined || next === null || presentStep(state.task!)?.name === to) return state;
  const asked = { kind: 'next-step', id: stage.nextId(), at, actor: AGENT, task, step: next.name } as const;
  const digest = stage.digest(next.name);
  const { calls } = state.task!.usage.everything;
  const { decision, state: after } = step(state, { ...asked, calls, argumentsCommitment: digest, digest });
  return decision.verdict === 'permit' ? goOn(after, going) : state;
}

/** Of a tool that no connector is named for, the last of the set that has one of its name. */
function serversOf(tools: readonly RecordedTool[]): (call: RecordedCall) => string {
  const byName = new Map(tools.map(({ server, definition }) => [definition.name, server]));
  return ({ tool, server }) => server ?? byName.get(tool) ?? '';
}

/** Else a spec that names what the run itself calls, and nothing of what attacks it. */
function scopeFor(
  { calls, scope: own }: RecordedRun,
  scope: RunScope,
  serverOf: (call: RecordedCall) => string,
): Scope {
  if (typeof scope !== 'string') return scope;
  if (scope === 'own' && own !== undefined) return own;
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

interface Moment {
  readonly digest: (value: Json) => string;
  readonly id: string;
  readonly at: number;
  readonly grounding: readonly ArgumentGrounding[];
}

function ask(
  { digest, id, at, grounding }: Moment,
  task: string,
  connector: string,
  { tool, args }: RecordedCall,
  admitted: Tool | null,
): Act {
  const input = args ?? {};
  const argumentsCommitment = digest(input);
  const values = admitted === null ? [] : valuesOf(admitted.profile, 'destination', input);
  const named = admitted === null ? NOTHING_NAMED : namesIn(admitted.profile, input);
  const commit = (name: string): string => digest([connector, name]);
  return {
    kind: 'act',
    id,
    at,
    actor: AGENT,
    task,
    connector,
    tool,
    arguments: input,
    argumentsCommitment,
    digest: digest({ connector, tool, argumentsCommitment }),
    observed: admitted?.definition ?? null,
    owner: 'replay',
    destinations: toDestinations(values, digest),
    objects: named.objects.map(commit),
    parties: named.parties.map(commit),
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
