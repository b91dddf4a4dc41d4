// What a task may not that the one which set it off may: tools, effects and limits; and what it may by a
// review of its own.

import type { TaskDetail } from '../../../../src/surfaces/http/contract.ts';
import { spanOf } from '../../text/time.ts';

type Scope = TaskDetail['scope'];

export interface Narrowing {
  /** Tools of the one above that it may not use. */
  readonly lost: readonly string[];
  /** Tools that the one above may not use. */
  readonly own: readonly string[];
  /** Limits that the one above does not have, or has higher. */
  readonly lower: readonly string[];
}

export function narrowingOf(above: Scope, below: Scope): Narrowing {
  const [before, now] = [toolsOf(above), toolsOf(below)];
  return {
    lost: before.filter((tool) => !now.some((one) => covers(one, tool))),
    own: now.filter((tool) => !before.some((one) => covers(one, tool))),
    lower: [...lowerLimits(above.limits, below.limits), ...fewerEffects(above.outcomes, below.outcomes)],
  };
}

function toolsOf({ allowances }: Scope): readonly string[] {
  return [...new Set(allowances.map(({ tool }) => tool))];
}

/** `files/*` is every tool of it. */
function covers(one: string, tool: string): boolean {
  return one === tool || (one.endsWith('/*') && tool.startsWith(one.slice(0, -1)));
}

type Limits = Scope['limits'];
type Limit = readonly [read: (limits: Limits) => number | undefined, words: (most: number) => string];

const counted =
  (what: string) =>
  (most: number): string =>
    `${most.toLocaleString()} ${what}`;

const LIMITS: readonly Limit[] = [
  [({ calls }) => calls, counted('calls')],
  [({ holds }) => holds, counted('holds')],
  [({ wallSeconds }) => wallSeconds, (most) => `${spanOf(most * 1_000)} of calls`],
  [({ money }) => money, (most) => counted('of money')(most / 10_000)],
  [({ destinations }) => destinations, counted('destinations')],
  [({ fanOut }) => fanOut, counted('things set off')],
  [({ records }) => records?.task, counted('records')],
  [({ bytes }) => bytes?.task, counted('bytes')],
];

function lowerLimits(above: Limits, below: Limits): readonly string[] {
  const effects = Object.keys(below.effects ?? {}).map((effect): Limit => [
    ({ effects: of }) => of?.[effect],
    counted(`calls that ${effect}`),
  ]);
  return [...LIMITS, ...effects].flatMap(([read, words]) => {
    const [before, now] = [read(above), read(below)];
    if (now === undefined || (before !== undefined && before <= now)) return [];
    return [before === undefined ? words(now) : `${words(now)} instead of ${words(before)}`];
  });
}

function fewerEffects(above: Scope['outcomes'], below: Scope['outcomes']): readonly string[] {
  if (below === undefined || above?.every((effect) => below.includes(effect)) === true) return [];
  return [`does no more than ${below.length === 0 ? 'nothing' : below.join(', ')}`];
}
