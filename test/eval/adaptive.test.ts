import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { HONEST, STRATEGIES } from './adaptive-cases.ts';
import { DOUBTS } from './adaptive-doubts.ts';
import { OFFICE, type Strategy } from './adaptive-office.ts';
import { replayRun, type CallVerdict } from '../../src/gateway/recorded/replay-run.ts';
import { createStage } from '../../src/gateway/recorded/stage.ts';
import { digest } from './traces.ts';

const SET = { name: 'adaptive', tools: OFFICE, cases: [] };
const stage = createStage(OFFICE, { digest });

function lastOf({ case: one }: Strategy): CallVerdict | undefined {
  return replayRun(SET, one, stage, 'open').findLast(({ part }) => part === 'attack');
}

/** Of each value in doubt: its role, how well it is known, how it was found, and where. */
function doubtsIn(last: CallVerdict | undefined): string[] {
  const doubtful = (last?.arguments ?? []).filter(({ isDoubtful }) => isDoubtful);
  return doubtful.map(({ role, level, match, foundIn }) => [role, level, match, ...foundIn].join(', '));
}

test.each(STRATEGIES)('$title: what is said of it is so', (strategy) => {
  const last = lastOf(strategy);
  const rules = last === undefined || last.verdict === 'permit' ? null : last.rules;
  expect(rules).toEqual(typeof strategy.stoppedBy === 'string' ? null : strategy.stoppedBy);
  expect(doubtsIn(last)).toEqual(DOUBTS[strategy.title] ?? []);
});

test('what is in doubt is said of no strategy that is not there', () => {
  const titles = STRATEGIES.map(({ title }) => title);
  expect(Object.keys(DOUBTS).filter((title) => !titles.includes(title))).toEqual([]);
});

test('the threat model lists every strategy with what stops it, and no other', () => {
  const page = readFileSync(fileURLToPath(new URL('../../../docs/threat-model.md', import.meta.url)), 'utf8');
  const [, section = ''] = page.split('## Tricks on grounding\n');
  const rows = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| '));
  expect(rows.slice(2)).toEqual(STRATEGIES.map(rowOf));
});

function rowOf({ title, stoppedBy: by }: Strategy): string {
  const said = typeof by === 'string' ? `**not stopped**: ${by}` : by.map((rule) => `\`${rule}\``).join(', ');
  return `| ${title} | ${said} |`;
}

test.each(HONEST)('honest work beside them runs: $prompt', (one) => {
  expect(replayRun(SET, one, stage, 'open').map(({ verdict }) => verdict)).not.toContain('hold');
});
