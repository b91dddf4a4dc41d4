// `holdpoint up`: the daemon, in the foreground unless told otherwise.

import type { AddCommands } from '../context.ts';
import type { Ready } from '../deps.ts';

export const addUpCommand: AddCommands = (program, run) => {
  program
    .command('up')
    .description('Starts the daemon; Ctrl-C stops it after what runs has ended.')
    .option('--background', 'as a process of its own')
    .addHelpText('after', '\nExample:\n  holdpoint up --config ./holdpoint.yaml')
    .action((flags: { background?: true }) =>
      run(async (context) => {
        const { configFile } = await context.place({ mayBeNew: true });
        const options = { config: configFile, home: context.flags.home ?? null };
        const tell = ({ url, pid, home }: Ready): void => {
          context.print({ url, pid, home }, `Holdpoint listens at ${url} (process ${pid}, home ${home})`);
        };
        if (flags.background) tell(await context.deps.spawnDaemon(options));
        else await context.deps.up(options, tell);
      }),
    );
};
