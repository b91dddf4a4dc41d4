// A scope as a person would say it; what is not bounded is said to be not.

import type { WorkflowView } from '../../../../src/surfaces/http/contract.ts';
import { spanOf } from '../../text/time.ts';
import { shapeLines } from './shape.ts';

type Scope = WorkflowView['scope'];

export function allowanceWords({
  arguments: shape,
  max,
  preapproved,
}: Scope['allowances'][number]): string[] {
  return [
    max === null ? 'as often as the limits allow' : `at most ${times(max)}`,
    ...(shape === null ? ['with any arguments'] : argumentWords(shape)),
    ...(preapproved === null ? [] : [preapprovalWords(preapproved)]),
  ];
}

function argumentWords(shape: Scope['allowances'][number]['arguments']): readonly string[] {
  return shapeLines(shape) ?? [`with arguments of the shape ${JSON.stringify(shape)}`];
}

/** All that its tasks may do, a line for each thing: what two of them differ in is what they entitle to. */
export function scopeLines(workflow: Omit<WorkflowView, 'record'>): readonly string[] {
  const { author, scope, agents, unattended, taskSeconds, expiresAt } = workflow;
  return [
    scope.purpose,
    `written by ${author}`,
    `agents: ${agents.join(', ')}`,
    unattended ? 'with nobody there' : 'a person asks',
    `until ${new Date(expiresAt).toISOString()}`,
    limitWords(scope.limits, taskSeconds),
    ...scope.allowances.flatMap((one) => [one.tool, ...allowanceWords(one).map((words) => `  ${words}`)]),
    ...(scope.steps ?? []).map((step) => `step ${step.name}: ${stepWords(step)}`),
  ];
}

/** A step, what it may use and what it waits for. */
export function stepWords({ tools, calls, seconds, gate }: NonNullable<Scope['steps']>[number]): string {
  const asked = gate?.approvers.map(({ role, quorum }) => `${quorum} ${role}`).join(' and ');
  return [
    tools.length === 0 ? 'no tools' : tools.join(', '),
    ...(calls === null ? [] : [`at most ${times(calls)}`]),
    ...(seconds === null ? [] : [`within ${spanOf(seconds * 1_000)}`]),
    ...(asked === undefined ? [] : [`begins when ${asked} let it`]),
  ].join(', ');
}

function preapprovalWords({
  arguments: shape,
  max,
}: NonNullable<Scope['allowances'][number]['preapproved']>): string {
  const often = max === null ? 'without asking' : `${times(max)} without asking`;
  return shape === null ? `${often}, whatever the arguments` : `${often}, within ${JSON.stringify(shape)}`;
}

/** Every bound of a task; what is not bounded is left out. */
export function limitWords(limits: Scope['limits'], taskSeconds: number): string {
  const { calls, holds, wallSeconds, callSeconds, effects = {}, money, records, bytes } = limits;
  const { destinations, fanOut, running, depth, coolingSeconds, breaker = {} } = limits;
  const some = (count: number | undefined, words: string): readonly string[] =>
    count === undefined ? [] : [`${count.toLocaleString()} ${words}`];
  const parts = [
    `${calls.toLocaleString()} calls`,
    `${holds} holds`,
    `${spanOf(wallSeconds * 1_000)} of calls, each within ${spanOf(callSeconds * 1_000)}`,
    ...Object.entries(effects).map(([effect, most]) => `${most} that ${effect}`),
    ...some(money === undefined ? undefined : money / 10_000, 'of money'),
    ...some(destinations, 'destinations'),
    ...some(fanOut, 'things set off'),
    ...some(running, 'at once'),
    ...some(records?.task, `records, ${records?.call} a call`),
    ...some(depth, 'tasks above it'),
    ...(coolingSeconds === undefined
      ? []
      : [`${spanOf(coolingSeconds * 1_000)} of quiet after two rejections`]),
    ...some(bytes?.task, `bytes of results, ${bytes?.call} a call`),
    ...runawayWords(breaker),
  ];
  return `${parts.join(', ')}; a task lives ${spanOf(taskSeconds * 1_000)}`;
}

function runawayWords(breaker: NonNullable<Scope['limits']['breaker']>): readonly string[] {
  const { denials, variations, repeats, callsPerMinute } = breaker;
  const signs = [
    ...(denials === undefined ? [] : [`${denials} denials in a row`]),
    ...(variations === undefined ? [] : [`${variations} other shapes of what was rejected`]),
    ...(repeats === undefined ? [] : [`${repeats} repeats`]),
    ...(callsPerMinute === undefined ? [] : [`${callsPerMinute} calls a minute`]),
  ];
  return signs.length === 0 ? [] : [`stopped as a runaway at ${signs.join(' or ')}`];
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
