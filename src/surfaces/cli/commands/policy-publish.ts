// `holdpoint policy propose`, `publish`, `proposals`: one person writes a policy set, another puts it into
// force.

import type { Command } from 'commander';
import {
  policyAnswer,
  proposalsResponse,
  type PolicyAnswerView,
  type ProposalView,
} from '../../http/contract/policy.ts';
import { problemLine } from '../client.ts';
import type { Context, Run } from '../context.ts';
import { CliError } from '../exit.ts';
import { findDigest, isDigest, shortDigest } from '../given/policy-digest.ts';
import { readProposal } from '../policy-proposal.ts';
import { printable } from '../render/printable.ts';
import { renderTable } from '../render/table.ts';

export function addPolicyPublish(policy: Command, run: Run): void {
  policy
    .command('propose')
    .description('Proposes Cedar files as the whole policy; somebody else publishes it.')
    .argument('<paths...>', '*.cedar files, or folders with some: together the whole policy')
    .addHelpText('after', '\nExample:\n  holdpoint policy propose policies/')
    .action((paths: string[]) => run((context) => propose(context, paths)));
  policy
    .command('publish')
    .description('Puts a proposal into force; what was in force before no longer counts.')
    .argument('<proposal>', 'digest of a proposal (its beginning will do), or files to propose')
    .argument('[paths...]', 'more files')
    .addHelpText(
      'after',
      '\nFiles are proposed; in solo mode they are published at once.' +
        '\n\nExamples:\n  holdpoint policy publish sha256:0123456789ab\n  holdpoint policy publish policies/',
    )
    .action((first: string, rest: string[]) => run((context) => publish(context, first, rest)));
  policy
    .command('proposals')
    .description('Lists the policy sets that wait for somebody to publish them.')
    .addHelpText('after', '\nExample:\n  holdpoint policy proposals')
    .action(() => run(listProposals));
}

async function propose(context: Context, paths: readonly string[]): Promise<void> {
  const body = await readProposal(context, paths);
  const client = await context.operator();
  answer(context, await client.post('/policy/proposals', body, policyAnswer));
}

async function publish(context: Context, first: string, rest: readonly string[]): Promise<void> {
  if (!isDigest(first)) {
    const body = await readProposal(context, [first, ...rest]);
    return answer(context, await changeSet(context, '/policy', body));
  }
  if (rest.length > 0) throw new CliError('name one proposal', { help: 'See: holdpoint policy proposals' });
  const known = (await readProposals(context)).map(({ digest }) => digest);
  const digest = findDigest(known, first);
  answer(context, await changeSet(context, '/policy', { digest }));
}

/** What was recorded, and what comes next. */
function answer(context: Context, given: PolicyAnswerView): void {
  for (const problem of given.problems) context.note(printable(problemLine(problem)));
  const { digest, published, receipt } = given;
  context.print(given, `${digest} is ${published ? 'in force' : 'proposed'} (${receipt.record})`);
  if (published) return;
  context.note(`Another admin reviews it: holdpoint policy show ${shortDigest(digest)}`);
  context.note(`and publishes it: holdpoint policy publish ${shortDigest(digest)}`);
}

/** Asks for another set in force, and says what becomes of the proposals beside it. */
export async function changeSet(context: Context, path: string, body: object): Promise<PolicyAnswerView> {
  const before = await readProposals(context);
  const given = await (await context.operator()).post(path, body, policyAnswer);
  const left = new Set((await readProposals(context)).map(({ digest }) => digest));
  const gone = before.filter(({ digest }) => !left.has(digest) && digest !== given.digest);
  for (const { digest, author, coauthors, record } of gone) {
    const said = `The proposal ${shortDigest(digest)} of ${printable([author, ...coauthors].join(', '))}`;
    const now = given.rebased?.find(({ was }) => was === digest)?.digest;
    const why = given.fallen?.find((one) => one.digest === digest)?.why;
    if (now !== undefined) context.note(`${said} waits on, beside this set: ${shortDigest(now)}`);
    else if (why !== undefined) context.note(printable(`${said} fell away (${record}): ${why}`));
    else context.note(`${said} fell away (${record}): propose it again`);
  }
  return given;
}

async function readProposals(context: Context): Promise<readonly ProposalView[]> {
  return (await (await context.reader()).get('/policy/proposals', proposalsResponse)).proposals;
}

async function listProposals(context: Context): Promise<void> {
  const proposals = await readProposals(context);
  const rows = proposals.map(({ digest, author, coauthors, sources, record }) => [
    shortDigest(digest),
    [author, ...coauthors].join(', '),
    sources.map(({ name }) => name).join(', '),
    record,
  ]);
  const table = renderTable(['set', 'authors', 'files', 'record'], rows);
  context.print({ proposals }, table ?? 'no policy set waits to be published');
}
