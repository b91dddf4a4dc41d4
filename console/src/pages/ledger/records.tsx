// The records themselves. Of the whole ledger the newest first; a stream in its own order.

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { BookLock, X } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { RecordView } from '../../../../src/surfaces/http/contract.ts';
import type { RecordsView } from '../../../../src/surfaces/http/contract/ledger.ts';
import { getJson } from '../../api/client.ts';
import { streamsQuery } from '../../api/queries.ts';
import { Button } from '../../parts/button.tsx';
import { Ago } from '../../parts/clock.tsx';
import { RecordLink } from '../../parts/record-link.tsx';
import { Section } from '../../parts/section.tsx';
import { Empty, Loading, Trouble } from '../../parts/state.tsx';
import { Table, type Column } from '../../parts/table.tsx';

const route = getRouteApi('/frame/ledger');
const PAGE = 500;

const COLUMNS: readonly Column<RecordView>[] = [
  {
    name: 'No.',
    width: '4.5rem',
    cell: ({ seq, id }) => <RecordLink id={id}>{seq}</RecordLink>,
  },
  { name: 'What', width: '2fr', isMain: true, cell: ({ type }) => type },
  {
    name: 'Stream',
    width: '2fr',
    wideOnly: true,
    cell: ({ stream, version }) => (
      <Link to="/ledger" search={{ stream }} className="font-mono text-xs hover:underline">
        {stream}@{version}
      </Link>
    ),
  },
  { name: 'By', width: '1fr', cell: ({ actor }) => <span title={actor.kind}>{actor.id}</span> },
  { name: 'When', width: '6rem', cell: ({ time }) => <Ago at={time} /> },
];

export function Records({ size }: { readonly size: number }) {
  const { stream } = route.useSearch();
  return (
    <Section title={stream === undefined ? 'Records' : `Records of ${stream}`} aside={<ChooseStream />}>
      {stream === undefined ? <Whole size={size} /> : <Stream key={stream} stream={stream} />}
    </Section>
  );
}

/** Newest first: each page is the one before it in the ledger's order, turned around; new ones on top. */
function Whole({ size }: { readonly size: number }) {
  const pages = useInfiniteQuery({
    queryKey: ['records'],
    queryFn: async ({ pageParam: { from, until }, signal }) => {
      if (from === until) return { from, until, records: [] };
      const path = `/ledger/records?from=${from}&limit=${until - from}`;
      const { records } = await getJson<RecordsView>(path, signal);
      return { from, until, records: records.toReversed() };
    },
    initialPageParam: { from: Math.max(0, size - PAGE), until: size },
    getNextPageParam: ({ from }) => (from === 0 ? null : { from: Math.max(0, from - PAGE), until: from }),
    getPreviousPageParam: ({ until }) =>
      until < size ? { from: until, until: Math.min(size, until + PAGE) } : null,
    // A record never changes.
    staleTime: 'static',
  });
  const { hasPreviousPage, isFetching, fetchPreviousPage } = pages;
  useEffect(() => {
    if (hasPreviousPage && !isFetching) void fetchPreviousPage();
  }, [hasPreviousPage, isFetching, fetchPreviousPage]);
  return <Pages pages={pages} says="Show earlier ones" label="Records, newest first" />;
}

function Stream({ stream }: { readonly stream: string }) {
  const pages = useInfiniteQuery({
    queryKey: ['status', 'stream', stream],
    queryFn: ({ pageParam: from, signal }) =>
      getJson<RecordsView>(
        `/ledger/records?stream=${encodeURIComponent(stream)}&from=${from}&limit=${PAGE}`,
        signal,
      ),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
  });
  return <Pages pages={pages} says="Show later ones" label="Records of the stream, oldest first" />;
}

interface PagesProps {
  readonly pages: {
    readonly data: { readonly pages: readonly { readonly records: readonly RecordView[] }[] } | undefined;
    readonly error: Error | null;
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => Promise<unknown>;
  };
  readonly says: string;
  readonly label: string;
}

function Pages({ pages, says, label }: PagesProps) {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  const rows = useMemo(() => data?.pages.flatMap(({ records }) => records) ?? [], [data]);
  if (data === undefined && error === null) return <Loading what="Records" />;
  return (
    <>
      {error !== null && <Trouble error={error} what="The list of records" />}
      <Table
        label={label}
        columns={COLUMNS}
        rows={rows}
        keyOf={({ id }) => id}
        empty={<Empty icon={BookLock} title="Nothing is recorded here" />}
      />
      {hasNextPage && (
        <div className="pt-3 text-center">
          <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {says}
          </Button>
        </div>
      )}
    </>
  );
}

function ChooseStream() {
  const { stream } = route.useSearch();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState('');
  const { data } = useQuery({ ...streamsQuery(typed), enabled: typed !== '' });
  if (stream !== undefined) {
    return (
      <Button onClick={() => void navigate({ search: {} })}>
        <X size={13} aria-hidden /> All records
      </Button>
    );
  }
  const go = (name: string): void => {
    if (data?.streams.some((one) => one.stream === name)) void navigate({ search: { stream: name } });
  };
  return (
    <label>
      <span className="sr-only">Go to a stream</span>
      <input
        type="search"
        list="streams"
        value={typed}
        placeholder="org, task/…, agent/…"
        onChange={({ target }) => {
          setTyped(target.value);
          go(target.value);
        }}
        onKeyDown={({ key }) => key === 'Enter' && go(typed)}
        className="h-7 w-40 rounded-md border border-line-strong bg-page px-2 text-sm
          placeholder:text-ink-soft sm:w-64"
      />
      <datalist id="streams">
        {data?.streams.slice(0, 50).map((one) => (
          <option key={one.stream} value={one.stream} />
        ))}
      </datalist>
    </label>
  );
}
