// `holdpoint policy shadow-report`: what the set that is tried beside the one in force would have decided.

import type { Command } from 'commander';
import { MAX_PAGE_ROWS } from '../../http/contract/lists.ts';
import { shadowResponse, type ShadowReportView } from '../../http/contract/replay.ts';
import type { Context, Run } from '../context.ts';
import { counted } from '../render/counted.ts';
import { renderTable, renderTime } from '../render/table.ts';

export function addPolicyShadowReport(policy: Command, run: Run): void {
  policy
    .command('shadow-report')
    .summary('Says where the set that is tried disagrees.')
    .description(
      'Lists the decisions that the set tried in the shadow would have made otherwise, since it is.',
    )
    .option('--all', 'every one of them; else the oldest 100')
    .addHelpText('after', '\nExample:\n  holdpoint policy shadow-report --all')
    .action((flags: { all?: true }) => run((context) => report(context, flags.all === true)));
}

async function report(context: Context, all: boolean): Promise<void> {
  const found = await readReport(context, all);
  context.print({ report: found }, found === null ? NONE : reportText(found));
  if (found !== null && found.next !== null) {
    context.note(`these are the oldest ${found.rows.length}; --all shows more`);
  }
}

const NONE = 'no set is tried in the shadow: begin with holdpoint policy shadow FILES';

async function readReport(context: Context, all: boolean): Promise<ShadowReportView | null> {
  const reader = await context.reader();
  const read = async (query: string) => (await reader.get(`/policy/shadow${query}`, shadowResponse)).report;
  const first = await read(all ? `?limit=${MAX_PAGE_ROWS}` : '');
  if (!all || first === null) return first;
  const rows = [...first.rows];
  let { next } = first;
  while (next !== null) {
    const page = await read(`?limit=${MAX_PAGE_ROWS}&after=${next}`);
    rows.push(...(page?.rows ?? []));
    next = page?.next ?? null;
  }
  return { ...first, rows, next };
}

function reportText({ policy, since, decisions, disagreements, groups, rows }: ShadowReportView): string {
  const head = `${policy} is tried since ${renderTime(since.time)} (${since.record}):`;
  const counts = `${disagreements} of ${counted(decisions, 'decision')} would have been otherwise`;
  const byTool = groups.map(({ connector, tool, verdict, shadow, count }) => [
    `${connector}/${tool}`,
    `${verdict} -> ${shadow}`,
    count,
  ]);
  const each = rows.map((one) => [
    one.record,
    renderTime(one.time),
    one.agent,
    `${one.connector}/${one.tool}`,
    `${one.verdict} -> ${one.shadow}`,
    `${one.determining.join(', ') || '-'} -> ${one.shadowDetermining.join(', ') || '-'}`,
  ]);
  const tables = [
    renderTable(['tool', 'change', 'decisions'], byTool),
    renderTable(['record', 'decided', 'agent', 'tool', 'change', 'policies'], each),
  ];
  return [head, counts, ...tables.flatMap((table) => (table === null ? [] : ['', table]))].join('\n');
}
