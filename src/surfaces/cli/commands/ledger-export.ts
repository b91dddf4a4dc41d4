// `holdpoint ledger export` and `checkpoint`: what others keep, so that nobody has to believe this machine.

import { open, type FileHandle } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import type { Context, Run } from '../context.ts';
import { counted } from '../render/counted.ts';
import { writePrivate } from '../home.ts';
import { createProgress } from '../render/progress.ts';
import { writeTileTree } from '../tile-tree.ts';

interface ExportFlags {
  readonly out?: string;
  readonly tiles?: string;
  readonly cosigned?: true;
}

interface CheckpointFlags {
  readonly out?: string;
  readonly cosigned?: true;
}

/** How often the progress of an export is shown, in records. */
const SHOWN_EVERY = 1_000;

export function addExportCommands(ledger: Command, run: Run): void {
  ledger
    .command('export')
    .description('Writes the whole ledger as lines that holdpoint/verify checks; payloads stay behind.')
    .option('--out <file>', 'else to standard output')
    .addOption(
      new Option(
        '--tiles <folder>',
        'the tree of hashes instead, as files of tlog-tiles; goes on where an earlier export ended',
      ).conflicts('out'),
    )
    .option('--cosigned', 'only what enough witnesses have cosigned; for lines they are asked first')
    .action(({ tiles, ...flags }: ExportFlags) =>
      run((context) =>
        tiles === undefined ? exportLines(context, flags) : exportTiles(context, tiles, flags),
      ),
    );
  ledger
    .command('checkpoint')
    .description('Prints the newest signed checkpoint: keep it elsewhere, and a cut tail shows.')
    .option('--out <file>', 'write it there')
    .option('--cosigned', 'the newest that enough witnesses have cosigned')
    .action((flags: CheckpointFlags) => run((context) => showCheckpoint(context, flags)));
}

async function exportLines(context: Context, flags: ExportFlags): Promise<void> {
  const { out } = flags;
  const lines = (await context.reader()).getLines(withCosigned('/ledger/export', flags));
  if (out === undefined) {
    for await (const line of lines) context.io.stdout.write(`${line}\n`);
    return;
  }
  const path = resolve(context.io.cwd, out);
  // Opened with the first line: where there is none, what is in it stays.
  let file: FileHandle | null = null;
  const progress = createProgress(context);
  let count = 0;
  try {
    for await (const line of lines) {
      file ??= await open(path, 'w', 0o600);
      await file.write(`${line}\n`);
      // Header and checkpoints are lines too.
      if (line.startsWith('{"actor":')) count++;
      if (count % SHOWN_EVERY === 0) progress.show(`${count} records`);
    }
  } finally {
    await file?.close();
    progress.done();
  }
  context.print({ file: path, records: count }, `${counted(count, 'record is', 'records are')} in ${path}`);
}

async function exportTiles(context: Context, tiles: string, flags: ExportFlags): Promise<void> {
  const folder = resolve(context.io.cwd, tiles);
  const client = await context.reader();
  const note = await client.getText(withCosigned('/ledger/tiles/checkpoint', flags));
  const progress = createProgress(context);
  const written = await writeTileTree({ client, crypto: context.deps.crypto, folder }, note, (done, size) =>
    progress.show(`${done} of ${size} records`),
  ).finally(() => progress.done());
  context.print({ folder, ...written }, `the tiles of ${counted(written.size, 'record')} are in ${folder}`);
}

async function showCheckpoint(context: Context, flags: CheckpointFlags): Promise<void> {
  const checkpoint = await (await context.reader()).getText(withCosigned('/ledger/checkpoint', flags));
  if (flags.out === undefined) {
    context.print({ checkpoint }, checkpoint.trimEnd());
    return;
  }
  const file = resolve(context.io.cwd, flags.out);
  await writePrivate(file, checkpoint);
  context.print({ checkpoint, file }, `the checkpoint is in ${file}`);
}

function withCosigned(route: string, { cosigned }: { readonly cosigned?: true }): string {
  return cosigned ? `${route}?cosigned=true` : route;
}
