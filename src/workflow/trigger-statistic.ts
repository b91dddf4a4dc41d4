// What often follows what, more often than chance: a hint for people, who alone can say that the one sets off
// the other. Busy traffic follows everything, so each pair is held against how often it would by chance.

/** A call that succeeded. */
export interface SeenCall {
  readonly record: string;
  /** `connector/tool`. */
  readonly tool: string;
  /** Unix milliseconds. */
  readonly at: number;
}

/** A task that an agent opened by itself. */
export interface SeenOpening {
  readonly record: string;
  readonly workflow: string;
  readonly at: number;
}

export interface TriggerHint {
  readonly tool: string;
  /** `workflow/<id>`. */
  readonly starts: string;
  /** Calls that it followed as soon as nine of ten times, of the calls in all. */
  readonly followed: number;
  readonly calls: number;
  /** Part of the calls that it would follow within that time by chance. */
  readonly expected: number;
  /** How many times more often it follows than by chance. */
  readonly lift: number;
  readonly medianSeconds: number;
  /** What a trigger may say: with room for what comes later than any that were seen. */
  readonly withinSeconds: number;
  readonly examples: readonly { readonly call: string; readonly opening: string }[];
}

/** So many calls at least were followed, and this part of all: fewer say nothing. */
const MIN_FOLLOWED = 5;
const MIN_PART = 0.2;
/** It follows so many times more often than by chance. */
const MIN_LIFT = 3;
/** Chance alone gives as much or more with no greater probability than this. */
const MAX_CHANCE = 0.001;
const EXAMPLES = 3;

/** The most telling first. */
export function findTriggers(
  calls: readonly SeenCall[],
  openings: readonly SeenOpening[],
  withinSeconds: number,
): readonly TriggerHint[] {
  const spanMs = spanOf([...calls, ...openings]);
  const opened = groupBy(openings, (opening) => opening.workflow);
  const hints = [...groupBy(calls, (call) => call.tool)].flatMap(([tool, made]) =>
    [...opened].flatMap(([workflow, followers]) => {
      const pairs = pairUp(made, followers, withinSeconds * 1_000);
      return hintOf({ tool, workflow, calls: made.length, openings: followers.length, spanMs }, pairs) ?? [];
    }),
  );
  return hints.toSorted((one, other) => other.lift * other.followed - one.lift * one.followed);
}

/** From the first to the last, milliseconds; at least one. */
function spanOf(seen: readonly { readonly at: number }[]): number {
  let [first, last] = [Infinity, 0];
  for (const { at } of seen) [first, last] = [Math.min(first, at), Math.max(last, at)];
  return Math.max(1, last - first);
}

interface Pair {
  readonly call: SeenCall;
  readonly opening: SeenOpening;
}

/** Each opening with the newest call before it, within the window, that no earlier opening has. */
function pairUp(calls: readonly SeenCall[], openings: readonly SeenOpening[], windowMs: number): Pair[] {
  const pairs: Pair[] = [];
  const waiting: SeenCall[] = [];
  let next = 0;
  for (const opening of openings) {
    for (; next < calls.length && calls[next]!.at <= opening.at; next += 1) waiting.push(calls[next]!);
    const call = waiting.pop();
    if (call !== undefined && opening.at - call.at <= windowMs) pairs.push({ call, opening });
  }
  return pairs;
}

interface Counts {
  readonly tool: string;
  readonly workflow: string;
  readonly calls: number;
  readonly openings: number;
  readonly spanMs: number;
}

function hintOf(
  { tool, workflow, calls, openings, spanMs }: Counts,
  pairs: readonly Pair[],
): TriggerHint | null {
  const delayAt = (share: number, among: readonly Pair[]): number =>
    among.map(({ call, opening }) => opening.at - call.at).toSorted((a, b) => a - b)[
      Math.floor((among.length - 1) * share)
    ] ?? 0;
  // Most come soon, where there is something to it: within that time chance has less to give.
  const withinMs = Math.max(1_000, delayAt(0.9, pairs));
  const soon = pairs.filter(({ call, opening }) => opening.at - call.at <= withinMs);
  const part = soon.length / calls;
  // Openings that lie about at random: the chance that one at least is in the time after a call.
  const expected = 1 - Math.exp((-openings * withinMs) / spanMs);
  const lift = part / expected;
  if (soon.length < MIN_FOLLOWED || part < MIN_PART || lift < MIN_LIFT) return null;
  if (chanceOf(soon.length, calls, expected) > MAX_CHANCE) return null;
  return {
    tool,
    starts: `workflow/${workflow}`,
    followed: soon.length,
    calls,
    expected,
    lift,
    medianSeconds: delayAt(0.5, soon) / 1_000,
    withinSeconds: proposed(delayAt(0.95, pairs)),
    examples: soon
      .slice(0, EXAMPLES)
      .map(({ call, opening }) => ({ call: call.record, opening: opening.record })),
  };
}

const MIN_WITHIN = 60;
/** What a trigger can say, seconds. */
const MAX_WITHIN = 2_592_000;

/** Twice what nineteen of twenty took. */
function proposed(delayMs: number): number {
  return Math.min(MAX_WITHIN, Math.max(MIN_WITHIN, Math.ceil((2 * delayMs) / 1_000)));
}

/** Chernoff's bound on `hits` or more of `trials`, each with the probability; `hits` is above the mean. */
function chanceOf(hits: number, trials: number, probability: number): number {
  const part = hits / trials;
  const term = (of: number, against: number): number => (of === 0 ? 0 : of * Math.log(of / against));
  return Math.exp(-trials * (term(part, probability) + term(1 - part, 1 - probability)));
}

/** Each group in the order of time. */
function groupBy<Item extends { readonly at: number }>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items.toSorted((one, other) => one.at - other.at)) {
    const group = groups.get(keyOf(item)) ?? [];
    if (group.push(item) === 1) groups.set(keyOf(item), group);
  }
  return groups;
}
