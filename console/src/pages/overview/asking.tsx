// What asking people costs, and how they decide: measured over the whole ledger, by itself where that is
// short, else when somebody wants to know.

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Timer, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { AttentionView } from '../../../../src/surfaces/http/contract/attention.ts';
import type { FrictionView } from '../../../../src/surfaces/http/contract/friction.ts';
import { getLongAnswer } from '../../api/client.ts';
import { Button } from '../../parts/button.tsx';
import { Row, SmallTable } from '../../parts/small-table.tsx';
import { Facts, Section, Titled } from '../../parts/section.tsx';
import { Trouble } from '../../parts/state.tsx';
import { progressWords, type Progress } from '../../text/progress.ts';
import { shareOf } from '../../text/share.ts';
import { spanOf } from '../../text/time.ts';
import { TimeToDecide } from '../friction/answered.tsx';

type Told<Done> = Done | ({ readonly event: 'progress' } & Progress);

/** Records that are read in a moment. */
const SHORT = 5_000;

interface Measured {
  readonly friction: FrictionView;
  readonly attention: AttentionView;
}

export function Asking({ records }: { readonly records: number }) {
  const [isWanted, want] = useState(records <= SHORT);
  const [says, setSays] = useState('');
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['asking'],
    enabled: isWanted,
    staleTime: Infinity,
    queryFn: async (): Promise<Measured> => {
      const hear = (line: Progress): void => setSays(progressWords(line));
      const friction = await getLongAnswer<Told<FrictionView>>('/friction', hear);
      return { friction, attention: await getLongAnswer<Told<AttentionView>>('/approvals/report', hear) };
    },
  });
  return (
    <Section
      title="What asking people costs"
      aside={
        <Button disabled={isFetching} onClick={() => (isWanted ? void refetch() : want(true))}>
          <Timer size={14} aria-hidden /> {data === undefined ? 'Measure' : 'Measure again'}
        </Button>
      }
    >
      {!isWanted && (
        <p className="text-sm text-ink-soft">
          Counts over the whole ledger how much waits for people, how long they take, and what would have
          spared it. It reads and changes nothing.
        </p>
      )}
      {isFetching && data === undefined && (
        <p className="text-sm text-ink-soft tabular">{says || 'Reading…'}</p>
      )}
      {error !== null && <Trouble error={error} what="What asking costs" />}
      {data && <Costs {...data} />}
    </Section>
  );
}

function Costs({ friction, attention }: Measured) {
  const { actions, held, timeToDecide, outcomes, changes } = friction;
  const ends = Object.entries(outcomes).filter(([, count]) => count > 0);
  return (
    <div className="flex flex-col gap-4">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-2">
        <Facts
          facts={[
            [
              'Held',
              `${held.toLocaleString()} of ${actions.toLocaleString()} actions (${shareOf(held, actions)})`,
            ],
            ['Became of them', ends.map(([end, count]) => `${end}: ${count}`).join(', ') || 'nothing yet'],
            ['Time to decide', timeWords(friction)],
            ['Asked in another shape', variationWords(attention)],
          ]}
        />
        {timeToDecide !== null && <TimeToDecide answered={friction.answered} />}
      </div>
      {attention.decisions > 0 && <Deciders attention={attention} />}
      {changes.length > 0 && (
        <p className="text-sm">
          <Link to="/friction" className="text-accent underline underline-offset-2">
            What would have spared holds
          </Link>{' '}
          stands on a page of its own, to be proposed.
        </p>
      )}
    </div>
  );
}

function timeWords({ timeToDecide }: FrictionView): string {
  if (timeToDecide === null) return 'nobody answered any yet';
  const { medianMs, p90Ms } = timeToDecide;
  return `half within ${spanOf(medianMs)}, 9 of 10 within ${spanOf(p90Ms)}`;
}

function variationWords({ variations: { raised, approved } }: AttentionView): string {
  return raised === 0
    ? 'nothing that was rejected'
    : `${raised} that were rejected, ${approved} then approved`;
}

const SIGNS = {
  'little-time': 'too little time to have read most of it',
  'nearly-always-yes': 'nearly always yes',
} as const;

/** Whether what is asked for is looked at at all. */
function Deciders({ attention }: { readonly attention: AttentionView }) {
  return (
    <Titled title="How they decide">
      <SmallTable
        caption="How people decide, by who"
        head={['Who', 'Decided', 'Yes', 'Half within', 'Too soon', 'Worth a look']}
      >
        {attention.by.approver.map(({ name, decisions, approved, timeToDecide, quick, signs }) => (
          <Row
            key={name}
            cells={[
              name,
              decisions,
              shareOf(approved, decisions),
              timeToDecide === null ? '–' : spanOf(timeToDecide.medianMs),
              shareOf(quick, decisions),
              signs.length === 0 ? (
                ''
              ) : (
                <span className="inline-flex items-center gap-1 text-hold">
                  <TriangleAlert size={13} aria-hidden /> {signs.map((sign) => SIGNS[sign]).join(', ')}
                </span>
              ),
            ]}
          />
        ))}
      </SmallTable>
    </Titled>
  );
}
