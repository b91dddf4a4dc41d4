// Verifies every record in this browser. What the daemon says of itself counts for nothing: the key is one
// that the reader trusts, and the checkpoint of the last visit is kept here: no later ledger can deny it.

import { useMutation } from '@tanstack/react-query';
import { CircleCheck, CircleX, ShieldCheck, Square } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { explain } from '../../api/explain.ts';
import { Button } from '../../parts/button.tsx';
import { Moment } from '../../parts/clock.tsx';
import { Facts, Section } from '../../parts/section.tsx';
import { Banner } from '../../parts/state.tsx';
import { verifyLedger } from '../../verify/verifier.ts';
import { keepCheckpoint, keptCheckpoint, type KeptCheckpoint } from './kept.ts';

const MOST_FINDINGS = 50;

interface VerificationProps {
  /** As the daemon says it. */
  readonly vkey: string;
  readonly ledger: string;
}

type Done = Awaited<ReturnType<typeof verifyLedger>>;

export function Verification({ vkey, ledger }: VerificationProps) {
  const [given, setGiven] = useState('');
  const [share, setShare] = useState<Share>({ part: 0, says: '' });
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);
  const kept = keptCheckpoint(ledger);
  const trusted = given.trim() === '' ? vkey : given.trim();
  const run = useMutation({
    mutationFn: async () => {
      stop.current = new AbortController();
      setShare({ part: 0, says: 'asking for the records' });
      const checkpoints = kept === null ? [] : [kept.note];
      const done = await verifyLedger(
        { vkey: trusted, checkpoints },
        (word) => setShare(shareOf(word)),
        stop.current.signal,
      );
      if (done.report.ok && done.checkpoint !== null) keepCheckpoint(ledger, done.checkpoint);
      return done;
    },
  });
  return (
    <Section
      title="Verify it here"
      aside={
        run.isPending ? (
          <Button onClick={() => stop.current?.abort()}>
            <Square size={13} aria-hidden /> Stop
          </Button>
        ) : (
          <Button kind="main" onClick={() => run.mutate()}>
            <ShieldCheck size={14} aria-hidden /> Verify all records
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-3">
        <p className="max-w-prose text-sm text-ink-soft">
          Fetches every record and checks bytes, order, tree, signatures and approvals in this browser, with
          the verifier that anyone can run: <code className="font-mono text-xs">holdpoint ledger verify</code>
          .
        </p>
        <TrustedKey vkey={vkey} given={given} give={setGiven} />
        {kept !== null && <Kept kept={kept} />}
        {run.isPending && <Progress share={share} />}
        {run.error !== null && (
          <Banner tone="hold" icon={CircleX}>
            Not verified: {explain(run.error)}
          </Banner>
        )}
        {run.data && <Result done={run.data} isOwnKey={given.trim() !== ''} />}
      </div>
    </Section>
  );
}

interface TrustedKeyProps {
  readonly vkey: string;
  readonly given: string;
  readonly give: (key: string) => void;
}

function TrustedKey({ vkey, given, give }: TrustedKeyProps) {
  return (
    <label className="flex flex-col gap-1 text-sm">
      <span className="font-medium">The key you trust</span>
      <input
        value={given}
        onChange={({ target }) => give(target.value)}
        placeholder={vkey}
        spellCheck={false}
        className="h-9 w-full rounded-md border border-line-strong bg-page px-2 font-mono text-xs
          placeholder:text-ink-soft sm:h-7"
      />
      <span className="text-xs text-ink-soft">
        Empty: the one that this daemon names. Paste the one that you noted when the ledger was founded, and
        the daemon’s word is not needed.
      </span>
    </label>
  );
}

function Kept({ kept: { size, at } }: { readonly kept: KeptCheckpoint }) {
  return (
    <p className="text-xs text-ink-soft">
      This browser verified {size.toLocaleString()} records on <Moment at={at} /> and kept their checkpoint: a
      ledger that takes any of them back is found out.
    </p>
  );
}

interface Share {
  /** 0 to 1. */
  readonly part: number;
  readonly says: string;
}

function shareOf(
  word: { kind: 'fetched'; lines: number } | { kind: 'checked'; lines: number; of: number },
): Share {
  if (word.kind === 'fetched') return { part: 0, says: `fetched ${word.lines.toLocaleString()} records` };
  const says = `checked ${word.lines.toLocaleString()} of ${word.of.toLocaleString()}`;
  return { part: word.lines / Math.max(1, word.of), says };
}

function Progress({ share: { part, says } }: { readonly share: Share }) {
  return (
    <div className="flex flex-col gap-1">
      <progress
        aria-label="How much is verified"
        max={1}
        value={part}
        className="h-1.5 w-full overflow-hidden rounded-full accent-accent"
      />
      <p className="text-xs text-ink-soft tabular">{says}</p>
    </div>
  );
}

function Result({ done, isOwnKey }: { readonly done: Done; readonly isOwnKey: boolean }) {
  const { report, findings } = done;
  return (
    <div className="flex flex-col gap-3">
      {report.ok ? (
        <Banner tone="permit" icon={CircleCheck}>
          All {report.size.toLocaleString()} records are whole, in order, and signed
          {isOwnKey ? ' by the key that you gave.' : ' by the key that this daemon names.'}
        </Banner>
      ) : (
        <Banner tone="deny" icon={CircleX}>
          This is not the ledger that was signed: {findings.length.toLocaleString()}{' '}
          {findings.length === 1 ? 'finding' : 'findings'}. Keep a copy before anything else: holdpoint ledger
          export
        </Banner>
      )}
      {findings.length > 0 && (
        <ol className="list-decimal pl-6 text-sm">
          {findings.slice(0, MOST_FINDINGS).map((finding, index) => (
            <li key={index}>{finding}</li>
          ))}
        </ol>
      )}
      <Facts
        facts={[
          ['Records read', report.size.toLocaleString()],
          ['Signed for', `the first ${report.coveredSize.toLocaleString()}`],
          ['Checkpoints checked', report.checkpointsVerified.toLocaleString()],
          ['Root', <span className="font-mono text-xs break-all">{report.root}</span>],
        ]}
      />
    </div>
  );
}
