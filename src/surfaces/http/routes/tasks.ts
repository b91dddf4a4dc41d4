// Tasks: opened by people, or by an agent for itself where nobody's words are needed; renewed and closed.

import type { Core } from '../../../gateway/core.ts';
import { listContradictions } from '../../../gateway/action/contradictions.ts';
import { listBelow } from '../../../gateway/causes/below.ts';
import { exportTrace } from '../../../gateway/causes/export.ts';
import { declassify, type Unnamed } from '../../../gateway/hold/declassify.ts';
import { eraseTask } from '../../../gateway/ledger/erase.ts';
import { nextStep } from '../../../gateway/hold/next-step.ts';
import { closeTask, openTask, renew, type OpenInput } from '../../../gateway/tasks.ts';
import { trace } from '../../../gateway/views.ts';
import type { Principal } from '../../../kernel/event.ts';
import type { Api, ApiRouter } from '../api.ts';
import { readJson } from '../body.ts';
import { needOperator, needReader, type Caller } from '../caller/caller.ts';
import type { BelowView } from '../contract/below.ts';
import { declassifyRequest, type DeclassifyRequest } from '../contract/declassify.ts';
import { traceQuery } from '../contract/ledger.ts';
import { nextStepRequest } from '../contract/next.ts';
import { taskRequest } from '../contract.ts';
import { Failure, granted, notFound } from '../failure.ts';
import { readQuery } from '../query.ts';
import { describeTask, liveLeases } from '../task-view.ts';

export function routeTasks(router: ApiRouter, { core }: Api): void {
  router.post('/tasks', async (c) => {
    const input = await readJson(c.req.raw, taskRequest);
    const actor = openerOf(c.get('caller'), input);
    if (actor.kind === 'agent' && input.prompt !== null) {
      throw new Failure(
        'malformed',
        'prompt: must be null: what an agent says is not the prompt of a person',
      );
    }
    return c.json(granted(await openTask(core, actor, input)), 201);
  });
  router.post('/tasks/:id/token', async (c) => {
    const id = c.req.param('id');
    return c.json(granted(await renew(core, needTask(c.get('caller'), id), id)));
  });
  router.post('/tasks/:id/close', async (c) => c.json(await close(core, c.get('caller'), c.req.param('id'))));
  router.post('/tasks/:id/declassify', async (c) => {
    const task = c.req.param('id');
    const caller = c.get('caller');
    const actor = caller.kind === 'task' ? needTask(caller, task) : needOperator(caller);
    const input = await readJson(c.req.raw, declassifyRequest);
    const answer = await declassify(core, actor, { ...input, task });
    if (typeof answer === 'string') {
      throw (await core.models.task(task)) === null
        ? notFound(`task: ${task}`)
        : unnamed(answer, input, task);
    }
    return c.json(granted(answer));
  });
  router.post('/tasks/:id/next', async (c) => {
    const task = c.req.param('id');
    const caller = c.get('caller');
    const actor = caller.kind === 'task' ? needTask(caller, task) : needOperator(caller);
    const { step: named = null } = await readJson(c.req.raw, nextStepRequest);
    return c.json(granted(await nextStep(core, actor, { task, named })));
  });
  router.post('/tasks/:id/erase', async (c) => {
    const actor = needOperator(c.get('caller'));
    return c.json(granted(await eraseTask(core, actor, c.req.param('id'))));
  });
}

/** What people see of them. */
export function routeTaskViews(router: ApiRouter, { core }: Api): void {
  router.get('/tasks/:id', async (c) => {
    needReader(c.get('caller'));
    return c.json(await describeTask(core, c.req.param('id')));
  });
  router.get('/tasks/:id/trace', async (c) => {
    needReader(c.get('caller'));
    const { format } = readQuery(c.req.raw, traceQuery);
    const id = c.req.param('id');
    const traced = format === undefined ? await trace(core, id) : await exportTrace(core, id, format);
    if (traced === null) throw notFound(`task: ${id}`);
    return typeof traced === 'string' ? c.text(traced) : c.json(traced);
  });
  router.get('/tasks/:id/below', async (c) => {
    needReader(c.get('caller'));
    const id = c.req.param('id');
    const tasks = await listBelow(core, id);
    if (tasks === null) throw notFound(`task: ${id}`);
    return c.json({ tasks: [...tasks] } satisfies BelowView);
  });
  router.get('/tasks/:id/contradictions', async (c) => {
    needReader(c.get('caller'));
    const id = c.req.param('id');
    if ((await core.models.task(id)) === null) throw notFound(`task: ${id}`);
    await core.load(id);
    return c.json({ contradictions: await listContradictions(core, id) });
  });
  router.get('/leases', (c) => {
    needReader(c.get('caller'));
    return c.json({ leases: liveLeases(core) });
  });
}

/**
 * Whoever reads this user's files may start an agent, but not speak for a person: without words the task
 * is the named agent's own, and its workflow has to allow that.
 */
function openerOf(caller: Caller, { agent, prompt }: OpenInput): Principal {
  if (caller.kind === 'agent') return caller.principal;
  return caller.kind === 'local' && prompt === null ? { kind: 'agent', id: agent } : needOperator(caller);
}

async function close(core: Core, caller: Caller, id: string) {
  const actor = caller.kind === 'task' ? needTask(caller, id) : needOperator(caller);
  return granted(await closeTask(core, actor, id));
}

/** A task token speaks for its own task alone. */
function needTask(caller: Caller, id: string): Principal {
  if (caller.kind === 'task' && caller.task === id) return caller.principal;
  throw new Failure('not-allowed', "only the task's own token may ask for this");
}

function unnamed(what: Unnamed, { source, tool, destination }: DeclassifyRequest, task: string): Failure {
  if (what === 'tool') {
    const help = 'Name it as connector/tool, or leave it out for any: holdpoint connector list';
    return new Failure('invalid', `no admitted tool: ${tool}`, { help });
  }
  if (what === 'destination') {
    const help = 'Name one mail address, host or URL, or leave it out for any';
    return new Failure('invalid', `not one address: ${destination}`, { help });
  }
  const where = source.pointer === '' ? 'the whole of it' : `at ${source.pointer}`;
  return new Failure('not-found', `${source.record} keeps no text or number, ${where}`, {
    help:
      `holdpoint trace ${task} lists the records. A pointer starts at the result of a call ` +
      '(/content), or at the arguments of an action or hold (/entities/0/name)',
  });
}
