// `holdpoint destinations`: which hosts are the organisation's own, and which others it knows.

import { spellListed } from '../../../kernel/flow/cleared.ts';
import type { Sensitivity } from '../../../kernel/flow/label.ts';
import type { Destinations } from '../../../kernel/state.ts';
import { answerSchema } from '../../http/contract.ts';
import { destinationsResponse } from '../../http/contract/profile.ts';
import type { AddCommands, Context } from '../context.ts';
import { CliError } from '../exit.ts';
import { sensitivityOf } from '../given/sensitivity.ts';
import { renderFacts } from '../render/table.ts';

interface SetFlags {
  readonly own?: string;
  readonly listed?: string;
}

export const addDestinationCommands: AddCommands = (program, run) => {
  const destinations = program
    .command('destinations')
    .description('Say which hosts are your own, and which others you know: policies ask for it.');
  destinations
    .command('show')
    .description('Shows the hosts that were declared.')
    .action(() => run(show));
  destinations
    .command('set')
    .description('Declares hosts. A list that is given replaces the one before; the other stays.')
    .option('--own <hosts>', 'hosts of the organisation; .example.com is that host and all below it')
    .option('--listed <hosts>', 'hosts of others that it knows; HOST=SENSITIVITY says what it may get')
    .addHelpText(
      'after',
      '\nExample:\n  holdpoint destinations set --own .example.com --listed api.stripe.com,.news.com=public',
    )
    .action((flags: SetFlags) => run((context) => declare(context, flags)));
};

async function show(context: Context): Promise<void> {
  const declared = await (await context.reader()).get('/destinations', destinationsResponse);
  context.print(declared, render(declared));
}

async function declare(context: Context, flags: SetFlags): Promise<void> {
  if (flags.own === undefined && flags.listed === undefined) {
    throw new CliError('name hosts: --own HOSTS, --listed HOSTS', {
      help: 'holdpoint destinations set --own .example.com',
    });
  }
  const client = await context.operator();
  const before = await (await context.reader()).get('/destinations', destinationsResponse);
  const own = flags.own === undefined ? before.own : hostsOf(flags.own);
  const others = flags.listed === undefined ? before : listedOf(flags.listed);
  const said = { own, listed: others.listed, cleared: others.cleared };
  const answer = await client.post('/destinations', said, answerSchema);
  context.print({ ...said, ...answer }, render(said));
}

function listedOf(list: string): Pick<Destinations, 'listed' | 'cleared'> {
  const said = hostsOf(list).map((one) => one.split('=').map((part) => part.trim()));
  const clear = ([host = '', ...rest]: string[]): [string, Sensitivity][] =>
    rest.length === 0 ? [] : [[host, sensitivityOf(rest.join('='))]];
  return { listed: said.map(([host = '']) => host), cleared: Object.fromEntries(said.flatMap(clear)) };
}

/** An empty list takes all of them back. */
function hostsOf(list: string): string[] {
  return list
    .split(',')
    .map((host) => host.trim().toLowerCase())
    .filter((host) => host !== '');
}

function render({ own, ...others }: Destinations): string {
  return renderFacts([
    ['own', own.join(', ') || 'none'],
    ['listed', spellListed(others).join(', ') || 'none'],
  ]);
}
