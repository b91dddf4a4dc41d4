import { expect, it } from 'vitest';
import type { RecordView } from '../../../../src/surfaces/http/contract.ts';
import { isContradicted } from '../../text/verified.ts';
import { tellStory } from './story.ts';

let seq = 0;

function record(type: string, body: RecordView['body'], causes: readonly string[] = []): RecordView {
  seq += 1;
  return {
    v: 1,
    seq,
    id: `rec_${type}_${seq}`,
    time: seq * 1_000,
    stream: 'task/t',
    version: seq,
    type,
    actor: { kind: 'agent', id: 'scribe' },
    causes: [...causes],
    body,
  };
}

const ask = (action: string, hold: string | null) => ({ action, hold, connector: 'mail', tool: 'send' });

it('tells hold, approval, permit, credential and outcome of one action as one act', () => {
  const opened = record('task-opened', { task: 't' });
  const held = record('action-held', ask('act_1', 'hold_1'), [opened.id]);
  const approved = record('approval-given', { hold: 'hold_1' }, [held.id]);
  const permitted = record('action-permitted', ask('act_2', 'hold_1'), [opened.id, approved.id]);
  const granted = record('lease-granted', { lease: 'lease_1', action: null }, [permitted.id]);
  const issued = record('lease-issued', { lease: 'lease_1' }, [granted.id]);
  const settled = record('action-settled', { action: 'act_2', outcome: 'succeeded' }, [permitted.id]);
  const records = [opened, held, approved, permitted, granted, issued, settled];
  const { acts, links } = tellStory({ records, downstream: [] });
  expect(acts.map(({ records: own }) => own.length)).toEqual([1, 6]);
  expect(acts[1]).toMatchObject({
    tool: 'mail/send',
    verdict: 'permit',
    outcome: 'succeeded',
    beganAt: held.time,
    ranAt: permitted.time,
    endedAt: settled.time,
  });
  expect(links).toEqual([{ from: opened.id, to: held.id, kind: 'cause' }]);
});

it('tells what was read back as part of the call that it was read for', () => {
  const opened = record('task-opened', { task: 't' });
  const made = record('action-permitted', ask('act_7', null), [opened.id]);
  const settled = record('action-settled', { action: 'act_7', outcome: 'succeeded' }, [made.id]);
  const read = record('action-permitted', ask('act_8', null), [opened.id]);
  const shown = record('action-settled', { action: 'act_8', outcome: 'succeeded' }, [read.id]);
  const verified = { verdict: 'contradicted', by: ['get echo /title'] };
  const back = record('outcome-read-back', { action: 'act_7', read: 'act_8', verified }, [made.id, shown.id]);
  const story = tellStory({ records: [opened, made, settled, read, shown, back], downstream: [] });
  expect(story.acts.map(({ records: own }) => own.length)).toEqual([1, 3, 2]);
  expect(story.actOf.get(back.id)).toMatchObject({ id: made.id, outcome: 'succeeded' });
  expect(story.acts.map(({ records: own }) => own.some(isContradicted))).toEqual([false, true, false]);
});

it('keeps apart two calls that share a credential', () => {
  const opened = record('task-opened', { task: 't' });
  const first = record('action-permitted', { ...ask('act_3', null), lease: 'lease_2' }, [opened.id]);
  const granted = record('lease-granted', { lease: 'lease_2', action: null }, [first.id]);
  const second = record('action-permitted', { ...ask('act_4', null), lease: 'lease_2' }, [opened.id]);
  const revoked = record('lease-revoked', { lease: 'lease_2' }, [granted.id]);
  const { acts, actOf } = tellStory({ records: [opened, first, granted, second, revoked], downstream: [] });
  expect(acts).toHaveLength(3);
  expect(actOf.get(revoked.id)?.id).toBe(first.id);
});

it('shows where data came from beside what led to it', () => {
  const opened = record('task-opened', { task: 't' });
  const read = record('action-permitted', ask('act_5', null), [opened.id]);
  const settled = record('action-settled', { action: 'act_5', outcome: 'succeeded' }, [read.id]);
  const grounding = [{ pointer: '/to', sources: [settled.id, opened.id] }];
  const sent = record('action-denied', { ...ask('act_6', null), grounding }, [opened.id]);
  const { links } = tellStory({ records: [opened, read, settled, sent], downstream: [] });
  expect(links).toContainEqual({ from: read.id, to: sent.id, kind: 'data' });
  expect(links.filter(({ to }) => to === sent.id)).toHaveLength(2);
});
