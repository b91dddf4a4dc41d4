// `holdpoint connector classify`: what is thought of tools, without a gateway and before any is connected.

import type { Command } from 'commander';
import { sheetsOf, type ToolSheet } from '../../../catalog/intake/sheet.ts';
import { readToolList } from '../../../catalog/tool-list.ts';
import type { Context, Run } from '../context.ts';
import { CliError } from '../exit.ts';
import { readGivenJson } from '../given-json.ts';
import { excerpt } from '../printable.ts';
import { renderTable } from '../table.ts';

/** Adds `classify` to `holdpoint connector`. */
export function addConnectorClassify(connector: Command, run: Run): void {
  connector
    .command('classify')
    .summary('say what tools may do, from their definitions alone')
    .description(
      'Says of each tool what it may do to the world, how far its arguments go, what they are for,' +
        ' and why that is thought. Takes the answer to MCP tools/list, or {"tools": […]} where each tool' +
        ' may name its "server".',
    )
    .argument('<file>', 'JSON file with the tools')
    .addHelpText(
      'after',
      '\nExamples:\n  holdpoint connector classify tools.json' +
        '\n  holdpoint connector classify tools.json --json',
    )
    .action((file: string) => run((context) => classify(context, file)));
}

async function classify(context: Context, file: string): Promise<void> {
  const listed = readToolList(await readGivenJson(context, file));
  const form = '{"tools": [{"name": …}]}';
  if (listed === null) throw new CliError(`${file} holds no list of tools, such as ${form}`);
  const tools = sheetsOf(listed);
  context.print({ tools }, render(tools));
}

function render(tools: readonly ToolSheet[]): string {
  const rows = tools.map((tool) => [
    excerpt(tool.server, 24),
    excerpt(tool.name, 48),
    tool.effectsAll.join(', '),
    tool.egress,
    excerpt(tool.destinationArguments.join(', '), 40),
    tool.confidence,
    excerpt(tool.evidence[0]?.because ?? '', 60),
  ]);
  const headings = ['server', 'tool', 'effects', 'goes', 'to', 'confidence', 'why'];
  return renderTable(headings, rows) ?? 'there are no tools in it';
}
