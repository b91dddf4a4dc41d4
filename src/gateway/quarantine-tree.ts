// A task is stopped with all that it may have set off: the cause first, so that nothing of it begins any
// more, then every task below it, until there is none that was not.

import type { Principal } from '../kernel/event.ts';
import type { Core } from './core.ts';
import { toItem } from './loop/news.ts';
import type { ContainmentStep } from './loop/quiesce.ts';
import { quarantine, type Contained } from './tasks.ts';

export interface TreeContained extends Contained {
  /** The tasks below that were stopped with it. */
  readonly below: readonly string[];
}

/** Answers when all of them are recorded, and again when nothing of any of them runs. */
export async function quarantineTree(
  core: Core,
  actor: Principal,
  { task, reason }: { readonly task: string; readonly reason: string },
): Promise<TreeContained> {
  const askedAt = core.clock.now();
  const root = await quarantine(core, actor, { task, reason, tree: true });
  if (root.answer.verdict !== 'permit') return { ...root, below: [] };
  const stopped = new Map([[task, root]]);
  // Another process may open one in the meantime.
  for (let found = await findBelow(core, stopped); found.length > 0; found = await findBelow(core, stopped)) {
    for (const one of found)
      stopped.set(one, await quarantine(core, actor, { task: one, reason, tree: true }));
  }
  const all = [...stopped.values()];
  return {
    answer: root.answer,
    recordedMs: core.clock.now() - askedAt,
    voidHolds: all.reduce((sum, { voidHolds }) => sum + voidHolds, 0),
    below: [...stopped.keys()].slice(1),
    quiesced: Promise.all(all.map(({ quiesced }) => quiesced)).then((ended) => ({
      quiescedMs: core.clock.now() - askedAt,
      aborted: ended.reduce((sum, { aborted }) => sum + aborted, 0),
      steps: addSteps(ended.map(({ steps }) => steps)),
    })),
  };
}

/** Tasks that may still act, and that go back to one of these through whichever tasks between them. */
async function findBelow(core: Core, known: ReadonlyMap<string, Contained>): Promise<readonly string[]> {
  await core.catchUp();
  const above = new Map<string, readonly string[]>();
  const found: string[] = [];
  for (const { id, depth } of core.world.live()) {
    if (depth === 0 || known.has(id)) continue;
    const causes = new Set([id]);
    // Grows while it is gone through: what is above is older, so this ends.
    for (const one of causes) {
      if (!above.has(one)) above.set(one, await causesOf(core, one));
      for (const cause of above.get(one)!) causes.add(cause);
    }
    if ([...causes].some((one) => known.has(one))) found.push(id);
  }
  return found;
}

/** Every task that may have set it off, as its opening says. */
async function causesOf({ store }: Core, task: string): Promise<readonly string[]> {
  const [opening] = await store.read({ stream: `task/${task}`, fromSeq: 0, limit: 1 });
  const causes = opening === undefined ? [] : toItem(opening).event.causes;
  const found = await Promise.all(causes.map((cause) => store.find(cause)));
  return found.flatMap((stored) => {
    const event = stored === null ? null : toItem(stored).event;
    return event?.type === 'trigger-fired' ? [event.body.task] : [];
  });
}

/** The same steps of all of them as one: done when the last of them is. */
function addSteps(all: readonly (readonly ContainmentStep[])[]): readonly ContainmentStep[] {
  const [first = [], ...others] = all;
  return first.map((step, place) =>
    others.reduce((sum, steps) => {
      const { atMs = 0, count = 0, left = 0 } = steps[place] ?? {};
      return { ...sum, atMs: Math.max(sum.atMs, atMs), count: sum.count + count, left: sum.left + left };
    }, step),
  );
}
