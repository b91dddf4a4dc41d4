// `holdpoint approve` and `reject`: a person sees exactly what they decide on, says why, and signs that and
// nothing else. What has moved meanwhile is shown again, and asked again.

import { Option, type Command } from 'commander';
import type { z } from 'zod';
import { rejectionCategory, type RejectionCategory } from '../../http/contract/approval.ts';
import { explanationResponse } from '../../http/contract/replay.ts';
import { answerSchema, holdDetail, statementSchema, taskDetail } from '../../http/contract.ts';
import { proposeAlways, proposedText, showAlways } from '../always.ts';
import type { Client } from '../client.ts';
import { confirm } from '../confirm.ts';
import type { AddCommands, Context, Run } from '../context.ts';
import { counted } from '../render/counted.ts';
import type { OperatorKey } from '../deps.ts';
import { readEdit, requireFit } from '../given/edited-arguments.ts';
import { CliError, EXIT } from '../exit.ts';
import { fateText } from '../render/explanation-words.ts';
import { readCount } from '../paging.ts';
import { requirePerson } from '../person.ts';
import { signIn, signValue, unlockKey, type KeyFlags } from '../sign-in.ts';
import { decisionLines, draftOf, hasMoved, movedWords, requireSame } from '../signed-decision.ts';
import type { Decision, Looked } from '../signed-decision.ts';
import { renderHold, renderLike } from './hold.ts';

interface DecideFlags extends KeyFlags {
  readonly reason: string;
  readonly together?: true;
  readonly always?: true;
  readonly times?: number;
  readonly edit?: string;
  readonly category?: RejectionCategory;
  readonly tellAgent?: true;
}

const EXAMPLES = {
  approve: `
Example:
  holdpoint approve hold_0123456789abcdef --reason "checked with Ada"
  holdpoint approve hold_0123456789abcdef --reason "all of the batch" --times 5
  holdpoint approve hold_0123456789abcdef --reason "to Bob, not to all" --edit '{"to": "bob@example.com"}'
  holdpoint approve hold_0123456789abcdef --reason "a shorter text" --edit arguments.json

With --edit the action is approved with the whole arguments that you write; the agent is told of them and
asks again. With --times it is approved for identical actions, as far as the policy's @max_uses lets.`,
  reject: `
Example:
  holdpoint reject hold_0123456789abcdef --reason "not to Eve"
  holdpoint reject hold_0123456789abcdef --reason "80 at most" --category wrong-amount --tell-agent`,
} as const;

export const addDecideCommands: AddCommands = (program, run) => {
  const about = 'Approves a held action, once: it runs when its caller waits or asks again.';
  const approve = program.command('approve').description(about);
  addVerdict(approve, 'approve', run)
    .option('--times <count>', 'for up to so many identical actions of its task', readCount)
    .option('--always', 'and propose that such an action is not asked for again, for review by others')
    .option('--edit <file>', 'with these arguments in place of its own: a file of JSON, or the JSON itself');
  const reject = program.command('reject').description('Rejects a held action.');
  addVerdict(reject, 'reject', run)
    .addOption(new Option('--category <word>', 'tell the agent what is wrong').choices(CATEGORIES))
    .option('--tell-agent', 'let the agent read the reason too; with --category');
};

const CATEGORIES = rejectionCategory.options;

function addVerdict(command: Command, verdict: Decision['verdict'], run: Run): Command {
  return command
    .argument('<hold>', 'id of the hold')
    .requiredOption(
      '--reason <words>',
      'why; kept encrypted beside the ledger, which holds a commitment to it',
    )
    .option('--together', 'with it all that wait for like actions: each is shown, and signed for')
    .option('--operator <id>', 'whose key; else who signed in')
    .option('--key <file>', 'the key file')
    .option('--passphrase-stdin', 'read the passphrase from standard input')
    .addHelpText('after', EXAMPLES[verdict])
    .action((id: string, flags: DecideFlags) => run((context) => decide(context, verdict, id, flags)));
}

async function decide(
  context: Context,
  verdict: Decision['verdict'],
  id: string,
  flags: DecideFlags,
): Promise<void> {
  requirePerson(context.io.env);
  const said = await readDecision(context, verdict, flags);
  const together = flags.together === true;
  let looked = await look(context, id, said, together);
  const always = flags.always === true;
  if (always) await showAlways(context, id);
  const { key } = await unlockKey(context, flags);
  const operator = await context.clientFor((await signIn(context, key)).token);
  const signer = { key, operator, ledger: (await context.daemonStatus()).ledger };
  for (;;) {
    const answer = await sign(looked, said, signer);
    if (answer !== null) {
      const proposed = always ? await proposeAlways(operator, id) : null;
      const step = await stepAfter(operator, looked, said);
      return report(context, looked, said, { answer, by: key.operator, proposed, step });
    }
    looked = await lookAgain(context, looked, said, together);
  }
}

async function readDecision(
  context: Context,
  verdict: Decision['verdict'],
  { reason, times = 1, edit, category, tellAgent, together, always }: DecideFlags,
): Promise<Decision> {
  if (tellAgent === true && category === undefined) {
    throw new CliError('--tell-agent is for what --category says', { help: 'Add --category other' });
  }
  if (edit !== undefined && always === true) {
    throw new CliError('an exception is for the arguments that wait', {
      help: 'Leave out --always, or --edit',
    });
  }
  if (edit !== undefined && together === true) {
    throw new CliError('other arguments are for one action', { help: 'Leave out --together, or --edit' });
  }
  return {
    verdict,
    reason,
    times,
    ...(edit === undefined ? {} : { edit: await readEdit(context, edit) }),
    ...(category === undefined ? {} : { category }),
    ...(tellAgent === undefined ? {} : { tell: tellAgent }),
  };
}

/** Reads what is decided on, and shows it with what is said of it. */
async function look(context: Context, id: string, said: Decision, together: boolean): Promise<Looked> {
  const reader = await context.reader();
  const read = (one: string) => reader.get(`/holds/${encodeURIComponent(one)}`, holdDetail);
  const hold = await read(id);
  const others = together ? await Promise.all(hold.together.map(read)) : [];
  context.show(`${[renderHold(hold), ...others.map(renderLike)].join('\n\n')}\n`);
  if (hold.status !== 'pending') {
    const { hold: fate } = await reader.get(
      `/decisions/${encodeURIComponent(id)}/explanation`,
      explanationResponse,
    );
    const became = fate === null ? `${hold.id} is ${hold.status}` : fateText(fate);
    const help = 'What waits now: holdpoint hold list';
    throw new CliError(`${became}: nothing waits for it any more`, { help });
  }
  if ([hold, ...others].some(({ argumentsText }) => argumentsText === null)) {
    throw new CliError('the arguments cannot be shown, and nobody signs what they cannot see', {
      exit: EXIT.denied,
    });
  }
  if (said.edit !== undefined) await requireFit(reader, hold, said.edit);
  const lines = decisionLines(hold, said);
  if (lines.length > 0) context.show(`${lines.join('\n')}\n`);
  return { hold, others };
}

/** It has moved: it is shown as it is now, and a person says whether they mean that, too. */
async function lookAgain(
  context: Context,
  { hold }: Looked,
  said: Decision,
  together: boolean,
): Promise<Looked> {
  const looked = await look(context, hold.id, said, together);
  context.show(`${hold.id} has moved since it was shown: ${movedWords(hold, looked.hold)}.`);
  const question = `${said.verdict === 'approve' ? 'Approve' : 'Reject'} it as it is now?`;
  const help = `Look at it as it is now: holdpoint hold show ${hold.id}`;
  await confirm(context, question, 'nothing is signed', help, EXIT.denied);
  return looked;
}

interface Signer {
  readonly key: OperatorKey;
  readonly operator: Client;
  readonly ledger: string;
}

type Answered = z.output<typeof answerSchema>;

/** Null: what was looked at has moved. */
async function sign(looked: Looked, said: Decision, signer: Signer): Promise<Answered | null> {
  const { key, operator, ledger } = signer;
  const path = `/holds/${encodeURIComponent(looked.hold.id)}`;
  const statement = await operator.post(`${path}/statement`, draftOf(looked, said), statementSchema);
  if (hasMoved(statement, looked)) return null;
  requireSame(statement, looked, said, { operator: key.operator, ledger });
  const { reason, edit } = said;
  const body = { statement, signature: signValue(key, statement), reason };
  const written = edit === undefined ? {} : { edit: edit.arguments };
  return operator.post(`${path}/decision`, { ...body, ...written }, answerSchema).catch((error: unknown) => {
    if (isMoved(error)) return null;
    throw error;
  });
}

function isMoved(error: unknown): boolean {
  const { reasons = [] } = (error instanceof CliError ? error.details.json : {}) as {
    readonly reasons?: readonly { readonly code: string }[];
  };
  return reasons.some(({ code }) => code === 'shown-changed');
}

/** What has become of the step that was asked for; null: none was, or it was rejected. */
async function stepAfter(
  operator: Client,
  { hold: { id, task, next } }: Looked,
  { verdict }: Decision,
): Promise<string | null> {
  if (next === undefined || verdict === 'reject') return null;
  const { step } = await operator.get(`/tasks/${encodeURIComponent(task)}`, taskDetail);
  return step === next.step
    ? `${step} has begun`
    : `${next.step} has not begun: holdpoint hold show ${id} says who else is asked`;
}

function report(
  context: Context,
  { hold, others }: Looked,
  { verdict, edit, times }: Decision,
  {
    answer,
    by,
    proposed,
    step,
  }: {
    readonly answer: Answered;
    readonly by: string;
    readonly proposed: string | null;
    readonly step: string | null;
  },
): void {
  const { id } = hold;
  const also = others.map((one) => one.id);
  const done = verdict === 'approve' ? 'approved' : 'rejected';
  const how = edit === undefined ? done : `${done} with other arguments`;
  const what = also.length === 0 ? `${id} is` : `${id} and ${counted(also.length, 'like action')} are`;
  const often = times === 1 ? '' : `, up to ${times} times`;
  const said = `${what} ${how}${often} by ${by} (${answer.receipt.record})`;
  const text = [said, step, proposed === null ? null : proposedText(proposed)]
    .filter((line) => line !== null)
    .join('\n');
  const more = { ...(also.length === 0 ? {} : { also }), ...(proposed === null ? {} : { proposed }) };
  context.print({ hold: id, ...more, ...answer }, text);
}
