// `holdpoint ledger rebuild`: the lists are a cache of the ledger, and can be made again from nothing else.

import type { Command } from 'commander';
import { rebuildEvent } from '../../http/contract/lists.ts';
import { brokenOff } from '../client.ts';
import type { Context, Run } from '../context.ts';
import { createProgress } from '../render/progress.ts';
import { renderFacts } from '../render/table.ts';

export function addRebuildCommand(ledger: Command, run: Run): void {
  ledger
    .command('rebuild')
    .description('Makes the lists of tasks, holds, leases and decisions again from the records.')
    .action(() => run(rebuild));
}

async function rebuild(context: Context): Promise<void> {
  const progress = createProgress(context);
  const events = (await context.reader()).postLines('/ledger/rebuild', {}, rebuildEvent);
  for await (const event of events) {
    if (event.event === 'folded') {
      progress.show(`${event.records} of ${event.of} records`);
      continue;
    }
    progress.done();
    const { records, rows } = event;
    const counts = Object.entries(rows).map(([model, count]) => [`${model} rows`, count] as const);
    context.print({ records, rows }, renderFacts([['records', records], ...counts]));
    return;
  }
  throw brokenOff();
}
