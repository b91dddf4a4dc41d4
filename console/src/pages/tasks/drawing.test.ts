import { expect, it } from 'vitest';
import { draw } from './drawing.ts';
import { MOST_BOXES } from './grouping.ts';
import type { Act, Link, Story } from './story.ts';

function act(id: string, tool: string, body: object = {}): Act {
  const record = { type: 'action-permitted', body } as Act['records'][number];
  const times = { beganAt: 0, endedAt: 0, ranAt: 0 };
  return { id, records: [record], tool, verdict: 'permit', outcome: 'succeeded', ...times };
}

function story(acts: readonly Act[], cause: (index: number) => number): Story {
  const links = acts
    .slice(1)
    .map((one, index): Link => ({ from: acts[cause(index + 1)]!.id, to: one.id, kind: 'cause' }));
  return { acts, links, actOf: new Map() };
}

it('gives each act a box of its own where they are few, and no two the same place', () => {
  const acts = Array.from({ length: 20 }, (_, index) => act(`a${index}`, 'mail/send'));
  const { boxes, lines, left } = draw(story(acts, () => 0));
  expect(boxes.map(({ acts: own }) => own.length)).toEqual(acts.map(() => 1));
  expect(new Set(boxes.map(({ x, y }) => `${x} ${y}`)).size).toBe(20);
  expect([lines.length, left]).toEqual([19, 0]);
});

it('shows two thousand that are alike as one box, and leaves none out', () => {
  const acts = Array.from({ length: 2_000 }, (_, index) => act(`b${index}`, `mail/${index % 3}`));
  const { boxes, lines, left } = draw(story(acts, () => 0));
  expect(boxes.length).toBeLessThan(10);
  expect(boxes.reduce((sum, { acts: own }) => sum + own.length, 0)).toBe(2_000);
  expect([lines.length, left]).toEqual([boxes.length - 1, 0]);
});

it('puts a call that is contradicted into no box of those that did what was asked', () => {
  const verified = { verdict: 'contradicted', by: ['count /done'] };
  const acts = Array.from({ length: 200 }, (_, index) =>
    act(`d${index}`, 'mail/send', index === 150 ? { verified } : {}),
  );
  const { boxes } = draw(story(acts, () => 0));
  expect(boxes.map(({ acts: own }) => own.length)).toEqual([1, 198, 1]);
  expect(boxes.find(({ id }) => id === 'd150')!.acts).toHaveLength(1);
});

it('says how many it leaves out of a chain that is too long, and keeps its beginning', () => {
  const acts = Array.from({ length: 600 }, (_, index) => act(`c${index}`, 'mail/send'));
  const { boxes, left } = draw(story(acts, (index) => index - 1));
  expect(boxes).toHaveLength(MOST_BOXES);
  expect(boxes[0]!.id).toBe('c0');
  expect(left).toBe(600 - MOST_BOXES);
});
