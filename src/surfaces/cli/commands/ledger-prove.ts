// `holdpoint ledger prove`: evidence of one record, for somebody who has the ledger's key and nothing else.

import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Json } from '../../../kernel/json.ts';
import { utf8 } from '../../../ledger/bytes.ts';
import { canonicalize } from '../../../ledger/canonical.ts';
import { parseCheckpoint } from '../../../ledger/checkpoint.ts';
import { parseNote } from '../../../ledger/note.ts';
import { parseTlogProof, verifyTlogProof } from '../../../ledger/tlog-proof.ts';
import { keysResponse } from '../../http/contract/ledger.ts';
import type { Client } from '../client.ts';
import type { Context, Run } from '../context.ts';
import { CliError, EXIT } from '../exit.ts';
import { writePrivate } from '../home.ts';
import { renderFacts } from '../render/table.ts';

interface ProveFlags {
  readonly out?: string;
  readonly record?: string;
  readonly cosigned?: true;
}

export function addProveCommand(ledger: Command, run: Run): void {
  ledger
    .command('prove')
    .description('Proves that the ledger holds a record, in a file that is verified offline.')
    .argument('<record>', 'its id, or its number in the ledger')
    .option('--out <file>', 'else to standard output')
    .option('--record <file>', 'write the record too: whoever verifies its proof needs it')
    .option('--cosigned', 'under a checkpoint that enough witnesses have cosigned')
    .addHelpText(
      'after',
      '\nExample:\n  holdpoint ledger prove rec_0123456789abcdef --out r.tlog-proof --record r.json',
    )
    .action((record: string, flags: ProveFlags) => run((context) => prove(context, record, flags)));
}

async function prove(context: Context, record: string, flags: ProveFlags): Promise<void> {
  const client = await context.reader();
  const path = `/records/${encodeURIComponent(record)}`;
  const proof = await client.getText(`${path}/proof${flags.cosigned ? '?cosigned=true' : ''}`);
  const { index, checkpoint } = parseTlogProof(proof);
  const { size } = parseCheckpoint(parseNote(checkpoint).text);
  const text = await readRecord(client, path);
  await checkProof(context, client, { record, proof, text });
  const files = {
    ...(flags.out !== undefined && { file: resolve(context.io.cwd, flags.out) }),
    ...(flags.record !== undefined && { recordFile: resolve(context.io.cwd, flags.record) }),
  };
  if (files.recordFile !== undefined) await writePrivate(files.recordFile, text);
  if (files.file === undefined) {
    context.print({ record, index, size, proof, ...files }, proof.trimEnd());
    return;
  }
  await writePrivate(files.file, proof);
  const facts = renderFacts([
    ['record', record],
    ['number', `${index} of ${size} under the checkpoint`],
    ['proof', files.file],
    ...(files.recordFile === undefined ? [] : [['text', files.recordFile] as const]),
  ]);
  context.print({ record, index, size, proof, ...files }, facts);
}

/** What nobody could verify is not handed out. Throws `CliError`. */
async function checkProof(
  { deps }: Context,
  client: Client,
  { record, proof, text }: { readonly record: string; readonly proof: string; readonly text: string },
): Promise<void> {
  const { ledger: origin, vkey, retired } = await client.get('/ledger/keys', keysResponse);
  const trust = { origin, keys: [...retired, vkey] };
  if (verifyTlogProof(deps.crypto, proof, { ...trust, record: utf8(text) }).ok) return;
  throw new CliError(`the ledger does not prove ${record}: the record or the tree above it was changed`, {
    exit: EXIT.denied,
    help: 'See what was changed: holdpoint ledger verify',
  });
}

/** Its canonical text: the bytes that were hashed. */
async function readRecord(client: Client, path: string): Promise<string> {
  const { record } = JSON.parse(await client.getText(path)) as { record: Json };
  return canonicalize(record);
}
