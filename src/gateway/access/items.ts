// Several questions of one subject, asked for at once: each is a hold of its own and ends by itself. The
// handle names them all and nothing else, so that it outlives every process; each must be its asker's own.

import type { Json, JsonObject } from '../../kernel/json.ts';
import { aggregateStatus, type AggregateStatus } from './ending.ts';
import {
  cancelAccess,
  findOwn,
  findRequestable,
  readAccessTask,
  requestAccess,
  type AccessTask,
  type NotRequested,
} from './request.ts';
import { watchAccess, type WantedCallback } from './watch.ts';
import type { Asker } from '../asker.ts';
import type { Core } from '../core.ts';
import type { AccessInput } from './evaluate.ts';
import type { Answer } from '../verbs.ts';
import { reveal } from '../views.ts';

export interface WantedItem {
  readonly input: AccessInput;
  readonly evaluation: string;
}

export interface AccessItem extends AccessTask {
  /** The question as it was asked; null: its words are erased. */
  readonly question: JsonObject | null;
}

export interface AccessItems {
  readonly id: string;
  /** `partial`: all have ended, in more than one way. */
  readonly status: AggregateStatus;
  readonly items: readonly AccessItem[];
}

/** More than are ever made at once: a handle that somebody made up is read no further. */
const MOST_NAMES = 100;
const PREFIX = 'items_';
const HOLD = 'hold_';

export function namesItems(id: string): boolean {
  return id.startsWith(PREFIX);
}

/** All of them or none. The same evaluations lead to the same items. Rejects with `StoreFault`. */
export async function requestItems(
  core: Core,
  asker: Asker,
  wanted: readonly WantedItem[],
  callback: WantedCallback | null,
): Promise<AccessItems | NotRequested | { readonly refused: Answer }> {
  for (const { input, evaluation } of wanted) {
    const found = await findRequestable(core, asker, input, evaluation);
    if ('not' in found) return found;
  }
  const before = new Set(wanted.flatMap(({ input }) => holdsIn(core, input.about)));
  const made: string[] = [];
  for (const { input, evaluation } of wanted) {
    const one = await requestAccess(core, asker, input, { evaluation });
    if ('id' in one) made.push(one.id);
    else {
      const own = made.filter((id) => !before.has(id));
      await Promise.all(own.map((id) => cancelAccess(core, asker, id)));
      return one;
    }
  }
  const handle = handleOf(made);
  if (callback !== null) {
    const about = { task: wanted[0]!.input.about!, handle, holds: made };
    const refused = await watchAccess(core, asker, about, callback);
    if (refused !== null) return { refused };
  }
  return (await readItems(core, asker, handle))!;
}

/** Null: one of them is none of the asker's. Rejects with `StoreFault`. */
export async function readItems(core: Core, asker: Asker, handle: string): Promise<AccessItems | null> {
  const read = await Promise.all(idsIn(handle).map((id) => readItem(core, asker, id)));
  const items = read.filter((item) => item !== null);
  if (items.length === 0 || items.length < read.length) return null;
  return { id: handle, status: aggregateStatus(items.map(({ status }) => status)), items };
}

/** Those that wait are taken back. Null: as above; `over`: none waits. Rejects with `StoreFault`. */
export async function cancelItems(
  core: Core,
  asker: Asker,
  handle: string,
): Promise<AccessItems | 'over' | null> {
  if ((await readItems(core, asker, handle)) === null) return null;
  const ended = await Promise.all(idsIn(handle).map((id) => cancelAccess(core, asker, id)));
  return ended.every((one) => one === 'over') ? 'over' : readItems(core, asker, handle);
}

async function readItem(core: Core, asker: Asker, id: string): Promise<AccessItem | null> {
  const [item, own] = await Promise.all([readAccessTask(core, asker, id), findOwn(core, asker, id)]);
  if (item === null || own === null) return null;
  const text = await reveal(core, own.hold.arguments, `task/${own.task}`);
  return {
    ...item,
    question: text === null ? null : (JSON.parse(text) as { readonly [name: string]: Json }),
  };
}

function handleOf(ids: readonly string[]): string {
  return PREFIX + ids.map((id) => id.slice(HOLD.length)).join('.');
}

function idsIn(handle: string): string[] {
  const names = handle.slice(PREFIX.length).split('.');
  return names.length > MOST_NAMES ? [] : names.map((name) => HOLD + name);
}

function holdsIn(core: Core, task: string | null): string[] {
  return task === null ? [] : Object.keys(core.world.durable(task).task?.holds ?? {});
}
