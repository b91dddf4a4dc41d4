// What waits for people: oldest first, what asks most urgently in sight, and each one a link.

import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Outlet, useNavigate, useParams, useRouter } from '@tanstack/react-router';
import { CircleCheckBig, ListFilter, Search } from 'lucide-react';
import { useMemo, useRef } from 'react';
import type { HoldView } from '../../../../src/surfaces/http/contract.ts';
import { holdsQuery, meQuery } from '../../api/queries.ts';
import { INBOX, SEARCH } from '../../frame/keys.ts';
import { useShortcuts } from '../../frame/shortcuts.ts';
import { Empty, Loading, Trouble } from '../../parts/state.tsx';
import { HoldList } from './hold-list.tsx';
import { isFor } from './standing.ts';

const route = getRouteApi('/frame/inbox');

export function Inbox() {
  const { hold: selected } = useParams({ strict: false });
  const { data, error, isPending } = useQuery(holdsQuery);
  const shown = useShown(data?.holds);
  useMovement(shown);
  return (
    <div className="md:grid md:h-dvh md:grid-cols-[17rem_minmax(0,1fr)] 2xl:grid-cols-[22rem_minmax(0,1fr)]">
      <section
        aria-label="What waits"
        className={`flex-col border-r border-line bg-panel md:flex md:h-dvh
          ${selected === undefined ? 'flex' : 'hidden'}`}
      >
        <Head count={shown.length} of={data?.holds.length ?? 0} />
        {isPending && <Loading what="What waits" />}
        {error !== null && <Trouble error={error} what="What waits" />}
        {data !== undefined && shown.length > 0 && <HoldList holds={shown} selected={selected} />}
        {data !== undefined && shown.length === 0 && <NothingWaits isFiltered={data.holds.length > 0} />}
      </section>
      <div
        className={`min-w-0 md:h-dvh md:overflow-y-auto ${selected === undefined ? 'hidden md:block' : ''}`}
      >
        <Outlet />
        {selected === undefined && shown.length > 0 && (
          <Empty icon={ListFilter} title="Choose what to look at">
            Press j and k to move through them, ? for all keys.
          </Empty>
        )}
      </div>
    </div>
  );
}

/** What the filters of the address leave. */
function useShown(holds: readonly HoldView[] | undefined): readonly HoldView[] {
  const { q = '', mine = false } = route.useSearch();
  const { data: me } = useQuery(meQuery);
  return useMemo(() => {
    const word = q.toLowerCase();
    const says = ({ connector, tool, agent, requester, workflow, task, id }: HoldView): string =>
      [`${connector}/${tool}`, agent, requester, workflow, task, id].join(' ').toLowerCase();
    return (holds ?? []).filter(
      (hold) => says(hold).includes(word) && (!mine || isFor(hold, me?.roles ?? [])),
    );
  }, [holds, q, mine, me]);
}

function useMovement(shown: readonly HoldView[]): void {
  const navigate = useNavigate();
  const router = useRouter();
  /** From where one goes to, though that may still be on its way: keys are quicker than pages. */
  const go = (by: 1 | -1): void => {
    const [, , going] = router.latestLocation.pathname.split('/');
    const at = shown.findIndex(({ id }) => id === going);
    const index = at === -1 ? 0 : at + by;
    const hold = shown[Math.min(Math.max(index, 0), shown.length - 1)];
    if (hold !== undefined) void navigate({ to: '/inbox/$hold', params: { hold: hold.id }, search: true });
  };
  useShortcuts([
    { ...INBOX.next, run: () => go(1) },
    { ...INBOX.before, run: () => go(-1) },
    { ...INBOX.leave, run: () => void navigate({ to: '/inbox', search: true }) },
  ]);
}

function Head({ count, of }: { readonly count: number; readonly of: number }) {
  const { q = '', mine = false } = route.useSearch();
  const navigate = route.useNavigate();
  const box = useRef<HTMLInputElement>(null);
  useShortcuts([{ ...SEARCH, run: () => box.current?.focus() }]);
  const filter = (change: { readonly q?: string; readonly mine?: boolean }): void => {
    const next = { q, mine, ...change };
    const search = { ...(next.q === '' ? {} : { q: next.q }), ...(next.mine ? { mine: true } : {}) };
    void navigate({ to: '.', search, replace: true });
  };
  return (
    <header className="border-b border-line px-3 py-2.5">
      <div className="flex items-baseline justify-between">
        <h1 className="text-base font-semibold">Inbox</h1>
        <p role="status" className="text-xs text-ink-soft tabular">
          {count === of ? `${of} waiting` : `${count} of ${of} waiting`}
        </p>
      </div>
      <div className="mt-2 flex items-center gap-2">
        <label className="relative min-w-0 flex-1">
          <span className="sr-only">Search what waits</span>
          <Search size={14} aria-hidden className="absolute top-1/2 left-2 -translate-y-1/2 text-ink-soft" />
          <input
            ref={box}
            type="search"
            value={q}
            onChange={(event) => filter({ q: event.target.value })}
            onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
            placeholder="Search"
            className="h-9 w-full rounded-md border border-line-strong bg-page pr-2 pl-7 text-base
              placeholder:text-ink-soft sm:h-7 sm:text-sm"
          />
        </label>
        <label className="flex items-center gap-1.5 text-xs text-ink-soft">
          <input
            type="checkbox"
            checked={mine}
            onChange={(event) => filter({ mine: event.target.checked })}
            className="size-4 accent-accent"
          />
          for my roles
        </label>
      </div>
    </header>
  );
}

function NothingWaits({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered) return <Empty icon={Search} title="Nothing that waits fits the filter" />;
  return (
    <Empty icon={CircleCheckBig} title="Nothing waits for anybody">
      What an agent may not do without a person appears here by itself.{' '}
      <Link to="/overview" className="text-accent underline underline-offset-2">
        See what was decided
      </Link>
    </Empty>
  );
}
