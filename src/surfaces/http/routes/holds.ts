// Holds: what people are asked, in full, and their signed answers.

import { misfitsOf } from '../../../gateway/hold/edit.ts';
import { decideHold, draftStatement } from '../../../gateway/tasks.ts';
import { listHolds, showHold, tellHold } from '../../../gateway/views.ts';
import type { Api, ApiRouter } from '../api.ts';
import { readJson } from '../body.ts';
import { needOperator, needReader } from '../caller/caller.ts';
import { decisionRequest, statementRequest } from '../contract.ts';
import { Failure, granted, notFound } from '../failure.ts';
import { relyingParty } from '../caller/relying-party.ts';

export function routeHolds(router: ApiRouter, { core, deps }: Api): void {
  router.get('/holds', (c) => {
    needReader(c.get('caller'));
    return c.json({ holds: listHolds(core) });
  });
  router.get('/holds/:id', async (c) => {
    needReader(c.get('caller'));
    const hold = await showHold(core, c.req.param('id'));
    if (hold === null) throw notFound(`hold: ${c.req.param('id')}`);
    return c.json(hold);
  });
  router.get('/holds/:id/words', async (c) => {
    needReader(c.get('caller'));
    const words = await tellHold(core, c.req.param('id'));
    if (words === null) throw notFound(`hold: ${c.req.param('id')}`);
    return c.json(words);
  });
  router.post('/holds/:id/statement', async (c) => {
    const operator = needOperator(c.get('caller'));
    const hold = c.req.param('id');
    const input = await readJson(c.req.raw, statementRequest);
    const { task, edit } = input;
    if (edit !== undefined) requireFit(await misfitsOf(core, { task, hold, edit }));
    const statement = await draftStatement(core, operator.id, { ...input, hold });
    if (statement === null) throw notFound(`hold of that task: ${hold}`);
    return c.json(statement);
  });
  router.post('/holds/:id/decision', async (c) => {
    const operator = needOperator(c.get('caller'));
    const input = await readJson(c.req.raw, decisionRequest);
    if (input.statement.hold !== c.req.param('id')) {
      throw new Failure('malformed', 'statement.hold: is not the hold that the request is about');
    }
    const { assertion, ...said } = input;
    const { origin } = relyingParty(deps.listen);
    const passkey = assertion === undefined ? {} : { passkey: { assertion, origin } };
    return c.json(granted(await decideHold(core, operator, { ...said, ...passkey })));
  });
}

/** Nobody is to sign what the tool would not take. */
function requireFit(misfits: readonly string[]): void {
  if (misfits.length === 0) return;
  const problems = misfits.map((message) => ({
    severity: 'error' as const,
    source: 'edit',
    line: 1,
    column: 1,
    message,
    help: null,
  }));
  throw new Failure('invalid', 'the arguments do not fit the tool as it is admitted', { problems });
}
