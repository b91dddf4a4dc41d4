// `holdpoint ledger erase`: what a task's records only commit to is destroyed; the records stay.

import type { Command } from 'commander';
import { eraseResponse } from '../../http/contract/ledger.ts';
import { confirm } from '../confirm.ts';
import type { Context, Run } from '../context.ts';

interface EraseFlags {
  readonly task: string;
  readonly yes?: true;
}

export function addEraseCommand(ledger: Command, run: Run): void {
  ledger
    .command('erase')
    .description(
      'Destroys the key of an ended task: its prompt, arguments, results and reasons cannot be read again.',
    )
    .requiredOption('--task <id>', 'id of the task; it has ended, and nothing of it runs')
    .option('--yes', 'do not ask')
    .addHelpText('after', '\nExample:\n  holdpoint ledger erase --task task_0123456789abcdef')
    .action((flags: EraseFlags) => run((context) => erase(context, flags)));
}

async function erase(context: Context, { task, yes }: EraseFlags): Promise<void> {
  const operator = await context.operator();
  if (yes !== true)
    await confirm(context, `Erase the words of ${task}? They cannot come back.`, 'nothing was erased');
  const answer = await operator.post(`/tasks/${encodeURIComponent(task)}/erase`, {}, eraseResponse);
  const { record } = answer.receipt;
  const text = answer.erased
    ? `${task} is erased (${record})`
    : `${task} is to be erased (${record}): that did not succeed yet and is tried again`;
  context.print({ task, ...answer }, text);
}
