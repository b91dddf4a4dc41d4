// `holdpoint approve` and `reject`: a person sees exactly what they decide on, says why, and signs that and
// nothing else.

import { isDeepStrictEqual } from 'node:util';
import type { Command } from 'commander';
import {
  answerSchema,
  holdDetail,
  statementSchema,
  type HoldDetail,
  type Statement,
} from '../../http/contract.ts';
import type { Client } from '../client.ts';
import type { AddCommands, Context, Run } from '../context.ts';
import { counted } from '../counted.ts';
import type { OperatorKey } from '../deps.ts';
import { CliError, EXIT } from '../exit.ts';
import { requirePerson } from '../person.ts';
import { signIn, signValue, unlockKey, type KeyFlags } from '../sign-in.ts';
import { renderHold, renderLike } from './hold.ts';

type Verdict = 'approve' | 'reject';
interface DecideFlags extends KeyFlags {
  readonly reason: string;
  readonly together?: true;
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
    .option('--together', 'with it all that wait for like actions: each is shown, and signed for')
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
  const others = flags.together === true ? await readOthers(reader, hold) : [];
  context.show(`${[renderHold(hold), ...others.map(renderLike)].join('\n\n')}\n`);
  if (hold.status !== 'pending')
    throw new CliError(`${hold.id} is ${hold.status}: nothing waits for it any more`);
  if ([hold, ...others].some(({ argumentsText }) => argumentsText === null)) {
    throw new CliError('the arguments cannot be shown, and nobody signs what they cannot see', {
      exit: EXIT.denied,
    });
  }
  const { key } = await unlockKey(context, flags);
  const operator = await context.clientFor((await signIn(context, key)).token);
  const statement = await operator.post(
    `${path}/statement`,
    { task: hold.task, verdict, reason, ...(others.length === 0 ? {} : { also: hold.together }) },
    statementSchema,
  );
  requireShown(statement, { hold, others, verdict, key, ledger: (await context.daemonStatus()).ledger });
  const signature = signValue(key, statement);
  const answer = await operator.post(`${path}/decision`, { statement, signature, reason }, answerSchema);
  const done = verdict === 'approve' ? 'approved' : 'rejected';
  const also = others.map((one) => one.id);
  const what = also.length === 0 ? `${id} is` : `${id} and ${counted(also.length, 'like action')} are`;
  const text = `${what} ${done} by ${key.operator} (${answer.receipt.record})`;
  context.print({ hold: id, ...(also.length === 0 ? {} : { also }), ...answer }, text);
}

function readOthers(reader: Client, { together }: HoldDetail): Promise<HoldDetail[]> {
  return Promise.all(together.map((id) => reader.get(`/holds/${encodeURIComponent(id)}`, holdDetail)));
}

/** What is signed is what was shown, whatever came in between. */
function requireShown(
  statement: Statement,
  shown: {
    readonly hold: HoldDetail;
    readonly others: readonly HoldDetail[];
    readonly verdict: Verdict;
    readonly key: OperatorKey;
    readonly ledger: string;
  },
): void {
  const { hold, others, verdict, key, ledger } = shown;
  const also = others.map((one) => ({ hold: one.id, digest: one.digest, shown: one.shown }));
  const same =
    statement.hold === hold.id &&
    statement.task === hold.task &&
    statement.digest === hold.digest &&
    isDeepStrictEqual(statement.shown, hold.shown) &&
    (statement.times ?? 1) === 1 &&
    statement.edited === undefined &&
    isDeepStrictEqual(statement.also ?? [], also) &&
    statement.verdict === verdict &&
    statement.operator === key.operator &&
    statement.ledger === ledger;
  if (!same) throw new CliError('the statement to sign is not about what was shown: nothing is signed');
}
