// Stopping is answered twice: first that it is recorded, so that nothing new starts, then that nothing runs
// any more; of a tree once more in between, when all of it is recorded. Taking it back stops nothing, and is
// answered once.

import { quarantineTree, type TreeRecorded } from '../../../gateway/quarantine-tree.ts';
import { kill, quarantine, type Contained } from '../../../gateway/tasks.ts';
import type { Api, ApiRouter } from '../api.ts';
import { readJson } from '../body.ts';
import { needOperator } from '../caller/caller.ts';
import { killRequest, quarantineRequest, type ContainmentEvent } from '../contract.ts';
import { granted } from '../failure.ts';
import { ndjson } from '../ndjson.ts';

export function routeContainment(router: ApiRouter, { core }: Api): void {
  router.post('/tasks/:id/quarantine', async (c) => {
    const actor = needOperator(c.get('caller'));
    const { reason, tree } = await readJson(c.req.raw, quarantineRequest);
    const input = { task: c.req.param('id'), reason };
    if (!tree) return answer(await quarantine(core, actor, input), 'twice');
    const contained = await quarantineTree(core, actor, input);
    return answer(contained, 'twice', contained.tree);
  });
  router.post('/kill', async (c) => {
    const actor = needOperator(c.get('caller'));
    const input = await readJson(c.req.raw, killRequest);
    return answer(await kill(core, actor, input), input.lift ? 'once' : 'twice');
  });
}

function answer(
  contained: Contained,
  times: 'once' | 'twice',
  tree: Promise<TreeRecorded> | null = null,
): Response {
  // A reader who leaves, or a denial, stops nothing: that it quiesced is then just not told.
  contained.quiesced.catch(() => undefined);
  return ndjson(tell(granted(contained.answer), contained, times, tree));
}

async function* tell(
  recorded: Contained['answer'],
  { recordedMs, voidHolds, quiesced }: Contained,
  times: 'once' | 'twice',
  tree: Promise<TreeRecorded> | null,
): AsyncGenerator<string> {
  const reasons = recorded.reasons.map((reason) => ({ ...reason }));
  yield line({ event: 'recorded', ...recorded, reasons, recordedMs, voidHolds });
  if (times === 'once') return;
  if (tree !== null) {
    const { below, ...stopped } = await tree;
    yield line({ event: 'tree-recorded', ...stopped, below: [...below] });
  }
  const { steps, ...ended } = await quiesced;
  yield line({ event: 'quiesced', ...ended, steps: [...steps] });
}

function line(event: ContainmentEvent): string {
  return JSON.stringify(event);
}
