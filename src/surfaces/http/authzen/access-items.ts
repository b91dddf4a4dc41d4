// Several access requests under one handle (AuthZEN bulk access requests profile, draft 1).

import {
  cancelItems,
  readItems,
  requestItems,
  type AccessItem,
  type AccessItems,
} from '../../../gateway/access-items.ts';
import type { Core } from '../../../gateway/core.ts';
import type { AccessItemsRequest } from '../contract-authzen.ts';
import { granted } from '../failure.ts';
import { toHandle, toResult, type Asking } from './access-wire.ts';
import { OVER, problem, PROBLEMS, UNKNOWN_TASK } from './problem.ts';
import { askerOf, questionOf } from './question.ts';

export async function requestAll(core: Core, c: Asking, asked: AccessItemsRequest): Promise<Response> {
  const caller = c.get('caller');
  const { items, ...whole } = asked;
  const wanted = items.flatMap(({ denial, ...entities }) => {
    const evaluation = denial?.evaluation_id;
    return evaluation === undefined
      ? []
      : [{ input: questionOf(caller, { ...whole, ...entities }), evaluation }];
  });
  // An evaluation is of one question: no denial covers several.
  if (wanted.length < items.length) return problem(PROBLEMS.unbound);
  const made = await requestItems(core, askerOf(caller), wanted);
  if ('refused' in made) return c.json(granted(made.refused));
  if ('not' in made) return problem(PROBLEMS[made.not]);
  const wire = toWire(c, made);
  return c.json(wire, 202, { location: wire.task.status_endpoint });
}

export async function readAll(core: Core, c: Asking, id: string): Promise<Response> {
  const all = await readItems(core, askerOf(c.get('caller')), id);
  return all === null ? problem(UNKNOWN_TASK) : c.json(toWire(c, all));
}

export async function cancelAll(core: Core, c: Asking, id: string): Promise<Response> {
  const all = await cancelItems(core, askerOf(c.get('caller')), id);
  if (all === null) return problem(UNKNOWN_TASK);
  return all === 'over' ? problem(OVER) : c.json(toWire(c, all));
}

function toWire(c: Asking, { id, status, items }: AccessItems) {
  const expiresAt = Math.max(...items.map((item) => item.expiresAt));
  return { task: { ...toHandle(c, { id, status, expiresAt }), items: items.map(toItem) } };
}

function toItem({ status, approval, question }: AccessItem): object {
  const { resource, action } = question ?? {};
  const result = approval === null ? {} : { result: toResult(approval) };
  return { resource, action, status, ...result };
}
