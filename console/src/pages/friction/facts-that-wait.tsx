// Facts that one person proposed: whoever else knows one to be true says it, here as in a terminal.

import { useQuery } from '@tanstack/react-query';
import { BadgeCheck, CircleCheck, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { FactsView } from '../../../../src/surfaces/http/contract/friction.ts';
import type { Answer } from '../../../../src/surfaces/http/contract.ts';
import { useChange } from '../../api/change.ts';
import { useMay } from '../../api/may.ts';
import { factsQuery, meQuery, statusQuery } from '../../api/queries.ts';
import { Button } from '../../parts/button.tsx';
import { MayNot } from '../../parts/may-not.tsx';
import { Answered } from '../../parts/page.tsx';
import { RecordLink } from '../../parts/record-link.tsx';
import { Refused } from '../../parts/refused.tsx';
import { Section } from '../../parts/section.tsx';
import { Banner } from '../../parts/state.tsx';
import { UntrustedLine } from '../../parts/untrusted.tsx';
import { escapeHidden } from '../../text/visible.ts';
import { OperatorLink } from '../operators/operator-link.tsx';
import { HoldLink } from './changes.tsx';
import { FactLine, FactList, Trying } from './fact.tsx';

type Waiting = FactsView['facts'][number];

/** What became of one that is not among them any more. */
interface Ended {
  readonly how: 'accepted' | 'dropped';
  readonly words: string;
  readonly record: string;
}

export function FactsThatWait() {
  const answer = useQuery(factsQuery);
  const [ended, end] = useState<Ended | null>(null);
  return (
    <Section title="Facts that wait">
      {ended !== null && (
        <div className="mb-3">
          <Banner tone="permit" icon={CircleCheck}>
            {ended.how === 'accepted' ? 'Accepted' : 'Dropped'}:{' '}
            <UntrustedLine text={ended.words} most={600} /> ·{' '}
            <RecordLink id={ended.record}>on record</RecordLink>
          </Banner>
        </div>
      )}
      <Answered answer={answer} what="The list of facts">
        {({ facts }) =>
          facts.length === 0 ? (
            <p className="text-sm text-ink-soft">
              No fact waits. What would have spared a hold is proposed at the hold, or below.
            </p>
          ) : (
            <FactList>
              {facts.map((one) => (
                <Line key={one.name} fact={one} end={end} />
              ))}
            </FactList>
          )
        }
      </Answered>
    </Section>
  );
}

interface LineProps {
  readonly fact: Waiting;
  readonly end: (ended: Ended) => void;
}

function Line({ fact, end }: LineProps) {
  const { name, words, author, hold, record } = fact;
  const path = `/facts/${encodeURIComponent(name)}`;
  const tell =
    (how: Ended['how']) =>
    ({ receipt }: Answer): void =>
      end({ how, words, record: receipt.record });
  const accept = useChange(`${path}/accept`, tell('accepted'));
  const drop = useChange(`${path}/drop`, tell('dropped'));
  const { may, isOwn } = useStanding(fact);
  const mayDrop = useMay('propose-policy');
  const isBusy = accept.isPending || drop.isPending;
  return (
    <FactLine
      fact={fact}
      note={
        <>
          proposed by <OperatorLink id={author} />, of <HoldLink hold={hold} /> ·{' '}
          <RecordLink id={record}>on record</RecordLink>
        </>
      }
    >
      {isOwn && (
        <p className="text-ink-soft">You proposed it: somebody else must know it to be true and accept it.</p>
      )}
      <div className="flex flex-wrap items-center gap-2">
        {may && (
          <Button
            kind="main"
            disabled={isOwn || isBusy}
            onClick={() => accept.mutate({})}
            aria-label={`Accept, as it is true: ${escapeHidden(words)}`}
          >
            <BadgeCheck size={14} aria-hidden />
            Accept, as it is true
          </Button>
        )}
        {mayDrop && (
          <Button
            disabled={isBusy}
            onClick={() => drop.mutate({})}
            aria-label={`Drop: ${escapeHidden(words)}`}
          >
            <Trash2 size={14} aria-hidden />
            Drop
          </Button>
        )}
        {accept.isPending && <Trying />}
      </div>
      {!(may && mayDrop) && <MayNot />}
      <Refused error={accept.error ?? drop.error} />
    </FactLine>
  );
}

/** Whether it is the person's to accept: by the verb that says it, and not as who proposed it. */
function useStanding({ fact, author }: Waiting): { readonly may: boolean; readonly isOwn: boolean } {
  const { data: me } = useQuery(meQuery);
  const { data: status } = useQuery(statusQuery);
  const may = useMay(fact.kind === 'destination' ? 'declare-destinations' : 'admit-connector');
  return { may, isOwn: me?.id === author && status?.mode === 'separated' };
}
