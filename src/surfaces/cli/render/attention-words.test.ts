import { expect, test } from 'vitest';
import type { AttentionView } from '../../http/contract/attention.ts';
import { attentionLines } from './attention-words.ts';

type Row = AttentionView['by']['tool'][number];

const row = (name: string, more: Partial<Row> = {}): Row => ({
  name,
  decisions: 40,
  approved: 40,
  rejected: 0,
  edited: 1,
  quick: 30,
  timeToDecide: { medianMs: 4_000, p90Ms: 60_000 },
  signs: ['little-time', 'nearly-always-yes'],
  ...more,
});

const report = (by: Partial<AttentionView['by']>, decisions = 40): AttentionView => ({
  event: 'done',
  decisions,
  by: { approver: [], policy: [], tool: [], ...by },
  variations: { raised: 1, approved: 0 },
  thresholds: { quickMs: 10_000, telling: 20, quickShare: 0.5, yesShare: 0.98 },
});

test('what asks too much is named with what would help, and no person is', () => {
  const told = report({ approver: [row('grace')], policy: [row('pay.large')] });
  const lines = attentionLines(told).join('\n').split('\n');
  expect(lines.slice(0, 2)).toEqual([
    '40 decisions',
    'asked again: 1 variation of what was rejected, 0 approved',
  ]);
  expect(lines.find((line) => line.startsWith('grace'))).toMatch(/grace +40 +100 % +1 +4 s +75 %/);
  const signs = lines.filter((line) => line.startsWith('  - '));
  expect(signs).toHaveLength(3);
  expect(signs.join('\n')).not.toContain('grace');
  expect(signs[0]).toContain('pay.large: 30 of 40 came too soon to be read');
  expect(signs[1]).toContain('1 person had too little time');
  expect(signs[2]).toContain('holdpoint friction');
});

test('where nothing stands out that is said, and where nothing was decided, that', () => {
  expect(attentionLines(report({ tool: [row('a/b', { signs: [] })] })).at(-1)).toContain('nothing of it');
  expect(attentionLines(report({}, 0))).toEqual(['nobody decided anything']);
});

test('a name cannot draw anything on the terminal', () => {
  const lines = attentionLines(report({ policy: [row('a\u001b[31m\u202eb')] }));
  for (const hidden of ['\u001b', '\u202e']) expect(lines.join('')).not.toContain(hidden);
});
