// One task, and the same records of it in three views. What is chosen and how it is looked at stands in the
// address.

import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ArrowLeft, Ban, Search } from 'lucide-react';
import { lazy, Suspense, useCallback, useMemo } from 'react';
import type { TaskDetail, TraceView } from '../../../../src/surfaces/http/contract.ts';
import { ApiFailure } from '../../api/client.ts';
import { taskQuery, traceQuery } from '../../api/queries.ts';
import { TASK } from '../../frame/keys.ts';
import { useShortcuts } from '../../frame/shortcuts.ts';
import { Contradictions } from '../../parts/contradictions.tsx';
import { Download } from '../../parts/download.tsx';
import { SearchBox } from '../../parts/search-box.tsx';
import { Section } from '../../parts/section.tsx';
import { Empty, Loading, Trouble } from '../../parts/state.tsx';
import { Causes } from './causes.tsx';
import { groupActs } from './grouping.ts';
import { TaskHead } from './head.tsx';
import { Panel } from './panel.tsx';
import { Quarantine } from './quarantine.tsx';
import { RecordTable } from './record-table.tsx';
import { decisionOf, tellStory, type Act, type Story } from './story.ts';
import { Timeline } from './timeline.tsx';
import { subjectOf, wordsOfRecord } from './words.ts';

const Graph = lazy(async () => ({ default: (await import('./graph.tsx')).Graph }));

const route = getRouteApi('/frame/tasks/$task');

export function TaskPage() {
  const { task: id } = route.useParams();
  const task = useQuery(taskQuery(id));
  const trace = useQuery(traceQuery(id));
  const error = task.error ?? trace.error;
  if (error instanceof ApiFailure && error.code === 'not-found') {
    return (
      <Empty icon={Ban} title="There is no such task" command="holdpoint task list --all">
        It may be one of another ledger. All that there ever were:
      </Empty>
    );
  }
  if (error !== null) return <Trouble error={error} what="This task" />;
  if (task.data === undefined || trace.data === undefined) return <Loading what="The task" />;
  return <Task key={id} task={task.data} trace={trace.data} />;
}

interface TaskProps {
  readonly task: TaskDetail;
  readonly trace: TraceView;
}

function Task({ task, trace }: TaskProps) {
  const { at } = route.useSearch();
  const story = useMemo(() => tellStory(trace), [trace]);
  const act = at === undefined ? undefined : story.actOf.get(at);
  const columns = act === undefined ? '' : 'lg:grid-cols-[minmax(0,1fr)_26rem]';
  return (
    <div className="mx-auto flex max-w-7xl flex-col gap-3 p-3 md:p-5">
      <Link to="/tasks" className="flex items-center gap-1 self-start text-sm text-ink-soft hover:text-ink">
        <ArrowLeft size={14} aria-hidden /> Tasks
      </Link>
      <TaskHead task={task}>
        <Download name={trace.summary.id} value={trace} />
        <Quarantine
          task={task}
          running={story.acts.filter(isRunning).length}
          below={trace.downstream.filter(({ type }) => type === 'task-opened').length}
        />
      </TaskHead>
      <Contradictions task={trace.summary.id} count={task.usage.contradicted ?? 0} />
      <Causes task={task} downstream={trace.downstream} />
      <div className={`grid items-start gap-3 ${columns}`}>
        <Views story={story} trace={trace} selected={act} />
        {act !== undefined && <Chosen story={story} act={act} trace={trace} />}
      </div>
    </div>
  );
}

function isRunning({ verdict, outcome, tool }: Act): boolean {
  return tool !== null && verdict === 'permit' && outcome === null;
}

function useSelect(): (record: string | null) => void {
  const navigate = route.useNavigate();
  return useCallback(
    (record) => {
      void navigate({
        search: ({ at: _, ...rest }) => (record === null ? rest : { ...rest, at: record }),
        replace: true,
        resetScroll: false,
      });
    },
    [navigate],
  );
}

interface ChosenProps {
  readonly story: Story;
  readonly act: Act;
  readonly trace: TraceView;
}

function Chosen({ story, act, trace }: ChosenProps) {
  const { at, view } = route.useSearch();
  const select = useSelect();
  const alike = useMemo(
    () => (view === 'graph' ? groupActs(story).find((acts) => acts.includes(act)) : undefined),
    [story, act, view],
  );
  return (
    <Panel
      task={trace.summary.id}
      act={act}
      record={act.records.find(({ id }) => id === at)!}
      alike={alike ?? []}
      payloads={trace.payloads}
      select={select}
      close={() => select(null)}
    />
  );
}

const VIEWS = [
  [undefined, 'Timeline'],
  ['table', 'Table'],
  ['graph', 'Graph'],
] as const;

interface ViewsProps {
  readonly story: Story;
  readonly trace: TraceView;
  readonly selected: Act | undefined;
}

function Views({ story, trace, selected }: ViewsProps) {
  const { view, at, q = '' } = route.useSearch();
  const select = useSelect();
  const acts = useMemo(() => story.acts.filter((act) => saysOf(act).includes(q.toLowerCase())), [story, q]);
  useMovement(acts, selected, select);
  const shown = useMemo(() => ({ ...story, acts }), [story, acts]);
  const from = story.acts[0]?.beganAt ?? 0;
  const until = story.acts.reduce((latest, { endedAt }) => Math.max(latest, endedAt), from);
  return (
    <Section title="What it did" aside={<ViewSwitch />}>
      <SearchActs />
      {acts.length === 0 && <Empty icon={Search} title="Nothing that it did fits the search" />}
      {acts.length > 0 && view === undefined && (
        <Timeline acts={acts} selected={selected} select={select} from={from} until={until} />
      )}
      {acts.length > 0 && view === 'table' && (
        <RecordTable acts={acts} story={story} at={at} select={select} from={from} />
      )}
      {acts.length > 0 && view === 'graph' && (
        <Suspense fallback={<Loading what="The graph" />}>
          <Graph story={shown} selected={selected} select={select} />
        </Suspense>
      )}
      <p role="status" className="mt-2 text-xs text-ink-soft tabular">
        {trace.records.length.toLocaleString()} records, {acts.length.toLocaleString()} of{' '}
        {story.acts.length.toLocaleString()} acts
      </p>
    </Section>
  );
}

function saysOf(act: Act): string {
  const words = act.records.flatMap((one) => [wordsOfRecord(one).says, one.actor.id, one.id]);
  return [subjectOf(act), ...words].join(' ').toLowerCase();
}

function useMovement(
  acts: readonly Act[],
  selected: Act | undefined,
  select: (record: string | null) => void,
): void {
  const at = selected === undefined ? -1 : acts.indexOf(selected);
  const go = (index: number): void => {
    const act = acts[Math.min(Math.max(index, 0), acts.length - 1)];
    if (act !== undefined) select(decisionOf(act).id);
  };
  useShortcuts([
    { ...TASK.next, run: () => go(at + 1) },
    { ...TASK.before, run: () => go(at === -1 ? 0 : at - 1) },
    { ...TASK.leave, run: () => select(null) },
  ]);
}

function SearchActs() {
  const { q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <div className="mb-2 flex">
      <SearchBox
        label="Search what it did"
        value={q}
        change={(value) =>
          void navigate({
            search: ({ q: _, ...rest }) => (value === '' ? rest : { ...rest, q: value }),
            replace: true,
            resetScroll: false,
          })
        }
      />
    </div>
  );
}

function ViewSwitch() {
  return (
    <nav aria-label="View" className="flex shrink-0">
      {VIEWS.map(([name, words]) => (
        <Link
          key={words}
          to="."
          search={({ view: _, ...rest }) => (name === undefined ? rest : { ...rest, view: name })}
          resetScroll={false}
          replace
          activeOptions={{ exact: true }}
          className="-ml-px flex min-h-9 items-center border border-line-strong px-2 text-sm text-ink-soft
            first:rounded-l-md last:rounded-r-md aria-[current=page]:bg-accent-soft
            aria-[current=page]:text-accent sm:min-h-7"
        >
          {words}
        </Link>
      ))}
    </nav>
  );
}
