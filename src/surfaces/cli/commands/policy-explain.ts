// `holdpoint policy explain`: why a decision came out as it did, by any id that a refusal or a list shows.

import type { Command } from 'commander';
import { explanationResponse, type ExplanationView } from '../../http/contract/replay.ts';
import type { Context, Run } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { explanationLines } from '../render/explanation-words.ts';

export function addPolicyExplain(policy: Command, run: Run): void {
  policy
    .command('explain')
    .summary('Says why a decision came out as it did.')
    .description(
      'Says why something was permitted, held or denied, and what would change it. Exits with 2 for a' +
        ' denial (also by a hold that was not approved), and with 4 while a hold waits.',
    )
    .argument('<id>', 'of a record, an action, a hold, a task or an AuthZEN evaluation: refusals name one')
    .addHelpText('after', '\nExample:\n  holdpoint policy explain rec_0123456789abcdef.0')
    .action((id: string) => run((context) => explain(context, id)));
}

const EXITS: { readonly [verdict in ExplanationView['verdict']]: ExitCode } = {
  permit: EXIT.ok,
  hold: EXIT.held,
  deny: EXIT.denied,
  fact: EXIT.ok,
};

/** A hold that is over keeps nobody waiting. */
const FATES: { readonly [status in NonNullable<ExplanationView['hold']>['status']]: ExitCode } = {
  pending: EXIT.held,
  used: EXIT.ok,
  rejected: EXIT.denied,
  void: EXIT.denied,
  expired: EXIT.denied,
};

async function explain(context: Context, id: string): Promise<ExitCode> {
  const path = `/decisions/${encodeURIComponent(id)}/explanation`;
  const explanation = await (await context.reader()).get(path, explanationResponse);
  context.print(explanation, explanationLines(explanation, context.style).join('\n'));
  const { access, hold, verdict } = explanation;
  if (access !== null) return verdict === 'permit' ? EXIT.ok : EXIT.denied;
  return hold === null ? EXITS[verdict] : FATES[hold.status];
}
