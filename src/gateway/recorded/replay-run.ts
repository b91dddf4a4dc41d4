// A run is replayed as if the agent did all that was recorded: every call is decided by the kernel, the
// policy engine and the grounding index, on what was read before it. Nothing is called.

import { toDestinations } from '../../catalog/destination.ts';
import { isAuthority, valuesOf } from '../../kernel/argument-role.ts';
import type { ArgumentGrounding } from '../../kernel/grounding.ts';
import type { Json } from '../../kernel/json.ts';
import type { Act } from '../../kernel/request.ts';
import type { ArgumentRole } from '../../kernel/role.ts';
import type { Scope, State, Tool } from '../../kernel/state.ts';
import { namesIn, NOTHING_NAMED } from '../objects.ts';
import { createTaskGrounding, type GroundedTool } from '../grounding/task-grounding.ts';
import { remarksOn } from '../remarks.ts';
import type { RecordedCall, RecordedRun, RecordedSet, RecordedTool } from './recorded-run.ts';
import { AGENT, AT, scopeOf, step, type Stage } from './stage.ts';

export interface CallVerdict {
  readonly tool: string;
  readonly part: 'benign' | 'attack';
  readonly verdict: 'permit' | 'hold' | 'deny';
  /** Ids of the policies, codes of the kernel's own rules. */
  readonly rules: readonly string[];
  readonly grounding: readonly ArgumentGrounding[];
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
  return parts.map(({ call, part }) => {
    at += SECOND_MS;
    if (call.said !== undefined) told.prompted(call.said, 'prompt');
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
      state = settle(state, stage.nextId(), opened.task, decision.action ?? '', at, findings);
    }
    const { reasons } = decision;
    const rules = reasons.flatMap(({ code, facts }) =>
      code === 'policy-holds' || code === 'policy-forbids' ? policiesIn(facts) : [code],
    );
    return { tool: call.tool, part, verdict: decision.verdict, rules: [...new Set(rules)], grounding };
  });
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
