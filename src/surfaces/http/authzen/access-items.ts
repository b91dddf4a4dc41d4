// Several access requests under one handle (AuthZEN bulk access requests profile, draft 1).

import {
  cancelItems,
  readItems,
  requestItems,
  type AccessItem,
  type AccessItems,
  type WantedItem,
} from '../../../gateway/access/items.ts';
import type { WantedCallback } from '../../../gateway/access/watch.ts';
import type { Core } from '../../../gateway/core.ts';
import type { AccessItemsRequest } from '../contract/authzen.ts';
import { toHandle, toResult, type Asking } from './access-wire.ts';
import { deniedIn } from './denial.ts';
import { OVER, problem, UNKNOWN_TASK } from './problem.ts';
import { askerOf, questionOf } from './question.ts';

export async function requestAll(
  core: Core,
  c: Asking,
  { items, ...whole }: Omit<AccessItemsRequest, 'callback'>,
  callback: WantedCallback | null,
) {
  const caller = c.get('caller');
  const wanted: WantedItem[] = [];
  for (const { denial, ...entities } of items) {
    const input = questionOf(caller, { ...whole, ...entities });
    const denied = deniedIn(core, denial);
    // An evaluation is of one question: no denial covers several.
    if ('not' in denied) return denied;
    wanted.push({ input, ...denied });
  }
  const made = await requestItems(core, askerOf(caller), wanted, callback);
  return 'id' in made ? toWire(c, made) : made;
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
