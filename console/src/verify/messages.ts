// What the page and its verifier say to each other.

import type { verifyExport, verifyProof } from '../../../src/verify-browser.ts';

export type Report = ReturnType<typeof verifyExport>;
export type ProofVerdict = ReturnType<typeof verifyProof>;

export type Question =
  | {
      readonly kind: 'ledger';
      /** Address of the export, and what the daemon wants to see with it. */
      readonly url: string;
      readonly headers: Record<string, string>;
      /** The key that the reader trusts, and a checkpoint that the reader kept. */
      readonly vkey: string;
      readonly checkpoints: readonly string[];
    }
  | { readonly kind: 'proof'; readonly proof: string; readonly record: string; readonly vkey: string };

export type Word =
  | { readonly kind: 'fetched'; readonly lines: number }
  | { readonly kind: 'checked'; readonly lines: number; readonly of: number }
  /** `findings`: one sentence each; `checkpoint`: the note that closed the export. */
  | {
      readonly kind: 'report';
      readonly report: Report;
      readonly findings: readonly string[];
      readonly checkpoint: string | null;
    }
  | { readonly kind: 'verdict'; readonly verdict: ProofVerdict }
  | { readonly kind: 'failed'; readonly why: string };
