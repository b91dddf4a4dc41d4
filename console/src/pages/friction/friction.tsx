// What asking people costs, measured when somebody wants to know, and what would spare it: proposed here by
// one person and accepted by another, with nothing decided before it is asked for.

import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { CircleCheck, Timer } from 'lucide-react';
import { useState } from 'react';
import type { FrictionLine, FrictionView } from '../../../../src/surfaces/http/contract/friction.ts';
import { getLongAnswer } from '../../api/client.ts';
import { Button } from '../../parts/button.tsx';
import { Ago } from '../../parts/clock.tsx';
import { LastDays } from '../../parts/last-days.tsx';
import { Page } from '../../parts/page.tsx';
import { Section } from '../../parts/section.tsx';
import { Empty, Trouble } from '../../parts/state.tsx';
import { progressWords } from '../../text/progress.ts';
import { sinceOf } from '../../text/time.ts';
import { Changes } from './changes.tsx';
import { Causes, Costs } from './costs.tsx';
import { FRICTION_DAYS } from './days.ts';
import { FactsThatWait } from './facts-that-wait.tsx';

const route = getRouteApi('/frame/friction');

const STEPS = { count: 'Counting', ask: 'Asking again', try: 'Trying on what was refused' } as const;

export function FrictionPage() {
  return (
    <Page title="Friction">
      <p className="max-w-2xl text-sm text-ink-soft">
        A hold that nobody needed costs time and trust. Here stands how often people are asked, and which
        single facts would have spared it. Holdpoint does not know whether they are true: people do.
      </p>
      <FactsThatWait />
      <Measured />
    </Page>
  );
}

function Measured() {
  const { days } = route.useSearch();
  const navigate = route.useNavigate();
  const [says, say] = useState('');
  const { data, error, isFetching, refetch, dataUpdatedAt } = useQuery({
    queryKey: ['friction', days],
    // It judges the whole past again: when somebody wants it, and not by itself.
    enabled: false,
    queryFn: ({ signal }): Promise<FrictionView> => {
      say('');
      const hear = (line: Exclude<FrictionLine, FrictionView>): void =>
        say(`${STEPS[line.step]}: ${progressWords(line)}`);
      return getLongAnswer<FrictionLine>(`/friction?since=${sinceOf(days)}`, hear, { signal });
    },
  });
  const choose = (chosen: number | undefined): void =>
    void navigate({ search: chosen === undefined ? {} : { days: chosen }, replace: true });
  return (
    <>
      <Section
        title="What asking people costs"
        aside={
          <Button disabled={isFetching} onClick={() => void refetch()}>
            <Timer size={14} aria-hidden /> {data === undefined ? 'Measure' : 'Measure again'}
          </Button>
        }
      >
        <div className="mb-3 flex flex-wrap items-center justify-between gap-2 text-sm text-ink-soft">
          <p role="status" className="tabular">
            {isFetching && (says || 'Reading…')}
            {!isFetching && data === undefined && 'Reads what was recorded, and changes nothing.'}
            {!isFetching && data !== undefined && (
              <>
                Measured <Ago at={dataUpdatedAt} />.
              </>
            )}
          </p>
          <LastDays days={days} among={FRICTION_DAYS} choose={choose} />
        </div>
        {error !== null && <Trouble error={error} what="What asking costs" />}
        {data !== undefined && <Told friction={data} />}
      </Section>
      {data !== undefined && data.held > 0 && (
        <>
          <Causes friction={data} />
          <Changes friction={data} />
        </>
      )}
    </>
  );
}

function Told({ friction }: { readonly friction: FrictionView }) {
  if (friction.held > 0) return <Costs friction={friction} />;
  return (
    <Empty icon={CircleCheck} title="Nobody was asked">
      Of {friction.actions.toLocaleString()} actions none waited for people.
    </Empty>
  );
}
