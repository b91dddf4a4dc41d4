// The ledger is verified from its bytes; the daemon is believed in nothing but the bytes it sends.

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { StoreReport } from '../../gateway/audit.ts';
import { LedgerFormatError } from '../../ledger/format-error.ts';
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
  readonly report: VerificationReport | StoreReport;
}

/** Throws `CliError` where there is nothing to verify, or no key to verify with. */
export async function verifyLedger(context: Context, flags: VerifyFlags): Promise<Verified> {
  const checkpoints = await Promise.all(flags.checkpoint.map((file) => readText(context, file)));
  if (flags.export === undefined) return verifyHome(context, flags, checkpoints);
  if (flags.vkey === undefined) {
    throw new CliError('an export is verified with a key from elsewhere: --vkey KEY', {
      help: 'The key in the export itself proves nothing; holdpoint status shows the key',
    });
  }
  const lines = (await readText(context, flags.export)).split('\n');
  return { source: flags.export, report: verifyLines(lines, flags.vkey, checkpoints) };
}

async function verifyHome(context: Context, flags: VerifyFlags, given: readonly string[]): Promise<Verified> {
  const { settings } = await context.place();
  const { home } = settings;
  const vkey = await context.deps.ledgerKey(home);
  if (vkey === null)
    throw new CliError(`there is no ledger key in ${home}`, { help: 'See: holdpoint doctor' });
  if (flags.vkey !== undefined && flags.vkey !== vkey) {
    throw new CliError(
      `the key in ${home} is not the one given: this is another ledger, or its key was replaced`,
    );
  }
  const kept = settings.checkpoints.path;
  const checkpoints = given.length === 0 && (await exists(kept)) ? [await readText(context, kept)] : given;
  const path = flags.db === undefined ? settings.store.path : resolve(context.io.cwd, flags.db);
  if (!(await exists(path))) throw new CliError(`${path} is not there`, { help: 'Name the file with --db' });
  try {
    return { source: path, report: await context.deps.auditStore(path, home, checkpoints) };
  } catch (error) {
    const locked = error instanceof Error && 'code' in error && error.code === 'store-locked';
    if (!locked || flags.db !== undefined) throw error;
  }
  context.note('The daemon holds the file: its export is verified, without payloads.');
  const lines: string[] = [];
  for await (const line of (await context.reader()).getLines('/ledger/export')) lines.push(line);
  return { source: 'the running daemon', report: verifyLines(lines, vkey, checkpoints) };
}

/** One sentence each. */
export function describeFindings({ findings }: Verified['report']): string[] {
  return findings.map((finding) => {
    switch (finding.code) {
      case 'column-changed':
        return `record ${finding.seq} is filed under another ${finding.column} than it says`;
      case 'checkpoint-missing':
        return `no signed checkpoint covers record ${finding.seq} and what follows`;
      case 'payload-damaged':
        return `record ${finding.seq} commits to a payload that is not what it was`;
      case 'payload-missing':
        return `record ${finding.seq} commits to a payload that is not there`;
      case 'payload-key-missing':
        return `record ${finding.seq} commits to a payload whose key is gone: it cannot be read any more`;
      default:
        return printable(describeFinding(finding));
    }
  });
}

function verifyLines(
  lines: readonly string[],
  vkey: string,
  checkpoints: readonly string[],
): VerificationReport {
  try {
    return verifyExport(lines, { vkey, checkpoints });
  } catch (error) {
    if (error instanceof LedgerFormatError) throw new CliError(`--vkey is no verifier key: ${error.message}`);
    throw error;
  }
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
