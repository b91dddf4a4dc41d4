// The same results for people.

import type { Result } from './result.ts';

const HEAD = ['bench', 'ours', 'other', 'ours / other', 'unit'] as const;

export function renderTable(results: readonly Result[]): string {
  const rows = results.map(({ name, ours, other, ratio, unit }) => {
    return [name, ours.toLocaleString('en'), other.toLocaleString('en'), String(ratio), unit];
  });
  const widths = HEAD.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at]!.length)));
  const line = (row: readonly string[]): string => {
    const cells = row.map((cell, at) =>
      at === 0 || at === HEAD.length - 1 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!),
    );
    return `${cells.join('  ').trimEnd()}\n`;
  };
  return [line(HEAD), ...rows.map(line)].join('');
}
