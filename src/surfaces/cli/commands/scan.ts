// `holdpoint scan`: what agents on this machine may use, and what is wrong with that. Nothing leaves the
// machine, and nothing is changed unless somebody says so.

import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { AddCommands, Context } from '../context.ts';
import { CliError, EXIT, type ExitCode } from '../exit.ts';
import { countFindings } from '../scan/finding-list.ts';
import { fix, type Fixed } from '../scan/fix.ts';
import { lookAround, type Look } from '../scan/look.ts';
import { renderFixed, renderReport, reportData, reportSarif } from '../scan/report.ts';
import { readOwnCommand } from '../scan/own-command.ts';

interface ScanFlags {
  readonly tools: readonly string[];
  readonly sarif?: string;
  readonly fix?: true;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly program: string;
  readonly owner?: string;
}

const OPERATOR = /^[\w.@+-]{1,128}$/;

const collectWords = (value: string, before: readonly string[]): readonly string[] => [...before, value];

export const addScanCommand: AddCommands = (program, run) => {
  program
    .command('scan')
    .summary('Looks for what agents on this machine may use.')
    .description(
      'Reads the settings of MCP clients, .env and other files of a folder, and says what is ungoverned,' +
        ' unpinned, open or too broad. Nothing leaves this machine and no server is started. Exits with 3' +
        ' where it finds an error.',
    )
    .argument('[folder]', 'whose files are looked at besides the settings of your MCP clients', '.')
    .option(
      '--tools <file>',
      'tools to judge servers by; SERVER=FILE where the list names none',
      collectWords,
      [],
    )
    .option('--sarif <file>', 'write the findings as SARIF, too')
    .option('--fix', 'put the servers behind Holdpoint: shows each change, asks, keeps copies')
    .option('--dry-run', 'with --fix: show the changes and write nothing')
    .option('--yes', 'with --fix: write without asking')
    .option('--program <command>', 'with --fix: how clients start Holdpoint', 'holdpoint')
    .option('--owner <id>', 'with --fix: the operator who answers for the workflows; else your user name')
    .addHelpText(
      'after',
      '\nExamples:\n  holdpoint scan\n  holdpoint scan ~/work --sarif scan.sarif' +
        '\n  holdpoint scan --fix --dry-run',
    )
    .action((folder: string, flags: ScanFlags) => run((context) => scan(context, folder, flags)));
};

async function scan(context: Context, folder: string, flags: ScanFlags): Promise<ExitCode> {
  if (flags.fix === undefined && (flags.dryRun ?? flags.yes) !== undefined) {
    throw new CliError('--dry-run and --yes go with --fix', { help: 'See: holdpoint scan --help' });
  }
  const own = readOwnCommand(flags.program);
  if (own === null) {
    throw new CliError('--program is no command that is known to start holdpoint', {
      help:
        'Such as: holdpoint, /opt/bin/holdpoint, "npx -y holdpoint@1.2.3", "node /opt/holdpoint.js";' +
        ' a path with blanks stands in quotes of its own',
    });
  }
  if (flags.owner !== undefined && !OPERATOR.test(flags.owner)) {
    throw new CliError(`--owner takes the id of an operator, such as op_ann, and not: ${flags.owner}`);
  }
  const options = { folder, tools: flags.tools };
  const look = await lookAround(context, options);
  if (flags.fix === undefined) return tell(context, look, null, flags);
  const fixed = await fix(context, look, {
    yes: flags.yes === true,
    dryRun: flags.dryRun === true,
    program: own,
    owner: flags.owner ?? null,
  });
  return tell(context, fixed.written === null ? look : await lookAround(context, options), fixed, flags);
}

async function tell(
  context: Context,
  { machine, findings }: Look,
  fixed: Fixed | null,
  { sarif }: ScanFlags,
): Promise<ExitCode> {
  const { io, deps, style } = context;
  if (sarif !== undefined) {
    const log = reportSarif(machine, findings, deps.version);
    await writeFile(resolve(io.cwd, sarif), `${JSON.stringify(log, null, 2)}\n`);
  }
  const data = { ...reportData(machine, findings), ...(fixed !== null && { fix: fixed }) };
  context.print(data, fixed === null ? renderReport(machine, findings, style) : fixedText(fixed, findings));
  return findings.some(({ severity }) => severity === 'error') ? EXIT.invalid : EXIT.ok;
}

/** What is left to find is told in numbers: all of it was shown, or can be. */
function fixedText(fixed: Fixed, findings: Look['findings']): string {
  return `${renderFixed(fixed)}\n\n${countFindings(findings)}: holdpoint scan lists what there is`;
}
