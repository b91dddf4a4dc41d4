// Every credential that lives or should be dead: the oldest first, for it is the oldest that one forgets.

import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { KeyRound, Search, ShieldAlert, TimerOff } from 'lucide-react';
import { useMemo } from 'react';
import type { LeaseSummary } from '../../../../src/surfaces/http/contract/lists.ts';
import { leasesQuery } from '../../api/queries.ts';
import { Chip, type Tone } from '../../parts/chip.tsx';
import { Ago, Countdown, useNow } from '../../parts/clock.tsx';
import { Figure } from '../../parts/figure.tsx';
import { Page } from '../../parts/page.tsx';
import { SearchBox } from '../../parts/search-box.tsx';
import { Section } from '../../parts/section.tsx';
import { Banner, Empty, Loading, Trouble } from '../../parts/state.tsx';
import { Table, type Column } from '../../parts/table.tsx';
import { byAge, leaseStandingOf, type LeaseStanding } from './standing.ts';

const route = getRouteApi('/frame/leases');

export function Leases() {
  const { status } = route.useSearch();
  const granted = useQuery(leasesQuery('granted'));
  const issued = useQuery(leasesQuery('issued'));
  const revoked = useQuery({ ...leasesQuery('revoked'), enabled: status === 'revoked' });
  const error = granted.error ?? issued.error ?? revoked.error;
  const isPending = granted.isPending || issued.isPending || (status === 'revoked' && revoked.isPending);
  const going = useMemo(
    () => byAge([...(granted.data?.leases ?? []), ...(issued.data?.leases ?? [])]),
    [granted.data, issued.data],
  );
  return (
    <Page title="Leases">
      {error !== null && <Trouble error={error} what="What credentials there are" />}
      {isPending && error === null && <Loading what="What credentials there are" />}
      {!isPending && error === null && (
        <>
          <Standing leases={going} />
          <List
            leases={status === 'revoked' ? (revoked.data?.leases ?? []) : going}
            isAll={[granted.data, issued.data, revoked.data].every((page) => (page?.next ?? null) === null)}
          />
        </>
      )}
    </Page>
  );
}

function Standing({ leases }: { readonly leases: readonly LeaseSummary[] }) {
  const now = useNow();
  const of = (wanted: LeaseStanding) => leases.filter((one) => leaseStandingOf(one, now) === wanted);
  const [live, owed] = [of('live'), of('owed')];
  const oldest = live[0];
  const standing = live.filter((one) => one.standing).length;
  return (
    <>
      {owed.length > 0 && (
        <Banner tone="deny" icon={TimerOff}>
          {owed.length === 1 ? 'One credential' : `${owed.length} credentials`} should be dead, and nobody
          confirmed it: it is tried again until somebody does. What it is that fails:{' '}
          <code className="font-mono text-xs">holdpoint lease list</code>
        </Banner>
      )}
      <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <Figure name="Live" value={live.length} note="can be used now" />
        <Figure
          name="Oldest live"
          value={oldest === undefined ? '–' : <Ago at={oldest.grantedAt} />}
          note={oldest === undefined ? 'there is none' : `of ${oldest.connector}`}
        />
        <Figure name="Revocations owed" value={owed.length} note="should be dead, not confirmed" />
        <Figure name="Standing secrets" value={standing} note="outlive their lease" />
      </dl>
    </>
  );
}

const STANDINGS: { readonly [standing in LeaseStanding]: readonly [Tone, string] } = {
  live: ['permit', 'live'],
  owed: ['deny', 'owed'],
  lapsed: ['neutral', 'lapsed'],
  revoked: ['neutral', 'revoked'],
};

function StandingChip({ lease }: { readonly lease: LeaseSummary }) {
  const [tone, word] = STANDINGS[leaseStandingOf(lease, useNow())];
  return (
    <Chip tone={tone} icon={tone === 'deny' ? TimerOff : KeyRound}>
      {word}
    </Chip>
  );
}

const COLUMNS: readonly Column<LeaseSummary>[] = [
  { name: 'Standing', width: '5.5rem', cell: (lease) => <StandingChip lease={lease} /> },
  {
    name: 'Connector',
    width: '1fr',
    // What is revoked reaches nothing.
    cell: ({ connector, id, status }) =>
      status === 'revoked' ? (
        connector
      ) : (
        <Link
          to="/reach/$kind/$name"
          params={{ kind: 'lease', name: id }}
          title={`What ${id} could reach`}
          className="text-accent underline underline-offset-2"
        >
          {connector}
        </Link>
      ),
  },
  { name: 'Agent', width: '1fr', wideOnly: true, cell: ({ agent }) => agent },
  {
    name: 'Bound to',
    width: '1.4fr',
    wideOnly: true,
    cell: ({ action, task }) => <code className="font-mono text-xs">{action ?? task}</code>,
  },
  { name: 'Granted', width: '6rem', wideOnly: true, cell: ({ grantedAt }) => <Ago at={grantedAt} /> },
  { name: 'Ends', width: '7rem', cell: (lease) => <Ends lease={lease} /> },
  { name: 'Remarks', width: '1.2fr', wideOnly: true, cell: (lease) => <Remarks lease={lease} /> },
];

function Ends({ lease }: { readonly lease: LeaseSummary }) {
  if (lease.revokedAt !== null) return <Ago at={lease.revokedAt} />;
  return leaseStandingOf(lease, useNow()) === 'live' ? (
    <Countdown until={lease.expiresAt} />
  ) : (
    <Ago at={lease.expiresAt} />
  );
}

function Remarks({ lease }: { readonly lease: LeaseSummary }) {
  const { failedRevocations, standing, advisory, how } = lease;
  const failed = failedRevocations === 1 ? '1 revocation failed' : `${failedRevocations} revocations failed`;
  return (
    <span className="flex items-center gap-1">
      {failedRevocations > 0 && (
        <Chip tone="deny" icon={ShieldAlert}>
          {failed}
        </Chip>
      )}
      {standing && <Chip title="the secret outlives the lease: somebody else manages it">standing</Chip>}
      {advisory && <Chip title="an agent of the same user of this machine could read it">advisory</Chip>}
      {how !== null && <span className="text-ink-soft">{how}</span>}
    </span>
  );
}

function List({ leases, isAll }: { readonly leases: readonly LeaseSummary[]; readonly isAll: boolean }) {
  const { q = '', status } = route.useSearch();
  const word = q.toLowerCase();
  const shown = leases.filter(
    (one) =>
      (status === undefined || one.status === status) &&
      [one.connector, one.agent, one.task, one.id, one.action ?? ''].join(' ').toLowerCase().includes(word),
  );
  return (
    <Section title={status === 'revoked' ? 'Revoked, the latest first' : 'Not revoked, the oldest first'}>
      <Filters />
      <Table
        label="Leases"
        columns={COLUMNS}
        rows={shown}
        keyOf={({ id }) => id}
        empty={<NoLeases isFiltered={leases.length > 0} />}
      />
      {!isAll && (
        <p className="mt-2 text-xs text-ink-soft">
          The latest 1,000 of each kind; all of them: holdpoint lease history
        </p>
      )}
    </Section>
  );
}

function NoLeases({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered) return <Empty icon={Search} title="No lease fits the filter" />;
  return (
    <Empty icon={KeyRound} title="No credential lives" command="holdpoint lease history">
      One is made when an agent's call needs it, for its task alone, and revoked when that ends.
    </Empty>
  );
}

const WORDS = { granted: 'granted, not issued yet', issued: 'issued', revoked: 'revoked' } as const;

function Filters() {
  const { q = '', status } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <div className="mb-2 flex items-center gap-2">
      <SearchBox
        label="Search leases"
        value={q}
        change={(value) =>
          void navigate({
            search: ({ q: _, ...rest }) => (value === '' ? rest : { ...rest, q: value }),
            replace: true,
          })
        }
      />
      <label>
        <span className="sr-only">Status</span>
        <select
          value={status ?? ''}
          onChange={({ target }) => {
            const chosen = (['granted', 'issued', 'revoked'] as const).find((one) => one === target.value);
            void navigate({
              search: ({ status: _, ...rest }) => (chosen === undefined ? rest : { ...rest, status: chosen }),
              replace: true,
            });
          }}
          className="h-9 rounded-md border border-line-strong bg-page px-1 text-sm sm:h-7"
        >
          <option value="">not revoked</option>
          {Object.entries(WORDS).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
