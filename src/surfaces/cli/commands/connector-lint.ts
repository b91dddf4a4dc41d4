// `holdpoint connector lint`: what definitions say that no honest one says, before any model reads them.

import { Option, type Command } from 'commander';
import { CONNECTOR_ID } from '../../../catalog/name.ts';
import { scanList, type ScannedTool, type ToolFinding } from '../../../catalog/poison/scan-list.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import { connectorDetail } from '../../http/contract/connector.ts';
import type { Context, Run } from '../context.ts';
import { CliError, EXIT, type ExitCode } from '../exit.ts';
import { readGivenTools } from '../given/tools.ts';
import { poisonSarif, renderPoison } from '../render/poison-report.ts';

interface LintFlags {
  readonly format: 'pretty' | 'json' | 'sarif';
}

/** Adds `lint` to `holdpoint connector`. */
export function addConnectorLint(connector: Command, run: Run): void {
  connector
    .command('lint')
    .summary('Looks for hidden instructions in definitions.')
    .description(
      'Looks for orders to the model, hidden or encoded text, arguments that take what they should not, and' +
        ' names that could be taken for others. Exits with 3 where it finds an error.',
    )
    .argument('<file|connector>', 'JSON file with tools, or a connector as it was last proposed or admitted')
    .addOption(
      new Option('--format <form>', 'for people, or for machines')
        .choices(['pretty', 'json', 'sarif'])
        .default('pretty'),
    )
    .addHelpText(
      'after',
      '\nExamples:\n  holdpoint connector lint tools.json' +
        '\n  holdpoint connector lint files --format sarif > lint.sarif',
    )
    .action((given: string, flags: LintFlags) => run((context) => lint(context, given, flags)));
}

async function lint(context: Context, given: string, { format }: LintFlags): Promise<ExitCode> {
  const tools = CONNECTOR_ID.test(given)
    ? await readProposed(context, given)
    : await readGivenTools(context, given);
  const findings = scanList(tools);
  const ok = findings.every(({ severity }) => severity !== 'error');
  tell(context, format, given, tools.length, ok, findings);
  return ok ? EXIT.ok : EXIT.invalid;
}

async function readProposed(context: Context, id: string): Promise<readonly ScannedTool[]> {
  const detail = await (await context.reader()).get(`/connectors/${encodeURIComponent(id)}`, connectorDetail);
  const offered = Object.entries(detail.definitions);
  if (offered.length === 0) {
    const verb = detail.admitted === null ? 'add' : 'refresh';
    const help = `Propose it again, then look: holdpoint connector ${verb} ${id}`;
    throw new CliError(`nothing is known of what ${id} offers`, { help });
  }
  return offered.map(([name, definition]) => ({
    server: id,
    name,
    definition: definition as JsonObject,
  }));
}

function tell(
  context: Context,
  format: LintFlags['format'],
  given: string,
  tools: number,
  ok: boolean,
  findings: readonly ToolFinding[],
): void {
  const { io, deps, flags, style } = context;
  const data = { ok, tools, findings };
  if (format === 'sarif') {
    io.stdout.write(`${JSON.stringify(poisonSarif(findings, given, deps.version), null, 2)}\n`);
  } else if (format === 'json' && !flags.json) {
    io.stdout.write(`${JSON.stringify({ schemaVersion: 1, ...data }, null, 2)}\n`);
  } else {
    context.print(data, renderPoison(findings, tools, style));
  }
}
