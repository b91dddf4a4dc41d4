// The limits of a task, and what it used of each, as lines of facts; what is not limited is left out.

import { moneyText } from '../../../workflow/money.ts';
import type { LimitsView, UsageView } from '../../http/contract/budget.ts';

type Fact = readonly [string, string | number];

export function budgetFacts(limits: LimitsView, usage: UsageView): readonly Fact[] {
  const { effects = {}, money, destinations, fanOut, running, records, bytes } = limits;
  return [
    ['calls', `${usage.calls} of ${limits.calls}`],
    ['time', `${Math.round(usage.spentMs / 1000)} of ${limits.wallSeconds} seconds`],
    ['holds', `${usage.holds} of ${limits.holds}`],
    ['denials', usage.denials],
    ...Object.entries(effects).map(([effect, most]): Fact => [
      `calls that ${effect}`,
      `${usage.byEffect[effect] ?? 0} of ${most}`,
    ]),
    ...given('money', money, (most) => `${moneyText(usage.spent)} of ${moneyText(most)}`),
    ...given('destinations', destinations, (most) => `${usage.destinations.length} of ${most}`),
    ...given('set off', fanOut, (most) => `${usage.fired} of ${most}`),
    ...given('at once', running, (most) => `at most ${most}`),
    ...given('records', records, ({ task }) => `${usage.records.spent} of ${task}`),
    ...given('bytes', bytes, ({ task }) => `${usage.bytes.spent} of ${task}`),
  ];
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
