// Steps of a workflow file: each uses a part of what the file allows, and none is there that nobody reaches.

import type { Json } from '../kernel/json.ts';
import type { Step } from '../kernel/task/step.ts';
import type { Wrong } from '../document/placed.ts';
import type { WorkflowSpec } from './format.ts';
import { durationSeconds } from './moment.ts';

type StepSpec = NonNullable<WorkflowSpec['steps']>[number];
type Named = Pick<WorkflowSpec['allow'][number], 'tool'>;

/** What no schema says of one key alone. */
export function checkSteps(spec: Pick<WorkflowSpec, 'steps' | 'allow' | 'limits' | 'task'>): Wrong[] {
  const { steps = [], allow } = spec;
  const wrong = steps.flatMap((step, place) => [
    ...checkStep(steps, step, place, allow),
    ...checkBounds(step, place, spec),
  ]);
  if (steps.length === 0) return wrong;
  const used = steps.flatMap(({ tools }) => tools);
  const idle = [...allow.entries()].filter(([, { tool }]) => !used.some((one) => meets(one, tool)));
  const unused = idle.map(([index]) => ({
    path: ['allow', index, 'tool'],
    message: 'is used by no step',
    help: 'name it among the tools of a step, or allow it no more',
  }));
  return [...wrong, ...unused];
}

function checkStep(
  steps: readonly StepSpec[],
  { name, tools, gate }: StepSpec,
  place: number,
  allow: readonly Named[],
): Wrong[] {
  const at = ['steps', place];
  const wrong: Wrong[] = [];
  if (steps.findIndex((one) => one.name === name) !== place) {
    wrong.push({ path: [...at, 'name'], message: 'is the name of an earlier step too' });
  }
  if (place === 0 && gate !== undefined) {
    const message = 'stands before the first step, in which a task begins: whoever opens the task lets it';
    wrong.push({ path: [...at, 'gate'], message });
  }
  const outside = [...tools.entries()].filter(([, tool]) => !allow.some((one) => meets(tool, one.tool)));
  return [
    ...wrong,
    ...outside.map(([index]) => ({
      path: [...at, 'tools', index],
      message: 'is outside of what the file allows',
      help: 'a step uses tools that stand under allow; it adds none',
    })),
  ];
}

/** What the task's own bounds end before bounds nothing. */
function checkBounds(
  { calls, for: lasts }: StepSpec,
  place: number,
  { limits, task }: Pick<WorkflowSpec, 'limits' | 'task'>,
): Wrong[] {
  const at = ['steps', place];
  const wrong: Wrong[] = [];
  if (calls !== undefined && calls > limits.calls) {
    const message = `is more than limits.calls (${limits.calls}), so that it bounds nothing`;
    wrong.push({ path: [...at, 'calls'], message });
  }
  if (lasts !== undefined && durationSeconds(lasts) > durationSeconds(task.ttl)) {
    const message = `is longer than task.ttl (${task.ttl}), so that it bounds nothing`;
    wrong.push({ path: [...at, 'for'], message });
  }
  return wrong;
}

/** Whether two of `connector/tool` and `connector/*` name a tool in common. */
function meets(one: string, other: string): boolean {
  const [connector] = one.split('/');
  const isAny = one.endsWith('/*') || other.endsWith('/*');
  return one === other || (isAny && other.startsWith(`${connector}/`));
}

/** @param digest of a JSON value's canonical form: an approval covers the step as it was reviewed */
export function compileSteps(
  { id, steps = [] }: Pick<WorkflowSpec, 'id' | 'steps'>,
  digest: (value: Json) => string,
): readonly Step[] {
  return steps.map((step) => ({
    name: step.name,
    tools: step.tools,
    calls: step.calls ?? null,
    seconds: step.for === undefined ? null : durationSeconds(step.for),
    gate: step.gate === undefined ? null : { ...gateOf(step.gate), digest: digest({ workflow: id, step }) },
  }));
}

function gateOf({ approvers, reason, expires }: NonNullable<StepSpec['gate']>) {
  return {
    reason,
    approvers: Object.entries(approvers).map(([role, quorum]) => ({ role, quorum })),
    expiresSeconds: expires === undefined ? null : durationSeconds(expires),
  };
}
