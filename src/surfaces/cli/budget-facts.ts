// What a task used of each of its limits, as lines of facts; what is not limited is left out.

import { moneyText } from '../../workflow/money.ts';
import type { LimitsView, UsageView } from '../http/contract-budget.ts';

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

function given<Limit>(name: string, limit: Limit | undefined, say: (limit: Limit) => string): Fact[] {
  return limit === undefined ? [] : [[name, say(limit)]];
}
