// A good signature counts as far as trust reaches: from a key that the reader has, over the records that its
// checkpoints cover, to the keys that those records name, and on.

import { hex } from './bytes.ts';
import type { Finding } from './finding.ts';
import type { KeyHistory } from './key-history.ts';
import { encodeVkey, type VerifierKey } from './vkey.ts';

/** A checkpoint that is of the log as read. */
export interface GoodCheckpoint {
  readonly checkpoint: number;
  readonly size: number;
  readonly signers: readonly VerifierKey[];
  readonly cosigners: readonly VerifierKey[];
}

export interface Trust {
  /** Takes a good checkpoint, in order of size. */
  readonly add: (good: GoodCheckpoint) => void;
  /** How far trust reaches; what it does not reach is reported once for each set of signers. */
  readonly settle: () => TrustSummary;
}

export interface TrustSummary {
  readonly checkpointsVerified: number;
  /** Size of the largest checkpoint that trust reaches. */
  readonly coveredSize: number;
  /** Size of the largest that enough witnesses cosigned; 0 where none need to. */
  readonly cosignedSize: number;
}

/** Good checkpoints by the same signers. */
interface Group {
  readonly signers: readonly VerifierKey[];
  readonly firstCheckpoint: number;
  count: number;
  largest: number;
}

export function createTrust(
  { keyHistory, quorum }: { readonly keyHistory: KeyHistory; readonly quorum: number },
  report: (finding: Finding) => void,
): Trust {
  const groups = new Map<string, Group>();
  let newest = { size: 0, cosigners: new Set<string>() };
  let cosignedSize = 0;

  function add({ checkpoint, size, signers, cosigners }: GoodCheckpoint): void {
    const name = signers.map(encodeVkey).join('\n');
    const group = groups.get(name) ?? { signers, firstCheckpoint: checkpoint, count: 0, largest: 0 };
    groups.set(name, group);
    group.count++;
    group.largest = size;
    if (size > newest.size) newest = { size, cosigners: new Set() };
    for (const { publicKey } of cosigners) newest.cosigners.add(hex(publicKey));
    if (quorum > 0 && newest.cosigners.size >= quorum) cosignedSize = size;
  }

  /** Each step of the chain may vouch for the next key. */
  function reach(): number {
    let covered = 0;
    for (;;) {
      const trusted = [...groups.values()].filter((group) => isTrusted(group, covered));
      const further = Math.max(0, ...trusted.map(({ largest }) => largest));
      if (further <= covered) return covered;
      covered = further;
    }
  }

  function isTrusted({ signers }: Group, covered: number): boolean {
    return signers.some((key) => keyHistory.isTrusted(key, covered));
  }

  function settle(): TrustSummary {
    const coveredSize = reach();
    let checkpointsVerified = 0;
    for (const group of groups.values()) {
      const { signers, firstCheckpoint: checkpoint } = group;
      if (!signers.some((key) => keyHistory.isNamed(key))) report({ code: 'key-unknown', checkpoint });
      if (isTrusted(group, coveredSize)) checkpointsVerified += group.count;
      else report({ code: 'key-untrusted', checkpoint });
    }
    const have = newest.cosigners.size;
    if (have < quorum) report({ code: 'cosignatures-missing', size: newest.size, have, need: quorum });
    return { checkpointsVerified, coveredSize, cosignedSize };
  }

  return { add, settle };
}
