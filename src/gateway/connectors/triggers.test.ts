import { expect, test } from 'vitest';
import type { StoredRecord } from '../ports.ts';
import { learnTriggers } from './triggers.ts';

const MINUTE = 60_000;

/** A ledger in which a mail is answered a minute after it was sent, every hour. */
function ledgerOf(hours: number) {
  const records: StoredRecord[] = [];
  const add = (type: string, stream: string, time: number, kind: string, body: object): void => {
    const [seq, id] = [records.length, `rec_${records.length}`];
    const actor = { kind, id: 'somebody' };
    const text = JSON.stringify({ v: 1, seq, id, stream, version: 1, type, time, actor, causes: [], body });
    records.push({ seq, id, stream, version: 1, type, time, text, hash: new Uint8Array() });
  };
  for (let hour = 0; hour < hours; hour += 1) {
    const at = hour * 60 * MINUTE;
    const mail = { action: `act_${hour}`, connector: 'post', tool: 'mail' };
    add('action-permitted', 'task/task_1', at, 'agent', mail);
    add('action-permitted', 'task/task_1', at, 'agent', { ...mail, action: `lost_${hour}`, tool: 'lost' });
    const opened = { task: `task_${hour}`, workflow: 'answers', prompt: null };
    add('task-opened', `task/task_${hour}`, at + MINUTE, 'agent', opened);
    add('task-opened', `task/asked_${hour}`, at + MINUTE, 'operator', { ...opened, workflow: 'asked' });
    add('action-settled', 'task/task_1', at + 2 * MINUTE, 'system', {
      action: mail.action,
      outcome: 'succeeded',
    });
    add('action-settled', 'task/task_1', at + 2 * MINUTE, 'system', {
      action: `lost_${hour}`,
      outcome: 'failed',
    });
  }
  return {
    head: () => Promise.resolve({ size: records.length }),
    read: ({ fromSeq, limit }: { fromSeq: number; limit: number }) =>
      Promise.resolve(records.slice(fromSeq, fromSeq + limit)),
  } as unknown as Parameters<typeof learnTriggers>[0];
}

test('what an agent opens by itself after calls that succeeded is found in the records', async () => {
  const learned = await learnTriggers(ledgerOf(300), { since: 0, withinSeconds: 3_600 });
  expect(learned).toMatchObject({ records: 1_800, isCut: false });
  expect(learned.hints).toEqual([
    expect.objectContaining({
      tool: 'post/mail',
      starts: 'workflow/answers',
      followed: 300,
      calls: 300,
      medianSeconds: 60,
      withinSeconds: 120,
      examples: expect.arrayContaining([{ call: 'rec_0', opening: 'rec_2' }]),
    }),
  ]);
});

test('only what was recorded since then is looked at', async () => {
  const learned = await learnTriggers(ledgerOf(10), { since: 7 * 60 * MINUTE, withinSeconds: 3_600 });
  expect(learned).toMatchObject({ records: 18, hints: [] });
});
