// The ledger is verified from its bytes; the daemon is believed in nothing but the bytes it sends.

import { resolve } from 'node:path';
import type { StoreReport } from '../../gateway/ledger/audit.ts';
import { describeFinding, verifyExport, type VerificationReport } from '../../verify.ts';
import { isNotFound, type Client } from './client.ts';
import type { Context } from './context.ts';
import type { Watch } from './deps.ts';
import { CliError } from './exit.ts';
import { readGivenText } from './given/file.ts';
import { exists } from './home.ts';
import { printable } from './render/printable.ts';
import { readWatch, trustedKey } from './given/verifier-keys.ts';

export interface VerifyFlags {
  readonly db?: string;
  readonly export?: string;
  readonly vkey?: string;
  readonly checkpoint: readonly string[];
  /** Verifier keys of witnesses. */
  readonly witness: readonly string[];
  readonly quorum?: string;
}

export interface Verified {
  /** What was read: a file, or the daemon's export. */
  readonly source: string;
  readonly report: VerificationReport | StoreReport;
}

/** Throws `CliError` where there is nothing to verify, or no key to verify with. */
export async function verifyLedger(context: Context, flags: VerifyFlags): Promise<Verified> {
  const checkpoints = await Promise.all(flags.checkpoint.map((file) => readGivenText(context, file)));
  const watch = readWatch(context.deps, flags);
  if (flags.export === undefined) return verifyHome(context, flags, checkpoints, watch);
  const vkey = trustedKey(context.deps, flags.vkey, 'an export');
  const lines = (await readGivenText(context, flags.export)).split('\n');
  return { source: flags.export, report: verifyExport(lines, { vkey, checkpoints, ...watch }) };
}

async function verifyHome(
  context: Context,
  flags: VerifyFlags,
  given: readonly string[],
  watch: Watch,
): Promise<Verified> {
  const { settings } = await context.place();
  const { home } = settings;
  const [own] = await context.deps.ledgerKeys(settings);
  const vkey = trustedKey(context.deps, flags.vkey ?? own, `a ledger without a key in ${settings.keys.path}`);
  if (own !== undefined && nameOf(own) !== nameOf(vkey)) {
    throw new CliError(`the key given is of another ledger than the one in ${home}`, {
      help: `That one's own: ${own}`,
    });
  }
  const kept = settings.checkpoints.path;
  const checkpoints =
    given.length === 0 && (await exists(kept)) ? [await readGivenText(context, kept)] : given;
  const { url, ...file } = settings.store;
  const path = flags.db === undefined ? settings.store.path : resolve(context.io.cwd, flags.db);
  const isShared = url !== undefined && flags.db === undefined;
  if (!isShared && !(await exists(path)))
    throw new CliError(`${path} is not there`, { help: 'Name the file with --db' });
  const store = isShared ? settings.store : { ...file, path };
  try {
    const report = await context.deps.auditStore({ ...settings, store }, checkpoints, vkey, watch);
    return { source: isShared ? 'PostgreSQL' : path, report };
  } catch (error) {
    const locked = error instanceof Error && 'code' in error && error.code === 'store-locked';
    if (!locked || flags.db !== undefined) throw error;
  }
  context.note('The daemon holds the file: its export is verified, without payloads.');
  const lines = await exportOf(await context.reader(), watch.quorum > 0);
  return { source: 'the running daemon', report: verifyExport(lines, { vkey, checkpoints, ...watch }) };
}

/** Without cosignatures where there are not enough: then that is what is found. */
async function exportOf(reader: Client, cosigned: boolean): Promise<readonly string[]> {
  const lines: string[] = [];
  try {
    const route = cosigned ? '/ledger/export?cosigned=true' : '/ledger/export';
    for await (const line of reader.getLines(route)) lines.push(line);
    return lines;
  } catch (error) {
    if (!cosigned || !isNotFound(error)) throw error;
    return exportOf(reader, false);
  }
}

/** The name of a ledger's keys is the ledger's own. */
function nameOf(vkey: string): string {
  return vkey.split('+')[0]!;
}

export function describePayloads(report: Verified['report']): string {
  if (!('payloadsVerified' in report)) return 'not in an export';
  const { payloadsVerified: verified, payloadsErased: erased } = report;
  return erased === 0 ? `${verified}` : `${verified}, and ${erased} that were erased by order`;
}

/** One sentence each. */
export function describeFindings({ findings }: Verified['report']): string[] {
  return findings.map((finding) => {
    switch (finding.code) {
      case 'column-changed':
        return `record ${finding.seq} is filed under another ${finding.column} than it says`;
      case 'node-changed':
        return `node ${finding.index} of level ${finding.level} is not what the records below it hash to`;
      case 'checkpoint-missing':
        return `no signed checkpoint covers record ${finding.seq} and what follows`;
      case 'payload-damaged':
        return `record ${finding.seq} commits to a payload that is not what it was`;
      case 'payload-missing':
        return `record ${finding.seq} commits to a payload that is not there`;
      case 'payload-key-missing':
        return `record ${finding.seq} commits to a payload whose key is gone, and nobody ordered that`;
      case 'erasure-undone':
        return `record ${finding.seq} says that its task's payloads are erased, and their key is there`;
      default:
        return printable(describeFinding(finding));
    }
  });
}
