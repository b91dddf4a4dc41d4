// What comes back in through a trigger keeps its cause: depth, labels and counts go on from the call that
// may have set it off. Where several may have, all that they carried is taken over.

import type { AdmittedTool, AskedAction } from '../action/action.ts';
import { recordOf } from '../answer.ts';
import type { Event, EventOf } from '../event.ts';
import { joinLabels, NO_DATA } from '../flow/label.ts';
import { completeInherited, completePermitted } from '../evolve/older.ts';
import { because } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { OpenTask } from '../request.ts';
import { allows } from '../rules/scope.ts';
import { handOn, mayGoBackTo, ownOf, sharesIn, uniteInherited } from './share.ts';
import type { Above, Firing, Inherited, State, TaskState, Workflow } from '../state.ts';
import { countMade, NOTHING_INHERITED, NOTHING_USED, reserveCall } from './usage.ts';

/** How many calls that may start the same thing are remembered one by one. */
const MAX_FIRINGS = 64;

/** Tasks that may stand above a task where its scope does not say. */
const DEFAULT_DEPTH = 8;

/** What a call may set off, recorded with its permit: that may be quicker than the call's own answer. */
export function fireTriggers(
  { request, task }: AskedAction,
  { triggers }: AdmittedTool,
  permitted: EventOf<'action-permitted'>,
  first: number,
): readonly Event[] {
  if (triggers.length === 0) return NONE;
  const { body, time } = permitted;
  const usage = handOn(task, reserveCall(task.usage, body, time));
  return triggers.map(({ name, starts, withinSeconds }, place) =>
    recordOf(
      request,
      {
        stream: `connector/${request.connector}`,
        type: 'trigger-fired',
        causes: [permitted.id],
        body: {
          tool: request.tool,
          trigger: name,
          starts,
          task: task.id,
          action: body.action,
          depth: task.depth,
          data: task.data,
          usage,
          above: aboveFrom(task),
          until: body.startBefore + body.reservedMs + withinSeconds * 1_000,
        },
      },
      first + place,
    ),
  );
}

const NONE: readonly Event[] = [];

/** @param task that the event is of, as it left it; null: it is of none */
export function evolveFirings(
  firings: State['firings'],
  event: Event,
  task: TaskState | null,
): State['firings'] {
  switch (event.type) {
    // Of what is permitted in a task alone: until it ends, whoever folds has it.
    case 'action-permitted':
      return task === null || event.stream !== `task/${task.id}` ? firings : goOn(firings, task, event);
    case 'trigger-fired':
      return remember(
        firings.filter(({ until }) => until >= event.time),
        event,
      );
    case 'action-settled':
      return settle(firings, event);
    case 'task-quarantined': {
      const { tree, task: stopped } = event.body;
      if (tree !== true) return firings;
      return firings.map((one) => (mayGoBackTo(one, stopped) ? { ...one, stopped: true } : one));
    }
    default:
      return firings;
  }
}

/** What a task does after a call set something off counts for that, too, as long as it may still begin. */
function goOn(
  firings: State['firings'],
  { id, usage }: TaskState,
  { body, time }: EventOf<'action-permitted'>,
): State['firings'] {
  if (usage.fired === 0) return firings;
  const all = { task: id, usage: ownOf(usage) };
  // What is not kept apart may hold what it did before, too.
  const last = { task: null, usage: ownOf(reserveCall(NOTHING_USED, completePermitted(body), time)) };
  return firings.map((one) => {
    if (!mayGoBackTo(one, id)) return one;
    const did = sharesIn(one).some(({ task }) => task === id) ? all : last;
    return { ...one, usage: uniteInherited([one, did]) };
  });
}

/** Takes back what surely was not set off; what an answer names counts for all that may still begin. */
function settle(firings: State['firings'], { stream, body }: EventOf<'action-settled'>): State['firings'] {
  const { action, outcome, code, made } = body;
  if (made !== undefined) {
    const id = stream.slice('task/'.length);
    const isIts = (one: Firing): boolean => mayGoBackTo(one, id);
    return firings.map((one) => (isIts(one) ? { ...one, usage: countMade(one.usage, { made }) } : one));
  }
  // What says that it failed may have done it all the same.
  if (outcome !== 'not-started' || code === PRESUMED) return firings;
  const others = firings.filter((one) => one.action !== action);
  return others.length === firings.length ? firings : others;
}

/** Code of an outcome that nobody told: it takes nothing back. */
const PRESUMED = 'claim-lapsed';

/**
 * Past what is remembered one by one, two that start the same stand as one that says both: of one task where
 * there are such, for its later call says all that the earlier did; else the two oldest.
 */
function remember(firings: State['firings'], { id, body }: EventOf<'trigger-fired'>): State['firings'] {
  const { tool: _, ...firing } = body;
  const usage = completeInherited(firing.usage);
  const all = [...firings, { ...firing, usage, from: [body.task], record: id }];
  const same = all.filter(({ starts }) => starts === firing.starts);
  if (same.length <= MAX_FIRINGS) return all;
  const again = same.findIndex(({ task }, at) => task !== null && same.slice(at + 1).some(isOf(task)));
  const first = same[Math.max(again, 0)]!;
  const second = again === -1 ? same[1]! : same.slice(again + 1).find(isOf(first.task))!;
  return all.flatMap((one) => (one === first ? [] : [one === second ? unite(first, second) : one]));
}

function isOf(task: string | null): (firing: Firing) => boolean {
  return (firing) => firing.task === task;
}

function unite(first: Firing, second: Firing): Firing {
  return {
    ...second,
    task: first.task === second.task ? first.task : null,
    action: null,
    depth: Math.max(first.depth, second.depth),
    data: joinLabels(first.data, second.data),
    usage: totalOf([first, second]),
    above: joinAbove([first, second]),
    from: [...new Set([...first.from, ...second.from])],
    until: Math.max(first.until, second.until),
    // Of so many calls nobody knows which have begun what.
    begun: true,
    ...(first.stopped === true ? { stopped: true } : {}),
  };
}

/** What a task takes over from what may have set it off. */
export interface Origin extends Pick<TaskState, 'cause' | 'depth' | 'inherited' | 'above' | 'data'> {
  /** The records of the calls that may have. */
  readonly records: readonly string[];
}

/**
 * Nothing where a person asks and names no cause. An agent that opens a task by itself cannot leave out what
 * may have set it off: naming one cause only adds to the others.
 */
export function originOf(
  { firings }: State,
  { actor, at, cause }: OpenTask,
  workflow: Workflow,
): Origin | Reason {
  const live = firings.filter(({ until }) => at <= until);
  const named = live.filter(({ action }) => action !== null && action === cause);
  if (cause !== undefined && named.length === 0) return unknownCause(cause);
  const isByItself = actor.kind === 'agent';
  const likely = live.filter((one) => named.includes(one) || (isByItself && mayStart(one, workflow)));
  const stopped = likely.find((one) => isByItself && one.stopped === true);
  if (stopped !== undefined) return causeStopped(stopped);
  const deepest = likely.toSorted((one, other) => other.depth - one.depth)[0] ?? null;
  if (deepest === null) return UNCAUSED;
  const { task, action, record, depth } = deepest;
  return {
    cause: { task, action, record },
    depth: depth + 1,
    inherited: totalOf(likely),
    above: joinAbove(likely),
    data: likely.reduce((all, { data }) => joinLabels(all, data), NO_DATA),
    records: likely.map((one) => one.record),
  };
}

const UNCAUSED: Origin = { cause: null, depth: 0, inherited: NOTHING_INHERITED, data: NO_DATA, records: [] };

/** Whether tasks of the workflow are what it starts, or do with what it starts. */
function mayStart(firing: Firing, { id, scope }: Workflow): boolean {
  if (namesWorkflow(firing, id)) return true;
  const { starts } = firing;
  const place = starts.indexOf('/');
  const [connector, tool] = [starts.slice(0, place), starts.slice(place + 1)];
  return scope.allowances.some((allowance) => allows(allowance, connector, tool));
}

function namesWorkflow({ starts }: Firing, id: string): boolean {
  return starts === `workflow/${id}`;
}

/** Who opens a task, and under which workflow. */
export interface Beginning {
  readonly trigger: TaskState['trigger'];
  readonly workflow: string;
}

/**
 * Of what may have set a task off, what it surely comes of: what names its workflow, or what somebody named
 * who is not its agent. What only starts what its tasks may do, any other may have been waiting for.
 */
export function surelyOf(likely: readonly Firing[], { trigger, workflow }: Beginning): readonly Firing[] {
  return likely.filter((one) => trigger === 'person' || namesWorkflow(one, workflow));
}

/** Whom what a task sets off goes back to. */
function aboveFrom({ requester, agent, above = NOBODY }: TaskState): Above {
  return joinAbove([{ above }, { above: { requesters: [requester], agents: [agent] } }]);
}

const NOBODY: Above = { requesters: [], agents: [] };

function joinAbove(firings: readonly Pick<Firing, 'above'>[]): Above {
  const all = firings.map(({ above = NOBODY }) => above);
  return {
    requesters: [...new Set(all.flatMap(({ requesters }) => requesters))].toSorted(),
    agents: [...new Set(all.flatMap(({ agents }) => agents))].toSorted(),
  };
}

/** The newest call of a task says all that it had done; what different tasks did adds up, each once. */
function totalOf(firings: readonly Firing[]): Inherited {
  return uniteInherited([...new Map(firings.map((one) => [one.task ?? one.record, one])).values()]);
}

function causeStopped({ task, action }: Firing): Reason {
  const lift = 'A person opens the task, or waits until what was stopped starts nothing any more.';
  return because('control', 'cause-quarantined', { task, action }, lift);
}

function unknownCause(cause: string): Reason {
  const lift = 'Name an action that declared triggers follow, within their time; or none.';
  return because('identity', 'unknown-cause', { cause }, lift);
}

/** Tasks that set each other off without end are stopped. */
export function checkDepth({ scope }: Workflow, { depth, cause }: Origin): Reason[] {
  const limit = scope.limits.depth ?? DEFAULT_DEPTH;
  if (depth <= limit || cause === null) return [];
  const facts = { task: cause.task, depth, limit };
  return [because('budget', 'too-deep', facts, 'A person opens the task, or reviews a greater depth.')];
}
