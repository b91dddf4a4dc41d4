// A task is stopped with all that it may have set off: the cause first, so that nothing of it begins any
// more, then every task below it, until there is none that was not.

import type { Principal } from '../kernel/event.ts';
import { sharesIn } from '../kernel/chain/share.ts';
import type { Share } from '../kernel/state.ts';
import type { Core } from './core.ts';
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

/**
 * Tasks that may still act, and that go back to one of these through whichever tasks between them. What is
 * not told apart any more of the tasks above one may be of any that set something off.
 */
async function findBelow(core: Core, known: ReadonlyMap<string, Contained>): Promise<readonly string[]> {
  await core.catchUp();
  const [root = ''] = known.keys();
  const mayBeAny = core.world.task(root)?.usage.fired !== 0;
  const isAmongThem = ({ task }: Share): boolean => (task === null ? mayBeAny : known.has(task));
  return core.world
    .live()
    .filter(({ id, cause }) => cause !== null && !known.has(id))
    .filter(({ inherited }) => sharesIn({ task: null, usage: inherited }).some(isAmongThem))
    .map(({ id }) => id);
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
