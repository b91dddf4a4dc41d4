// An export is the whole ledger in one text that a stranger can check with a key alone: a header,
// each record's canonical bytes as a line, and a checkpoint over exactly those. Checkpoints among the lines
// carry trust from a key to its successor.

import { utf8 } from './bytes.ts';
import { canonicalize, type JsonValue } from './canonical.ts';
import type { LedgerCrypto } from './crypto.ts';
import type { Finding, VerificationReport } from './finding.ts';
import { parseStrict } from './parse.ts';
import { findMisfit, type Shape } from './shape.ts';
import { createVerifier } from './verification.ts';
import { decodeVkey } from './vkey.ts';

export const EXPORT_FORMAT = 'holdpoint-ledger@1';

export interface ExportOptions {
  readonly crypto: LedgerCrypto;
  /**
   * One of the log's verifier keys, from a source that the reader trusts; its name is the ledger's origin.
   */
  readonly vkey: string;
  /**
   * Checkpoints (signed notes) kept elsewhere. Only these show that a whole tail was cut off and signed
   * anew.
   */
  readonly checkpoints?: readonly string[];
  /** Verifier keys of witnesses, and how many of them must have cosigned the closing checkpoint. */
  readonly witnesses?: readonly string[];
  readonly quorum?: number;
}

const isString = (value: unknown): boolean => typeof value === 'string';

const HEADER: Shape = { format: (value) => value === EXPORT_FORMAT, origin: isString, vkey: isString };
const CLOSING: Shape = { checkpoint: isString };
/** No record begins like this: its first member is `actor`. */
const CLOSING_START = '{"checkpoint":';

/** The first line, without its newline. The key in it is for information: a reader must not trust it. */
export function exportHeader(header: { readonly origin: string; readonly vkey: string }): string {
  return canonicalize({ format: EXPORT_FORMAT, origin: header.origin, vkey: header.vkey });
}

/**
 * A line, without its newline, with the signed note over all the records before it: the last one, and one
 * wherever the key changed.
 */
export function exportClosing(checkpoint: string): string {
  return canonicalize({ checkpoint });
}

/**
 * Verifies an export, line by line (newlines removed; one empty line at the very end is that of the last
 * newline). Bytes should be given as strings only where they were decoded strictly. Throws `malformed-key`
 * for a verifier key out of format; all else is a finding.
 */
export function verifyExport(lines: Iterable<string>, options: ExportOptions): VerificationReport {
  const { crypto, vkey, checkpoints = [], witnesses = [], quorum = 0 } = options;
  const origin = decodeVkey(crypto, vkey).name;
  const verifier = createVerifier(crypto, { origin, keys: [vkey], checkpoints, witnesses, quorum });
  const faults: Finding[] = [];
  let number = 0;
  let closing: string | null = null;
  let isBlank = false;
  const take = (line: string): void => {
    // A checkpoint closes the export unless a line follows it.
    if (closing !== null) verifier.expect(closing);
    closing = readClosing(line);
    if (closing === null) verifier.add({ bytes: utf8(line) });
  };
  for (const line of lines) {
    number++;
    if (number === 1) faults.push(...headerFaults(line, origin));
    else {
      if (isBlank) take('');
      isBlank = line === '';
      if (!isBlank) take(line);
    }
  }
  if (number === 0) faults.push(...headerFaults('', origin));
  if (closing === null) faults.push({ code: 'export-malformed', line: number, why: 'no-checkpoint' });
  const report = verifier.finish(closing ?? undefined);
  return { ...report, ok: report.ok && faults.length === 0, findings: [...report.findings, ...faults] };
}

function headerFaults(line: string, origin: string): readonly Finding[] {
  const header = readLine(line, HEADER) as { readonly origin: string } | null;
  if (header === null) return [{ code: 'export-malformed', line: 1, why: 'no-header' }];
  return header.origin === origin ? [] : [{ code: 'export-malformed', line: 1, why: 'other-origin' }];
}

function readClosing(line: string): string | null {
  if (!line.startsWith(CLOSING_START)) return null;
  const closing = readLine(line, CLOSING) as { readonly checkpoint: string } | null;
  return closing && closing.checkpoint;
}

/** The value of a line in canonical JSON with a shape; null for any other line. */
function readLine(line: string, shape: Shape): JsonValue {
  try {
    const value = parseStrict(line);
    return findMisfit(value, shape) === null && canonicalize(value) === line ? value : null;
  } catch {
    return null;
  }
}
