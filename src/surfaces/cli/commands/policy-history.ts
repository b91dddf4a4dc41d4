// `holdpoint policy show`, `history`, `rollback`: what is in force, what was, and how it is again.

import type { Command } from 'commander';
import {
  policySetResponse,
  policyStanding,
  proposalsResponse,
  publicationsResponse,
  type PublicationView,
} from '../../http/contract/policy.ts';
import type { Context, Run } from '../context.ts';
import { findDigest, shortDigest } from '../given/policy-digest.ts';
import { printable, printableLines } from '../render/printable.ts';
import { renderTable, renderTime } from '../render/table.ts';
import { changeSet } from './policy-publish.ts';

export function addPolicyHistory(policy: Command, run: Run): void {
  policy
    .command('show')
    .description('Prints a policy set: the one in force, or any that was, is proposed or is tried.')
    .argument('[digest]', 'digest of the set; its beginning will do')
    .addHelpText('after', '\nExample:\n  holdpoint policy show sha256:0123456789ab')
    .action((digest: string | undefined) => run((context) => show(context, digest)));
  policy
    .command('history')
    .description('Lists what was ever in force, the newest first: who wrote it and who published it.')
    .addHelpText('after', '\nExample:\n  holdpoint policy history')
    .action(() => run(listHistory));
  policy
    .command('rollback')
    .description('Puts a set into force again that was in force before; one admin may.')
    .argument('<digest>', 'digest of the set; its beginning will do')
    .requiredOption('--reason <words>', 'why; kept encrypted')
    .addHelpText(
      'after',
      '\nExample:\n  holdpoint policy rollback sha256:0123456789ab --reason "stops the payroll run"',
    )
    .action((digest: string, { reason }: { reason: string }) =>
      run((context) => rollback(context, digest, reason)),
    );
}

async function show(context: Context, given: string | undefined): Promise<void> {
  const reader = await context.reader();
  const standing = await reader.get('/policy', policyStanding);
  if (given === undefined) {
    const { policy } = standing;
    const none = 'nothing is published: everything is denied';
    return context.print({ policy }, policy === null ? none : textOf(policy.sources));
  }
  const { proposals } = await reader.get('/policy/proposals', proposalsResponse);
  const sets = [standing.shadow, ...proposals, ...(await readHistory(context))];
  const digest = findDigest(
    sets.flatMap((set) => set?.digest ?? []),
    given,
  );
  const { policy } = await reader.get(`/policy/sets/${digest}`, policySetResponse);
  context.print({ policy }, textOf(policy.sources));
}

function textOf(sources: readonly { readonly name: string; readonly text: string }[]): string {
  const texts = sources.map(({ name, text }) => `// ${printable(name)}\n${printableLines(text).join('\n')}`);
  return texts.join('\n');
}

async function readHistory(context: Context): Promise<readonly PublicationView[]> {
  return (await (await context.reader()).get('/policy/history', publicationsResponse)).publications;
}

async function listHistory(context: Context): Promise<void> {
  const publications = await readHistory(context);
  const rows = publications.map((one, index) => [
    shortDigest(one.digest),
    index === 0 ? 'in force' : '',
    renderTime(one.publishedAt),
    one.author,
    one.publisher,
    one.rolledBack ? `rolled back: ${one.reason ?? 'the words are erased'}` : '',
    one.record,
  ]);
  const headings = ['set', '', 'published', 'author', 'publisher', 'why', 'record'];
  context.print({ publications }, renderTable(headings, rows) ?? 'nothing was ever published');
}

async function rollback(context: Context, given: string, reason: string): Promise<void> {
  const known = (await readHistory(context)).map(({ digest }) => digest);
  const body = { digest: findDigest(known, given), reason };
  const answer = await changeSet(context, '/policy/rollback', body);
  context.print(answer, `${answer.digest} is in force again (${answer.receipt.record})`);
}
