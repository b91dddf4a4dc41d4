// A workflow's file, read and looked through before anybody publishes it: nothing is decided and nothing is
// written.

import { entryOf } from '../../kernel/lookup.ts';
import type { RoleQuorum } from '../../kernel/policy.ts';
import type { PolicySource, State, Workflow } from '../../kernel/state.ts';
import { digestOf } from '../../ledger/digest.ts';
import type { WorkflowSpec } from '../../workflow/format.ts';
import { compileWorkflow, parseWorkflow } from '../../workflow/spec.ts';
import type { Core, Problem } from '../core.ts';
import { permittedVerbs } from '../may.ts';

export type CheckedWorkflow =
  | {
      readonly workflow: Omit<Workflow, 'record'>;
      /** What a reviewer should know of it, in words. */
      readonly remarks: readonly string[];
    }
  | { readonly problems: readonly Problem[] };

/** As that operator would publish it now; null: nobody in particular, or who published it before. */
export function checkWorkflow(core: Core, publisher: string | null, file: PolicySource): CheckedWorkflow {
  const read = readWorkflow(core, publisher, file);
  if ('problems' in read) return read;
  const { workflow } = read;
  const isOwn = publisher !== null && workflow.author === publisher;
  const own = isOwn ? ['Whoever publishes it wrote it: nobody else has looked.'] : [];
  const remarks = remarksOn(workflow, core.world.state(null), core.clock.now());
  return { workflow, remarks: [...own, ...remarks, ...shutGates(core, workflow)] };
}

/** The file as the kernel takes it; problems come with their place. */
export function readWorkflow(
  core: Core,
  publisher: string | null,
  file: PolicySource,
):
  | { readonly spec: WorkflowSpec; readonly workflow: Omit<Workflow, 'record'> }
  | { readonly problems: readonly Problem[] } {
  const parsed = parseWorkflow(file.text, file.name);
  if ('problems' in parsed) {
    const problems = parsed.problems.map(({ line, column, path, message, help }) => ({
      severity: 'error' as const,
      source: file.name,
      line,
      column,
      message: path === '' ? message : `${path}: ${message}`,
      help: help ?? null,
    }));
    return { problems };
  }
  const { spec } = parsed;
  const digest = (value: Parameters<typeof digestOf>[1]): string => digestOf(core.crypto, value);
  const before = entryOf(core.world.state(null).org.workflows, spec.id)?.publisher ?? '';
  return { spec, workflow: compileWorkflow(spec, { digest, publisher: publisher ?? before }) };
}

function remarksOn(
  { agents, expiresAt, scope, unattended }: Omit<Workflow, 'record'>,
  { connectors, org }: State,
  now: number,
): readonly string[] {
  const unknown = scope.allowances.map(({ tool }) => tool).filter((tool) => !isAdmitted(tool, connectors));
  const strangers = agents.filter((agent) => entryOf(org.agents, agent) === null);
  const bare = scope.allowances.filter(({ arguments: shape }) => shape === null).map(({ tool }) => tool);
  const free = scope.allowances.filter(({ preapproved }) => preapproved !== null).map(({ tool }) => tool);
  const say = (names: readonly string[], words: string): readonly string[] =>
    names.length === 0 ? [] : [`${words}: ${names.join(', ')}`];
  return [
    ...(expiresAt <= now ? ['It has expired already: no task can be opened by it.'] : []),
    ...(unattended ? ['Its tasks may be opened with nobody there.'] : []),
    ...say(unknown, 'No tool of that name is admitted'),
    ...say(strangers, 'No agent of that name is registered'),
    ...say(bare, 'Allowed with any arguments'),
    ...say(free, 'Runs without asking, as far as it says'),
  ];
}

/** Who may approve is for policy to say, now and when it is asked: so this is no more than a remark. */
function shutGates(core: Core, { author, publisher, scope }: Omit<Workflow, 'record'>): readonly string[] {
  const { org } = core.world.state(null);
  const isApart = (one: string): boolean => org.mode === 'solo' || (one !== author && one !== publisher);
  const canApprove = Object.values(org.operators).filter(
    ({ id }) => isApart(id) && permittedVerbs(core, { kind: 'operator', id }).includes('approve'),
  );
  const hasEnough = ({ role, quorum }: RoleQuorum): boolean =>
    canApprove.filter(({ roles }) => roles.includes(role)).length >= quorum;
  return (scope.steps ?? []).flatMap(({ name, gate }) => {
    const short = (gate?.approvers ?? []).filter((one) => !hasEnough(one));
    const missing = short.map(({ role, quorum }) => `${role}:${quorum}`).join(', ');
    return short.length === 0 ? [] : [`Policy lets too few approve for the step ${name}: ${missing}`];
  });
}

function isAdmitted(tool: string, connectors: State['connectors']): boolean {
  const slash = tool.indexOf('/');
  const admitted = entryOf(connectors, tool.slice(0, slash))?.admitted ?? null;
  if (admitted === null) return false;
  const name = tool.slice(slash + 1);
  return name === '*' ? Object.keys(admitted.tools).length > 0 : entryOf(admitted.tools, name) !== null;
}
