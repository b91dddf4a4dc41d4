// `holdpoint policy import`: policies of another product, translated where they mean the same, with a line
// for each of them about what became of it.

import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { PolicySource } from '../../../kernel/state.ts';
import { formatSource } from '../../../policy/format-source.ts';
import { gatewaysOf, importAgentCore } from '../../../policy/import/agentcore.ts';
import type { AgentCoreOptions } from '../../../policy/import/agentcore.ts';
import type { ImportNote } from '../../../policy/import/report.ts';
import type { Context, Run } from '../context.ts';
import { CliError, EXIT, type ExitCode } from '../exit.ts';
import { readGivenText } from '../given/file.ts';
import { printable } from '../render/printable.ts';
import { unwritable } from '../system-fault.ts';

interface ImportFlags {
  readonly map: readonly string[];
  readonly gateway?: string;
  readonly to: string;
  readonly partial?: true;
}

export function addPolicyImport(policy: Command, run: Run): void {
  const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];
  policy
    .command('import')
    .description('Translates policies of another product, and says what became of each.')
    .command('agentcore')
    .description(
      'Translates Cedar of Amazon Bedrock AgentCore; exits with 3, and writes nothing, where one is refused.',
    )
    .argument('<files...>', '*.cedar files of a gateway')
    .option(
      '--map <target=connector>',
      'the connector of a gateway target; else of the same name',
      collect,
      [],
    )
    .option('--gateway <arn>', 'the gateway whose policies are meant, where the files name several')
    .option('--to <folder>', 'where to', 'policies')
    .option('--partial', 'write what could be translated, although something was refused')
    .addHelpText(
      'after',
      '\nExample:\n  holdpoint policy import agentcore refunds.cedar --map RefundTool=refunds --to policies',
    )
    .action((files: string[], flags: ImportFlags) => run((context) => importFiles(context, files, flags)));
}

async function importFiles(
  context: Context,
  files: readonly string[],
  flags: ImportFlags,
): Promise<ExitCode> {
  const sources = await Promise.all(
    files.map(async (name) => ({ name, text: await readGivenText(context, name) })),
  );
  const options = readOptions(sources, flags);
  const imported = sources.map((source) => ({ source, ...importAgentCore(source, options) }));
  const notes = imported.flatMap((one) => one.notes);
  for (const note of notes) context.note(printable(noteLine(note)));
  const refused = notes.filter(({ kind }) => kind === 'refused');
  const mayWrite = refused.length === 0 || flags.partial === true;
  const written = mayWrite ? await writeAll(context, flags.to, imported) : [];
  const next = mayWrite
    ? `Check it with: holdpoint policy validate ${flags.to}`
    : `nothing was written; refused: ${refused.map(nameOf).join(', ')}; write the rest with --partial`;
  context.print({ ok: refused.length === 0, notes, written }, [...written, printable(next)].join('\n'));
  return refused.length === 0 ? EXIT.ok : EXIT.invalid;
}

function noteLine({ file, line, kind, policy, message }: ImportNote): string {
  return `${file}:${line}: ${kind}: ${policy === null ? '' : `policy ${policy}: `}${message}`;
}

function nameOf({ file, policy }: ImportNote): string {
  return policy === null ? file : `policy ${policy} of ${file}`;
}

function readOptions(sources: readonly PolicySource[], { map, gateway }: ImportFlags): AgentCoreOptions {
  const pairs = map.map((pair) => {
    const at = pair.indexOf('=');
    if (at > 0 && at < pair.length - 1) return [pair.slice(0, at), pair.slice(at + 1)] as const;
    throw new CliError(`${pair} is no target=connector`, { help: 'like --map RefundTool=refunds' });
  });
  const gateways = [...new Set(sources.flatMap(gatewaysOf))];
  if (gateway === undefined && gateways.length > 1) {
    throw new CliError('the files have policies of several gateways', {
      help: 'Say whose are meant with --gateway <arn>',
      lines: gateways.map(printable),
    });
  }
  return { targets: Object.fromEntries(pairs), gateway: gateway ?? null };
}

async function writeAll(
  context: Context,
  to: string,
  imported: readonly { readonly source: PolicySource; readonly text: string }[],
): Promise<string[]> {
  await mkdir(resolve(context.io.cwd, to), { recursive: true });
  const written: string[] = [];
  for (const { source, text } of imported.filter((one) => one.text !== '')) {
    const path = join(to, basename(source.name));
    const formatted = formatSource({ name: path, text });
    const laid = 'text' in formatted ? formatted.text : text;
    // Never over a file that is there: least of all the one that is translated.
    await writeFile(resolve(context.io.cwd, path), laid, { flag: 'wx' }).catch((error: unknown) => {
      throw unwritable(path, error, 'Name another folder: --to');
    });
    written.push(path);
  }
  return written;
}
