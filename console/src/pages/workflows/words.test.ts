import { expect, it } from 'vitest';
import { allowanceWords, limitWords, scopeLines, stepWords } from './words.ts';

it('says of an allowance how often, with what, and what runs unasked', () => {
  const tool = 'mail/send_email';
  expect(allowanceWords({ tool, arguments: null, max: null, preapproved: null })).toEqual([
    'as often as the limits allow',
    'with any arguments',
  ]);
  const preapproved = { arguments: { maxLength: 5 }, max: 1 };
  expect(allowanceWords({ tool, arguments: {}, max: 3, preapproved })).toEqual([
    'at most 3 times',
    'with arguments of the shape {}',
    'once without asking, within {"maxLength":5}',
  ]);
});

it('says limits and steps in times that one can read', () => {
  const few = { calls: 40, holds: 5, wallSeconds: 300, callSeconds: 20 };
  expect(limitWords(few, 1_800)).toBe(
    '40 calls, 5 holds, 5:00 min of calls, each within 20 s; a task lives 30:00 min',
  );
  const more = { effects: { send: 2 }, money: 15_000, destinations: 3, fanOut: 4, running: 6 };
  const results = { records: { task: 7, call: 1 }, bytes: { task: 8, call: 1 } };
  const all = '2 that send, 1.5 of money, 3 destinations, 4 things set off, 6 at once, 7 records, 1 a call';
  expect(limitWords({ ...few, ...more, ...results }, 60)).toContain(all);
  const breaker = { denials: 9, variations: 2, repeats: 4, callsPerMinute: 60 };
  expect(limitWords({ ...few, depth: 2, coolingSeconds: 60, breaker }, 60)).toContain(
    '2 tasks above it, 1:00 min of quiet after two rejections, stopped as a runaway at 9 denials in a row' +
      ' or 2 other shapes of what was rejected or 4 repeats or 60 calls a minute; a task lives',
  );
  const gate = { reason: 'look', approvers: [{ role: 'approver', quorum: 2 }], expiresSeconds: null };
  expect(stepWords({ name: 'send', tools: ['mail/send'], calls: 1, seconds: 60, gate })).toBe(
    'mail/send, at most once, within 1:00 min, begins when 2 approver let it',
  );
});

it('says all that two workflows may differ in, so that a change of any shows', () => {
  const limits = { calls: 40, holds: 5, wallSeconds: 300, callSeconds: 20 };
  const allowances = [{ tool: 'mail/send', arguments: null, max: 2, preapproved: null }];
  const workflow = {
    id: 'send',
    author: 'ada',
    agents: ['scribe'],
    unattended: false,
    expiresAt: 0,
    taskSeconds: 60,
    scope: { purpose: 'Send', allowances, limits },
  } as unknown as Parameters<typeof scopeLines>[0];
  expect(scopeLines(workflow)).toEqual([
    'Send',
    'written by ada',
    'agents: scribe',
    'a person asks',
    'until 1970-01-01T00:00:00.000Z',
    '40 calls, 5 holds, 5:00 min of calls, each within 20 s; a task lives 1:00 min',
    'mail/send',
    '  at most 2 times',
    '  with any arguments',
  ]);
});
