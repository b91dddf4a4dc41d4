import { expect, test } from 'vitest';
import type { ExplanationView } from '../../http/contract/replay.ts';
import { explanationLines } from './explanation-words.ts';
import { PLAIN } from './style.ts';

const ACTION = {
  id: 'act_1',
  task: 'task_1',
  agent: 'scribe',
  workflow: 'triage',
  requester: 'ada',
  connector: 'post',
  tool: 'mail',
  hold: null,
  argumentsText: '{}',
  isRedacted: false,
};

function linesWith(setsOff: NonNullable<ExplanationView['action']>['setsOff']): string[] {
  const explanation: ExplanationView = {
    record: 'rec_1.0',
    seq: 1,
    time: 0,
    type: 'action-denied',
    actor: { kind: 'agent', id: 'scribe' },
    verdict: 'deny',
    action: { ...ACTION, setsOff },
    access: null,
    hold: null,
    verb: null,
    reasons: [],
    asks: [],
    obligations: [],
    shadow: null,
    policy: null,
    avoidable: [],
    nearest: [],
    replay: 'same',
    today: null,
  };
  return explanationLines(explanation, PLAIN);
}

const egress = 'none' as const;

test('what a call counts for is named, what is unknown first', () => {
  const lines = linesWith([
    { name: 'shop/pay', effects: ['spend'], egress },
    { name: 'shop/list', effects: ['read'], egress },
    { name: 'shop/odd', effects: ['read', 'unknown'], egress },
  ]);
  expect(lines).toContain('may set off shop/odd (read, unknown), shop/pay (spend)');
});

test('of many some are named, and of what sets nothing off nothing is said', () => {
  const many = Array.from({ length: 20 }, (_, n) => ({ name: `t${n}`, effects: ['write' as const], egress }));
  expect(linesWith(many).find((line) => line.startsWith('may set off'))).toMatch(/t7 \(write\) and 12 more$/);
  expect(linesWith([]).join()).not.toContain('set off');
});
