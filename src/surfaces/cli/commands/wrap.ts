// `holdpoint wrap`: one line in an MCP client's configuration governs a local server.

import type { AddCommands, Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { connectDaemon } from '../wrap/daemon.ts';
import { runWrap } from '../wrap/wrap.ts';

interface WrapFlags {
  readonly as?: string;
  readonly agent?: string;
  readonly workflow?: string;
}

export const addWrapCommand: AddCommands = (program, run) => {
  program
    .command('wrap')
    .description('Serves an admitted server over stdio, every action of it governed.')
    .argument('<command...>', "the server's command and its arguments, after --")
    .option('--as <connector>', 'the connector; else the one with this command')
    .option('--agent <id>', 'the agent it acts as; else as the configuration says')
    .option('--workflow <id>', 'the workflow of the task it opens; else as the configuration says')
    .addHelpText(
      'after',
      '\nExample:\n  holdpoint wrap --as files -- npx -y @modelcontextprotocol/server-filesystem ./box',
    )
    .action((command: string[], flags: WrapFlags) => run((context) => wrap(context, command, flags)));
};

async function wrap(context: Context, command: readonly string[], flags: WrapFlags): Promise<ExitCode> {
  const { io, deps } = context;
  const { settings, configFile } = await context.place();
  const { home } = settings;
  const options = {
    as: flags.as ?? null,
    agent: flags.agent ?? settings.wrap.agent ?? null,
    workflow: flags.workflow ?? settings.wrap.workflow ?? null,
    command,
  };
  const { fetch, version } = deps;
  const spawnDaemon = () => deps.spawnDaemon({ config: configFile, home: configFile === null ? home : null });
  const ended = await runWrap(options, io, {
    version,
    fetch,
    connectDaemon: () => connectDaemon({ home, fetch, spawnDaemon }),
  });
  return ended === 0 ? EXIT.ok : EXIT.failed;
}
