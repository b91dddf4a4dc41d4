// From a reviewed file to what the kernel decides by: nothing is added that the file does not say.

import type { Json } from '../kernel/json.ts';
import type { Limits } from '../kernel/chain/limits.ts';
import type { Allowance, Workflow } from '../kernel/state.ts';
import { fit, readYaml } from '../document/document.ts';
import type { Problem } from '../document/document.ts';
import { placeAll } from '../document/placed.ts';
import type { Wrong } from '../document/placed.ts';
import { durationSeconds, momentMs } from './moment.ts';
import { tenThousandths } from './money.ts';
import { workflowSchema } from './format.ts';
import type { WorkflowSpec } from './format.ts';
import { checkSteps, compileSteps } from './steps.ts';

/** Parses a workflow file. Problems come with their place; a spec is complete, its defaults written out. */
export function parseWorkflow(
  text: string,
  file: string,
): { readonly spec: WorkflowSpec } | { readonly problems: readonly Problem[] } {
  const read = readYaml(text, file);
  if ('problems' in read) return read;
  const fitted = fit(read.value, workflowSchema);
  if ('problems' in fitted) return fitted;
  const spec = fitted.value;
  const wrong = [...checkCall(spec.limits), ...checkSteps(spec)];
  return wrong.length === 0 ? { spec } : { problems: placeAll(wrong, text, file) };
}

function checkCall({ call, wall }: WorkflowSpec['limits']): Wrong[] {
  if (durationSeconds(call) <= durationSeconds(wall)) return [];
  const message = 'is longer than limits.wall, so that no call could ever start';
  return [{ path: ['limits', 'call'], message }];
}

/**
 * Makes the kernel's workflow of a spec.
 *
 * @param by.digest the digest of a JSON value's canonical form
 * @param by.publisher id of the operator who publishes, and the author where the spec names none
 */
export function compileWorkflow(
  spec: WorkflowSpec,
  by: { readonly digest: (value: Json) => string; readonly publisher: string },
): Omit<Workflow, 'record'> {
  return {
    id: spec.id,
    digest: by.digest(spec),
    author: spec.author ?? by.publisher,
    publisher: by.publisher,
    agents: spec.agents,
    unattended: spec.unattended,
    expiresAt: momentMs(spec.expires),
    taskSeconds: durationSeconds(spec.task.ttl),
    scope: {
      purpose: spec.purpose,
      allowances: spec.allow.map(compileAllowance),
      limits: {
        calls: spec.limits.calls,
        wallSeconds: durationSeconds(spec.limits.wall),
        callSeconds: durationSeconds(spec.limits.call),
        holds: spec.limits.holds,
        ...optionalLimits(spec.limits),
      },
      ...(spec.outcomes === undefined ? {} : { outcomes: spec.outcomes }),
      ...(spec.steps === undefined ? {} : { steps: compileSteps(spec, by.digest) }),
    },
  };
}

/** What the file does not say stays unsaid: the kernel knows what that means. */
function optionalLimits(limits: WorkflowSpec['limits']): Partial<Limits> {
  const { calls: _calls, wall: _wall, call: _call, holds: _holds, money, cooling, ...rest } = limits;
  return {
    ...rest,
    ...(money === undefined ? {} : { money: tenThousandths(money) }),
    ...(cooling === undefined ? {} : { coolingSeconds: durationSeconds(cooling) }),
  };
}

function compileAllowance(allowance: WorkflowSpec['allow'][number]): Allowance {
  const { tool, max, preapproved } = allowance;
  const bounds = preapproved === true ? {} : preapproved;
  return {
    tool,
    arguments: allowance.arguments ?? null,
    max: max ?? null,
    preapproved: bounds ? { arguments: bounds.arguments ?? null, max: bounds.max ?? null } : null,
  };
}
