import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nodeLedgerCrypto as crypto } from '../adapters/crypto/node.ts';
import type { Finding } from './finding.ts';
import { checkpointOf, ledgerOf, ORIGIN, VKEY } from './sample-ledger.contract.ts';
import { createVerifier, type Entry } from './verification.ts';

// Whatever one does to a ledger, with only its checkpoints kept elsewhere, is found, and found in its place.

const SIZE = 12;
const whole = ledgerOf(SIZE);
const CHECKPOINTS = [5, 9, SIZE].map((size) => checkpointOf(whole, size));
const anySeq = fc.nat({ max: SIZE - 1 });

function findingsOf(
  entries: readonly Entry[],
  checkpoints: readonly string[] = CHECKPOINTS,
): readonly Finding[] {
  const verifier = createVerifier(crypto, { origin: ORIGIN, keys: [VKEY], checkpoints });
  for (const entry of entries) verifier.add(entry);
  return verifier.finish().findings;
}

/** Whether a finding's place is, or spans, a record. */
function names(finding: Finding, seq: number): boolean {
  if (!('seq' in finding)) return false;
  return 'until' in finding ? finding.seq <= seq && seq < finding.until : finding.seq === seq;
}

function flip(seq: number, position: number, mask: number): Uint8Array {
  const bytes = whole[seq]!.bytes.slice();
  bytes[position % bytes.length]! ^= mask;
  return bytes;
}

describe('tampering', () => {
  const anyFlip = [anySeq, fc.nat({ max: 2000 }), fc.integer({ min: 1, max: 255 })] as const;

  test('leaves no trace in the ledger itself', () => {
    expect(findingsOf(whole)).toEqual([]);
  });

  test('by a byte of a record is found by the checkpoints alone, in the span they leave', () => {
    fc.assert(
      fc.property(...anyFlip, (seq, position, mask) => {
        const findings = findingsOf(
          whole.map((entry, at) => (at === seq ? { bytes: flip(seq, position, mask) } : entry)),
        );
        expect(findings.some((finding) => names(finding, seq))).toBe(true);
        expect(findings.some(({ code }) => code === 'checkpoint-mismatch')).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('by a byte beside a stored hash is found without any checkpoint, exactly there', () => {
    fc.assert(
      fc.property(...anyFlip, (seq, position, mask) => {
        const entries = whole.map(({ bytes, hash: storedHash }, at) => ({
          bytes: at === seq ? flip(seq, position, mask) : bytes,
          storedHash,
        }));
        expect(findingsOf(entries, [])).toEqual([{ code: 'record-changed', seq }]);
      }),
      { numRuns: 300 },
    );
  });

  test('by a byte of a stored hash is found exactly there', () => {
    fc.assert(
      fc.property(anySeq, fc.nat({ max: 31 }), (seq, position) => {
        const entries = whole.map(({ bytes, hash }) => ({ bytes, storedHash: hash.slice() }));
        entries[seq]!.storedHash[position]! ^= 1;
        expect(findingsOf(entries, [])).toEqual([{ code: 'record-changed', seq }]);
      }),
    );
  });

  test('by dropping records is found without any checkpoint, unless they are the last ones', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anySeq, { minLength: 1, maxLength: 5 }), (seqs) => {
        const kept = whole.filter((_, at) => !seqs.includes(at));
        const last = kept.at(-1)?.record.seq ?? -1;
        const findings = findingsOf(kept, []);
        expect(findings.every(({ code }) => code === 'records-missing')).toBe(true);
        for (let seq = 0; seq < SIZE; seq++) {
          const isNamed = findings.some((finding) => names(finding, seq));
          expect(isNamed).toBe(seqs.includes(seq) && seq < last);
        }
      }),
    );
  });

  test('by cutting off the tail is found by a checkpoint kept elsewhere, exactly there', () => {
    for (let size = 0; size < SIZE; size++) {
      expect(findingsOf(whole.slice(0, size), [CHECKPOINTS[2]!])).toEqual([
        { code: 'tail-missing', seq: size, until: SIZE },
      ]);
      expect(findingsOf(whole.slice(0, size), [])).toEqual([]);
    }
  });

  test('by swapping two records is found without any checkpoint, and blames no other', () => {
    fc.assert(
      fc.property(anySeq, anySeq, (a, b) => {
        fc.pre(a < b);
        const findings = findingsOf(whole.with(a, whole[b]!).with(b, whole[a]!), []);
        expect(findings[0]).toEqual({ code: 'record-misplaced', seq: a, found: b });
        expect(findings.slice(1)).toEqual(
          b === a + 1 ? [] : [{ code: 'record-misplaced', seq: b, found: a }],
        );
      }),
    );
  });

  test('in any order of any records never goes unfound, and never ends in an exception', () => {
    const anyEntry = fc.oneof(
      { weight: 8, arbitrary: anySeq.map((seq): Entry => whole[seq]!) },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 30 }).map((bytes): Entry => ({ bytes })) },
    );
    fc.assert(
      fc.property(fc.array(anyEntry, { maxLength: 20 }), (entries) => {
        const isWhole = entries.length === SIZE && entries.every((entry, at) => entry === whole[at]);
        expect(findingsOf(entries).length > 0).toBe(!isWhole);
      }),
      { numRuns: 500 },
    );
  });
});
