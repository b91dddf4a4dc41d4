// Every task there ever was, newest first; a page of the list at a time.

import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ListTree, Search } from 'lucide-react';
import { useMemo } from 'react';
import type { TaskSummary } from '../../../../src/surfaces/http/contract.ts';
import { tasksQuery } from '../../api/queries.ts';
import { Button } from '../../parts/button.tsx';
import { Ago } from '../../parts/clock.tsx';
import { SearchBox } from '../../parts/search-box.tsx';
import { Section } from '../../parts/section.tsx';
import { Empty, Loading, Trouble } from '../../parts/state.tsx';
import { Table, type Column } from '../../parts/table.tsx';
import { TASK_STATUSES, TaskStatusChip } from './status-chip.tsx';

const route = getRouteApi('/frame/tasks');

const COLUMNS: readonly Column<TaskSummary>[] = [
  {
    name: 'Task',
    width: '2fr',
    isMain: true,
    cell: ({ id, workflow }) => (
      <Link
        to="/tasks/$task"
        params={{ task: id }}
        title={id}
        className="font-medium text-accent underline-offset-2 hover:underline"
      >
        {workflow} <span className="hidden font-mono text-xs font-normal text-ink-soft md:inline">{id}</span>
      </Link>
    ),
  },
  { name: 'Status', width: '7.5rem', cell: ({ status }) => <TaskStatusChip status={status} /> },
  { name: 'Agent', width: '1fr', cell: ({ agent }) => agent },
  { name: 'For', width: '1fr', wideOnly: true, cell: ({ requester }) => requester },
  { name: 'Permitted', width: '4.5rem', wideOnly: true, cell: ({ permitted }) => count(permitted, '') },
  { name: 'Held', width: '3rem', wideOnly: true, cell: ({ held }) => count(held, 'text-hold') },
  { name: 'Denied', width: '3.5rem', wideOnly: true, cell: ({ denied }) => count(denied, 'text-deny') },
  { name: 'Opened', width: '5.5rem', cell: ({ openedAt }) => <Ago at={openedAt} /> },
];

function count(value: number, tone: string) {
  return <span className={`tabular ${value === 0 ? 'text-ink-soft' : tone}`}>{value}</span>;
}

export function Tasks() {
  const { q = '', status } = route.useSearch();
  const { data, error, isPending, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(
    tasksQuery(status),
  );
  const tasks = useMemo(() => data?.pages.flatMap((page) => page.tasks) ?? [], [data]);
  const shown = useMemo(() => {
    const word = q.toLowerCase();
    const says = ({ id, workflow, agent, requester }: TaskSummary): string =>
      [id, workflow, agent, requester].join(' ').toLowerCase();
    return tasks.filter((task) => says(task).includes(word));
  }, [tasks, q]);
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-3 p-3 md:p-5">
      <header className="flex items-baseline justify-between">
        <h1 className="text-base font-semibold">Tasks</h1>
        {data && (
          <p role="status" className="text-xs text-ink-soft tabular">
            {shown.length.toLocaleString()} of {hasNextPage && 'the latest '}
            {tasks.length.toLocaleString()}
          </p>
        )}
      </header>
      {isPending && <Loading what="Tasks" />}
      {error !== null && <Trouble error={error} what="The list of tasks" />}
      {data && (
        <Section title="All" aside={<Filters />}>
          <Table
            label="Tasks, newest first"
            columns={COLUMNS}
            rows={shown}
            keyOf={({ id }) => id}
            empty={<NoTasks isFiltered={tasks.length > 0 || status !== undefined} />}
          />
          {hasNextPage && (
            <div className="mt-3 flex justify-center">
              <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                Older ones
              </Button>
            </div>
          )}
        </Section>
      )}
    </div>
  );
}

function NoTasks({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered) return <Empty icon={Search} title="No task fits the filter" />;
  return (
    <Empty icon={ListTree} title="No task was opened yet" command="holdpoint task open --help">
      An agent works in tasks, each under the scope of a reviewed workflow. Open one, and what it does appears
      here.
    </Empty>
  );
}

function Filters() {
  const { q = '', status } = route.useSearch();
  const navigate = route.useNavigate();
  const filter = (change: { readonly q?: string; readonly status?: TaskSummary['status'] | null }): void => {
    const next = { q, status: status ?? null, ...change };
    void navigate({
      search: {
        ...(next.q === '' ? {} : { q: next.q }),
        ...(next.status === null ? {} : { status: next.status }),
      },
      replace: true,
    });
  };
  return (
    <div className="flex min-w-0 items-center gap-2">
      <SearchBox label="Search tasks" value={q} change={(value) => filter({ q: value })} />
      <label>
        <span className="sr-only">Status</span>
        <select
          value={status ?? ''}
          onChange={({ target }) =>
            filter({ status: TASK_STATUSES.find((one) => one === target.value) ?? null })
          }
          className="h-9 rounded-md border border-line-strong bg-page px-1 text-sm sm:h-7"
        >
          <option value="">all</option>
          {TASK_STATUSES.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </label>
    </div>
  );
}
