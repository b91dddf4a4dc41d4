// How people decide, in words: a sign says what asks too much of them and what would help, and blames nobody.

import type { AttentionView } from '../../http/contract/attention.ts';
import { counted } from './counted.ts';
import { durationText, percent } from './friction-words.ts';
import { printable } from './printable.ts';
import { renderTable } from './table.ts';

/** Of a table, so many rows are shown; `--json` has all. */
const ROWS = 10;

type Part = keyof AttentionView['by'];
type Row = AttentionView['by'][Part][number];

const TITLES: readonly (readonly [Part, string])[] = [
  ['approver', 'who'],
  ['policy', 'rule'],
  ['tool', 'tool'],
];

export function attentionLines(report: AttentionView): string[] {
  const { decisions, by, variations, thresholds } = report;
  if (decisions === 0) return ['nobody decided anything'];
  const quick = `< ${thresholds.quickMs / 1_000} s`;
  const headings = ['decided', 'yes', 'other arguments', 'median', quick];
  const tables = TITLES.map(([part, title]) =>
    renderTable([title, ...headings], by[part].slice(0, ROWS).map(rowOf)),
  );
  const { raised, approved } = variations;
  return [
    counted(decisions, 'decision'),
    `asked again: ${counted(raised, 'variation')} of what was rejected, ${approved} approved`,
    ...tables.flatMap((table) => ['', table ?? '']),
    '',
    ...signLines(report),
  ];
}

function rowOf({ name, decisions, approved, edited, timeToDecide, quick }: Row): (string | number)[] {
  const median = timeToDecide === null ? '-' : durationText(timeToDecide.medianMs);
  return [name, decisions, percent(approved, decisions), edited, median, percent(quick, decisions)];
}

function signLines({ by, thresholds }: AttentionView): string[] {
  const hasSign = (sign: Row['signs'][number]) => (row: Row) => row.signs.includes(sign);
  const little = [...by.policy, ...by.tool].filter(hasSign('little-time'));
  const busy = by.approver.filter(hasSign('little-time'));
  const yes = by.policy.filter(hasSign('nearly-always-yes'));
  const lines = [
    ...little.map(
      (row) => `  - ${row.name}: ${share(row)} came too soon to be read; ask less: holdpoint friction`,
    ),
    ...(busy.length === 0
      ? []
      : [
          `  - ${counted(busy.length, 'person', 'people')} had too little time for most of it;` +
            ' share it out: holdpoint operator limit <id> --per-hour <count>',
        ]),
    ...yes.map(
      (row) =>
        `  - ${row.name}: ${percent(row.approved, row.decisions)} of ${row.decisions} were approved;` +
        ' what would spare them: holdpoint friction',
    ),
  ];
  if (lines.length === 0) return ['nothing of it looks as if nobody had read it'];
  return [`worth a look (from ${thresholds.telling} decisions on):`, ...lines.map(printable)];
}

function share({ quick, decisions }: Row): string {
  return `${quick} of ${decisions}`;
}
