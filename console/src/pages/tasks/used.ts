// What a task used of what it may, as figures; what nothing limits is left out.

import type { TaskDetail } from '../../../../src/surfaces/http/contract.ts';
import { spanOf } from '../../text/time.ts';

type Figure = readonly [name: string, value: string];

export function usedFigures({ scope: { limits, steps }, step, usage }: TaskDetail): readonly Figure[] {
  const { effects = {}, money, destinations, fanOut, records, bytes } = limits;
  const of = (name: string, used: number, most: number | undefined): readonly Figure[] =>
    most === undefined ? [] : [[name, `${used.toLocaleString()} of ${most.toLocaleString()}`]];
  const at = (steps ?? []).findIndex(({ name }) => name === step);
  return [
    ...(at === -1 ? [] : [['Step', `${step}, ${at + 1} of ${steps!.length}`] as const]),
    ...of('Calls', usage.calls, limits.calls),
    ['Time of calls', `${spanOf(usage.spentMs)} of ${spanOf(limits.wallSeconds * 1_000)}`],
    ...of('Holds', usage.holds, limits.holds),
    ...Object.entries(effects).flatMap(([effect, most]) =>
      of(`Calls that ${effect}`, usage.byEffect[effect] ?? 0, most),
    ),
    ...of('Money', usage.spent / 10_000, money === undefined ? undefined : money / 10_000),
    ...of('Destinations', usage.destinations.length, destinations),
    ...of('Set off', usage.fired, fanOut),
    ...of('Records', usage.records.spent, records?.task),
    ...of('Bytes', usage.bytes.spent, bytes?.task),
  ];
}
