// How it goes, in figures that the ledger and the daemon give now.

import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { CircleSlash, EqualNot, OctagonX, Search } from 'lucide-react';
import type { DecisionSummary } from '../../../src/surfaces/http/contract/lists.ts';
import type { Status } from '../../../src/surfaces/http/contract.ts';
import { decisionsQuery, statusQuery } from '../api/queries.ts';
import { DecisionsTable } from '../parts/decisions.tsx';
import { Figure } from '../parts/figure.tsx';
import { Page } from '../parts/page.tsx';
import { Section } from '../parts/section.tsx';
import { Banner, Empty, Loading, Trouble } from '../parts/state.tsx';
import { shareOf } from '../text/share.ts';
import { Asking } from './overview/asking.tsx';
import { Charts } from './overview/charts.tsx';

const route = getRouteApi('/frame/overview');
const LATEST = 1_000;
const VERDICTS = ['permit', 'hold', 'deny'] as const;

export function Overview() {
  const status = useQuery(statusQuery);
  const decisions = useQuery(decisionsQuery(LATEST));
  return (
    <Page title="Overview">
      {status.error !== null && <Trouble error={status.error} what="How it goes" />}
      {status.data !== undefined && <Alarms status={status.data} />}
      {status.data !== undefined && (
        <Figures status={status.data} decisions={decisions.data?.decisions ?? []} />
      )}
      {decisions.isPending && <Loading what="What was decided" />}
      {decisions.error !== null && <Trouble error={decisions.error} what="What was decided" />}
      {decisions.data !== undefined && (
        <>
          <Charts decisions={decisions.data.decisions} />
          {status.data !== undefined && <Asking records={status.data.size} />}
          <Decisions decisions={decisions.data.decisions} />
        </>
      )}
    </Page>
  );
}

function Alarms({ status }: { readonly status: Status }) {
  const { killed, policyLoaded, witnessing, advisory } = status;
  const stopped = killed.all ? ['everything'] : [...killed.agents, ...killed.connectors];
  return (
    <>
      {!policyLoaded && (
        <Banner tone="deny" icon={CircleSlash}>
          The published policy cannot be loaded: everything is denied. See: holdpoint policy validate
        </Banner>
      )}
      {stopped.length > 0 && (
        <Banner tone="deny" icon={OctagonX}>
          Stopped: {stopped.join(', ')}. Nothing of it runs until somebody lifts it: holdpoint kill --lift
        </Banner>
      )}
      {witnessing?.alarm && (
        <Banner tone="deny" icon={OctagonX}>
          A witness does not agree with this ledger. See: holdpoint doctor
        </Banner>
      )}
      {advisory && (
        <p className="text-xs text-ink-soft">
          Agents may run as the user that Holdpoint runs as: approvals and leases are advisory. See: holdpoint
          doctor
        </p>
      )}
    </>
  );
}

interface FiguresProps {
  readonly status: Status;
  readonly decisions: readonly DecisionSummary[];
}

function Figures({ status, decisions }: FiguresProps) {
  const share = (verdict: DecisionSummary['verdict']): string => {
    const count = decisions.filter((one) => one.verdict === verdict).length;
    return shareOf(count, decisions.length);
  };
  const latest = `of the latest ${decisions.length.toLocaleString()} decisions`;
  const waiting = (
    <Link
      to="/inbox"
      className="text-ink underline decoration-line-strong underline-offset-4 hover:decoration-accent"
    >
      {status.pendingHolds}
    </Link>
  );
  return (
    <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4 lg:grid-cols-7">
      <Figure name="Waiting for people" value={waiting} note="holds" />
      <Figure name="Open tasks" value={status.openTasks} note={`${status.flights} calls running`} />
      <Figure name="Permitted" value={share('permit')} note={latest} />
      <Figure name="Held" value={share('hold')} note={latest} />
      <Figure name="Denied" value={share('deny')} note={latest} />
      <Figure name="Contradicted" value={<Contradicted decisions={decisions} />} note={latest} />
      <Figure name="Records" value={status.size.toLocaleString()} note={`epoch ${status.epoch}`} />
    </dl>
  );
}

/** Calls that are said to have succeeded, and that what was found contradicts. */
function Contradicted({ decisions }: Pick<FiguresProps, 'decisions'>) {
  const count = decisions.filter(({ contradicted }) => contradicted !== undefined).length;
  if (count === 0) return 0;
  return (
    <Link
      to="/overview"
      search={{ q: 'contradicted' }}
      className="inline-flex items-center gap-1 text-deny underline underline-offset-4"
    >
      <EqualNot size={18} aria-hidden />
      {count.toLocaleString()}
    </Link>
  );
}

function Decisions({ decisions }: { readonly decisions: readonly DecisionSummary[] }) {
  const { q = '', verdict } = route.useSearch();
  const word = q.toLowerCase();
  const shown = decisions.filter(
    (one) => (verdict === undefined || one.verdict === verdict) && wordsOf(one).includes(word),
  );
  return (
    <Section title="What was decided" aside={<Filters />}>
      <DecisionsTable decisions={shown} empty={<NoDecisions isFiltered={decisions.length > 0} />} />
    </Section>
  );
}

function wordsOf({ connector, tool, agent, task, reasons, contradicted }: DecisionSummary): string {
  const found = contradicted === undefined ? [] : ['contradicted', ...contradicted];
  return [`${connector}/${tool}`, agent, task, ...reasons, ...found].join(' ').toLowerCase();
}

function NoDecisions({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered) return <Empty icon={Search} title="No decision fits the filter" />;
  return (
    <Empty icon={Search} title="Nothing was decided yet" command="holdpoint task open --help">
      Open a task for an agent, and what it asks for appears here.
    </Empty>
  );
}

function Filters() {
  const { q = '', verdict } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <div className="flex items-center gap-2">
      <label>
        <span className="sr-only">Search decisions</span>
        <input
          type="search"
          value={q}
          placeholder="Search"
          onChange={({ target }) =>
            void navigate({
              search: ({ q: _, ...rest }) => (target.value === '' ? rest : { ...rest, q: target.value }),
              replace: true,
            })
          }
          className="h-7 w-28 rounded-md border border-line-strong bg-page px-2 text-sm
            placeholder:text-ink-soft sm:w-44"
        />
      </label>
      <label>
        <span className="sr-only">Verdict</span>
        <select
          value={verdict ?? ''}
          onChange={({ target }) => {
            const chosen = VERDICTS.find((one) => one === target.value);
            void navigate({
              search: ({ verdict: _, ...rest }) =>
                chosen === undefined ? rest : { ...rest, verdict: chosen },
              replace: true,
            });
          }}
          className="h-7 rounded-md border border-line-strong bg-page px-1 text-sm"
        >
          <option value="">all</option>
          {VERDICTS.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </label>
    </div>
  );
}
