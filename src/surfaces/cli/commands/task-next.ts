// `holdpoint task next`: a task goes on with its next step, once those whom its gate names let it.

import type { Command } from 'commander';
import { nextStepResponse } from '../../http/contract/next.ts';
import type { Context, Run } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { readGivenText } from '../given/file.ts';

interface NextFlags {
  readonly step?: string;
  readonly tokenFile?: string;
}

export function addNextCommand(task: Command, run: Run): void {
  task
    .command('next')
    .description('Has a task go on with its next step; where that has a gate, it waits for people.')
    .argument('<task>', 'id of the task')
    .option('--step <name>', 'the step that is meant: asked for twice, it begins once')
    .option('--token-file <file>', "ask as the task's agent, with its token; else as the operator")
    .addHelpText('after', '\nExample:\n  holdpoint task next task_0123456789abcdef --step book')
    .action((id: string, flags: NextFlags) => run((context) => goOn(context, id, flags)));
}

async function goOn(context: Context, id: string, { step, tokenFile }: NextFlags): Promise<ExitCode> {
  const client =
    tokenFile === undefined
      ? await context.operator()
      : await context.clientFor((await readGivenText(context, tokenFile)).trim());
  const asked = step === undefined ? {} : { step };
  const answer = await client.post(`/tasks/${encodeURIComponent(id)}/next`, asked, nextStepResponse);
  const { record } = answer.receipt;
  const text =
    answer.verdict === 'hold'
      ? `${answer.step} waits for people: holdpoint approve ${answer.hold} --reason … (${record})`
      : `${answer.step} has begun (${record})`;
  context.print({ task: id, ...answer }, text);
  return answer.verdict === 'hold' ? EXIT.held : EXIT.ok;
}
