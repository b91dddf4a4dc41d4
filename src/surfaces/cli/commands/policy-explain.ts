// `holdpoint policy explain`: why a decision came out as it did, by any id that a refusal or a list shows.

import type { Command } from 'commander';
import { explanationResponse, type ExplanationView } from '../../http/contract-replay.ts';
import type { Context, Run } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { explanationLines } from '../explanation-words.ts';

export function addPolicyExplain(policy: Command, run: Run): void {
  policy
    .command('explain')
    .summary('say why a decision came out as it did')
    .description(
      'Says why something was permitted, held (exit 4) or denied (exit 2), and what would change it.',
    )
    .argument('<id>', 'of a record, an action, a hold or a task: every refusal and every trace names one')
    .addHelpText('after', '\nExample:\n  holdpoint policy explain rec_0123456789abcdef.0')
    .action((id: string) => run((context) => explain(context, id)));
}

const EXITS: { readonly [verdict in ExplanationView['verdict']]: ExitCode } = {
  permit: EXIT.ok,
  hold: EXIT.held,
  deny: EXIT.denied,
  fact: EXIT.ok,
};

async function explain(context: Context, id: string): Promise<ExitCode> {
  const path = `/decisions/${encodeURIComponent(id)}/explanation`;
  const explanation = await (await context.reader()).get(path, explanationResponse);
  context.print(explanation, explanationLines(explanation, context.style).join('\n'));
  return EXITS[explanation.verdict];
}
