import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { HONEST, STRATEGIES } from './adaptive-cases.ts';
import { OFFICE, type Strategy } from './adaptive-office.ts';
import { replayRun } from '../../src/gateway/recorded/replay-run.ts';
import { createStage } from '../../src/gateway/recorded/stage.ts';
import { digest } from './traces.ts';

const SET = { name: 'adaptive', tools: OFFICE, cases: [] };
const stage = createStage(OFFICE, { digest });

function stoppedBy({ case: one }: Strategy): readonly string[] | null {
  const verdicts = replayRun(SET, one, stage, 'open').filter(({ part }) => part === 'attack');
  const last = verdicts.at(-1);
  return last === undefined || last.verdict === 'permit' ? null : last.rules;
}

test.each(STRATEGIES)('$title: what is said of it is so', (strategy) => {
  expect(stoppedBy(strategy)).toEqual(typeof strategy.stoppedBy === 'string' ? null : strategy.stoppedBy);
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
