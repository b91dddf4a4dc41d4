// The limits of a task, and what it used of each, as lines of facts; what is not limited is left out.

import { moneyText } from '../../../workflow/money.ts';
import type { InheritedView, LimitsView, UsageView } from '../../http/contract/budget.ts';
import { counted } from './counted.ts';

type Fact = readonly [string, string | number];

/** @param above what the tasks above it did: it counts as its own; absent: nothing */
export function budgetFacts(
  limits: LimitsView,
  usage: UsageView,
  above: InheritedView = NOTHING_ABOVE,
): readonly Fact[] {
  const { effects = {}, money, destinations, fanOut, running, records, bytes } = limits;
  return [
    ['calls', countOf(usage.calls, above.calls, limits.calls)],
    ['time', `${Math.round(usage.spentMs / 1000)} of ${limits.wallSeconds} seconds`],
    ['holds', `${usage.holds} of ${limits.holds}`],
    ['denials', usage.denials],
    ...contradictedFact(usage),
    ...Object.entries(effects).map(([effect, most]): Fact => [
      `calls that ${effect}`,
      countOf(usage.byEffect[effect] ?? 0, above.byEffect[effect] ?? 0, most),
    ]),
    ...given('money', money, (most) => countOf(usage.spent, above.spent, most, moneyText)),
    ...given('destinations', destinations, (most) =>
      countOf(usage.destinations.length, above.destinations, most),
    ),
    ...given('set off', fanOut, (most) => countOf(usage.fired, above.fired, most)),
    ...given('at once', running, (most) => `at most ${most}`),
    ...given('records', records, ({ task }) => countOf(usage.records.spent, above.records, task)),
    ...given('bytes', bytes, ({ task }) => countOf(usage.bytes.spent, above.bytes, task)),
  ];
}

function contradictedFact({ contradicted = 0 }: UsageView): readonly Fact[] {
  return contradicted === 0 ? [] : [['contradicted', `${counted(contradicted, 'result')} of this task`]];
}

const NOTHING_ABOVE: InheritedView = {
  calls: 0,
  byEffect: {},
  spent: 0,
  destinations: 0,
  fired: 0,
  records: 0,
  bytes: 0,
};

function countOf(own: number, above: number, most: number, say: (count: number) => string = String): string {
  const all = `${say(own + above)} of ${say(most)}`;
  return above === 0 ? all : `${all} (${say(above)} of them in what set it off)`;
}

/** Every limit of a workflow's tasks, as its file says it. */
export function limitFacts(limits: LimitsView): readonly Fact[] {
  const { effects = {}, money, destinations, fanOut, running, records, bytes } = limits;
  const { depth, coolingSeconds, breaker = {} } = limits;
  const { denials, variations, repeats, callsPerMinute } = breaker;
  const result = ({ task, call }: { task: number; call: number }): string => `${task}, ${call} a call`;
  return [
    ['limits', `${limits.calls} calls, ${limits.wallSeconds} seconds, ${limits.holds} holds`],
    ['one call', `${limits.callSeconds} seconds`],
    ...Object.entries(effects).map(([effect, most]): Fact => [`calls that ${effect}`, most]),
    ...given('money', money, moneyText),
    ...given('destinations', destinations, String),
    ...given('set off', fanOut, String),
    ...given('at once', running, String),
    ...given('records', records, result),
    ...given('bytes', bytes, result),
    ...given('tasks above it', depth, String),
    ...given('cools off for', coolingSeconds, (most) => `${most} seconds`),
    ...given('stopped at', denials, (most) => `${most} denials`),
    ...given('stopped at', variations, (most) => `${most} variations of what was rejected`),
    ...given('stopped at', repeats, (most) => `${most} repeats`),
    ...given('stopped at', callsPerMinute, (most) => `more than ${most} calls a minute`),
  ];
}

function given<Limit>(name: string, limit: Limit | undefined, say: (limit: Limit) => string): Fact[] {
  return limit === undefined ? [] : [[name, say(limit)]];
}
