// `holdpoint approvals`: whether those who are asked can look at what they decide.

import { attentionEvent } from '../../http/contract/attention.ts';
import { attentionLines } from '../render/attention-words.ts';
import type { AddCommands, Context } from '../context.ts';
import { readLongAnswer } from '../long-answer.ts';
import { readTime } from './policy-simulate.ts';

export const addApprovalsCommands: AddCommands = (program, run) => {
  const approvals = program.command('approvals').description('Look at how people decide.');
  approvals
    .command('report')
    .description(
      'Says by person, rule and tool how much was decided, how often yes, how long it took, and how much of' +
        ' it so soon that nobody can have looked.',
    )
    .option('--since <time>', 'only what was decided from then on (ISO 8601)', readTime)
    .addHelpText('after', '\nExample:\n  holdpoint approvals report --since 2026-11-01')
    .action(({ since }: { since?: number }) => run((context) => tell(context, since ?? 0)));
};

async function tell(context: Context, since: number): Promise<void> {
  const done = await readLongAnswer(
    context,
    `/approvals/report?since=${since}`,
    (json) => attentionEvent.parse(json),
    ({ records, of }) => `counting: ${records} of ${of} records`,
  );
  const { event: _, ...report } = done;
  context.print(report, attentionLines(done).join('\n'));
}
