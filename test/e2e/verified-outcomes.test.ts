// Where a person admitted what tells it, what a real server answers is compared with what was asked; what is
// found is recorded, counts in the chain, and changes neither the outcome nor what comes back.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { renderHold } from '../../src/surfaces/cli/commands/hold.ts';
import { renderDetail } from '../../src/surfaces/cli/commands/task.ts';
import { renderContradictions } from '../../src/surfaces/cli/render/contradictions.ts';
import { PLAIN } from '../../src/surfaces/cli/render/style.ts';
import { renderTrace } from '../../src/surfaces/cli/render/trace-render.ts';
import { holdDetail, taskDetail, taskOpened, traceResponse } from '../../src/surfaces/http/contract.ts';
import { contradictionsResponse } from '../../src/surfaces/http/contract/contradiction.ts';
import { connectorProposed } from '../../src/surfaces/http/contract/connector.ts';
import { startHttpServer, type HttpFixture } from '../fixtures/upstream/http-server.ts';
import { connect, setStage, type Stage } from './stage.ts';

let stage: Stage;
let fixture: HttpFixture;

const output = { sensitivity: 'public', categories: [], integrity: 'trusted' };
const profileWith = (verify: object[]) => ({ egress: 'none', roles: {}, output, verify });

beforeAll(async () => {
  stage = await setStage('{holdWaitSeconds: 1}');
  fixture = await startHttpServer();
  const upstream = { transport: 'http', url: fixture.url } as const;
  const proposed = await ask('POST', '/connectors', { id: 'post', upstream, credential: null });
  await ask('POST', '/connectors/post/admit', {
    proposal: connectorProposed.parse(proposed).proposal,
    effects: { echo: ['read'], counts: ['read'], sees: ['read'], progress: ['write'], big: ['write'] },
    profiles: {
      echo: profileWith([{ check: 'echo', result: '/nested/list/2', argument: '/word' }]),
      counts: profileWith([
        { check: 'receipt', result: '/counts' },
        { check: 'at-most', result: '/counts', most: 1 },
      ]),
      sees: profileWith([{ check: 'count', result: '/rows', argument: '/ids' }]),
      big: {
        ...profileWith([]),
        readBack: {
          tool: 'counts',
          with: {},
          checks: [{ check: 'count', result: '/big', argument: '/times' }],
        },
      },
    },
  });
  const allow = ['echo', 'counts', 'sees', 'big'].map(
    (tool) => `  - {tool: post/${tool}, preapproved: true}`,
  );
  const text = `holdpoint: workflow/v1
id: checking
purpose: Compare what was done with what was asked
owner: op_alice
agents: [scribe]
expires: 2099-01-01
allow:
${allow.join('\n')}
  - {tool: post/progress}
`;
  await ask('POST', '/workflows', { name: 'checking.workflow.yaml', text });
});
afterAll(async () => {
  await stage.stop();
  await fixture.close();
});

async function ask(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
  const { status, body: answer } = await stage.alice.ask(method, path, body);
  if (status > 201) throw new Error(JSON.stringify(answer));
  return answer;
}

it('a result is compared with what was asked, and what it says is recorded without a value', async () => {
  const opened = taskOpened.parse(
    await ask('POST', '/tasks', { workflow: 'checking', agent: 'scribe', prompt: 'Check' }),
  );
  const client = await connect(stage.daemon.url, opened.token.token, 'auto');
  const call = async (tool: string, args: object): Promise<boolean> => {
    const { isError } = await client.callTool({ name: `post__${tool}`, arguments: { ...args } });
    return isError ?? false;
  };
  expect(await call('echo', { word: 'x' })).toBe(false);
  expect(await call('echo', { word: 'unheard-of' })).toBe(false);
  expect(await call('counts', {})).toBe(false);
  expect(await call('counts', {})).toBe(false);
  expect(await call('sees', { ids: [1] })).toBe(false);
  expect(await call('progress', {})).toBe(true);
  await client.close();

  const trace = traceResponse.parse(await ask('GET', `/tasks/${opened.task}/trace`));
  const settled = trace.records.filter(({ type }) => type === 'action-settled').map(({ body }) => body);
  expect(settled.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 5 }, () => 'succeeded'));
  expect(settled.map(({ verified }) => verified)).toEqual([
    { verdict: 'confirmed', by: ['echo /nested/list/2'] },
    { verdict: 'contradicted', by: ['echo /nested/list/2'] },
    { verdict: 'confirmed', by: ['receipt /counts', 'at-most /counts'] },
    { verdict: 'contradicted', by: ['at-most /counts'] },
    { verdict: 'untold', by: ['count /rows'] },
  ]);
  expect(JSON.stringify(settled)).not.toContain('unheard-of');
  const text = renderTrace(trace, PLAIN);
  expect(text).toContain('its result contradicts what was asked: echo /nested/list/2');
  expect(text).toContain('its result confirms what was asked: receipt /counts, at-most /counts');
  expect(text).toContain('its result does not tell whether it did what was asked: count /rows');
  expect(stage.daemon.running.core.world.task(opened.task)?.usage.contradicted).toBe(2);

  // Who decides what it may do next sees it.
  const hold = await stage.hold({ id: opened.task, token: opened.token.token });
  const shown = renderHold(holdDetail.parse(await ask('GET', `/holds/${hold}`)));
  expect(shown).toMatch(/^contradicted +2 results of this task/m);
});

it('what another tool shows afterwards is compared too, by a recorded call like any other', async () => {
  const opened = taskOpened.parse(
    await ask('POST', '/tasks', { workflow: 'checking', agent: 'scribe', prompt: 'Write' }),
  );
  const client = await connect(stage.daemon.url, opened.token.token, 'auto');
  for (const times of [1, 5]) await client.callTool({ name: 'post__big', arguments: { bytes: 1, times } });
  await client.close();
  const trace = traceResponse.parse(await ask('GET', `/tasks/${opened.task}/trace`));
  const permits = trace.records.filter(({ type }) => type === 'action-permitted').map(({ body }) => body);
  expect(permits.map(({ tool }) => tool)).toEqual(['big', 'counts', 'big', 'counts']);
  const told = trace.records.filter(({ type }) => type === 'outcome-read-back').map(({ body }) => body);
  expect(told).toMatchObject([
    { action: permits[0]!['action'], read: permits[1]!['action'], verified: { verdict: 'confirmed' } },
    { action: permits[2]!['action'], read: permits[3]!['action'], verified: { verdict: 'contradicted' } },
  ]);
  const text = renderTrace(trace, PLAIN);
  expect(text).toContain('read back: what it shows contradicts what was asked: counts count /big');
  const { contradictions } = contradictionsResponse.parse(
    await ask('GET', `/tasks/${opened.task}/contradictions`),
  );
  const back = contradictions.filter(({ isReadBack }) => isReadBack);
  expect(back).toMatchObject([
    { tool: 'big', compared: [{ check: 'counts count /big', expected: '5', found: '2' }] },
  ]);
  const table = renderContradictions(contradictions) ?? '';
  expect(table).toMatch(/^post\/big +counts count \/big +5 +2 +rec_/m);
  expect(table).toMatch(/^post\/counts +at-most \/counts +at most 1 +\d+ +rec_/m);
  const detail = taskDetail.parse(await ask('GET', `/tasks/${opened.task}`));
  expect(renderDetail(detail, contradictions)).toMatch(/^contradicted +3 results of this task$/m);
  // One by what was read back, and two by a check of the tool that read.
  expect(stage.daemon.running.core.world.task(opened.task)?.usage.contradicted).toBe(1 + 2);
});
