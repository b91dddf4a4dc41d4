// One command line in, one exit code out. Data goes to stdout; what went wrong goes to stderr, with the
// next step.

import { Command, CommanderError } from 'commander';
import { addAgentCommands } from './commands/agent.ts';
import { addBlastRadiusCommand } from './commands/blast-radius.ts';
import { addChannelCommands } from './commands/channels.ts';
import { addConnectorCommands } from './commands/connector.ts';
import { addConsoleCommand } from './commands/console.ts';
import { addContainCommands } from './commands/contain.ts';
import { addDecideCommands } from './commands/decide.ts';
import { addDecisionCommands } from './commands/decision.ts';
import { addDestinationCommands } from './commands/destinations.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addEvidenceCommand } from './commands/evidence.ts';
import { addApprovalsCommands } from './commands/approvals.ts';
import { addFactCommands } from './commands/fact.ts';
import { addFrictionCommand } from './commands/friction.ts';
import { addHoldCommands } from './commands/hold.ts';
import { addInitCommand } from './commands/init.ts';
import { addLeaseCommands } from './commands/lease.ts';
import { addNoticesCommand } from './commands/notices.ts';
import { addLedgerCommands } from './commands/ledger.ts';
import { addLoginCommand } from './commands/login.ts';
import { addClearanceCommands } from './commands/model-clearance.ts';
import { addOperatorCommands } from './commands/operator.ts';
import { addPolicyCommands } from './commands/policy.ts';
import { addReplayCommand } from './commands/replay.ts';
import { addScanCommand } from './commands/scan.ts';
import { addStatusCommand } from './commands/status.ts';
import { addTaskCommands } from './commands/task.ts';
import { addTraceCommand } from './commands/trace.ts';
import { addUpCommand } from './commands/up.ts';
import { addWitnessCommands } from './commands/witness.ts';
import { addWorkflowCommands } from './commands/workflow.ts';
import { addWrapCommand } from './commands/wrap.ts';
import { createContext, type AddCommands, type GlobalFlags, type Run } from './context.ts';
import type { CliDeps } from './deps.ts';
import { addExamples } from './example.ts';
import { CliError, EXIT, EXIT_HELP, type ExitCode } from './exit.ts';
import type { Io } from './io.ts';
import { printable } from './render/printable.ts';
import { COLOURED, PLAIN, type Style } from './render/style.ts';
import { explainSystemFault } from './system-fault.ts';

const COMMANDS: readonly AddCommands[] = [
  addInitCommand,
  addUpCommand,
  addDoctorCommand,
  addScanCommand,
  addStatusCommand,
  addLoginCommand,
  addConsoleCommand,
  addOperatorCommands,
  addAgentCommands,
  addDestinationCommands,
  addClearanceCommands,
  addConnectorCommands,
  addWorkflowCommands,
  addPolicyCommands,
  addTaskCommands,
  addTraceCommand,
  addReplayCommand,
  addBlastRadiusCommand,
  addHoldCommands,
  addDecideCommands,
  addDecisionCommands,
  addFrictionCommand,
  addFactCommands,
  addApprovalsCommands,
  addEvidenceCommand,
  addContainCommands,
  addNoticesCommand,
  addChannelCommands,
  addLeaseCommands,
  addLedgerCommands,
  addWitnessCommands,
  addWrapCommand,
];

/**
 * Runs one command line and resolves with its exit code; never rejects.
 *
 * @param argv the arguments, without the runtime and the script
 */
export async function runCli(argv: readonly string[], io: Io, deps: CliDeps): Promise<number> {
  const json = argv.includes('--json');
  const program = createProgram(io, deps, json);
  let exit: ExitCode = EXIT.ok;
  const run: Run = async (action) => {
    const flags = program.opts<GlobalFlags>();
    exit = (await action(createContext(io, deps, flags, styleFor(io, flags)))) ?? EXIT.ok;
  };
  for (const add of COMMANDS) add(program, run);
  addExamples(program);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exit;
  } catch (error) {
    if (!(error instanceof CommanderError)) return tell(io, error, json);
    if (error.exitCode === 0) return EXIT.ok;
    const elsewhere = elsewhereIn(program, error);
    if (json) return tell(io, misused(error, elsewhere), json);
    // Commander has said already what is wrong, or has printed the help.
    if (elsewhere !== null) io.stderr.write(`${elsewhere}\n`);
    return EXIT.failed;
  }
}

/** Whoever looks for a command below another one is told where it is. */
function elsewhereIn(program: Command, { code, message }: CommanderError): string | null {
  const name = code === 'commander.unknownCommand' ? /'(.+?)'/.exec(message)?.[1] : undefined;
  return program.commands.some((one) => one.name() === name) ? `There is: holdpoint ${name}` : null;
}

function misused({ code, message }: CommanderError, elsewhere: string | null): CliError {
  const said = code === 'commander.help' ? 'a command is missing' : message.replace(/^error: /, '');
  return new CliError(said, { help: elsewhere ?? 'See the same with --help', json: { code: 'usage' } });
}

function createProgram(io: Io, deps: CliDeps, json: boolean): Command {
  return new Command('holdpoint')
    .description('Decides, records and contains what AI agents do.')
    .version(deps.version)
    .option('--json', 'machine-readable output', false)
    .option('--home <folder>', "Holdpoint's state; else HOLDPOINT_HOME, else as holdpoint.yaml says")
    .option('--config <file>', 'the configuration; else the nearest holdpoint.yaml')
    .option('--no-color', 'no colours, as with NO_COLOR')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => {
        if (!json) io.stderr.write(text);
      },
    })
    .addHelpText('after', EXIT_HELP)
    .showHelpAfterError('(see --help)')
    .exitOverride();
}

function styleFor(io: Io, flags: GlobalFlags): Style {
  const wanted = flags.color && !flags.json && !io.env['NO_COLOR'] && io.stdout.isTerminal;
  return wanted ? COLOURED : PLAIN;
}

function tell(io: Io, error: unknown, json: boolean): ExitCode {
  const { message, help, exit, details } = toCliError(error);
  if (json) {
    const told = { code: 'cli', ...details.json, message, ...(help === null ? {} : { help }) };
    io.stderr.write(`${JSON.stringify({ schemaVersion: 1, error: told })}\n`);
    return exit;
  }
  const lines = [
    `error: ${message}`,
    ...details.lines.map((line) => `  ${line}`),
    ...(help === null ? [] : help.split('\n')),
  ];
  io.stderr.write(`${lines.map(printable).join('\n')}\n`);
  return exit;
}

/**
 * Coded faults of the parts we were given say in their message what is wrong; anything else is a bug of
 * ours.
 */
function toCliError(error: unknown): CliError {
  if (error instanceof CliError) return error;
  const fault = error instanceof Error ? explainSystemFault(error) : null;
  if (fault !== null) return fault;
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return new CliError(error.message, { json: { code: error.code } });
  }
  const what = error instanceof Error ? error.message : 'something that is no error was thrown';
  return new CliError(`a bug in Holdpoint: ${what}`, { json: { code: 'internal' } });
}
