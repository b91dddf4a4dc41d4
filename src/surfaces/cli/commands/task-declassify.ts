// `holdpoint task declassify`: one value of a task counts as less sensitive, towards one sink, until a time.

import { Option, type Command } from 'commander';
import { SENSITIVITIES } from '../../../kernel/flow/label.ts';
import { declassifyRequest, declassifyResponse } from '../../http/contract/declassify.ts';
import type { Context, Run } from '../context.ts';
import { CliError, EXIT, type ExitCode } from '../exit.ts';
import { renderTime } from '../render/table.ts';
import { readTime } from './policy-simulate.ts';

interface DeclassifyFlags {
  readonly from: string;
  readonly pointer: string;
  readonly as: string;
  readonly without: readonly string[];
  readonly tool?: string;
  readonly to?: string;
  readonly until: number;
  readonly reason: string;
}

export function addDeclassifyCommand(task: Command, run: Run): void {
  task
    .command('declassify')
    .description('Has one value of a task count as less sensitive, towards one sink, until a time.')
    .argument('<task>', 'id of the task')
    .requiredOption('--from <record>', 'a record of the task (a result), or an action or hold (arguments)')
    .option('--pointer <pointer>', 'where it stands in the result, or in the arguments (JSON pointer)', '')
    .addOption(
      new Option('--as <sensitivity>', 'as no more than that').choices(SENSITIVITIES).makeOptionMandatory(),
    )
    .option('--without <categories...>', 'categories that it counts as not having', listed, [])
    .option('--tool <connector/tool>', 'the only tool that it is given to')
    .option('--to <address>', 'the only destination')
    .requiredOption('--until <time>', 'until then (ISO 8601); the task may end before', readTime)
    .requiredOption('--reason <words>', 'why; those who approve read it')
    .addHelpText(
      'after',
      '\nExample:\n  holdpoint task declassify task_0123456789abcdef --from rec_0123456789abcdef.0 ' +
        '--pointer /account \\\n    --as internal --without financial --tool mail/send ' +
        '--to bob@partner.example ' +
        '\\\n    --until 2026-11-21T18:00:00Z --reason "it stands on every invoice"',
    )
    .action((id: string, flags: DeclassifyFlags) => run((context) => declassify(context, id, flags)));
}

/** With commas, in words of their own, or both. */
function listed(words: string, before: readonly string[]): readonly string[] {
  return [...new Set([...before, ...words.split(',').filter((one) => one !== '')])];
}

async function declassify(context: Context, id: string, flags: DeclassifyFlags): Promise<ExitCode> {
  const asked = declassifyRequest.safeParse({
    source: { record: flags.from, pointer: flags.pointer },
    sensitivity: flags.as,
    without: flags.without,
    tool: flags.tool ?? null,
    destination: flags.to ?? null,
    until: flags.until,
    reason: flags.reason,
  });
  if (!asked.success) {
    const [issue] = asked.error.issues;
    throw new CliError(`${issue!.path.join('.')}: ${issue!.message}`);
  }
  const operator = await context.operator();
  const path = `/tasks/${encodeURIComponent(id)}/declassify`;
  const answer = await operator.post(path, asked.data, declassifyResponse);
  const { record } = answer.receipt;
  const text =
    answer.hold === null
      ? `declassified until ${renderTime(flags.until)} (${record})`
      : `${answer.hold} waits for people: holdpoint approve ${answer.hold} --reason … (${record})`;
  context.print({ task: id, ...answer }, text);
  return answer.verdict === 'hold' ? EXIT.held : EXIT.ok;
}
