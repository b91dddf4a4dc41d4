// The ledger is verified from its bytes by the offline verifier; the daemon is believed in nothing but the bytes it sends.

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { LedgerFormatError } from '../../ledger/format-error.ts';
import { createVerifier } from '../../ledger/verification.ts';
import { decodeVkey } from '../../ledger/vkey.ts';
import { describeFinding, verifyExport, type VerificationReport } from '../../verify.ts';
import type { Context } from './context.ts';
import { CliError } from './exit.ts';
import { exists } from './home.ts';
import { printable } from './printable.ts';

export interface VerifyFlags {
  readonly db?: string;
  readonly export?: string;
  readonly vkey?: string;
  readonly checkpoint: readonly string[];
}

export interface Verified {
  /** What was read: a file, or the daemon's export. */
  readonly source: string;
  readonly report: VerificationReport;
  /** One sentence for each finding, payloads included. */
  readonly findings: readonly string[];
}

/** Throws `CliError` where there is nothing to verify, or no key to verify with. */
export async function verifyLedger(context: Context, flags: VerifyFlags): Promise<Verified> {
  const checkpoints = await Promise.all(flags.checkpoint.map((file) => readText(context, file)));
  if (flags.export !== undefined) {
    if (flags.vkey === undefined) {
      throw new CliError('an export is verified with a key from elsewhere: --vkey KEY', {
        help: 'The key in the export itself proves nothing; holdpoint status shows the key',
      });
    }
    const lines = (await readText(context, flags.export)).split('\n');
    return toVerified(flags.export, verifyLines(lines, flags.vkey, checkpoints));
  }
  const { settings } = await context.place({ mayBeNew: flags.db !== undefined });
  const vkey = flags.vkey ?? (await context.deps.ledgerKey(settings.home));
  if (vkey === null)
    throw new CliError('there is no ledger key in the home', { help: 'Give it with --vkey KEY' });
  const kept = settings.checkpoints.path;
  if (flags.checkpoint.length === 0 && (await exists(kept))) checkpoints.push(await readText(context, kept));
  const path = flags.db === undefined ? settings.store.path : resolve(context.io.cwd, flags.db);
  try {
    return await verifyStore(context, { path, home: settings.home, vkey, checkpoints });
  } catch (error) {
    const locked = error instanceof Error && 'code' in error && error.code === 'store-locked';
    if (!locked || flags.db !== undefined) throw error;
  }
  // The daemon holds the file: it sends what is in it, and every byte is checked all the same.
  const lines: string[] = [];
  for await (const line of (await context.reader()).getLines('/ledger/export')) lines.push(line);
  return toVerified('the running daemon', verifyLines(lines, vkey, checkpoints));
}

async function verifyStore(
  context: Context,
  options: {
    readonly path: string;
    readonly home: string;
    readonly vkey: string;
    readonly checkpoints: readonly string[];
  },
): Promise<Verified> {
  const { path, vkey } = options;
  if (!(await exists(path))) throw new CliError(`${path} is not there`, { help: 'Name the file with --db' });
  const { crypto, openStoreForVerify } = context.deps;
  const store = await openStoreForVerify(path, options.home);
  try {
    const origin = guardKey(() => decodeVkey(crypto, vkey).name);
    const checkpoints = [...(await store.checkpoints()), ...options.checkpoints];
    const verifier = createVerifier(crypto, { origin, keys: [vkey], checkpoints });
    for await (const entry of store.records()) verifier.add(entry);
    const damaged: string[] = [];
    for await (const { commitment, scope, why } of store.damagedPayloads()) {
      damaged.push(printable(`payload ${commitment} of ${scope}: ${why}`));
    }
    const verified = toVerified(path, verifier.finish());
    return { ...verified, findings: [...verified.findings, ...damaged] };
  } finally {
    await store.close();
  }
}

function verifyLines(
  lines: readonly string[],
  vkey: string,
  checkpoints: readonly string[],
): VerificationReport {
  return guardKey(() => verifyExport(lines, { vkey, checkpoints }));
}

function guardKey<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof LedgerFormatError) throw new CliError(`--vkey is no verifier key: ${error.message}`);
    throw error;
  }
}

function toVerified(source: string, report: VerificationReport): Verified {
  return { source, report, findings: report.findings.map((finding) => printable(describeFinding(finding))) };
}

async function readText(context: Context, file: string): Promise<string> {
  const bytes = await readFile(resolve(context.io.cwd, file)).catch(() => {
    throw new CliError(`${file} cannot be read`);
  });
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new CliError(`${file} is not UTF-8 text`);
  }
}
