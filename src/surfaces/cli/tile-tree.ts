// The whole log as files that any reader of C2SP tlog-tiles takes, from a static server too. Every tile is
// made here of the entries, and nothing is a checkpoint's unless it leads to its root.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { concat, equalBytes } from '../../ledger/bytes.ts';
import { parseCheckpoint, type Checkpoint } from '../../ledger/checkpoint.ts';
import type { LedgerCrypto } from '../../ledger/crypto.ts';
import { grow, TILE_WIDTH } from '../../ledger/growth.ts';
import { parseNote } from '../../ledger/note.ts';
import { encodeEntryBundle, formatTilePath, tileWidth, type Tile } from '../../ledger/tile.ts';
import { emptyFrontier, HASH_BYTES, leafHash, rootOf } from '../../ledger/tree.ts';
import type { Client } from './client.ts';
import { CliError } from './exit.ts';
import { writePrivate } from './home.ts';

export interface TileTree {
  /** Entries. */
  readonly size: number;
  /** Bundles of entries that were not there already. */
  readonly fetched: number;
}

interface Source {
  readonly client: Pick<Client, 'getBytes'>;
  readonly crypto: LedgerCrypto;
  /** Absolute. */
  readonly folder: string;
}

const CHECKPOINT = 'checkpoint';
const LENGTH_BYTES = 2;
const ENTRY_BYTES = LENGTH_BYTES + HASH_BYTES;

/**
 * Writes the tree of a checkpoint, which comes last. Bundles that are there from an earlier, or broken off,
 * export are not fetched again. Throws `CliError` where the folder has another ledger, or what is in it does
 * not lead to the checkpoint.
 *
 * @param note signed
 * @param onProgress entries placed so far
 */
export async function writeTileTree(
  source: Source,
  note: string,
  onProgress: (entries: number, size: number) => void,
): Promise<TileTree> {
  const { folder, crypto } = source;
  const checkpoint = parseCheckpoint(parseNote(note).text);
  await checkFolder(folder, checkpoint);
  const { size, root } = checkpoint;
  /** Hashes of the levels above the leaves. */
  const upper: Uint8Array[][] = [];
  let frontier = emptyFrontier;
  let fetched = 0;
  for (let index = 0; index * TILE_WIDTH < size; index++) {
    const width = tileWidth('entries', index, size);
    const { entries, isNew } = await placeEntries(source, { level: 'entries', index, width });
    const leaves = entries.map((entry) => leafHash(crypto, entry));
    await placeFile(folder, formatTilePath({ level: 0, index, width }), concat(...leaves));
    const growth = grow(crypto, frontier, entries);
    for (const { level, hash } of growth.nodes) (upper[level - 1] ??= []).push(hash);
    ({ frontier } = growth);
    if (isNew) fetched++;
    onProgress(frontier.size, size);
  }
  if (!equalBytes(rootOf(crypto, frontier), root)) throw astray(folder);
  for (const [at, hashes] of upper.entries()) await placeLevel(folder, at + 1, hashes);
  await placeFile(folder, CHECKPOINT, new TextEncoder().encode(note));
  return { size, fetched };
}

async function checkFolder(folder: string, { origin }: Checkpoint): Promise<void> {
  const note = await readFile(join(folder, CHECKPOINT), 'utf8').catch(() => null);
  if (note === null || note.startsWith(`${origin}\n`)) return;
  throw new CliError(`${folder} has the tiles of another ledger`, { help: 'Name a new folder' });
}

/** The bundle in the folder, where it is whole, else the ledger's. */
async function placeEntries(
  { client, folder }: Source,
  bundle: Tile,
): Promise<{ readonly entries: readonly Uint8Array[]; readonly isNew: boolean }> {
  const name = formatTilePath(bundle);
  const length = bundle.width * ENTRY_BYTES;
  const kept = await readFile(join(folder, name)).catch(() => null);
  const isNew = kept?.length !== length;
  const bytes = isNew ? await client.getBytes(`/ledger/tiles/${name}`) : kept;
  const entries = Array.from({ length: bundle.width }, (_, at) =>
    bytes.subarray(at * ENTRY_BYTES + LENGTH_BYTES, (at + 1) * ENTRY_BYTES),
  );
  if (!equalBytes(encodeEntryBundle(entries), bytes)) throw astray(folder);
  if (isNew) await placeFile(folder, name, bytes);
  return { entries, isNew };
}

async function placeLevel(folder: string, level: number, hashes: readonly Uint8Array[]): Promise<void> {
  for (let index = 0; index * TILE_WIDTH < hashes.length; index++) {
    const tile = hashes.slice(index * TILE_WIDTH, (index + 1) * TILE_WIDTH);
    await placeFile(folder, formatTilePath({ level, index, width: tile.length }), concat(...tile));
  }
}

/** What is there already is left alone: a reader may be at it. */
async function placeFile(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const path = join(folder, name);
  const kept = await readFile(path).catch(() => null);
  if (kept === null || !equalBytes(kept, bytes)) await writePrivate(path, bytes);
}

function astray(folder: string): CliError {
  return new CliError(`what is in ${folder} does not lead to the signed checkpoint`, {
    help: 'Export into a new folder. If that fails too, see: holdpoint ledger verify',
  });
}
