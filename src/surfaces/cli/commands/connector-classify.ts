// `holdpoint connector classify`: what is thought of tools, without a gateway and before any is connected.

import type { Command } from 'commander';
import type { ToolSheet } from '../../../catalog/intake/sheet.ts';
import { readDefinitions } from '../connector-definitions.ts';
import type { Context, Run } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import { noteLeftOut } from '../render/left-out.ts';
import { askAbout, exitOf, noteModel } from '../render/model-words.ts';
import { excerpt, printable } from '../render/printable.ts';
import { renderTable } from '../render/table.ts';

/** Adds `classify` to `holdpoint connector`. */
export function addConnectorClassify(connector: Command, run: Run): void {
  connector
    .command('classify')
    .summary('Says what tools may do, from their definitions alone.')
    .description(
      'Says of each tool what it may do to the world, how far its arguments go, what they are for,' +
        ' and why that is thought. Takes the answer to MCP tools/list (or resources, templates and' +
        ' prompts), {"tools": […]} where each tool may name its "server", an OpenAPI 3 document (YAML or' +
        ' JSON), or a script of SQL that creates tables. Which it is, is told by its content.',
    )
    .argument('<file>', 'file with the tools')
    .option('--model', 'ask the configured model too, which can only add to what the rules find')
    .addHelpText(
      'after',
      '\nExamples:\n  holdpoint connector classify tools.json' +
        '\n  holdpoint connector classify tools.json --json' +
        '\n  holdpoint connector classify openapi.yaml\n  holdpoint connector classify schema.sql',
    )
    .action((file: string, flags: { readonly model?: true }) =>
      run((context) => classify(context, file, flags.model === true)),
    );
}

async function classify(context: Context, file: string, isModelAsked: boolean): Promise<ExitCode> {
  const sheets = await readDefinitions(context, file);
  const { unread, broadScopes, leftOut } = sheets;
  const { tools, model } = isModelAsked ? await askAbout(context, sheets) : { ...sheets, model: null };
  for (const { line, message } of unread) context.note(printable(`${file}:${line}: not read: ${message}`));
  for (const [scope, tool] of broadScopes) {
    context.note(printable(`over-broad scope "${scope}", asked for by ${tool}`));
  }
  noteLeftOut(context, leftOut);
  noteModel(context, model, tools);
  context.print({ tools, unread, leftOut, ...(model === null ? {} : { model }) }, render(tools));
  return exitOf(model);
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
