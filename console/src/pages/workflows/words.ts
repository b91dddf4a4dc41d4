// A scope as a person would say it; what is not bounded is said to be not.

import type { WorkflowView } from '../../../../src/surfaces/http/contract.ts';

type Scope = WorkflowView['scope'];

export function allowanceWords({
  arguments: shape,
  max,
  preapproved,
}: Scope['allowances'][number]): string[] {
  return [
    max === null ? 'as often as the limits allow' : `at most ${times(max)}`,
    shape === null ? 'with any arguments' : `with arguments of the shape ${JSON.stringify(shape)}`,
    ...(preapproved === null ? [] : [preapprovalWords(preapproved)]),
  ];
}

function preapprovalWords({
  arguments: shape,
  max,
}: NonNullable<Scope['allowances'][number]['preapproved']>): string {
  const often = max === null ? 'without asking' : `${times(max)} without asking`;
  return shape === null ? `${often}, whatever the arguments` : `${often}, within ${JSON.stringify(shape)}`;
}

export function limitWords({ calls, holds, wallSeconds }: Scope['limits'], taskSeconds: number): string {
  const parts = [`${calls} calls`, `${holds} holds`, `${wallSeconds} s of calls`];
  return `${parts.join(', ')}; a task lives ${taskSeconds} s`;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
