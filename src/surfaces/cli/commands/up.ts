// `holdpoint up`: the daemon, in the foreground unless told otherwise.

import { statusResponse, type Status } from '../../http/contract.ts';
import { createClient } from '../client.ts';
import type { AddCommands, Context } from '../context.ts';
import type { Ready } from '../deps.ts';
import { CliError } from '../exit.ts';
import { readDaemonFile } from '../home.ts';
import { NO_OPERATOR } from '../no-operator.ts';

const ANSWER_MS = 2_000;

export const addUpCommand: AddCommands = (program, run) => {
  program
    .command('up')
    .description('Starts the daemon; Ctrl-C stops it after what runs has ended.')
    .option('--background', 'as a process of its own')
    .addHelpText('after', '\nExample:\n  holdpoint up --config ./holdpoint.yaml')
    .action((flags: { background?: true }) => run((context) => up(context, flags.background === true)));
};

async function up(context: Context, inBackground: boolean): Promise<void> {
  const { configFile, settings } = await context.place({ mayBeNew: true });
  await refuseSecond(context, settings.home);
  const options = { config: configFile, home: context.flags.home ?? null };
  const tell = (ready: Ready): Promise<void> => announce(context, ready);
  if (inBackground) await tell(await context.deps.spawnDaemon(options));
  else await context.deps.up(options, tell);
}

async function refuseSecond(context: Context, home: string): Promise<void> {
  const file = await readDaemonFile(home);
  if (file === null || (await ask(context, file)) === null) return;
  const where = `${file.url} (process ${file.pid}, home ${home})`;
  throw new CliError(`Holdpoint runs already, at ${where}`, { help: `Stop it with: kill ${file.pid}` });
}

async function announce(context: Context, { url, pid, home }: Ready): Promise<void> {
  const file = await readDaemonFile(home);
  const status = file === null ? null : await ask(context, file);
  const isFounded = status?.mode !== null;
  const text = `Holdpoint listens at ${url} (process ${pid}, home ${home})`;
  context.print({ url, pid, home, isFounded }, text);
  context.note(isFounded ? 'In a browser: holdpoint console' : `Warning: ${NO_OPERATOR}`);
}

/** Null where no daemon answers to this token. */
async function ask({ deps }: Context, at: { readonly url: string; readonly token: string }) {
  // Something else may listen there by now, and say nothing.
  const fetch: typeof deps.fetch = (input, init) =>
    deps.fetch(input, { ...init, signal: AbortSignal.timeout(ANSWER_MS) });
  return createClient({ ...at, fetch })
    .get('/status', statusResponse)
    .catch((): Status | null => null);
}
