// What a call sets off keeps its cause: the task that an agent opens by itself goes on from it in depth,
// labels and counts, and everybody who looks sees how they hang together.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { PLAIN } from '../../src/surfaces/cli/render/style.ts';
import { renderBlast } from '../../src/surfaces/cli/render/blast-render.ts';
import { renderTrace } from '../../src/surfaces/cli/render/trace-render.ts';
import { blastResponse, triggersResponse } from '../../src/surfaces/http/contract/blast.ts';
import { taskDetail, taskOpened, traceResponse } from '../../src/surfaces/http/contract.ts';
import { startHttpServer, type HttpFixture } from '../fixtures/upstream/http-server.ts';
import { PostOffice } from './post-office.ts';
import { setStage, type Stage } from './stage.ts';

let stage: Stage;
let fixture: HttpFixture;
let post: PostOffice;

beforeAll(async () => {
  stage = await setStage('{holdWaitSeconds: 1}');
  fixture = await startHttpServer();
  post = new PostOffice(stage);
  await post.open(fixture.url);
});
afterAll(async () => {
  await stage.stop();
  await fixture.close();
});

it('a mail leads to a task of another agent, which goes on from it', async () => {
  const first = await post.openMailing();
  await post.call(first, 'sees', 'echo');
  const second = taskOpened.parse(await (await post.openByItself()).json());

  const detail = taskDetail.parse(await post.ask('GET', `/tasks/${second.task}`));
  expect(detail).toMatchObject({ depth: 1, cause: { task: first.id, action: expect.any(String) } });
  const state = stage.daemon.running.core.world.task(second.task);
  expect(state).toMatchObject({
    data: {
      sensitivity: 'confidential',
      categories: expect.arrayContaining(['pii']),
      integrity: 'untrusted',
    },
    inherited: { calls: 2 },
  });

  const trace = traceResponse.parse(await post.ask('GET', `/tasks/${first.id}/trace`));
  const text = renderTrace(trace, PLAIN);
  expect(text).toContain('may set off workflow/answers by desk');
  expect(text).toContain(`task ${second.task} · workflow answers`);
  expect(text).toContain(`of ${first.id}, at depth 1`);
  const { body } = await stage.alice.ask('GET', `/tasks/${first.id}/trace?format=json`);
  const graph = body as { nodes: { id: string; type: string; stream: string }[] };
  expect(graph.nodes.filter(({ stream }) => stream === `task/${second.task}`)[0]?.type).toBe('task-opened');

  const back = await stage.alice.ask('GET', `/tasks/${second.task}/trace?format=json`);
  const streams = (back.body as typeof graph).nodes.map(({ stream }) => stream);
  expect(streams).toEqual(expect.arrayContaining([`task/${first.id}`, `task/${second.task}`]));

  // The second task's own mail would lead to a third one, deeper than the workflow lets.
  await post.call({ id: second.task, token: second.token.token }, 'echo');
  expect((await post.openByItself()).status).toBe(403);
  const records = await stage.daemon.running.core.store.read({
    stream: 'agent/clerk',
    fromSeq: 0,
    limit: 100,
  });
  expect(records.at(-1)?.text).toContain('"code":"too-deep"');
});

it('the blast radius shows it before it happens, and the ledger is asked what it hints at', async () => {
  const found = blastResponse.parse(await post.ask('GET', '/blast-radius?kind=agent&name=scribe'));
  const text = renderBlast(found, PLAIN);
  expect(text).toMatch(/^agent scribe/);
  expect(text).toContain('⏸ workflow mailing');
  expect(text).toContain('✓ workflow answers');
  expect(text).toContain('set off by desk: the desk answers mail');
  const { status } = await stage.alice.ask('GET', '/blast-radius?kind=agent&name=nobody');
  expect(status).toBe(404);
  const learned = triggersResponse.parse(await post.ask('GET', '/triggers/learned'));
  expect(learned).toMatchObject({ hints: [], isCut: false });
});
