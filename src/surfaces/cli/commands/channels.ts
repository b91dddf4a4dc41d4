// `holdpoint channels`: how people are told of what waits for them, and whether that works.

import { channelsResponse, channelTestResponse } from '../../http/contract/channels.ts';
import type { AddCommands, Context } from '../context.ts';
import { CliError, EXIT, type ExitCode } from '../exit.ts';
import { renderTable, renderTime } from '../render/table.ts';

export const addChannelCommands: AddCommands = (program, run) => {
  const channels = program
    .command('channels')
    .description('Lists the channels to people: last delivery, failures, what waits.')
    .addHelpText('after', '\nExample:\n  holdpoint channels')
    .action(() => run(list));
  channels
    .command('test <name>')
    .description('Sends a test message through a channel.')
    .addHelpText('after', '\nExample:\n  holdpoint channels test on-call')
    .action((name: string) => run((context) => test(context, name)));
};

const PRIVATE =
  'It is a private address: where that is meant, set allowPrivate: true for the channel in holdpoint.yaml';

async function list(context: Context): Promise<void> {
  const { channels } = await (await context.reader()).get('/channels', channelsResponse);
  const cells = channels.map(({ name, deliveredAt, failure, waiting }) => [
    name,
    deliveredAt === null ? 'never' : renderTime(deliveredAt),
    failure === null ? '-' : `${failure.code}, try ${failure.attempt}`,
    String(waiting),
  ]);
  const table = renderTable(['channel', 'delivered', 'failing', 'waiting'], cells);
  context.print({ channels }, table ?? 'no channels: see channels in holdpoint.yaml');
}

async function test(context: Context, name: string): Promise<ExitCode> {
  const operator = await context.operator();
  const path = `/channels/${encodeURIComponent(name)}/test`;
  const { failure } = await operator.post(path, {}, channelTestResponse);
  if (failure !== null) {
    throw new CliError(`the channel ${name} did not take the test: ${failure}`, {
      help: failure === 'address-refused' ? PRIVATE : 'docs/channels.md says what each failure means',
    });
  }
  context.print({ channel: name, failure }, `the channel ${name} took the test`);
  return EXIT.ok;
}
