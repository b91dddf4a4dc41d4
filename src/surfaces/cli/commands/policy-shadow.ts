// `holdpoint policy shadow`: a set is tried beside the one in force, on every action, and decides nothing.

import type { Command } from 'commander';
import { policyAnswer, policyStanding } from '../../http/contract/policy.ts';
import { problemLine } from '../client.ts';
import type { Context, Run } from '../context.ts';
import { CliError } from '../exit.ts';
import { readPolicySet } from '../given/policy-input.ts';
import { printable } from '../render/printable.ts';

export function addPolicyShadow(policy: Command, run: Run): void {
  policy
    .command('shadow')
    .description('Tries Cedar files beside the set in force: what they would decide otherwise is recorded.')
    .argument('[paths...]', '*.cedar files, or folders with some: together the whole set')
    .option('--off', 'end it')
    .addHelpText('after', '\nExamples:\n  holdpoint policy shadow policies/\n  holdpoint policy shadow --off')
    .action((paths: string[], { off }: { off?: true }) =>
      run((context) => shadow(context, paths, off === true)),
    );
}

async function shadow(context: Context, paths: readonly string[], off: boolean): Promise<void> {
  if (off === paths.length > 0) throw new CliError('name the files to try, or say --off');
  if (off) await requireTried(context);
  const body = off ? { off } : { sources: await readPolicySet(context, paths) };
  const answer = await (await context.operator()).post('/policy/shadow', body, policyAnswer);
  for (const problem of answer.problems) context.note(printable(problemLine(problem)));
  const { digest, receipt } = answer;
  context.print(
    answer,
    off ? `no set is tried (${receipt.record})` : `${digest} is tried (${receipt.record})`,
  );
  if (!off) context.note('Where it disagrees: holdpoint policy shadow-report');
}

/** Nothing is asked, or recorded as refused, where there is nothing to end. */
async function requireTried(context: Context): Promise<void> {
  const standing = await (await context.reader()).get('/policy', policyStanding);
  if (standing.shadow !== null) return;
  throw new CliError('no set is tried', { help: 'Begin with: holdpoint policy shadow FILES' });
}
