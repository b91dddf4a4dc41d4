// "Always allow" allows nothing: it writes a narrow exception into the policies that asked. What would not
// spare this very question is not drafted, and nothing is learned from what may have been an attack.

import type { PolicyEngine } from '../../kernel/policy.ts';
import { findTool } from '../../kernel/action/outcome.ts';
import type { OrgState, PolicySource, Tool } from '../../kernel/state.ts';
import { conditionOf, exempt, type Exemption } from '../../policy/exemption.ts';
import { lintPolicies } from '../../policy/lint/lint.ts';
import type { Organisation } from '../../policy/lint/subject.ts';
import type { Core, Problem } from '../core.ts';
import { lessonOf, refused, type Refused } from '../friction/lesson.ts';
import { isDoubtful } from '../grounding/hold-grounding.ts';
import { judge, type Judged } from '../replay/judge.ts';
import type { Asked } from '../replay/replay.ts';

/** What would be proposed. */
export interface AlwaysDraft {
  readonly kind: 'draft';
  /** When it would not be asked any more, as Cedar. */
  readonly condition: string;
  /** Ids of the policies that it would stand in. */
  readonly policies: readonly string[];
  /** Arguments that may have any value: they only say what is passed on. */
  readonly free: readonly string[];
  readonly sources: readonly PolicySource[];
  readonly digest: string;
}

/** The set that the exception is to stand in. */
export interface Onto {
  readonly sources: readonly PolicySource[];
  /** Null: it is not loaded. */
  readonly engine: PolicyEngine | null;
}

/**
 * Null: there is no such hold. Rejects with `StoreFault`.
 *
 * @param onto absent: the set in force
 */
export async function draftAlways(
  core: Core,
  hold: string,
  onto: Onto | null = inForce(core),
): Promise<AlwaysDraft | Refused | null> {
  const lesson = await lessonOf(core, hold);
  if (lesson?.kind !== 'lesson') return lesson;
  const { summary, moment } = lesson;
  if (onto === null) return refused('no policy is in force');
  const policies = [...new Set(summary.asks.map(({ policy }) => policy))];
  return draftOf(core, { hold, policies, onto }, moment);
}

function inForce(core: Core): Onto | null {
  const { org, policy: engine } = core.world.state(null);
  return org.policy === null ? null : { sources: org.policy.sources, engine };
}

interface Meant {
  readonly hold: string;
  readonly policies: readonly string[];
  readonly onto: Onto;
}

function draftOf(core: Core, { hold, policies, onto }: Meant, moment: Asked): AlwaysDraft | Refused {
  const { connectors } = core.world.state(null);
  const { request, past } = moment;
  const tool = findTool({ connectors }, `${request.connector}/${request.tool}`);
  const workflow = past.task?.workflow.id;
  if (tool === null || workflow === undefined) return refused('it is not admitted any more');
  if (onto.engine === null) return refused('the set that it is for is not loaded');
  const now = judge(past, request, onto.engine);
  if (now.verdict === 'permit') return refused('the set that it is for asks nobody about it');
  if (now.query === null) return refused(vain(now));
  const exemption = { ...exemptionOf(moment, tool, workflow, hold), context: now.query.context };
  const condition = conditionOf(exemption);
  if (typeof condition !== 'string') {
    const names = condition.unreadable.join(', ');
    return refused(`policy does not see all of the arguments, so none tells such an action apart: ${names}`);
  }
  const sources = exempt(onto.sources, policies, exemption, condition);
  if (sources === null) return refused('a policy that asks is not in force any more');
  const { engine, problems } = core.compile(sources, connectors);
  if (engine === null) return refused(problemText(problems));
  const why = whyInVain(moment, engine, sources, policies, core);
  const { digest } = engine;
  return why === null
    ? { kind: 'draft', condition, policies, free: exemption.free, sources, digest }
    : refused(why);
}

function exemptionOf(
  { event, request }: Asked,
  tool: Tool,
  workflow: string,
  hold: string,
): Omit<Exemption, 'context'> {
  // Words that nobody gave are no reason to let any pass.
  const isContentInDoubt = (event.body.grounding ?? []).some(
    (one) => one.role === 'content' && isDoubtful(one),
  );
  return {
    tool: `${request.connector}/${request.tool}`,
    inputSchema: tool.inputSchema,
    arguments: request.arguments,
    free: isContentInDoubt ? [] : freeOf(tool),
    workflow,
    note: `Always allowed as in ${hold}.`,
  };
}

/** Why the set is of no use; null where it is. */
function whyInVain(
  { past, request }: Asked,
  engine: PolicyEngine,
  sources: readonly PolicySource[],
  policies: readonly string[],
  core: Core,
): string | null {
  const { org, connectors } = core.world.state(null);
  const then = judge(past, request, engine);
  if (then.verdict !== 'permit') return vain(then);
  const findings = lintPolicies(sources, { connectors }, { organisation: organisationOf(org) });
  const wrong = findings.find((one) => one.severity === 'error' && policies.includes(one.policy ?? ''));
  return wrong === undefined ? null : `lint finds ${wrong.rule} in ${wrong.policy}: ${wrong.message}`;
}

function vain({ verdict, determining }: Judged): string {
  return `it would be no use: ${verdict} by ${determining.join(', ') || 'other rules'}`;
}

/** What only says what is passed on, and nothing of where or to whom: whole arguments, not a part of one. */
function freeOf({ profile }: Tool): string[] {
  const roles = Object.entries(profile.roles).map(([pointer, role]) => {
    const [, name = '', ...deeper] = pointer.split('/');
    return { name: name.replaceAll('~1', '/').replaceAll('~0', '~'), isWhole: deeper.length === 0, role };
  });
  const content = roles.filter(({ role, isWhole }) => role === 'content' && isWhole).map(({ name }) => name);
  return content.filter((name) => roles.every((one) => one.name !== name || one.role === 'content'));
}

function organisationOf({ mode, operators, agents }: OrgState): Organisation {
  return { mode: mode ?? 'separated', operators: Object.values(operators), agents: Object.values(agents) };
}

function problemText(problems: readonly Problem[]): string {
  return `no policy can say so: ${problems[0]?.message ?? 'it does not compile'}`;
}
