// That the ledger holds a record: its proof is fetched, and checked in this browser.

import { useMutation } from '@tanstack/react-query';
import { CircleCheck, CircleX, ShieldCheck } from 'lucide-react';
import { getText } from '../api/client.ts';
import { explain } from '../api/explain.ts';
import { Button } from '../parts/button.tsx';
import { Section } from '../parts/section.tsx';
import { Banner } from '../parts/state.tsx';
import { verifyRecord } from './verifier.ts';

interface RecordProofProps {
  readonly id: string;
  /** Canonical JSON of the record. */
  readonly text: string;
  /** The key that is trusted. */
  readonly vkey: string;
}

export function RecordProof({ id, text, vkey }: RecordProofProps) {
  const run = useMutation({
    mutationFn: async () => {
      const { signal } = new AbortController();
      const proof = await getText(`/records/${encodeURIComponent(id)}/proof`);
      return verifyRecord({ proof, record: text, vkey }, signal);
    },
  });
  return (
    <Section
      title="That the ledger holds it"
      aside={
        <Button disabled={run.isPending} onClick={() => run.mutate()}>
          <ShieldCheck size={14} aria-hidden /> Verify
        </Button>
      }
    >
      {run.isIdle && (
        <p className="text-sm text-ink-soft">
          Fetches its proof and checks it here, against the key that this daemon names.
        </p>
      )}
      {run.isPending && <p className="text-sm text-ink-soft">Checking…</p>}
      {run.error !== null && (
        <Banner tone="hold" icon={CircleX}>
          Not verified: {explain(run.error)}
        </Banner>
      )}
      {run.data?.ok === true && (
        <Banner tone="permit" icon={CircleCheck}>
          {placeWords(run.data.index, run.data.checkpoint.size)}
        </Banner>
      )}
      {run.data?.ok === false && (
        <Banner tone="deny" icon={CircleX}>
          The proof does not hold ({run.data.fault}). See: holdpoint ledger verify
        </Banner>
      )}
    </Section>
  );
}

function placeWords(index: number, size: number): string {
  return `It is record ${index.toLocaleString()} of the ${size.toLocaleString()} that were signed.`;
}
