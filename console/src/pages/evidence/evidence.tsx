// What the records prove, control by control: each count leads to its records, and each record to its proof.

import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { EvidenceView } from '../../../../src/surfaces/http/contract/evidence.ts';
import { getLongAnswer } from '../../api/client.ts';
import { Moment } from '../../parts/clock.tsx';
import { Download } from '../../parts/download.tsx';
import { LastDays } from '../../parts/last-days.tsx';
import { Page } from '../../parts/page.tsx';
import { Loading, Trouble } from '../../parts/state.tsx';
import { progressWords, type Progress } from '../../text/progress.ts';
import { sinceOf } from '../../text/time.ts';
import { ControlCard } from './control.tsx';
import { EVIDENCE_DAYS } from './days.ts';

const route = getRouteApi('/frame/evidence');

type Line = EvidenceView | ({ readonly event: 'progress' } & Progress);

export function EvidencePage() {
  const { days } = route.useSearch();
  const navigate = route.useNavigate();
  const [says, setSays] = useState('The records');
  const { data, error } = useQuery({
    queryKey: ['evidence', days],
    queryFn: () =>
      getLongAnswer<Line>(`/evidence?since=${sinceOf(days)}`, (line) => setSays(progressWords(line))),
    staleTime: 60_000,
  });
  return (
    <Page title="Evidence">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="max-w-2xl text-sm text-ink-soft">
          What the ledger’s records show, for whoever has to answer for it. Each record leads to its proof;
          that none was changed, <LedgerLink /> checks in this browser.
        </p>
        <LastDays
          days={days}
          among={EVIDENCE_DAYS}
          choose={(chosen) =>
            void navigate({
              search: ({ days: _, ...rest }) => (chosen === undefined ? rest : { ...rest, days: chosen }),
              replace: true,
            })
          }
        />
      </div>
      {error !== null && <Trouble error={error} what="The evidence" />}
      {data === undefined && error === null && <Loading what={says} />}
      {data !== undefined && <Found evidence={data} />}
    </Page>
  );
}

function LedgerLink() {
  return (
    <Link to="/ledger" className="text-accent underline underline-offset-2">
      the ledger’s page
    </Link>
  );
}

function Found({ evidence }: { readonly evidence: EvidenceView }) {
  const { event: _, ...file } = evidence;
  const { controls, size, madeAt } = evidence;
  const open = controls.filter(({ standing }) => standing === 'open').length;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p role="status" className="text-sm tabular">
          {open === 0 ? 'Nothing is open' : `${open} of ${controls.length} controls have something open`}
          <span className="text-ink-soft">
            {' '}
            · read from {size.toLocaleString()} records at <Moment at={madeAt} />
          </span>
        </p>
        <Download name="evidence" value={file} />
      </div>
      <ul className="flex flex-col gap-2">
        {controls.map((control) => (
          <ControlCard key={control.id} control={control} />
        ))}
      </ul>
    </>
  );
}
