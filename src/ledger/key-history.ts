// Which key may sign what follows from the ledger itself: each key names its successor in a record, and from
// that record on only the successor counts. What anchors the chain is a key that the reader trusts.

import type { LedgerCrypto } from './crypto.ts';
import type { Finding } from './finding.ts';
import type { LedgerRecord } from './record.ts';
import { ORG_STREAM } from './stream.ts';
import { decodeVkey, encodeVkey, type VerifierKey } from './vkey.ts';

export interface KeyHistory {
  /**
   * Takes the key that record number `index` of the log names, if it names one. A lost record may have named
   * one too: then a step in the chain is excused.
   */
  readonly learn: (record: LedgerRecord, index: number, hasLosses: boolean) => void;
  /** The keys whose signatures are looked at: those given, and those named so far. */
  readonly known: () => readonly VerifierKey[];
  /** Whether another key had taken its place in the first `size` records. */
  readonly isRetired: (key: VerifierKey, size: number) => boolean;
  /** Whether the ledger names the key; true where it names none at all. */
  readonly isNamed: (key: VerifierKey) => boolean;
  /** Whether the reader trusts the key, once it trusts the first `coveredSize` records. */
  readonly isTrusted: (key: VerifierKey, coveredSize: number) => boolean;
}

interface NamedKey {
  readonly key: VerifierKey;
  readonly index: number;
}

/** Throws `malformed-key` for a verifier key out of format. Keys that bear another name are passed over. */
export function createKeyHistory(
  crypto: LedgerCrypto,
  options: { readonly origin: string; readonly keys: readonly string[] },
  report: (finding: Finding) => void,
): KeyHistory {
  const given = options.keys.map((vkey) => decodeVkey(crypto, vkey)).filter(isOfLog);
  const named: NamedKey[] = [];

  function isOfLog(key: VerifierKey): boolean {
    return key.name === options.origin && key.algorithm === 'ed25519';
  }

  function read(vkey: unknown): VerifierKey | null {
    try {
      const key = decodeVkey(crypto, String(vkey));
      return isOfLog(key) ? key : null;
    } catch {
      return null;
    }
  }

  function learn({ seq, stream, type, body }: LedgerRecord, index: number, hasLosses: boolean): void {
    if (stream !== ORG_STREAM) return;
    const key = read(body['vkey']);
    if (type === 'founded' && named.length === 0 && key !== null) named.push({ key, index });
    if (type !== 'ledger-key-rotated') return;
    const inForce = named.at(-1)?.key ?? null;
    const previous = read(body['previous']);
    const follows = previous !== null && (inForce === null || isSame(previous, inForce) || hasLosses);
    if (key === null || !follows || named.some((one) => isSame(one.key, key))) {
      report({ code: 'rotation-invalid', seq });
      return;
    }
    if (inForce === null) named.push({ key: previous, index });
    named.push({ key, index });
  }

  function isRetired(key: VerifierKey, size: number): boolean {
    const before = named.filter(({ index }) => index < size);
    return before.slice(0, -1).some((one) => isSame(one.key, key));
  }

  return {
    learn,
    known: () => [...given, ...named.map(({ key }) => key)],
    isRetired,
    isNamed: (key) => named.length === 0 || named.some((one) => isSame(one.key, key)),
    isTrusted: (key, coveredSize) =>
      given.some((one) => isSame(one, key)) ||
      named.some((one) => one.index < coveredSize && isSame(one.key, key)),
  };
}

function isSame(a: VerifierKey, b: VerifierKey): boolean {
  return encodeVkey(a) === encodeVkey(b);
}
