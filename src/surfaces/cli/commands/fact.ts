// `holdpoint fact`: a fact that would have spared people a hold is proposed by one person, and accepted by
// another one who knows it to be true.

import { answerSchema } from '../../http/contract.ts';
import { factsResponse, proposedFact } from '../../http/contract/friction.ts';
import { confirm } from '../confirm.ts';
import type { AddCommands, Context } from '../context.ts';
import { CliError } from '../exit.ts';
import { stepLines } from '../render/avoidable-lines.ts';
import { waiting } from '../render/progress.ts';
import { printable } from '../render/printable.ts';
import { renderFacts, renderTable } from '../render/table.ts';

export const addFactCommands: AddCommands = (program, run) => {
  const fact = program
    .command('fact')
    .description('Facts that would have spared people a hold: one person proposes, another accepts.');
  fact
    .command('list')
    .description('Lists the facts that wait, oldest first.')
    .action(() => run(list));
  fact
    .command('propose')
    .description('Has a fact that would have spared a hold wait for somebody else to accept it.')
    .argument('<hold>', 'id of the hold')
    .argument('<fact>', 'its name, as holdpoint hold show and holdpoint friction tell it')
    .addHelpText('after', '\nExample:\n  holdpoint fact propose hold_0123456789abcdef fact_0123456789abcdef')
    .action((hold: string, name: string) => run((context) => propose(context, hold, name)));
  fact
    .command('accept')
    .description('Says a fact that somebody else proposed: declares the host, or admits the tool as it says.')
    .argument('<fact>', 'its name')
    .option('--yes', 'you know that it is true')
    .action((name: string, { yes }: { readonly yes?: true }) =>
      run((context) => accept(context, name, yes === true)),
    );
  fact
    .command('drop')
    .description('Takes a fact off the list: nobody accepts it any more.')
    .argument('<fact>', 'its name')
    .action((name: string) => run((context) => drop(context, name)));
};

async function list(context: Context): Promise<void> {
  const { facts } = await (await context.reader()).get('/facts', factsResponse);
  const rows = facts.map(({ name, author, hold, words }) => [name, author, hold, words]);
  context.print({ facts }, renderTable(['fact', 'proposed by', 'hold', 'what'], rows) ?? 'no fact waits');
}

async function propose(context: Context, hold: string, name: string): Promise<void> {
  const operator = await context.operator();
  const path = `/holds/${encodeURIComponent(hold)}/facts`;
  const asked = operator.post(path, { name }, proposedFact);
  const answer = await waiting(context, 'trying it on all that was ever refused', asked);
  const { words, unchecked } = answer;
  const untold = unchecked === 0 ? [] : [`${unchecked} of what was refused could not be tried`];
  const next = `it waits for somebody else who knows it to be true: holdpoint fact accept ${name}`;
  context.print({ hold, ...answer }, [printable(`proposed: ${words}`), ...untold, next].join('\n'));
}

async function accept(context: Context, name: string, isSure: boolean): Promise<void> {
  const operator = await context.operator();
  const { facts } = await (await context.reader()).get('/facts', factsResponse);
  const found = facts.find((one) => one.name === name);
  if (found === undefined) {
    throw new CliError(`no fact of the name ${name} waits`, { help: 'See: holdpoint fact list' });
  }
  const { words, author, hold, steps } = found;
  const shown = renderFacts([
    ['what', words],
    ['proposed by', author],
    ['would have spared', hold],
  ]);
  context.note([shown, 'the same as:', ...stepLines(steps)].join('\n'));
  if (!isSure) await confirm(context, '\nIs it true?', 'nothing was accepted', 'Look at it, then add --yes');
  const asked = operator.post(`/facts/${encodeURIComponent(name)}/accept`, {}, answerSchema);
  const answer = await waiting(context, 'trying it on all that was ever refused', asked);
  context.print({ ...found, ...answer }, `accepted (${answer.receipt.record}): ${printable(words)}`);
}

async function drop(context: Context, name: string): Promise<void> {
  const operator = await context.operator();
  const answer = await operator.post(`/facts/${encodeURIComponent(name)}/drop`, {}, answerSchema);
  context.print({ name, ...answer }, `${printable(name)} is dropped (${answer.receipt.record})`);
}
