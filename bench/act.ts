// One whole act, described, decided, recorded, called, looked through and settled, by one caller: with all
// rules of the starter pack beside a policy that permits everything, so that structural rules alone are left.
// Grounding, scans and labels are on both sides: they are no policy's to switch off.

import { callOnce } from './decide.ts';
import type { Core } from '../src/gateway/core.ts';
import { withGateway } from './in-process.ts';
import { toResult, type Bench } from './result.ts';

const WARM_UP_CALLS = 200;
const MEASURED_MS = 12_000;
const PERMIT_ALL = { name: 'all.cedar', text: '@id("all") permit (principal, action, resource);' };

/** As long as a mail, with an address, a number and a date in it: different each time. */
const PROSE =
  'We met Ann Lee (ann@corp.example) on 12 May and agreed on 1,234.50 USD for the second delivery of order ' +
  'A4711-22. Details are on https://corp.example/orders/A4711-22; the rest is sent on Friday as usual. ';

/** A permitted call that was made, or the bench ends. */
export async function actOnce(core: Core, task: string): Promise<void> {
  const answer = await callOnce(core, task, `${core.ids.mint()} ${PROSE}`);
  if (answer.verdict !== 'permit' || answer.outcome !== 'succeeded')
    throw new Error(`not made but ${JSON.stringify(answer)}`);
}

export const actRules: Bench = {
  names: ['act-rules'],
  run: ({ progress }) =>
    withGateway((all) =>
      withGateway(
        async (few) => {
          const times = { ours: [] as number[], other: [] as number[] };
          for (let call = 0; call < WARM_UP_CALLS; call += 1) {
            for (const { core, task } of [all, few]) await actOnce(core, task);
          }
          for (const until = performance.now() + MEASURED_MS; performance.now() < until;) {
            times.ours.push(await actMs(all.core, all.task));
            times.other.push(await actMs(few.core, few.task));
          }
          progress(`${times.ours.length} calls a side`);
          return [toResult('act-rules', 'ms', times.ours, times.other)];
        },
        undefined,
        PERMIT_ALL,
      ),
    ),
};

async function actMs(core: Core, task: string): Promise<number> {
  const startedAt = performance.now();
  await actOnce(core, task);
  return performance.now() - startedAt;
}
