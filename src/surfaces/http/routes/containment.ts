// Stopping is answered twice: first that it is recorded, so that nothing new starts, then that nothing runs
// any more.

import { kill, quarantine, type Contained } from '../../../gateway/tasks.ts';
import type { Api, ApiRouter } from '../api.ts';
import { readJson } from '../body.ts';
import { needOperator } from '../caller.ts';
import { killRequest, quarantineRequest, type ContainmentEvent } from '../contract.ts';
import { granted } from '../failure.ts';
import { ndjson } from '../ndjson.ts';

export function routeContainment(router: ApiRouter, { core }: Api): void {
  router.post('/tasks/:id/quarantine', async (c) => {
    const actor = needOperator(c.get('caller'));
    const { reason } = await readJson(c.req.raw, quarantineRequest);
    return answerTwice(await quarantine(core, actor, { task: c.req.param('id'), reason }));
  });
  router.post('/kill', async (c) => {
    const actor = needOperator(c.get('caller'));
    const input = await readJson(c.req.raw, killRequest);
    return answerTwice(await kill(core, actor, input));
  });
}

function answerTwice(contained: Contained): Response {
  // A reader who leaves, or a denial, stops nothing: that it quiesced is then just not told.
  contained.quiesced.catch(() => undefined);
  const answer = granted(contained.answer);
  return ndjson(tell(answer, contained));
}

async function* tell(answer: Contained['answer'], contained: Contained): AsyncGenerator<string> {
  const { recordedMs, quiesced } = contained;
  const reasons = answer.reasons.map((reason) => ({ ...reason }));
  yield line({ event: 'recorded', ...answer, reasons, recordedMs });
  yield line({ event: 'quiesced', ...(await quiesced) });
}

function line(event: ContainmentEvent): string {
  return JSON.stringify(event);
}
