// `approve --always`: shown before anything is signed, and proposed once the approval is recorded.

import type { Command } from 'commander';
import { alwaysView, type AlwaysView } from '../http/contract/always.ts';
import { holdDetail } from '../http/contract.ts';
import { policyAnswer } from '../http/contract/policy.ts';
import type { Client } from './client.ts';
import type { Context, Run } from './context.ts';
import { CliError, EXIT } from './exit.ts';
import { printable, printableLines } from './render/printable.ts';

const pathOf = (hold: string): string => `/holds/${encodeURIComponent(hold)}/always`;

type Draft = Extract<AlwaysView, { kind: 'draft' }>;

/** Before anything is signed. Throws `CliError` where nothing would be proposed. */
export async function showAlways(context: Context, hold: string): Promise<void> {
  context.show(`${draftLines(await readAlways(context, hold)).join('\n')}\n`);
}

async function readAlways(context: Context, hold: string): Promise<Draft> {
  const reader = await context.reader();
  const draft = await reader.get(pathOf(hold), alwaysView);
  if (draft.kind === 'refused') {
    const { status, expiresAt } = await reader.get(`/holds/${encodeURIComponent(hold)}`, holdDetail);
    const help =
      status === 'pending' && Date.now() < expiresAt
        ? `Each is decided by itself: holdpoint approve ${hold}`
        : 'Nothing waits for it any more; what does: holdpoint hold list';
    throw new CliError(`it cannot be allowed for always: ${draft.why}`, { exit: EXIT.denied, help });
  }
  return draft;
}

function draftLines({ policies, condition, free }: Draft): string[] {
  const anything = free.length === 0 ? '' : ` (${free.join(', ')} may be anything)`;
  return [
    printable(`${policies.join(', ')} would not ask any more${anything} where`),
    ...printableLines(condition),
  ];
}

/** Once it is approved; returns the digest of the proposed set. */
export async function proposeAlways(operator: Client, hold: string): Promise<string> {
  const asked = operator.post(pathOf(hold), {}, policyAnswer);
  const { digest } = await asked.catch((error: unknown) => {
    if (!(error instanceof CliError)) throw error;
    const help = `Whoever may propose policies does it with: holdpoint hold always ${hold} --propose`;
    throw new CliError(`${hold} is approved this once, but ${error.message}`, {
      ...error.details,
      exit: error.exit,
      help,
    });
  });
  return digest;
}

export function proposedText(digest: string): string {
  return `proposed for always; somebody else publishes it: holdpoint policy publish ${digest}`;
}

/** Adds `always` to `holdpoint hold`. */
export function addHoldAlways(hold: Command, run: Run): void {
  hold
    .command('always')
    .description('Shows the narrow exception with which nobody would be asked for such an action again.')
    .argument('<hold>', 'id of the hold')
    .option('--propose', 'propose it as a policy set, for somebody else to publish')
    .addHelpText('after', '\nExample:\n  holdpoint hold always hold_0123456789abcdef --propose')
    .action((id: string, { propose }: { readonly propose?: true }) =>
      run(async (context) => {
        const draft = await readAlways(context, id);
        const shown = draftLines(draft);
        if (propose !== true) return context.print({ hold: id, ...draft }, shown.join('\n'));
        const answer = await (await context.operator()).post(pathOf(id), {}, policyAnswer);
        const text = [...shown, proposedText(answer.digest)].join('\n');
        return context.print({ hold: id, ...draft, ...answer }, text);
      }),
    );
}
