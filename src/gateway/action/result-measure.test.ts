import { afterEach, expect, it } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import { countRecords } from './result-measure.ts';
import { startRig, type Rig } from '../rig.contract.ts';
import { trace } from '../views.ts';

let rig: Rig | null = null;
afterEach(() => rig?.stop());

const COUNTED: [string, JsonObject, number][] = [
  ['nothing that is listed is one record', {}, 1],
  ['an object without lists is one record', { structuredContent: { name: 'a' } }, 1],
  ['a list counts its items', { structuredContent: { rows: [1, 2, 3] } }, 3],
  ['lists beside each other add up', { structuredContent: { a: [1], b: { c: [2, 3] } } }, 3],
  ['what is within an item is the item', { structuredContent: { rows: [[1, 2, 3], { x: [4] }] } }, 2],
  ['texts count one each', { content: [{ type: 'text', text: 'a' }, { type: 'image' }] }, 2],
  ['JSON in a text counts as what it says', { content: [{ type: 'text', text: '[1,2,3,4]' }, 'odd'] }, 5],
  ['whichever form says more', { structuredContent: { n: 1 }, content: [{ text: '{"r":[1,2]}' }] }, 2],
  ['a resource has contents', { contents: [{ uri: 'a' }, { uri: 'b' }] }, 2],
];

it.each(COUNTED)('%s', (_, result, count) => {
  expect(countRecords(result)).toBe(count);
});

it('what is nested too deep is more than anything', () => {
  let deep: JsonObject = {};
  for (let level = 0; level < 100; level += 1) deep = { deep };
  expect(countRecords({ structuredContent: deep })).toBe(Infinity);
});

const LIMITS =
  'limits: {calls: 9, wall: 4000s, call: 10s, records: {task: 5, call: 3}, bytes: {task: 5000, call: 900}}';

function rows(count: number, text = 'x'): JsonObject {
  return { structuredContent: { rows: Array.from({ length: count }, () => text) }, content: [] };
}

async function settled(task: string): Promise<unknown> {
  const { records } = (await trace(rig!.core, task))!;
  return records.findLast(({ type }) => type === 'action-settled')?.body;
}

it('a result within its reservation is given and counted; one beyond it is withheld', async () => {
  rig = await startRig({ limits: LIMITS });
  const task = await rig.open();
  const answers = (result: JsonObject): void => {
    rig!.upstream.answer = () => Promise.resolve({ outcome: 'succeeded', result });
  };
  answers(rows(3));
  expect(await rig.call(task, 'notes/read', { n: 1 })).toMatchObject({ reply: { result: rows(3) } });
  expect(await settled(task)).toMatchObject({ outcome: 'succeeded', records: 3 });

  const beyond = await rig.call(task, 'notes/read', { n: 2 });
  expect(beyond).toMatchObject({ outcome: 'succeeded', reply: { result: { isError: true } } });
  expect(JSON.stringify(beyond)).not.toContain('"rows"');
  expect(await settled(task)).not.toHaveProperty('records');

  answers(rows(1, 'y'.repeat(1_000)));
  expect(await rig.call(task, 'notes/read', { n: 3 })).toMatchObject({
    reply: { result: { isError: true } },
  });
  answers(rows(2));
  expect(await rig.call(task, 'notes/read', { n: 4 })).toMatchObject({ reply: { result: rows(2) } });
  expect(await rig.call(task, 'notes/read', { n: 5 })).toMatchObject({
    verdict: 'deny',
    reasons: [{ code: 'records-exhausted', facts: { reserved: 0, spent: 5 } }],
  });
  expect(rig.core.world.task(task)?.usage.records).toEqual({ reserved: 0, spent: 5 });
});

it('an error is no record, and one that says too much is withheld too', async () => {
  rig = await startRig({ limits: LIMITS });
  const task = await rig.open();
  const message = 'no'.repeat(1_000);
  rig.upstream.answer = () => Promise.resolve({ outcome: 'failed', error: { code: -1, message } });
  const answer = await rig.call(task, 'notes/read');
  expect(answer).toMatchObject({ outcome: 'failed' });
  expect(JSON.stringify(answer)).not.toContain(message);
  rig.upstream.answer = () => Promise.resolve({ outcome: 'failed', error: { code: -1, message: 'no' } });
  await rig.call(task, 'notes/read', { n: 2 });
  expect(await settled(task)).toMatchObject({ outcome: 'failed', records: 0 });
});
