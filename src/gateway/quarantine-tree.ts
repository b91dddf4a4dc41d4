// A task is stopped with all that it may have set off: the cause first, so that nothing of it begins any
// more, then every task below it at once, in as few appends as they fit in, until there is none that was not.

import type { Principal } from '../kernel/event.ts';
import { sharesIn } from '../kernel/chain/share.ts';
import type { Share } from '../kernel/state.ts';
import { coverOf, type Covers } from './action/flights.ts';
import type { Core } from './core.ts';
import { coveredNow, quiesce, uniteCovered, type Covered } from './loop/quiesce.ts';
import type { Recorded } from './loop/submission.ts';
import { countVoid, recordQuarantine, settleDown, type Contained } from './tasks.ts';
import { toAnswer } from './verbs.ts';

/** What it says of the task itself is known before anything below it is stopped. */
export interface TreeContained extends Contained {
  readonly tree: Promise<TreeRecorded>;
}

/** From then on nothing of the tree starts, and nothing begins. */
export interface TreeRecorded {
  /** Milliseconds from the request. */
  readonly recordedMs: number;
  /** Holds that became void with the records of the tasks below. */
  readonly voidHolds: number;
  /** The tasks below that were stopped. */
  readonly below: readonly string[];
}

interface Stopped {
  readonly task: string;
  readonly recorded: Recorded;
  readonly voidHolds: number;
}

/** Records the quarantine of all of them together. */
type Stop = (tasks: readonly string[]) => Promise<readonly Stopped[]>;

/** Answers when the task is recorded, then when all below it are, then when nothing of any of them runs. */
export async function quarantineTree(
  core: Core,
  actor: Principal,
  { task, reason }: { readonly task: string; readonly reason: string },
): Promise<TreeContained> {
  const askedAt = core.clock.now();
  const asked: Covered[] = [];
  const stop: Stop = (tasks) => {
    asked.push(coveredNow(core, coverOfTasks(tasks)));
    const each = async (one: string): Promise<Stopped> => {
      const recorded = await recordQuarantine(core, actor, { task: one, reason, tree: true });
      return { task: one, recorded, voidHolds: countVoid(core, recorded) };
    };
    return Promise.all(tasks.map(each));
  };
  const [root] = await stop([task]);
  const { recorded, voidHolds } = root!;
  const recordedMs = core.clock.now() - askedAt;
  const isStopped = recorded.decision.verdict === 'permit';
  const stopping = isStopped ? stopBelow(core, task, stop) : Promise.resolve([]);
  const tree = stopping.then((all) => ({
    recordedMs: core.clock.now() - askedAt,
    voidHolds: all.reduce((sum, one) => sum + one.voidHolds, 0),
    below: stoppedIn(all),
  }));
  const steps = tree.then(({ below }) =>
    isStopped ? quiesce(core, coverOfTasks([task, ...below]), uniteCovered(asked), askedAt) : [],
  );
  const answer = toAnswer(core, recorded);
  return { answer, recordedMs, voidHolds, tree, quiesced: settleDown(core, askedAt, steps) };
}

/** Another process may open one in the meantime: what it opened before it heard of these is found after. */
async function stopBelow(core: Core, root: string, stop: Stop): Promise<readonly Stopped[]> {
  const known = new Set([root]);
  const stopped: Stopped[] = [];
  let found = findBelow(core, root, known);
  do {
    for (const one of found) known.add(one);
    stopped.push(...(await stop(found)));
    await core.catchUp();
    found = findBelow(core, root, known);
  } while (found.length > 0);
  return stopped;
}

/**
 * Tasks that may still act, and that go back to one of these through whichever tasks between them. What is
 * not told apart any more of the tasks above one may be of any that set something off.
 */
function findBelow(core: Core, root: string, known: ReadonlySet<string>): readonly string[] {
  const mayBeAny = core.world.task(root)?.usage.fired !== 0;
  const isAmongThem = ({ task }: Share): boolean => (task === null ? mayBeAny : known.has(task));
  return core.world
    .live()
    .filter(({ id, cause }) => cause !== null && !known.has(id))
    .filter(({ inherited }) => sharesIn({ task: null, usage: inherited }).some(isAmongThem))
    .map(({ id }) => id);
}

function coverOfTasks(tasks: readonly string[]): Covers {
  return coverOf(tasks.map((id) => ({ kind: 'task', id })));
}

function stoppedIn(all: readonly Stopped[]): readonly string[] {
  return all.filter(({ recorded }) => recorded.decision.verdict === 'permit').map(({ task }) => task);
}
