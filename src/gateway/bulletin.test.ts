import { describe, expect, it } from 'vitest';
import type { Event } from '../kernel/event.ts';
import { createBulletin, type Announcement } from './bulletin.ts';

function event(type: string, stream: string, body: object): Event {
  const actor = { kind: 'system', id: 'holdpoint' };
  return { id: 'rec_1', time: 1, stream, type, actor, causes: [], body } as unknown as Event;
}

const held = event('action-held', 'task/task_1', {
  action: 'act_1',
  hold: 'hold_1',
  joined: false,
  obligations: [{ kind: 'notify', roles: ['security'] }],
});
const settled = event('action-settled', 'task/task_1', { action: 'act_1', outcome: 'succeeded' });

describe('the bulletin', () => {
  it('names what a record is about, and carries nothing of what it says', () => {
    const bulletin = createBulletin('process_1');
    const heard: Announcement[] = [];
    bulletin.subscribe((one) => heard.push(one));
    bulletin.post(held);
    bulletin.post(event('tool-drifted', 'connector/files', { tool: 'read', pinned: 'a', observed: 'b' }));
    bulletin.post(event('lease-granted', 'task/task_1', { lease: 'lease_1', action: 'act_1' }));
    bulletin.post(event('task-closed', 'task/task_1', { task: 'task_1', why: 'done' }));
    bulletin.post(event('operator-added', 'org', {}));
    expect(heard.map(({ topic, subject, task }) => [topic, subject, task])).toEqual([
      ['hold', 'hold_1', 'task_1'],
      ['action', 'act_1', 'task_1'],
      ['notice', 'rec_1', 'task_1'],
      ['connector', 'files', null],
      ['lease', 'lease_1', 'task_1'],
      ['task', 'task_1', 'task_1'],
      ['org', 'rec_1', null],
    ]);
    expect(Object.keys(heard[0]!).toSorted()).toEqual(['id', 'subject', 'task', 'topic', 'what']);
  });

  it('goes on from where somebody left', () => {
    const bulletin = createBulletin('process_1');
    bulletin.post(settled);
    const left = bulletin.last();
    expect(bulletin.since(left)).toEqual([]);
    bulletin.post(held);
    expect(bulletin.since(left)?.map(({ topic }) => topic)).toEqual(['hold', 'action', 'notice']);
  });

  it('says so where it does not know what came since', () => {
    const bulletin = createBulletin('process_1');
    const left = bulletin.last();
    for (let count = 0; count < 1_025; count += 1) bulletin.post(settled);
    expect(bulletin.since(left)).toBeNull();
    expect(bulletin.since('another-1')).toBeNull();
    expect(bulletin.since('nonsense')).toBeNull();
    expect(bulletin.since(`${left.split('-')[0]}-9999`)).toBeNull();
  });

  it('tells nobody who left', () => {
    const bulletin = createBulletin('process_1');
    const heard: Announcement[] = [];
    const leave = bulletin.subscribe((one) => heard.push(one));
    leave();
    bulletin.post(settled);
    expect(heard).toEqual([]);
  });
});
