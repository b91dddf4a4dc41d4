// `holdpoint approve` and `reject`: a person sees exactly what they decide on, says why, and signs that and
// nothing else.

import type { Command } from 'commander';
import {
  answerSchema,
  holdDetail,
  statementSchema,
  type HoldDetail,
  type Statement,
} from '../../http/contract.ts';
import type { AddCommands, Context, Run } from '../context.ts';
import type { OperatorKey } from '../deps.ts';
import { CliError, EXIT } from '../exit.ts';
import { requirePerson } from '../person.ts';
import { signIn, signValue, unlockKey, type KeyFlags } from '../sign-in.ts';
import { renderHold } from './hold.ts';

type Verdict = 'approve' | 'reject';
interface DecideFlags extends KeyFlags {
  readonly reason: string;
}

export const addDecideCommands: AddCommands = (program, run) => {
  const approve = 'Approves a held action, once: it runs when its caller waits or asks again.';
  addVerdict(program.command('approve').description(approve), 'approve', run);
  addVerdict(program.command('reject').description('Rejects a held action.'), 'reject', run);
};

function addVerdict(command: Command, verdict: Verdict, run: Run): void {
  command
    .argument('<hold>', 'id of the hold')
    .requiredOption(
      '--reason <words>',
      'why; kept encrypted beside the ledger, which holds a commitment to it',
    )
    .option('--operator <id>', 'whose key; else who signed in')
    .option('--key <file>', 'the key file')
    .option('--passphrase-stdin', 'read the passphrase from standard input')
    .addHelpText(
      'after',
      `\nExample:\n  holdpoint ${verdict} hold_0123456789abcdef --reason "checked with Ada"`,
    )
    .action((id: string, flags: DecideFlags) => run((context) => decide(context, verdict, id, flags)));
}

async function decide(context: Context, verdict: Verdict, id: string, flags: DecideFlags): Promise<void> {
  requirePerson(context.io.env);
  const { reason } = flags;
  const path = `/holds/${encodeURIComponent(id)}`;
  const reader = await context.reader();
  const hold = await reader.get(path, holdDetail);
  context.show(`${renderHold(hold)}\n`);
  if (hold.status !== 'pending')
    throw new CliError(`${hold.id} is ${hold.status}: nothing waits for it any more`);
  if (hold.argumentsText === null) {
    throw new CliError('the arguments cannot be shown, and nobody signs what they cannot see', {
      exit: EXIT.denied,
    });
  }
  const { key } = await unlockKey(context, flags);
  const operator = await context.clientFor((await signIn(context, key)).token);
  const statement = await operator.post(
    `${path}/statement`,
    { task: hold.task, verdict, reason },
    statementSchema,
  );
  requireShown(statement, { hold, verdict, key, ledger: (await context.daemonStatus()).ledger });
  const signature = signValue(key, statement);
  const answer = await operator.post(`${path}/decision`, { statement, signature, reason }, answerSchema);
  const done = verdict === 'approve' ? 'approved' : 'rejected';
  context.print({ hold: id, ...answer }, `${id} is ${done} by ${key.operator} (${answer.receipt.record})`);
}

/** What is signed is what was shown, whatever came in between. */
function requireShown(
  statement: Statement,
  shown: {
    readonly hold: HoldDetail;
    readonly verdict: Verdict;
    readonly key: OperatorKey;
    readonly ledger: string;
  },
): void {
  const { hold, verdict, key, ledger } = shown;
  const same =
    statement.hold === hold.id &&
    statement.task === hold.task &&
    statement.digest === hold.digest &&
    statement.verdict === verdict &&
    statement.operator === key.operator &&
    statement.ledger === ledger;
  if (!same) throw new CliError('the statement to sign is not about what was shown: nothing is signed');
}
