// A fact that would have spared a hold, wherever it is named: what would have to be true, how it is said, and
// that it waits for somebody else to say it. What is true is for people to know.

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AvoidanceView, ProposedFactView } from '../../../../src/surfaces/http/contract/friction.ts';
import { useChange } from '../../api/change.ts';
import { useMay } from '../../api/may.ts';
import { factsQuery } from '../../api/queries.ts';
import { Button } from '../../parts/button.tsx';
import { CopyCommand } from '../../parts/copy-command.tsx';
import { MayNot } from '../../parts/may-not.tsx';
import { Refused } from '../../parts/refused.tsx';
import { UntrustedLine } from '../../parts/untrusted.tsx';
import { escapeHidden } from '../../text/visible.ts';

interface ProposableProps {
  /** Each with the hold that it would have spared. */
  readonly facts: readonly (readonly [fact: AvoidanceView, hold: string, note?: ReactNode])[];
}

/** Facts that may be proposed, one below the other. */
export function ProposableFacts({ facts }: ProposableProps) {
  const may = useMay('propose-policy');
  return (
    <>
      <FactList>
        {facts.map(([fact, hold, note]) => (
          <FactLine key={fact.name} fact={fact} note={note}>
            <Proposal fact={fact} hold={hold} may={may} />
          </FactLine>
        ))}
      </FactList>
      {!may && <MayNot />}
    </>
  );
}

export function FactList({ children }: { readonly children: ReactNode }) {
  return <ul className="flex flex-col divide-y divide-line">{children}</ul>;
}

interface FactLineProps {
  readonly fact: AvoidanceView;
  readonly note?: ReactNode;
  /** What can be done with it. */
  readonly children?: ReactNode;
}

export function FactLine({ fact: { words, steps }, note, children }: FactLineProps) {
  return (
    <li className="flex flex-col gap-1.5 py-2.5 text-sm first:pt-0 last:pb-0">
      <p>
        <UntrustedLine text={words} most={600} />
      </p>
      {note !== undefined && <div className="text-xs text-ink-soft">{note}</div>}
      {children}
      <details>
        <summary className="cursor-pointer text-xs font-medium text-accent">
          How it is said in a terminal
        </summary>
        <div className="mt-1.5 flex flex-col gap-1.5">
          {steps.map((step) =>
            step.startsWith('#') ? (
              <p key={step} className="font-mono text-xs">
                <UntrustedLine text={step} most={600} />
              </p>
            ) : (
              <CopyCommand key={step} command={step} label="Say it" />
            ),
          )}
        </div>
      </details>
    </li>
  );
}

interface ProposalProps {
  readonly fact: AvoidanceView;
  readonly hold: string;
  readonly may: boolean;
}

function Proposal({ fact: { name, words, fact }, hold, may }: ProposalProps) {
  const { data } = useQuery(factsQuery);
  const propose = useChange<ProposedFactView>(`/holds/${encodeURIComponent(hold)}/facts`);
  const untried = propose.data?.unchecked ?? 0;
  if (fact.kind === 'preapproval') {
    return (
      <p className="text-xs text-ink-soft">
        A review is changed in the workflow’s file; at the hold, “Ask nobody again” proposes it for such an
        action alone.
      </p>
    );
  }
  if (data?.facts.some((one) => one.name === name) === true) {
    return (
      <p role="status" className="text-hold">
        It{' '}
        <Link to="/friction" className="underline underline-offset-2">
          waits
        </Link>{' '}
        for somebody else who knows it to be true.
        {untried > 0 && ` ${untried.toLocaleString()} of what was refused could not be tried.`}
      </p>
    );
  }
  return (
    <>
      {may && (
        <div className="flex flex-wrap items-center gap-2">
          <Button
            disabled={propose.isPending}
            onClick={() => propose.mutate({ name })}
            aria-label={`Propose: ${escapeHidden(words)}`}
          >
            Propose
          </Button>
          {propose.isPending && <Trying />}
        </div>
      )}
      <Refused error={propose.error} />
    </>
  );
}

/** It takes as long as the past is. */
export function Trying() {
  return (
    <p role="status" className="text-xs text-ink-soft">
      Trying it on all that was ever refused…
    </p>
  );
}
